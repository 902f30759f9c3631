"""Reading the catalog by path, and as if one submission had never come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.errors import BrokenFileError
from pwc.record import Board, Locator, LogEntry, Metric, Paper, Result, Task, Value
from pwc.tree import EmptyTree, OverlayTree, Tree

ACCEPTED_PATH = "submissions/2026/10/alexatm-20b.yaml"
PAPER = "alexatm-20b-few-shot-learning-using-a-large"


class RecordingTree:
    """A tree that remembers what was read."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.opened: list[str] = []

    def read(self, path: str) -> bytes | None:
        self.opened.append(path)
        return self.tree.read(path)

    def paths(self, under: str) -> Iterator[str]:
        self.opened.append(under)
        return self.tree.paths(under)

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:
        return ((path, self.read(path) or b"") for path in self.tree.paths(under))


def test_a_paper_is_found_by_its_slug_and_every_locator(catalog: Catalog) -> None:
    paper = catalog.paper("attention-is-all-you-need")
    assert paper is not None
    assert paper.title == "Attention Is All You Need"
    assert catalog.paper_at("arxiv:1706.03762") == paper
    assert catalog.paper_at("doi:10.5555/3295222.3295349") == paper
    assert catalog.paper("attention") is None
    assert catalog.paper_at("arxiv:1706.03763") is None
    assert catalog.paper_at("sota:question-answering-on-copa") is None


def test_a_board_is_found_by_its_parts_and_by_its_slug(catalog: Catalog) -> None:
    board = catalog.board("coreference-resolution", "winograd-schema-challenge")
    assert board is not None
    assert board.slug == "coreference-resolution-on-winograd-schema"
    assert catalog.board_at(board.slug) == board
    assert catalog.board("coreference-resolution", "copa") is None
    assert catalog.board_at("nothing-on-nothing") is None
    assert board.metric("F1") is board.metrics[0]
    assert board.metric("f1") is None


def test_everything_can_be_walked_in_order(catalog: Catalog) -> None:
    assert [board.key for board in catalog.boards()] == [
        "coreference-resolution/winograd-schema-challenge",
        "image-classification/imagenet",
        "question-answering/copa",
    ]
    assert sorted(paper.slug for paper in catalog.papers()) == [
        PAPER,
        "attention-is-all-you-need",
        "deep-residual-learning-for-image-recognition",
    ]
    assert len(list(catalog.locators())) == 7
    assert [area.slug for area in catalog.areas] == ["computer-vision", "natural-language-processing"]
    assert [len(table) for table in (catalog.tasks, catalog.datasets, catalog.methods)] == [3, 3, 2]


def test_a_question_opens_only_the_file_that_it_names(catalog: Catalog) -> None:
    tree = RecordingTree(catalog.tree)
    fresh = Catalog(tree)  # paths() gives a list here
    fresh.board("question-answering", "copa")
    fresh.board("question-answering", "copa")
    assert tree.opened == ["catalog/leaderboards/question-answering/copa.json"]
    tree.opened.clear()
    fresh.paper(PAPER)
    assert tree.opened == [identity.paper_path(PAPER)]


def test_a_result_is_found_by_its_id_through_the_log(catalog: Catalog) -> None:
    id_ = identity.result_id("submissions/2026/10/alexatm-20b.yaml", 0)
    found = catalog.result(id_)
    assert found is not None
    assert (found[0].slug, found[1].id, found[1].model) == ("question-answering-on-copa", id_, "AlexaTM 20B")
    assert catalog.result("0" * 16) is None
    assert catalog.result("") is None


def test_a_result_that_the_log_has_and_its_board_has_not_is_not_found(
    catalog: Catalog, catalog_files: dict[str, bytes]
) -> None:
    id_ = identity.result_id("submissions/2026/10/alexatm-20b.yaml", 0)
    path = identity.board_path("question-answering", "copa")
    for data in (None, catalog_files[path].replace(id_.encode(), b"0" * 16)):
        assert Catalog(OverlayTree(catalog.tree, {path: data})).result(id_) is None
    assert catalog.excluding("submissions/2026/10/alexatm-20b.yaml").result(id_) is None


def test_looking_for_a_result_opens_the_log_and_one_board(catalog: Catalog) -> None:
    opened: list[str] = []

    class Watched(OverlayTree):
        def read(self, path: str) -> bytes | None:
            opened.append(path)
            return super().read(path)

        def files(self, under: str) -> Iterator[tuple[str, bytes]]:
            return ((path, self.read(path) or b"") for path in self.paths(under))

    Catalog(Watched(catalog.tree, {})).result(identity.result_id("submissions/2026/10/alexatm-20b.yaml", 0))
    assert opened == ["catalog/log/2026/10/05.jsonl", identity.board_path("question-answering", "copa")]


