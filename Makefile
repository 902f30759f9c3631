# The two commands of the README, and what maintainers need beside them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FUZZ_MINUTES ?= 10
MERGES ?= 500

# Node knows the certificates that it was built with; those of the machine count too, as for git and pip.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

.PHONY: demo test check bench fuzz crash-test fault-test mutation-test site clean browser website/bundle

demo: $(READY) website/bundle  ## Play the whole workflow in a scratch clone and say where to look.
	$(BIN)/pwc demo

test: $(READY) website/bundle browser  ## All tests, the architecture, the types and the style.
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: $(READY)  ## Style and types alone, quickly.
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: $(READY)  ## Measure validating and merging side by side with peers, and print ratios.
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m bench.validate
	$(BIN)/python -m bench.check
	$(BIN)/python -m bench.merge
	$(BIN)/python -m bench.site
	npm ci --prefix bench/node --ignore-scripts --silent
	$(BIN)/python -m bench.search

fuzz: $(READY)  ## Throw made files at the validator for FUZZ_MINUTES, from SEED (or where the last run ended).
	$(BIN)/python -m tests.fuzz.campaign --minutes $(FUZZ_MINUTES) $(if $(SEED),--seed $(SEED))

crash-test: $(READY)  ## Kill MERGES merges at every step and at random, from SEED; then let many merge at once.
	$(BIN)/python -m tests.crash.campaign --merges $(MERGES) $(if $(SEED),--seed $(SEED))

fault-test: $(READY)  ## Let every kind of fault strike every call of the bot, and play long histories with it.
	$(BIN)/python -m tests.mergebot.bot.fault_campaign
	PWC_HISTORIES=100 $(BIN)/python -m pytest tests/mergebot/bot/test_histories.py

mutation-test: $(READY)  ## Take the guards away one by one, and see that a test misses each.
	$(BIN)/python -m tests.mutants.campaign

site: $(READY) website/bundle  ## The website of this checkout's catalog, in site/.
	$(BIN)/pwc site build --out site

clean:
	rm -rf $(VENV) site website/bundle .github_cache \
	  website/frontend/node_modules bench/node/node_modules tests/node/node_modules \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .fuzz_cache

# Debian ships Python without ensurepip: python3-venv brings it.
$(READY): pyproject.toml constraints.txt tests/node/package-lock.json tests/github/pins.json tests/github/set_up.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or newer is needed; say which with: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
	  echo 'Installing python3-venv, which this Python needs to set itself up ...'; \
	  root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$root apt-get update -qq >/dev/null && $$root apt-get install -qq -y python3-venv >/dev/null && \
	  $(PYTHON) -m venv --clear $(VENV); } || { \
	  echo 'Please install Python'"'"'s venv module (on Debian: apt-get install python3-venv)' >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[bot,site,test]'
	@$(MAKE) --no-print-directory website/bundle || \
	  echo 'The scripts of the website were not bundled; `pwc site build` will ask for them.' >&2
	@if command -v npm >/dev/null; then \
	  npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/node; else \
	  echo 'npm is not there: the tests of the workflows need it, and Node.js 20 or newer' >&2; fi
	@$(BIN)/python -m tests.github.set_up || echo \
	  'GitHub'"'"'s descriptions of its interfaces could not be fetched (with npm); the tests of the bot will fail.' >&2
	@touch $(READY)

# The scripts of the website. npm runs no script of a package, and the lock file names no addresses.
FRONTEND := website/frontend
BUNDLE := website/bundle/manifest.json
website/bundle: $(BUNDLE)
$(BUNDLE): $(FRONTEND)/package-lock.json $(FRONTEND)/build.js schema/submission.schema.json \
  $(shell find $(FRONTEND)/src -type f 2>/dev/null)
	@command -v npm >/dev/null || { \
	  echo 'Installing npm, which bundles the scripts of the website ...'; \
	  root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$root apt-get update -qq >/dev/null && $$root apt-get install -qq -y npm >/dev/null; } || { \
	  echo 'Please install Node.js with npm (on Debian: apt-get install npm)' >&2; exit 1; }
	npm ci --prefix $(FRONTEND) --ignore-scripts --silent
	npm run build --prefix $(FRONTEND) --silent

# The browser that the tests of the website drive. Debian's own; no build of one is downloaded.
browser:
	@command -v chromium >/dev/null || { \
	  echo 'Installing Chromium, in which the tests look at the website ...'; \
	  root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$root apt-get update -qq >/dev/null && $$root apt-get install -qq -y chromium >/dev/null; } || { \
	  echo 'Please install Chromium (on Debian: apt-get install chromium)' >&2; exit 1; }
