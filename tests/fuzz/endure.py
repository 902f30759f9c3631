"""Judges the dearest files (see worst.py) one after the other, under limits: the process that may end.

    python -m tests.fuzz.endure CATALOG [NAME]...

It prints, for each file, a line when it begins and one when it ends, so that it is known at which of them
the process ended.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from pwc.catalog import Catalog
from pwc.place import open_catalog
from tests.fuzz.worst import worst
from validator.entry import Entry
from validator.report import render
from validator.run import run

MEMORY = 256 << 20
"""The bytes of address space that judging any file fits into."""
SECONDS = 60
"""Of processor time, for all files of a process: a guard against hangs, and no measure of speed."""


class Cost(Struct):
    """What it took to judge a file, and why that was not in order if it was not."""

    name: str
    seconds: float = 0
    megabytes: float = 0
    why: str = "the process ended"


def endured(name: str, catalog: Catalog) -> Cost:
    """Judge a file and render the report."""
    data = worst()[name]
    started = time.process_time()
    report = run([Entry("submissions/2026/11/worst.yaml", data)], catalog, date(2026, 11, 22))
    told = render(report, "text")
    seconds = time.process_time() - started
    codes = ", ".join(sorted({finding.code for finding in report.findings}))
    return Cost(
        name, seconds, why="" if report.exit_code == 1 and told else f"exit code {report.exit_code}: {codes}"
    )


def main(directory: str, *names: str) -> None:
    """Judge the files of these names, or all."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    catalog = open_catalog(Path(directory))
    for name in names or worst():
        print(msgspec.json.encode(Cost(name)).decode(), flush=True)
        print(msgspec.json.encode(endured(name, catalog)).decode(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
