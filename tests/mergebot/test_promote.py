"""``promote``: what one accepted submission makes of a catalog. No git, no clock."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mergebot.draft import Changes
from mergebot.promote import Acceptance, Promotion, promote
from mergebot.promoting import NotPromotableError
from pwc.catalog import Catalog
from pwc.submission import Submission
from pwc.tree import EmptyTree, OverlayTree
from validator.entry import Entry

Numbered = Callable[..., str]


def accepted(name: str, text: str, when: str = "2026-11-22T12:00:00Z") -> tuple[Submission, Acceptance]:
    entry = Entry(f"submissions/2026/11/{name}.yaml", text.encode())
    assert entry.submission is not None, (entry.document.problems, entry.schema_errors)
    return entry.submission, Acceptance(entry.path, entry.blob, "0" * 40, when, "Mia Maintainer")


class Growing:
    """A catalog that submissions are promoted into, one after the other."""

    def __init__(self) -> None:
        self.files: Changes = {}

    def add(self, name: str, text: str, when: str = "2026-11-22T12:00:00Z") -> Promotion:
        done = promote(*accepted(name, text, when), self.catalog)
        self.files |= done.changes
        return done

    @property
    def catalog(self) -> Catalog:
        return Catalog(OverlayTree(EmptyTree(), dict(self.files)))


@pytest.fixture
def grown(first: str) -> Growing:
    growing = Growing()
    growing.add("first", first)
    return growing


def test_papers_with_code_addresses(grown: Growing) -> None:
    paper = grown.catalog.paper_at("arxiv:2208.01448")
    board = grown.catalog.board_at("question-answering-on-copa")
    assert paper is not None
    assert paper.slug == "alexatm-20b-few-shot-learning-using-a-large"
    assert board is not None
    assert (board.task, board.dataset) == ("question-answering", "copa")


def test_digits_stay_as_they_were_written(grown: Growing) -> None:
    board = grown.catalog.board("question-answering", "copa")
    assert board is not None
    assert board.results[0].metrics["Accuracy"].value == "78.0"


def test_everything_names_the_submission_that_brought_it(grown: Growing) -> None:
    path = "submissions/2026/11/first.yaml"
    catalog = grown.catalog
    board = catalog.board("question-answering", "copa")
    assert board is not None
    records = [*catalog.areas, *catalog.tasks, *catalog.datasets, *catalog.papers(), board, *board.metrics]
    assert {record.submission for record in records} == {path}
    entry = catalog.last_entry()
    assert entry is not None
    assert entry.results == {board.results[0].id: "question-answering/copa"}


def test_the_same_submission_twice_is_refused(grown: Growing, first: str) -> None:
    before = dict(grown.files)
    with pytest.raises(NotPromotableError, match="accepted before"):
        grown.add("first", first)
    assert grown.files == before


def test_independent_submissions_give_the_same_bytes_in_any_order(first: str, numbered: Numbered) -> None:
    one, other = Growing(), Growing()
    for growing, order in ((one, (2, 3, 4)), (other, (4, 2, 3))):
        growing.add("first", first)
        for number in order:
            growing.add(f"p{number}", numbered(number))
    without_log = [{p: b for p, b in g.files.items() if "/log/" not in p} for g in (one, other)]
    assert without_log[0] == without_log[1]
    assert one.files != other.files  # the log keeps the order


def test_a_known_paper_is_extended_and_never_changed(grown: Growing) -> None:
    more = """\
paper:
  url: http://www.arxiv.org/pdf/2208.01448v2.pdf
  title: Another Title
  doi: 10.48550/arXiv.2208.01448
  tasks: [question answering]
  code: [{url: https://github.com/amazon-science/alexa-teacher-models, official: true}]
"""
    grown.add("more", more)
    papers = list(grown.catalog.papers())
    assert len(papers) == 1
    assert papers[0].title.startswith("AlexaTM 20B")
    assert papers[0].tasks == ("question-answering",)
    assert [code.official for code in papers[0].code] == [True]


def test_two_papers_of_one_title_get_two_slugs(grown: Growing, numbered: Numbered) -> None:
    grown.add("p2", numbered(2))
    grown.add("p3", numbered(3).replace("Paper Number 3", "Paper number 2!"))
    slugs = {paper.slug for paper in grown.catalog.papers()}
    assert {"paper-number-2", "paper-number-2-1"} <= slugs


def test_a_title_without_latin_letters_falls_back_to_its_locator(grown: Growing, numbered: Numbered) -> None:
    grown.add("p2", numbered(2).replace("Paper Number 2", "论文"))
    assert grown.catalog.paper("arxiv-2301-00002") is not None


def test_a_task_may_name_a_new_parent_that_comes_later(grown: Growing) -> None:
    tree = """\
new:
  tasks:
    - {name: Open-Domain QA, area: Natural Language Processing, parent: Reading}
    - {name: Reading, area: Natural Language Processing}
"""
    grown.add("tree", tree)
    child = grown.catalog.tasks.by_slug("open-domain-qa")
    assert child is not None
    assert child.parents == ("reading",)


def test_uncertainty_evidence_and_a_second_metric_are_kept(grown: Growing) -> None:
    text = """\
paper: {title: T, date: 2023-01-15, doi: 10.1000/X}
results:
  - task: Question Answering
    dataset: COPA
    model: M
    metrics: {Accuracy: {value: 1e1, uncertainty: 0.40, kind: sd, runs: 5}, F1: 9.50}
    extra_training_data: true
    evidence: {table: "Table 2", page: 5}
new:
  metrics: [{task: Question Answering, dataset: COPA, name: F1, better: higher, scale: percent}]
"""
    grown.add("rich", text)
    board = grown.catalog.board("question-answering", "copa")
    assert board is not None
    assert [metric.name for metric in board.metrics] == ["Accuracy", "F1"]
    stored = json.loads(grown.files["catalog/leaderboards/question-answering/copa.json"] or b"")["results"]
    rich = next(result for result in stored if result["model"] == "M")
    assert rich["metrics"] == {
        "Accuracy": {"value": "10", "uncertainty": "0.40", "kind": "sd", "runs": 5},
        "F1": {"value": "9.50"},
    }
    assert rich["evidence"] == {"table": "Table 2", "page": 5}
    assert rich["extra_training_data"] is True


def test_a_later_day_gets_a_log_file_of_its_own(grown: Growing, numbered: Numbered) -> None:
    done = grown.add("p2", numbered(2), when="2026-12-01T00:00:00Z")
    assert "catalog/log/2026/12/01.jsonl" in done.changes
    assert [entry.number for entry in grown.catalog.log()] == [1, 2]
