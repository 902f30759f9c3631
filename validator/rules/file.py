"""1xx: the file itself, before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pwc.tree import REGULAR
from validator.change import INBOX
from validator.entry import Entry
from validator.finding import Problem, Severity
from validator.registry import rule

MAX_PATH = 200

_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.yaml")
_FOLDER = re.compile(r"submissions/[0-9]{4}/(0[1-9]|1[0-2])")
_RESERVED_ON_WINDOWS = re.compile(r"(con|nul|aux|prn|com[0-9]|lpt[0-9])(\..*)?")


@rule("PWC101", Severity.ERROR, stage="file")
def file_name(entry: Entry) -> Iterator[Problem]:
    """The file's name is not one that works everywhere.

    Why: the name becomes part of addresses, and people check the repository out on every system.
    Fix: use lower-case letters, digits, dots, hyphens and underscores, and end the name in `.yaml`.
    """
    name = entry.path.rpartition("/")[2]
    if not _NAME.fullmatch(name):
        yield Problem(
            "the file's name is not lower-case letters, digits, `.`, `-` and `_`, ending in `.yaml`",
            fix="Rename it, for instance to the paper's short title: `alexatm-20b.yaml`.",
        )
    elif _RESERVED_ON_WINDOWS.fullmatch(name.removesuffix(".yaml")):
        yield Problem("Windows reserves this file name", fix="Give the file another name.")


@rule("PWC102", Severity.ERROR, stage="file")
def folder(entry: Entry) -> Iterator[Problem]:
    """A submission does not stand in submissions/<year>/<month>/.

    Why: a folder for each month of submitting keeps every folder small.
    Fix: move the file, for instance to submissions/2026/11/.
    """
    parent = entry.path.rpartition("/")[0]
    if entry.path.startswith(INBOX) and not _FOLDER.fullmatch(parent):
        yield Problem(
            "the file does not stand in submissions/<year>/<month>/",
            fix="Move it to the folder of this month, for instance submissions/2026/11/.",
        )
    if len(entry.path) > MAX_PATH:
        yield Problem(
            f"the path has {len(entry.path)} characters, the limit is {MAX_PATH}", fix="Shorten the name."
        )


@rule("PWC103", Severity.ERROR, stage="file")
def regular_file(entry: Entry) -> Iterator[Problem]:
    """The file is executable, a symbolic link or a submodule.

    Why: a submission is plain text. Links and submodules point to what nobody has checked.
    Fix: add it as an ordinary file (git mode 100644).
    """
    if entry.mode != REGULAR:
        kinds = {"100755": "executable", "120000": "a symbolic link", "160000": "a submodule"}
        yield Problem(
            f"this is {kinds.get(entry.mode, 'no regular file')}, not an ordinary file",
            fix="Add it as an ordinary file: `chmod -x` it, or copy what the link points to.",
        )
