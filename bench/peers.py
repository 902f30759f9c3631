"""The validators that `pwc validate` is measured against, and where they are installed.

check-jsonschema and the naive script live beside this Python. ajv-cli and every_eval_ever are installed
once into the user's cache folder. A peer that cannot be had says why, and the tables repeat it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema" / "submission.schema.json"
AJV = ("ajv-cli@5.0.0", "ajv-formats@3.0.1")
EVERY_EVAL_EVER = "every-eval-ever==0.3.0"
_NEWER_PYTHONS = ("python3.12", "python3.13", "python3.14")

NAIVE, CHECK_JSONSCHEMA = "naive PyYAML + jsonschema", "check-jsonschema"
AJV_CLI, EEE = "ajv-cli", "every_eval_ever (JSON)"


class Peer(Struct, frozen=True):
    """A peer: how it is called on some files. ``reads`` says which form of the submissions it takes."""

    name: str
    arguments: Callable[[Iterable[str]], tuple[str, ...]]
    reads: str = "yaml"


class Missing(Struct, frozen=True):
    """A peer that cannot be measured here, and why."""

    name: str
    why: str


def all_peers() -> list[Peer | Missing]:
    """Every peer, installed where that is possible."""
    return [_check_jsonschema(), _naive(), _ajv(), _every_eval_ever()]


def _naive() -> Peer:
    script = str(ROOT / "bench" / "naive.py")
    return Peer(NAIVE, lambda files: (sys.executable, script, str(SCHEMA), *files))


def _check_jsonschema() -> Peer | Missing:
    program = Path(sys.executable).parent / "check-jsonschema"
    if not program.exists():
        return Missing(CHECK_JSONSCHEMA, "it is not installed; run `make bench`, which installs it")
    return Peer(CHECK_JSONSCHEMA, lambda files: (str(program), "--schemafile", str(SCHEMA), *files))


def _ajv() -> Peer | Missing:
    """ajv-cli reads YAML by its file's name; ``--strict=false`` lets unknown annotations stand."""
    if shutil.which("npm") is None:
        return Missing(AJV_CLI, "npm is not installed")
    folder = _cache() / "-".join(AJV).replace("@", "-")
    program = folder / "node_modules" / ".bin" / "ajv"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        install = ("npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), *AJV)
        if problem := _problem(install):
            return Missing(AJV_CLI, f"npm could not install it: {problem}")
    options = ("--spec=draft2020", "--strict=false", "-c", str(folder / "node_modules" / "ajv-formats"))

    def arguments(files: Iterable[str]) -> tuple[str, ...]:
        data = (part for file in files for part in ("-d", file))
        return (str(program), "validate", *options, "-s", str(SCHEMA), *data)

    return Peer(AJV_CLI, arguments)


def _every_eval_ever() -> Peer | Missing:
    """It knows its own JSON format alone, so it gets the same results in that: see ``peer_files``."""
    folder = _cache() / EVERY_EVAL_EVER.replace("==", "-")
    program = folder / "bin" / "every_eval_ever"
    if not program.exists():
        python = _newer_python()
        if python is None:
            return Missing(
                EEE, f"it needs Python 3.12 or newer: none of {', '.join(_NEWER_PYTHONS)} runs here"
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        for step in (
            (python, "-m", "venv", str(folder)),
            (str(folder / "bin" / "pip"), "install", EVERY_EVAL_EVER),
        ):
            if problem := _problem(step):
                return Missing(EEE, f"it could not be installed: {problem}")
    return Peer(EEE, lambda files: (str(program), "validate", "--format", "json", *files), reads="json")


def _newer_python() -> str | None:
    if sys.version_info >= (3, 12):
        return sys.executable
    return next((name for name in _NEWER_PYTHONS if shutil.which(name) and not _problem((name, "-V"))), None)


def _problem(command: tuple[str, ...]) -> str | None:
    """The last line that a failing command said, or None if it did not fail."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    return next(reversed((done.stderr or done.stdout).strip().splitlines()), "it did not say why")


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "paperswithcode2-bench"