def test_the_log_knows_what_was_accepted(catalog: Catalog) -> None:
    (entry,) = catalog.log()
    assert entry.file == ACCEPTED_PATH
    assert catalog.last_entry() == entry
    assert catalog.accepted(ACCEPTED_PATH) == entry
    assert catalog.accepted("submissions/2026/10/other.yaml") is None
    assert catalog.accepted("alexatm-20b.yaml") is None


def test_the_last_entry_is_the_last_of_the_newest_day(catalog: Catalog) -> None:
    def entry(number: int) -> LogEntry:
        return LogEntry(
            number=number,
            when="2026-12-01T00:00:00Z",
            kind="submission",
            file=f"{number}.yaml",
            blob="b",
            head="h",
            approved_by="m",
            promoter=1,
        )

    days = {"catalog/log/2026/12/01.jsonl": canonical.lines([entry(2), entry(3)])}
    newer = Catalog(OverlayTree(catalog.tree, days))
    assert newer.last_entry() == entry(3)
    assert [found.number for found in newer.log()] == [1, 2, 3]
    assert newer.accepted("3.yaml") == entry(3)


def test_an_empty_catalog_has_nothing_and_breaks_nothing() -> None:
    empty = Catalog(EmptyTree())
    assert empty.last_entry() is None
    assert empty.tasks.find("Question Answering") is None
    assert empty.paper("x") is None
    assert empty.paper_at("arxiv:1") is None
    assert empty.board("x", "y") is None
    assert [*empty.boards(), *empty.papers(), *empty.log()] == []
    assert empty.accepted("x.yaml") is None


def test_without_a_submission_what_it_brought_is_gone_and_the_rest_stays(catalog: Catalog) -> None:
    left = catalog.excluding(ACCEPTED_PATH)
    assert left.paper(PAPER) is None
    assert left.paper_at("arxiv:2208.01448") is None
    board = left.board("question-answering", "copa")
    assert board is not None
    assert [result.model for result in board.results] == ["Transformer (big)"]
    assert catalog.paper(PAPER) is not None  # the catalog itself has not changed
    assert len(list(left.papers())) == 2
    assert len(list(left.boards())) == 3


def overlaid(catalog: Catalog, board: Board) -> Catalog:
    files = {identity.board_path(board.task, board.dataset): canonical.board_file(board)}
    return Catalog(OverlayTree(catalog.tree, files))


def new_board(*submissions: str) -> Board:
    results = tuple(
        Result(
            id=identity.result_id(path, 0),
            model=path,
            paper=PAPER,
            metrics={"Accuracy": Value(value="1")},
            added="2026-11-01",
            submission=path,
        )
        for path in submissions
    )
    metrics = (Metric(name="Accuracy", better="higher", scale="percent", submission="a.yaml"),)
    return Board(
        slug="b",
        task="question-answering",
        dataset="imagenet",
        metrics=metrics,
        results=results,
        submission="a.yaml",
    )


def test_without_the_submission_that_opened_it_a_board_is_gone(catalog: Catalog) -> None:
    changed = overlaid(catalog, new_board("a.yaml"))
    assert changed.board("question-answering", "imagenet") is not None
    assert changed.excluding("a.yaml").board("question-answering", "imagenet") is None
    assert len(list(changed.excluding("a.yaml").boards())) == 3


def test_without_the_submission_that_brought_it_a_metric_is_gone(catalog: Catalog) -> None:
    left = overlaid(catalog, new_board("a.yaml", "b.yaml")).excluding("a.yaml")
    board = left.board("question-answering", "imagenet")
    assert board is not None  # b.yaml has a result on it
    assert [result.submission for result in board.results] == ["b.yaml"]
    assert board.metrics == ()


