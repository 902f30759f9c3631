"""What stands in an inbox and is no submission, and what a pull request may not do to it."""

from __future__ import annotations

from datetime import date

import pytest

from pwc.catalog import Catalog
from pwc.tree import Change
from validator.change import ChangeSet
from validator.entry import Entry
from validator.finding import Finding
from validator.run import judge_change, run

PATH = "submissions/2026/11/x.yaml"
OK = b"""\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""


def findings(data: bytes, catalog: Catalog, path: str = PATH, mode: str = "100644") -> list[Finding]:
    found = run([Entry(path, data, mode)], catalog, date(2026, 11, 22)).findings
    return [finding for finding in found if finding.code.startswith("PWC1")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a pointer of Git LFS",
        ),
        (b"version https://git-lfs.github.com/spec/v1\next-0 a\noid sha256:4d7a\nsize 1\n", "Git LFS"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a zip archive"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"\x7fELF\x02", "a program"),
        (b"SQLite format 3\x00", "a database"),
        (b"#!/bin/sh\necho paper: x\n", "a script"),
        (b"<!DOCTYPE html>\n<html>", "a web page"),
        (b'\n <?xml version="1.0"?>', "a web page or XML"),
    ],
)
def test_another_kind_of_file_is_called_by_its_name(data: bytes, told: str, catalog: Catalog) -> None:
    (finding,) = run([Entry(PATH, data)], catalog, date(2026, 11, 22)).findings
    assert finding.code == "PWC104"
    assert told in finding.message


@pytest.mark.parametrize(
    "data",
    [
        OK,
        b"# version https://git-lfs.github.com/spec/v1\n" + OK,
        b"#! no script\n" + OK,
        OK.replace(b"Transformer (small)", b'"<html>"'),
    ],
)
def test_text_that_only_mentions_them_is_text(data: bytes, catalog: Catalog) -> None:
    assert findings(data, catalog) == []


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("MyPaper.yml", "`mypaper.yaml`"),
        ("My Paper (final).YAML", "`my-paper-final.yaml`"),
        (".hidden.yaml", "`hidden.yaml`"),
        ("x.yaml.exe", "`x.yaml`"),
        ("-rf.yaml", "`rf.yaml`"),
        ("a\nb.yaml", "`a-b.yaml`"),
        ("x.yaml ", "`x.yaml`"),
        ("aux.json", "short title"),  # not a name that Windows reserves
        ("\u4e2d\u6587.yaml", "short title"),
    ],
)
def test_a_name_that_does_not_work_gets_one_that_does(name: str, better: str, catalog: Catalog) -> None:
    (finding,) = findings(OK, catalog, f"submissions/2026/11/{name}")
    assert finding.code == "PWC101"
    assert better in (finding.fix or "")


@pytest.mark.parametrize(
    ("mode", "fix"), [("100755", "--chmod=-x"), ("120000", "copy of the file"), ("160000", "the file itself")]
)
def test_what_is_no_ordinary_file_is_told_how_to_become_one(mode: str, fix: str, catalog: Catalog) -> None:
    (finding,) = findings(b"", catalog, mode=mode)
    assert fix in (finding.fix or "")


def change(path: str, status: str = "A", old: str = "000000", new: str = "100644") -> Change:
    return Change(path, status, old, new, "0" * 40)


def told(*changes: Change, is_unrelated: bool = False) -> list[tuple[str, str, str]]:
    report = judge_change(ChangeSet(changes, is_unrelated=is_unrelated))
    return [(finding.code, finding.path, finding.message) for finding in report.findings]


def test_a_move_is_told_as_one() -> None:
    ((code, path, message),) = told(
        change("submissions/2026/10/a.yaml", "D", "100644", "000000"), change("submissions/2026/11/a.yaml")
    )
    assert (code, path) == ("PWC111", "submissions/2026/10/a.yaml")
    assert message == "this accepted submission is moved to `submissions/2026/11/a.yaml`"


@pytest.mark.parametrize(
    ("status", "old", "new", "what"),
    [
        ("D", "100644", "000000", "deleted"),
        ("M", "100644", "100644", "edited"),
        ("T", "100644", "120000", "edited, or made another kind of file"),
        ("M", "100644", "100755", "edited, or made another kind of file"),
    ],
)
def test_what_happened_to_an_accepted_file_is_told(status: str, old: str, new: str, what: str) -> None:
    ((code, _, message),) = told(change("submissions/2026/10/a.yaml", status, old, new))
    assert (code, message) == ("PWC111", f"this accepted submission is {what}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("submissions/2026/11/Paper.yaml", "submissions/2026/11/paper.yaml"),
        ("submissions/2026/11/stra\u00dfe.yaml", "submissions/2026/11/STRASSE.yaml"),
        ("submissions/2026/11/caf\u00e9.yaml", "submissions/2026/11/cafe\u0301.yaml"),
    ],
)
def test_paths_that_are_one_on_some_systems_collide(one: str, other: str) -> None:
    found = told(change(one), change(other))
    assert [code for code, _, _ in found] == ["PWC114"]
    assert told(change(one), change("submissions/2026/11/another.yaml")) == []


def test_a_branch_without_common_history_is_told_as_that() -> None:
    assert [code for code, _, _ in told(is_unrelated=True)] == ["PWC115"]
    assert [code for code, _, _ in told()] == ["PWC113"]


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("submission/2026/11/x.yaml", ["PWC102"]),
        ("Submissions/2026/11/x.yaml", ["PWC102"]),
        ("submissions/2026/x.yaml", ["PWC102"]),
        ("submision/2026/1/x.yaml", ["PWC102"]),
        ("drafts/2026/11/x.yaml", []),
        ("x.yaml", []),
    ],
)
def test_a_slip_in_the_folder_is_found_and_a_draft_elsewhere_is_not(
    path: str, codes: list[str], catalog: Catalog
) -> None:
    assert [finding.code for finding in findings(OK, catalog, path)] == codes
