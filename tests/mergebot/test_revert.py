"""``pwc merge --revert``: one accepted submission is undone, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mergebot.rebuild import differences
from mergebot.replay import no_imports
from pwc import identity
from pwc.git_tree import GitTree
from pwc.history import in_effect
from pwc.record import LogEntry
from validator.catalog_check import check

Numbered = Callable[..., str]
Repository = Any  # the fixture's class, which lives in conftest.py

FIRST = "submissions/2026/11/first.yaml"
SECOND = "submissions/2026/11/second.yaml"
WHY = ("--reason", "No such paper exists")


def merged(repository: Repository, name: str, text: str) -> None:
    repository.offer(name, text)
    done = repository.pwc("merge", name, "--approved-by", "Mia Maintainer <mia@example.org>")
    assert done.returncode == 0, done.stdout + done.stderr


def reverted(repository: Repository, path: str) -> None:
    done = repository.pwc(
        "merge", "--revert", path, *WHY, "--approved-by", "Mia Maintainer <mia@example.org>"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with GitTree(repository.path, repository.git("rev-parse", "main")) as tree:
        assert check(tree).findings == ()
        assert [*differences(tree, no_imports)] == []
    assert repository.git("status", "--porcelain") == ""
    assert repository.read(path)


def records(repository: Repository, commit: str = "main") -> dict[str, str]:
    """The catalog's files but for its log, by path."""
    listed = repository.git("ls-tree", "-r", commit, "catalog/").splitlines()
    files = {path: blob for blob, _, path in (line[12:].partition("\t") for line in listed)}
    return {path: blob for path, blob in files.items() if not path.startswith("catalog/log/")}


def test_the_catalog_is_as_if_it_had_never_come(repository: Repository, numbered: Numbered) -> None:
    before = records(repository)
    merged(repository, "second", numbered(2))
    reverted(repository, SECOND)
    assert records(repository) == before
    assert repository.read("submissions/2026/11/revert-second.yaml").startswith("# yaml-language-server")
    assert repository.git("log", "-1", "--format=%an <%ae>", "main") == "Mia Maintainer <mia@example.org>"
    trailers = repository.git("log", "-1", "--format=%(trailers:only)", "main")
    assert f"Reverts: {SECOND}" in trailers
    id_ = identity.result_id(SECOND, 0)
    assert repository.pwc("catalog", "log", id_).returncode == 1


def test_what_it_added_to_a_paper_goes_and_what_others_added_stays(
    repository: Repository, numbered: Numbered
) -> None:
    merged(repository, "second", numbered(2))
    for name in ("mine", "theirs"):
        merged(
            repository,
            name,
            f'paper: {{arxiv: "2301.00002", code: [{{url: "https://github.com/{name}/x"}}]}}\n',
        )
    reverted(repository, "submissions/2026/11/mine.yaml")
    told = repository.pwc("catalog", "show", "2301.00002").stdout
    assert "github.com/theirs/x" in told
    assert "github.com/mine/x" not in told


def test_later_entries_that_build_on_it_are_named_and_nothing_moves(
    repository: Repository, numbered: Numbered
) -> None:
    merged(repository, "second", numbered(2))
    merged(repository, "third", numbered(3))
    before = repository.snapshot()
    done = repository.pwc("merge", "--revert", FIRST, *WHY)
    assert done.returncode == 1
    assert "later entries build on it" in done.stdout
    assert SECOND in done.stdout
    assert "submissions/2026/11/third.yaml" in done.stdout
    assert repository.snapshot() == before


def test_a_submission_whose_result_was_corrected_stays(repository: Repository, numbered: Numbered) -> None:
    merged(repository, "second", numbered(2))
    id_ = identity.result_id(SECOND, 0)
    merged(
        repository,
        "correction",
        f"corrections:\n  - {{result: {id_}, retract: true, reason: The authors withdrew the paper.}}\n",
    )
    done = repository.pwc("merge", "--revert", SECOND, *WHY)
    assert done.returncode == 1
    assert "later entries build on it: submissions/2026/11/correction.yaml" in done.stdout
    reverted(repository, "submissions/2026/11/correction.yaml")
    told = repository.pwc("catalog", "log", id_).stdout
    assert "status: active" in told
    assert "what: undone: what submissions/2026/11/correction.yaml did" in told
    reverted(repository, SECOND)