def test_without_a_submission_its_names_are_gone(catalog: Catalog) -> None:
    tasks = canonical.lines([Task(slug="a", name="A", submission="a.yaml"), Task(slug="b", name="B")])
    changed = Catalog(OverlayTree(catalog.tree, {"catalog/tasks.jsonl": tasks})).excluding("a.yaml")
    assert changed.tasks.find("A") is None
    assert changed.tasks.find("B") is not None


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("catalog/tasks.jsonl", "tasks"),
        (identity.paper_path("x"), "paper"),
        (identity.board_path("x", "y"), "board"),
        (identity.locator_path("arxiv:1"), "locator"),
        ("catalog/log/2026/11/22.jsonl", "log"),
        ("catalog/log/2026/11/22.jsonl", "last entry"),
    ],
)
def test_a_broken_file_is_named_by_the_question_that_reads_it(path: str, question: str) -> None:
    broken = Catalog(OverlayTree(EmptyTree(), {path: b"{broken\n"}))
    ask = {
        "tasks": lambda: broken.tasks.find("x"),
        "paper": lambda: broken.paper("x"),
        "board": lambda: broken.board("x", "y"),
        "locator": lambda: broken.paper_at("arxiv:1"),
        "log": lambda: list(broken.log()),
        "last entry": broken.last_entry,
    }
    with pytest.raises(BrokenFileError, match=path):
        ask[question]()


def test_an_empty_day_in_the_log_is_a_broken_file_and_no_crash() -> None:
    broken = Catalog(OverlayTree(EmptyTree(), {"catalog/log/2026/11/22.jsonl": b""}))
    with pytest.raises(BrokenFileError, match=r"catalog/log/2026/11/22\.jsonl"):
        broken.last_entry()


def test_what_shares_a_shard_is_not_mistaken() -> None:
    other = Paper(slug="other", title="O")
    files = {
        identity.paper_path("wanted"): canonical.lines([other]),
        identity.paper_path("other"): canonical.lines([other]),
        identity.locator_path("arxiv:wanted"): canonical.lines([Locator(locator="arxiv:x", paper="other")]),
    }
    crowded = Catalog(OverlayTree(EmptyTree(), files))
    assert crowded.paper("other") == other
    assert crowded.paper("wanted") is None
    assert crowded.paper_at("arxiv:wanted") is None


def _entry(number: int, file: str, **fields: Any) -> LogEntry:
    return LogEntry(
        number=number,
        when="2026-12-01T00:00:00Z",
        kind="submission",
        file=file,
        blob="b",
        head="h",
        approved_by="m",
        promoter=1,
        **fields,
    )


DAY = "catalog/log/2026/12/01.jsonl"


def test_a_changed_catalog_is_the_catalog_of_the_changed_tree(catalog: Catalog) -> None:
    task = Task(slug="a-task", name="A Task")
    paper = Paper(slug="a-paper", title="A", arxiv="2301.00001")
    states: list[dict[str, bytes | None]] = [
        {"catalog/tasks.jsonl": canonical.lines([task]), DAY: canonical.lines([_entry(2, "a.yaml")])},
        {identity.paper_path("a-paper"): canonical.lines([paper])},
        {identity.board_path("question-answering", "copa"): None},
        {DAY: canonical.lines([_entry(2, "a.yaml"), _entry(3, "b.yaml")])},
    ]

    def answers(of: Catalog) -> list[object]:
        return [
            [*of.tasks],
            of.tasks.find("Question Answering"),
            of.paper("a-paper"),
            of.board("question-answering", "copa"),
            of.last_entry(),
            [of.accepted(file) for file in ("a.yaml", "b.yaml", ACCEPTED_PATH)],
        ]

    grown = catalog
    for files in states:
        answers(grown)  # so that something is kept that could be stale
        grown = grown.changed(files)
        assert answers(grown) == answers(Catalog(grown.tree))


def test_a_changed_catalog_reads_nothing_again(catalog: Catalog) -> None:
    recording = RecordingTree(catalog.tree)
    before = Catalog(recording)
    path = identity.board_path("question-answering", "copa")

    def ask(of: Catalog) -> None:
        of.tasks.find("QA")
        of.paper(PAPER)
        of.board("question-answering", "copa")
        of.accepted("x.yaml")

    ask(before)
    before.last_entry()
    opened = len(recording.opened)
    for number in range(3):
        before = before.changed({"submissions/2026/12/x.yaml": b"%d" % number})
        ask(before)
    assert recording.opened[opened:] == []
    ask(before.changed({path: None}))
    assert recording.opened[opened:] == []


def test_a_result_is_where_the_log_has_put_it_last(catalog: Catalog) -> None:
    id_ = identity.result_id(ACCEPTED_PATH, 0)
    board = "coreference-resolution/winograd-schema-challenge"
    moved = [_entry(2, "a.yaml", moved={id_: board})]
    assert catalog.result(id_) is not None
    later = catalog.changed({DAY: canonical.lines(moved)})
    assert later.result(id_) is None  # the log says where it is, and there it is not
    undone = later.changed({DAY: canonical.lines([*moved, _entry(3, "b.yaml", reverted=("a.yaml",))])})
    assert undone.result(id_) == catalog.result(id_)
