"""What was tried against the validator, and must not work."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pwc import git_changes
from pwc.catalog import Catalog
from pwc.document import parse
from pwc.names import Names
from pwc.yaml_nodes import compose
from pwc.yaml_reader import YamlReader
from tests.repository import Repository, submission
from validator import pull_request, reading
from validator.entry import Entry
from validator.run import run
from validator.stages import COULD_NOT_CHECK

TODAY = date(2026, 11, 22)


def test_a_repository_cannot_have_its_own_program_run(repository: Repository, tmp_path: Path) -> None:
    """A promised object that is missing would be fetched, by the program that the configuration names."""
    head = repository.offer("mine", submission(7))
    blob = repository.git("rev-parse", "mine:submissions/2026/11/mine.yaml")
    (repository.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    program, trace = tmp_path / "program.sh", tmp_path / "it-ran"
    program.write_text(f"#!/bin/sh\ntouch {trace}\nexit 1\n")
    program.chmod(0o755)
    for name, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", "ssh://nowhere.invalid/x"),
        ("core.sshCommand", str(program)),
        ("protocol.ssh.allow", "always"),
        ("protocol.allow", "always"),
    ):
        repository.git("config", name, value)
    done = repository.pwc("validate", "--base", "main", "--head", head)
    assert not trace.exists()
    assert (done.returncode, done.stdout) == (3, "")  # not the contributor's fault, and never an empty file
    assert "is not here" in done.stderr


def test_a_tag_called_main_is_not_main(repository: Repository) -> None:
    repository.offer("mine", submission(7).replace("COPA", "CAPO"))
    repository.git("tag", "main", "mine")
    found = json.loads(repository.pwc("validate", "--head", "mine", "--format", "json").stdout)["findings"]
    assert [finding["code"] for finding in found] == ["PWC502"]


def test_more_files_than_are_counted_are_too_many(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = repository.offer("mine", submission(7))
    monkeypatch.setattr(git_changes, "MOST_TREES", 2)
    change = pull_request.change_set(repository.path, repository.git("rev-parse", "main"), head)
    assert (change.is_too_large, change.changes) == (True, ())


def test_a_number_that_cannot_be_packed_stops_no_other_file(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY", 2)
    huge = (
        b"corrections:\n- result: '0123456789abcdef'\n  was: {metrics: {Accuracy: 1}}\n"
        b"  set: {metrics: {Accuracy: 123456789012345678901234567890}}\n  reason: as version two of it says\n"
    )
    files = [Entry("submissions/2026/11/huge.yaml", huge), Entry("submissions/2026/11/wrong.yaml", b"a: [\n")]
    both = run(files, catalog, TODAY).findings
    monkeypatch.undo()
    assert both == run(files, catalog, TODAY).findings
    assert {finding.path[-10:] for finding in both} == {"/huge.yaml", "wrong.yaml"}


def test_ten_thousand_unknown_names_are_not_all_looked_for(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    near = Names.near

    def counted(names: Names[Any], name: str, limit: int = 3) -> list[str]:
        asked.append(name)
        return near(names, name, limit)

    monkeypatch.setattr(Names, "near", counted)
    tasks = ", ".join(f"q{number}x" for number in range(100))
    datasets = "".join(f"  - {{name: D{number}, tasks: [{tasks}]}}\n" for number in range(50))
    entry = Entry("submissions/2026/11/x.yaml", f"new:\n  datasets:\n{datasets}".encode())
    found = run([entry], catalog, TODAY).findings
    assert sum(finding.code == "PWC501" for finding in found) == 500  # the first ones
    assert len(asked) <= 25


def test_five_hundred_results_of_one_model_are_not_all_compared_with_each_other(catalog: Catalog) -> None:
    rows = "".join(
        f"- {{task: Question Answering, dataset: COPA, model: M, metrics: {{Accuracy: 61}}, setting: s{n}}}\n"
        for n in range(500)
    )
    text = 'paper: {arxiv: "1706.03762"}\nresults:\n' + rows
    found = run(
        [Entry(f"submissions/2026/11/{name}.yaml", text.encode()) for name in "ab"], catalog, TODAY
    ).findings
    same = [finding for finding in found if finding.code == "PWC301"]
    assert len(same) == 500  # every one of the second file, with the one of the first
    assert {finding.path for finding in same} == {"submissions/2026/11/b.yaml"}


@pytest.mark.parametrize("key", ["1e31", "1" * 50, "010", "1.10", "true", "null"])
def test_a_key_is_never_read_as_a_number(key: str) -> None:
    for text in (f"{key}: x\n", f"{key}: x\t\n"):
        reader = YamlReader(text.encode())
        assert reader.read()[0] == {key: "x"}
        assert reader.problems == []
        assert parse(text.encode()).value == {key: "x"}
    composed = compose(f"{key}: x\n".encode())
    assert composed is not None
    assert composed[0] == {key: "x"}


def test_findings_on_one_file_have_an_end(catalog: Catalog) -> None:
    controls = Entry("submissions/2026/11/controls.yaml", b"\x01\n" * 32_000)
    assert len(run([controls], catalog, TODAY).findings) <= 50
    row = "  - {task: Nothing, dataset: Known, model: M, metrics: {A: 1, B: 2, C: 3}}\n"
    results = Entry("submissions/2026/11/results.yaml", f"results:\n{row * 499}".encode())
    found = Counter(finding.code for finding in run([results], catalog, TODAY).findings)
    assert max(found.values()) <= 500


@pytest.mark.parametrize("entry", ["{}", "{task: QA}", "{}\n- {task: QA}\n- model: M"])
def test_entries_without_any_key_are_no_pieces_of_each_other(entry: str, catalog: Catalog) -> None:
    for above in ("results:\n", "corrections:\n", "new:\n tasks:\n"):
        text = above + f"- {entry}\n" * 3
        found = run([Entry("submissions/2026/11/x.yaml", text.encode())], catalog, TODAY).findings
        assert found
        assert {finding.code for finding in found}.isdisjoint(COULD_NOT_CHECK)