def test_undoing_what_has_undone_something_brings_it_back(repository: Repository, numbered: Numbered) -> None:
    merged(repository, "second", numbered(2))
    before = records(repository)
    reverted(repository, SECOND)
    done = repository.pwc("merge", "--revert", SECOND, *WHY)
    assert done.returncode == 1
    assert "PWC818" in done.stdout
    reverted(repository, "submissions/2026/11/revert-second.yaml")
    assert records(repository) == before
    told = repository.pwc("catalog", "log", identity.result_id(SECOND, 0)).stdout
    assert "undone with its submission" in told


def test_merged_twins_are_two_again(repository: Repository) -> None:
    twin = (
        "new:\n  datasets: [{name: Plausible Alternatives}]\n"
        "  metrics:\n    - {task: Question Answering, dataset: Plausible Alternatives, name: Accuracy,"
        " better: higher, scale: percent}\n"
        'paper: {title: Another Paper, arxiv: "2301.00077", date: 2023-01-09}\n'
        "results:\n  - {task: Question Answering, dataset: Plausible Alternatives, model: M, "
        "metrics: {Accuracy: 51.5}}\n"
    )
    merged(repository, "twin", twin)
    before = records(repository)
    merged(
        repository,
        "one",
        "corrections:\n  - {dataset: plausible-alternatives, merge_into: copa, "
        "reason: Both are the data of Roemmele 2011.}\n",
    )
    assert records(repository) != before
    reverted(repository, "submissions/2026/11/one.yaml")
    assert records(repository) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--revert", FIRST),
        ("--reason", "why"),
        ("--revert", FIRST, "--reason", ""),
        ("--revert", FIRST, "--reason", "why", "second"),
        ("--revert", f"{FIRST}\nretract: true", "--reason", "why"),
        ("--revert", FIRST, "--reason", "not UTF-8: \udcff", "--approved-by", "Mia"),
    ],
    ids=["no-reason", "nothing-to-undo", "empty-reason", "with-refs", "two-lines", "bytes"],
)
def test_used_wrongly_it_says_so(repository: Repository, arguments: tuple[str, ...]) -> None:
    before = repository.snapshot()
    done = repository.pwc("merge", *arguments)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert repository.snapshot() == before


@pytest.mark.parametrize("path", ["submissions/2026/11/none.yaml", "README.md", "x: [y", "*a"])
def test_what_was_never_accepted_cannot_be_undone(repository: Repository, path: str) -> None:
    before = repository.snapshot()
    done = repository.pwc("merge", "--revert", path, *WHY)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert repository.snapshot() == before


def test_a_reason_is_text_whatever_stands_in_it(repository: Repository, numbered: Numbered) -> None:
    merged(repository, "second", numbered(2))
    reason = 'it says "no": {a: b}\n# and\n  - {result: x} é \\u0041'
    done = repository.pwc("merge", "--revert", SECOND, "--reason", reason)
    assert done.returncode == 0, done.stdout + done.stderr


def entry(file: str, *reverted: str) -> LogEntry:
    return LogEntry(
        number=1,
        when="2026-11-22T12:00:00Z",
        kind="submission",
        file=file,
        blob="",
        head="",
        approved_by="",
        promoter=2,
        reverted=reverted,
    )


def test_in_effect_is_what_no_later_entry_undoes() -> None:
    a, b, undo_a, undo_undo = entry("a"), entry("b"), entry("c", "a"), entry("d", "c")
    assert in_effect([a, b]) == [a, b]
    assert in_effect([a, b, undo_a]) == [b, undo_a]
    assert in_effect([a, b, undo_a, undo_undo]) == [a, b, undo_undo]
    assert in_effect([a, b], without=["b"]) == [a]
