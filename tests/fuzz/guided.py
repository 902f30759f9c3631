"""Bytes guided by coverage, with atheris (``pip install atheris``): a target of ``make fuzz`` if it is there.

    python -m tests.fuzz.guided FOLDER SECONDS SEED

What reaches new code is kept in FOLDER/corpus and is where the next campaign begins; what fails is kept in
FOLDER/failures, and its names are printed.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore] # no dependency

import pwc
import validator

with atheris.instrument_imports(include=["pwc", "validator"]):  # each as it is imported for the first time
    for package in (pwc, validator):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)

from pwc.document import MAX_BYTES
from tests.fuzz import failures, mutations
from tests.fuzz.properties import PATH, BrokenPropertyError, examined
from validator.entry import Entry

_TARGET = "stirred"
"""The target whose check a failure is examined with."""
_LONGEST_WORD = 60


def main(folder: Path, seconds: int, seed: int) -> None:
    """Let atheris make bytes for some seconds; this does not come back, the process ends."""
    corpus, words = folder / "corpus", folder / "words"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(mutations.seeds()):
        (corpus / f"seed-{number:03}").write_bytes(data)
    tokens = (token for token in mutations.TOKENS if 0 < len(token) < _LONGEST_WORD)
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in tokens))
    options = [f"-max_total_time={seconds}", f"-max_len={MAX_BYTES}", f"-seed={seed + 1}", f"-dict={words}"]
    atheris.Setup(["fuzz", str(corpus), "-timeout=60", *options], _examine_in(folder, seed))
    atheris.Fuzz()


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


def _examine_in(folder: Path, seed: int) -> Callable[[bytes], None]:
    def examine(data: bytes) -> None:
        files = (Entry(PATH, data),)
        try:
            examined(files)
        except BrokenPropertyError as error:
            print(failures.kept(folder, _TARGET, seed, failures.kind(error), str(error), files), flush=True)

    return examine


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
