"""A short campaign on every run of the tests, always the same; ``make fuzz`` runs long ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pwc.document import MAX_BYTES
from pwc.schemas import schema
from pwc.span import Span
from tests.fuzz import endurance, failures, mutations, properties, submissions
from tests.fuzz.from_schema import FromSchema
from tests.fuzz.properties import BrokenPropertyError, Outcome, examined, judged, reads_back, world
from tests.fuzz.rendering import careful
from tests.fuzz.round import play
from tests.fuzz.targets import TARGETS, Input, Target
from tests.fuzz.worst import worst
from validator.entry import Entry
from validator.finding import Edit
from validator.run import report
from validator.schema_errors import is_valid

short = settings(
    derandomize=True, database=None, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck)
)
seeds = st.integers(0, 2**32)


@pytest.mark.parametrize("name", TARGETS)
def test_what_holds_for_every_file_holds(name: str) -> None:
    @short
    @given(TARGETS[name].inputs(2))
    def examine_all(inputs: list[Input]) -> None:
        for files in inputs:
            TARGETS[name].check(files)

    examine_all()


def test_the_dearest_files_are_refused_within_limits() -> None:
    assert [(cost.name, cost.why) for cost in endurance.together() if cost.why] == []


def test_the_dearest_files_are_read_at_all() -> None:
    assert {name: len(data) for name, data in worst().items() if len(data) > MAX_BYTES} == {}


@short
@given(submissions.documents(world()), seeds)
def test_what_is_written_with_care_reads_back(document: Any, seed: int) -> None:
    assert reads_back(document, careful(document, seed))


@short
@given(submissions.good(world()), seeds)
def test_good_submissions_are_good(document: Any, seed: int) -> None:
    report = judged([Entry(properties.PATH, careful(document, seed))])
    assert [(finding.code, finding.message) for finding in report.findings if finding.severity == 3] == []


@short
@given(FromSchema(schema("submission"), submissions.words(world())).valid)
def test_documents_made_from_the_schema_follow_it(document: Any) -> None:
    assert is_valid(document)


def test_a_keyword_that_nobody_has_thought_of_is_noticed() -> None:
    with pytest.raises(KeyError, match="uniqueItems"):
        FromSchema({"type": "array", "items": {"type": "null"}, "uniqueItems": True}).valid.example()


def test_a_file_is_stirred_the_same_from_the_same_seed() -> None:
    files = mutations.seeds()
    assert len(files) > 100
    once, again = ([mutations.stirred(files[0], files, seed) for seed in range(50)] for _ in range(2))
    assert once == again
    assert len(set(once)) > 40


def _no_bracket(files: Input) -> Outcome:
    if any(b"[" in entry.data for entry in files):
        raise BrokenPropertyError("file 17 has a bracket")
    return examined(files)


def test_a_failure_is_made_small_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(TARGETS, "soups", Target(TARGETS["soups"].inputs, _no_bracket))
    told = play("soups", 1, tmp_path, examples=60, times=2)
    assert told.executions > 60
    (name,) = told.failures
    place = tmp_path / "failures" / name
    assert (place / "1.yaml").read_bytes() == b"["
    assert "file 17 has a bracket" in (place / "why.txt").read_text()
    assert failures.replayed(place) == 1
    assert "FAILED: file 17 has a bracket" in capsys.readouterr().out
    assert failures.of_a_process(tmp_path, "soups", 1, "exit code -11").startswith("soups-")


ALTERED: dict[str, dict[str, Any]] = {
    "a rule raised": {"code": "PWC001"},
    "is no rule": {"name": "another-name"},
    "tells what is not printable": {"message": "\x1b"},
    "behind the file's last line": {"span": Span(9, 1, 9, 2)},
    "before the file": {"span": Span(1, 0, 1, 1)},
    "behind its line": {"span": Span(1, 99, 1, 99)},
    "ends before it begins": {"span": Span(1, 3, 1, 2)},
    "shows another line": {"source": "x"},
    "mending a second time": {"edit": Edit(Span(1, 9, 1, 9), " #")},
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_does_not_hold_is_noticed(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry(properties.PATH, b"paper: x\n")
    (finding,) = judged([entry]).findings
    altered = report(1, [msgspec.structs.replace(finding, **ALTERED[what])])
    monkeypatch.setattr(properties, "run", lambda *_: altered)
    with pytest.raises(BrokenPropertyError, match=what):
        examined([entry])
