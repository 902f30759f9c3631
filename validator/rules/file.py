"""1xx: the file itself, before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pwc.tree import REGULAR
from validator.change import INBOX
from validator.entry import Entry
from validator.finding import Problem, Severity
from validator.quote import shown
from validator.registry import rule

MAX_PATH = 200

_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.yaml")
_FOLDER = re.compile(r"submissions/[0-9]{4}/(0[1-9]|1[0-2])")
_MEANT_AS_FOLDER = re.compile(r"sub[a-z-]*/[0-9]{4}(/[0-9]{1,2})?", re.IGNORECASE)
_RESERVED_ON_WINDOWS = re.compile(r"(con|nul|aux|prn|com[0-9]|lpt[0-9])(\..*)?")
_NOT_FOR_NAMES = re.compile(r"[^a-z0-9.]+")

_LFS = re.compile(rb"version https?://[a-z.-]+/spec/v[0-9]+\r?\n(?:[^\n]*\n){0,9}?oid sha256:")
_FORMATS = {
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"BZh": "a compressed file",
    b"\x28\xb5\x2f\xfd": "a compressed file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a word processor's document",
    b"#!/": "a script",
}
_PAGE = re.compile(rb"\s*<(?:!doctype|html|\?xml|svg|body|div)\b", re.IGNORECASE)


@rule("PWC101", Severity.ERROR, stage="file")
def file_name(entry: Entry) -> Iterator[Problem]:
    """The file's name is not one that works everywhere.

    Why: the name becomes part of addresses, and people check the repository out on every system.
    Fix: use lower-case letters, digits, dots, hyphens and underscores, and end the name in `.yaml`.
    """
    name = entry.path.rpartition("/")[2]
    if not _NAME.fullmatch(name):
        better = _plain_name(name.strip())
        yield Problem(
            "the file's name is not lower-case letters, digits, `.`, `-` and `_`, ending in `.yaml`",
            fix=f"Rename it, for instance to {better}."
            if better
            else "Rename it to the paper's short title.",
        )
    elif _RESERVED_ON_WINDOWS.fullmatch(name.removesuffix(".yaml")):
        yield Problem("Windows reserves this file name", fix="Give the file another name.")


def _plain_name(name: str) -> str | None:
    """A name that would do, as near to this one as it can be."""
    stem = re.sub(r"(\.(ya?ml|json|txt|exe|md))+$", "", name.lower())
    plain = _NOT_FOR_NAMES.sub("-", stem).strip("-._")[:100].rstrip("-._")
    return shown(f"{plain}.yaml") if plain and not _RESERVED_ON_WINDOWS.fullmatch(plain) else None


@rule("PWC102", Severity.ERROR, stage="file")
def folder(entry: Entry) -> Iterator[Problem]:
    """A submission does not stand in submissions/<year>/<month>/.

    Why: a folder for each month of submitting keeps every folder small.
    Fix: move the file, for instance to submissions/2026/11/.
    """
    parent = entry.path.rpartition("/")[0]
    in_inbox = entry.path.startswith(INBOX)
    if not _FOLDER.fullmatch(parent) and (in_inbox or _MEANT_AS_FOLDER.fullmatch(parent)):
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
    kinds = {
        "100755": ("executable", "Take the right to run it away: git update-index --chmod=-x, then commit."),
        "120000": ("a symbolic link", "Put a copy of the file that it points to in its place."),
        "160000": ("a submodule", "Take the submodule out, and add the file itself."),
    }
    if entry.mode != REGULAR:
        kind, fix = kinds.get(entry.mode, ("no regular file", "Add it as an ordinary file."))
        yield Problem(f"this is {kind}, not an ordinary file", fix=fix)


@rule("PWC104", Severity.ERROR, stage="file")
def another_kind_of_file(entry: Entry) -> Iterator[Problem]:
    """The file is something else than YAML text: an image, a PDF, a web page, a pointer of Git LFS.

    Why: nothing in it can be read as a submission, whatever its name is.
    Fix: add the YAML text itself.
    """
    data = entry.data
    if _LFS.match(data):
        yield Problem(
            "this is a pointer of Git LFS, and the text itself is not in the repository",
            fix="Take *.yaml out of LFS (git lfs untrack), and add the file again.",
        )
    elif kind := next((kind for start, kind in _FORMATS.items() if data.startswith(start)), None):
        yield Problem(f"this is {kind}, not YAML text", fix="Add the submission as YAML text.")
    elif _PAGE.match(data):
        yield Problem(
            "this is a web page or XML, not YAML text",
            fix="If it was saved from a browser, save the raw file instead of the page that shows it.",
        )
