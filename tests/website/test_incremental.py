"""A build that makes only what was touched gives the site that a whole build gives, byte for byte."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from msgspec import Struct
from msgspec.structs import replace

from bench import catalog_maker
from bench.catalog_maker import Sizes
from bench.world import catalog_files
from pwc import canonical, identity
from pwc.catalog import FOLDER, Catalog
from pwc.errors import CouldNotCheckError
from pwc.ranking import ranking
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Metric, Paper, Result, Task, Value
from pwc.tree import DirectoryTree
from tests.website.conftest import Site, write_files
from website import area_pages, build, files, lists, sitemaps, topic_pages
from website.build import Built, Options
from website.shelf import Database

SIZES = Sizes(results=200, boards=14, papers=150, datasets=64, tasks=5, methods=4)
"""Enough for tasks that too many papers share, for lists of several pages, and for lists by letter."""

Change = Callable[["Checkout"], None]


class Checkout(Struct):
    """A catalog in a directory, to be changed record by record, and its site."""

    root: Path
    random: Random
    count: int = 0

    @property
    def catalog(self) -> Catalog:
        """The catalog as it is now."""
        return Catalog(DirectoryTree(self.root))

    def build(self, out: str = "site", *, everything: bool = False) -> Built:
        """Build the site."""
        return build.build(
            self.catalog, self.root / out, Options("https://example.org/", "o/r"), everything=everything
        )

    def files(self, out: str) -> dict[str, bytes]:
        """The files of a site, but for what the build keeps for itself."""
        return Site(self.root / out).served()

    def write(self, path: str, data: bytes) -> None:
        """Change a file of the catalog."""
        write_files(self.root, {path: data})

    def put_paper(self, paper: Paper, *, takes: str | None = None) -> None:
        """Add or replace a paper; ``takes`` is a slug that goes."""
        self._in_lines(identity.paper_path(paper.slug), Paper, {paper.slug: paper})
        if takes is not None:
            self._in_lines(identity.paper_path(takes), Paper, {takes: None})

    def put_locator(self, entry: Locator) -> None:
        """Add or replace a locator."""
        self._in_lines(identity.locator_path(entry.locator), Locator, {entry.locator: entry})

    def _in_lines(self, path: str, kind: type, changed: dict) -> None:  # type: ignore[type-arg]
        there = self.root / path
        data = there.read_bytes() if there.exists() else b""
        self.write(path, canonical.with_records(path, data, kind, changed))

    def any_paper(self) -> Paper:
        """A paper by chance."""
        return self.random.choice(sorted(self.catalog.papers(), key=lambda paper: paper.slug))

    def any_board(self) -> Board:
        """A board by chance."""
        return self.random.choice(list(self.catalog.boards()))


def _new_result(checkout: Checkout, paper: str, metric: Metric, value: str) -> Result:
    checkout.count += 1
    return Result(
        id=identity.result_id("submissions/2026/11/new.yaml", checkout.count),
        model=f"Newcomer {checkout.count}",
        paper=paper,
        metrics={metric.name: Value(value=value)},
        setting=checkout.random.choice([None, "zero-shot"]),
        added="2026-11-25",
        submission="submissions/2026/11/new.yaml",
    )


def new_paper_with_results(checkout: Checkout) -> None:
    checkout.count += 1
    other = checkout.any_paper()
    paper = Paper(
        slug=f"newcomer-{checkout.count}",
        title=f"A Newcomer {checkout.count}",
        arxiv=f"2611.{checkout.count:05}",
        date=checkout.random.choice(["2026-11-20", "2019-05-05", None]),
        authors=(*other.authors[:1], "Nobody Else"),
        tasks=other.tasks,
        methods=other.methods,
    )
    checkout.put_paper(paper)
    checkout.put_locator(Locator(locator=f"arxiv:{paper.arxiv}", paper=paper.slug))
    for board in (checkout.any_board(), checkout.any_board()):
        row = _new_result(checkout, paper.slug, board.metrics[0], "99.5")
        now = checkout.catalog.board(board.task, board.dataset)
        assert now is not None
        changed = replace(now, results=(*now.results, row))
        checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))


def result_of_a_paper_that_is_there(checkout: Checkout) -> None:
    board = checkout.any_board()
    row = _new_result(checkout, checkout.any_paper().slug, board.metrics[0], "0.5")
    changed = replace(board, results=(*board.results, row))
    checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))


def result_retracted(checkout: Checkout) -> None:
    board = checkout.any_board()
    first, *others = board.results
    gone = replace(first, status="retracted", reason="A misprint.")
    changed = replace(board, results=(gone, *others))
    checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))


def result_corrected_that_does_not_lead(checkout: Checkout) -> None:
    """Nobody knows of it but the pages of its board and paper, and the feeds."""
    boards = [board for board in checkout.catalog.boards() if len(board.results) > 2]
    board = checkout.random.choice(sorted(boards, key=lambda board: board.key))
    last = ranking(board)[-1].result
    rows = tuple(replace(r, model="Otherwise", added="2026-11-26") if r is last else r for r in board.results)
    for number in range(2):
        rows = tuple(replace(r, model=f"Otherwise {number}") if r.id == last.id else r for r in rows)
        changed = canonical.board_file(replace(board, results=rows))
        checkout.write(identity.board_path(board.task, board.dataset), changed)
        if not number:
            checkout.build()


def title_longer_than_the_index_shows(checkout: Checkout) -> None:
    title = " ".join(f"word{number}" for number in range(60))
    for end in ("alpha", "omega"):
        checkout.put_paper(Paper(slug="long", title=f"{title} {end}", date="2020-01-01"))
        if end == "alpha":
            checkout.build()


def parent_and_area_come_later(checkout: Checkout) -> None:
    first = next(iter(checkout.catalog.methods))
    child = Dataset(slug="child", name="Child", parent="parent")
    for table, kind, record in (
        ("methods", Method, replace(first, areas=("later",))),
        ("datasets", Dataset, child),
        ("areas", Area, Area(slug="later", name="Later")),
        ("datasets", Dataset, Dataset(slug="parent", name="Parent")),
    ):
        path = f"catalog/{table}.jsonl"
        data = (checkout.root / path).read_bytes()
        checkout.write(path, canonical.with_records(table, data, kind, {record.slug: record}))
        if record is child:
            checkout.build()


def log_begins_earlier(checkout: Checkout) -> None:
    """Where nothing says when a result came, its correction belongs to the month of the first entry."""
    board = checkout.any_board()
    rows = tuple(replace(row, added=None, submission=None) for row in board.results)
    checkout.write(
        identity.board_path(board.task, board.dataset), canonical.board_file(replace(board, results=rows))
    )
    checkout.build()
    entry = LogEntry(
        number=1,
        when="2019-02-05T12:00:00Z",
        kind="submission",
        file="submissions/2019/02/first.yaml",
        blob="0" * 40,
        head="0" * 40,
        approved_by="a-maintainer",
        promoter=1,
    )
    checkout.write("catalog/log/2019/02/05.jsonl", canonical.lines([entry]))


def result_moved_to_another_board(checkout: Checkout) -> None:
    source, target = checkout.any_board(), checkout.any_board()
    if source.key == target.key or len(source.results) < 2:
        return
    row, *others = source.results
    moved = replace(row, metrics={target.metrics[0].name: Value(value="1")})
    for board, rows in ((source, tuple(others)), (target, (*target.results, moved))):
        changed = canonical.board_file(replace(board, results=rows))
        checkout.write(identity.board_path(board.task, board.dataset), changed)


def paper_called_and_dated_otherwise(checkout: Checkout) -> None:
    paper = checkout.any_paper()
    checkout.put_paper(replace(paper, title=f"{paper.title}, Revisited", date="2018-01-01"))


def paper_with_other_tasks_methods_and_authors(checkout: Checkout) -> None:
    paper, other = checkout.any_paper(), checkout.any_paper()
    checkout.put_paper(replace(paper, tasks=other.tasks, methods=other.methods, authors=other.authors))


def paper_with_an_abstract(checkout: Checkout) -> None:
    checkout.put_paper(replace(checkout.any_paper(), abstract="What it is about."))


def paper_merged_into_another(checkout: Checkout) -> None:
    old, new = checkout.any_paper(), checkout.any_paper()
    if old.slug == new.slug:
        return
    for board in list(checkout.catalog.boards()):
        if any(row.paper == old.slug for row in board.results):
            rows = tuple(replace(r, paper=new.slug) if r.paper == old.slug else r for r in board.results)
            changed = canonical.board_file(replace(board, results=rows))
            checkout.write(identity.board_path(board.task, board.dataset), changed)
    checkout.put_paper(new, takes=old.slug)
    for entry in list(checkout.catalog.locators()):
        if entry.paper == old.slug:
            checkout.put_locator(replace(entry, paper=new.slug))
    checkout.put_locator(Locator(locator=f"paper:{old.slug}", paper=new.slug))


def many_new_papers(checkout: Checkout) -> None:
    """So many at once that what they share with others counts less, or is common."""
    for _ in range(checkout.random.choice([3, 9, 30])):
        checkout.count += 1
        slug = f"one-of-many-{checkout.count}"
        other = checkout.any_paper()
        checkout.put_paper(
            Paper(slug=slug, title=slug, date="2026-11-20", tasks=other.tasks, methods=other.methods)
        )
    board = checkout.any_board()
    row = _new_result(checkout, slug, board.metrics[0], "0.5")
    changed = replace(board, results=(*board.results, row))
    checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))


def board_new(checkout: Checkout) -> None:
    checkout.count += 1
    there = {(board.task, board.dataset) for board in checkout.catalog.boards()}
    tasks, datasets = list(checkout.catalog.tasks), list(checkout.catalog.datasets)
    pairs = ((task.slug, dataset.slug) for task in tasks for dataset in datasets)
    task, dataset = next(pair for pair in pairs if pair not in there)
    metric = Metric(name="Accuracy", better="higher", scale="percent")
    rows = (_new_result(checkout, checkout.any_paper().slug, metric, "50"),)
    slug = f"new-board-{checkout.count}"
    board = Board(slug=slug, task=task, dataset=dataset, metrics=(metric,), results=rows)
    checkout.write(identity.board_path(task, dataset), canonical.board_file(board))
    checkout.put_locator(Locator(locator=f"sota:{board.slug}", board=board.key))


def board_gone(checkout: Checkout) -> None:
    board = checkout.any_board()
    (checkout.root / identity.board_path(board.task, board.dataset)).unlink()


def dataset_added(checkout: Checkout) -> None:
    checkout.count += 1
    task = next(iter(checkout.catalog.tasks)).slug
    new = Dataset(slug=f"new-set-{checkout.count}", name=f"New Set {checkout.count}", tasks=(task,))
    data = (checkout.root / "catalog/datasets.jsonl").read_bytes()
    lines = canonical.with_records("datasets", data, Dataset, {new.slug: new})
    checkout.write("catalog/datasets.jsonl", lines)


def task_added_below_another(checkout: Checkout) -> None:
    checkout.count += 1
    parent = next(iter(checkout.catalog.tasks)).slug
    new = Task(slug=f"new-task-{checkout.count}", name=f"New Task {checkout.count}", parents=(parent,))
    data = (checkout.root / "catalog/tasks.jsonl").read_bytes()
    checkout.write("catalog/tasks.jsonl", canonical.with_records("tasks", data, Task, {new.slug: new}))


def task_described_otherwise(checkout: Checkout) -> None:
    task = next(iter(checkout.catalog.tasks))
    data = (checkout.root / "catalog/tasks.jsonl").read_bytes()
    new = replace(task, description="Something else. And more.")
    checkout.write("catalog/tasks.jsonl", canonical.with_records("tasks", data, Task, {task.slug: new}))


def dataset_described_otherwise(checkout: Checkout) -> None:
    dataset = next(iter(checkout.catalog.datasets))
    data = (checkout.root / "catalog/datasets.jsonl").read_bytes()
    new = replace(dataset, description="Something else. And more.")
    lines = canonical.with_records("datasets", data, Dataset, {dataset.slug: new})
    checkout.write("catalog/datasets.jsonl", lines)


def board_with_another_slug(checkout: Checkout) -> None:
    """The address that it had leads on, and so do those that it had before."""
    board = checkout.any_board()
    checkout.count += 1
    changed = replace(board, slug=f"renamed-{checkout.count}")
    checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))
    checkout.put_locator(Locator(locator=f"sota:{board.slug}", board=board.key))


def boards_with_each_other_s_slugs(checkout: Checkout) -> None:
    one, other = checkout.any_board(), checkout.any_board()
    for board, slug in ((one, other.slug), (other, one.slug)):
        changed = canonical.board_file(replace(board, slug=slug))
        checkout.write(identity.board_path(board.task, board.dataset), changed)


def board_on_another_dataset(checkout: Checkout) -> None:
    board, there = checkout.any_board(), {board.key for board in checkout.catalog.boards()}
    free = (d.slug for d in checkout.catalog.datasets if f"{board.task}/{d.slug}" not in there)
    moved = replace(board, dataset=next(free))
    (checkout.root / identity.board_path(board.task, board.dataset)).unlink()
    checkout.write(identity.board_path(moved.task, moved.dataset), canonical.board_file(moved))
    checkout.put_locator(Locator(locator=f"sota:{moved.slug}", board=moved.key))


def task_renamed(checkout: Checkout) -> None:
    task = next(iter(checkout.catalog.tasks))
    data = (checkout.root / "catalog/tasks.jsonl").read_bytes()
    new = replace(task, name=f"{task.name}, Broadly")
    checkout.write("catalog/tasks.jsonl", canonical.with_records("tasks", data, Task, {task.slug: new}))


CHANGES: tuple[Change, ...] = (
    new_paper_with_results,
    result_of_a_paper_that_is_there,
    result_retracted,
    result_moved_to_another_board,
    paper_called_and_dated_otherwise,
    paper_with_other_tasks_methods_and_authors,
    paper_with_an_abstract,
    paper_merged_into_another,
    many_new_papers,
    board_new,
    board_gone,
    dataset_added,
    task_added_below_another,
    task_described_otherwise,
    dataset_described_otherwise,
    board_with_another_slug,
    boards_with_each_other_s_slugs,
    board_on_another_dataset,
    task_renamed,
)


IN_TWO_STEPS: tuple[Change, ...] = (
    result_corrected_that_does_not_lead,
    title_longer_than_the_index_shows,
    parent_and_area_come_later,
    log_begins_earlier,
)
"""With a build between them."""


@pytest.fixture(scope="module", autouse=True)
def _short_lists() -> Iterator[None]:
    """Short pages of lists, so that there are many."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(topic_pages, "PAPERS_A_PAGE", 9)
        patched.setattr(lists, "PAPERS_A_PAGE", 20)
        patched.setattr(lists, "NAMED_A_PAGE", 5)
        patched.setattr(area_pages, "BOARDS_A_PAGE", 3)
        patched.setattr(sitemaps, "FEW", 30)
        yield


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made catalog whose site was built."""
    made = Checkout(tmp_path_factory.mktemp("incremental"), Random(5))
    write_files(made.root, dict(catalog_files(catalog_maker.make(5, SIZES))))
    made.build()
    return made.root


@pytest.fixture
def checkout(tmp_path: Path, built_once: Path) -> Checkout:
    """The same for one test."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True, copy_function=_shared)
    return Checkout(tmp_path, Random(5))


def _shared(source: str, target: str) -> None:
    """Have a page of the site twice, which is never written in place; copy all else."""
    if "/site/" in source and not Path(source).name.startswith(".pwc-site"):
        os.link(source, target)
    else:
        shutil.copyfile(source, target)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_touched_is_made_again(checkout: Checkout, change: Change) -> None:
    before = checkout.files("site")
    change(checkout)
    done = checkout.build()

    checkout.build("whole")
    after = checkout.files("site")
    assert after == checkout.files("whole")
    assert done.written == sum(1 for path, data in after.items() if before.get(path) != data)
    assert done.removed == len(before.keys() - after.keys())


@pytest.mark.parametrize("change", IN_TWO_STEPS, ids=lambda change: change.__name__)
def test_what_only_some_pages_show_is_made_again(checkout: Checkout, change: Change) -> None:
    change(checkout)
    checkout.build()

    checkout.build("whole")
    assert checkout.files("site") == checkout.files("whole")


@pytest.mark.parametrize("seed", [1, 2])
def test_one_change_after_the_other(checkout: Checkout, seed: int) -> None:
    checkout.random.seed(seed)
    for _ in range(3):
        for change in checkout.random.sample(CHANGES[:-1], 4):
            change(checkout)
        checkout.build()

    checkout.build("whole", everything=True)
    assert checkout.files("site") == checkout.files("whole")


def test_an_address_leads_to_the_newest_one(checkout: Checkout) -> None:
    board = checkout.any_board()
    for slug in ("first", "second"):
        now = checkout.catalog.board(board.task, board.dataset)
        assert now is not None
        changed = replace(now, slug=slug)
        checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))
        checkout.put_locator(Locator(locator=f"sota:{now.slug}", board=board.key))
        checkout.build()
        for old in {board.slug, now.slug}:
            assert f"sota/{slug}/" in (checkout.root / f"site/sota/{old}/index.html").read_text()
    checkout.build("whole")
    assert checkout.files("site") == checkout.files("whole")


def test_a_description_touches_few_pages(checkout: Checkout) -> None:
    task_described_otherwise(checkout)
    dataset_described_otherwise(checkout)

    done = checkout.build()

    assert 2 <= done.written < 12
    assert done.untouched > 300


@pytest.mark.parametrize("damage", ["cut", "overwritten", "gone"])
def test_a_damaged_state_is_not_used(checkout: Checkout, damage: str) -> None:
    file = checkout.root / "site/.pwc-site-state"
    data = file.read_bytes()
    middle = len(data) // 2
    if damage == "cut":
        file.write_bytes(data[:middle])
    elif damage == "overwritten":
        file.write_bytes(data[:4096] + bytes(len(data) - 4096))
    else:
        file.unlink()
    new_paper_with_results(checkout)
    checkout.build()
    checkout.build("whole")
    assert checkout.files("site") == checkout.files("whole")
    assert checkout.build().written == 0


@pytest.mark.parametrize("times", range(1, 5))
@pytest.mark.parametrize("is_changed", [True, False], ids=["a change", "nothing but marks"])
def test_a_build_that_ends_while_it_keeps_what_it_knows(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, times: int, *, is_changed: bool
) -> None:
    """Whichever of its steps it did, the next build gives what a whole one gives."""
    monkeypatch.setattr(files, "SETTLED", 0)
    commit, done = Database.commit, []

    def ending(database: Database) -> None:
        done.append(1)
        if len(done) == times:
            raise KeyboardInterrupt
        commit(database)

    if is_changed:
        new_paper_with_results(checkout)
    with monkeypatch.context() as patched:
        patched.setattr(Database, "commit", ending)
        with suppress(KeyboardInterrupt):
            checkout.build()
    assert len(done) >= min(times, 3)
    checkout.build()
    checkout.build("whole")
    assert checkout.files("site") == checkout.files("whole")
    assert checkout.build().written == 0


def test_what_was_written_at_once_and_in_the_same_size_is_seen(checkout: Checkout) -> None:
    """No mark tells these two apart where the clock is coarse; and once it is old, it is not read again."""
    paper = checkout.any_paper()
    for letter in "ab":
        checkout.put_paper(replace(paper, abstract=f"What it is about, {letter}."))
        checkout.build()
        page = (checkout.root / "site/paper" / paper.slug / "index.html").read_text()
        assert f"What it is about, {letter}." in page


def test_files_with_their_old_marks_are_not_read(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SETTLED", 0)
    checkout.build()
    read: list[str] = []
    of_directory = DirectoryTree.read

    def noted(tree: DirectoryTree, path: str) -> bytes | None:
        read.append(path)
        return of_directory(tree, path)

    monkeypatch.setattr(DirectoryTree, "read", noted)
    paper_with_an_abstract(checkout)
    read.clear()
    assert checkout.build().written == 1
    below = [path for path in read if path.startswith((f"{FOLDER}/papers/", f"{FOLDER}/boards/"))]
    assert len(set(below)) < 12


def test_most_pages_are_not_even_made_again(checkout: Checkout) -> None:
    paper_with_an_abstract(checkout)

    done = checkout.build()

    assert done.written == 1
    assert done.unchanged < 40
    assert done.untouched > 300
    assert (checkout.root / FOLDER).is_dir()


def test_what_is_referred_to_and_gone_is_found_after_a_build_as_well(checkout: Checkout) -> None:
    board = next(board for board in checkout.catalog.boards() if board.results[0].paper)
    slug = board.results[0].paper
    assert slug is not None
    paper = checkout.catalog.paper(slug)
    assert paper is not None
    checkout.put_paper(replace(paper, title="Otherwise"))
    checkout.build()
    checkout._in_lines(identity.paper_path(slug), Paper, {slug: None})
    with pytest.raises(CouldNotCheckError, match=f"names the paper {slug}"):
        checkout.build()


def test_what_a_changed_board_refers_to_has_to_be_there(checkout: Checkout) -> None:
    board = checkout.any_board()
    row = _new_result(checkout, "nobody-s-paper", board.metrics[0], "0.5")
    changed = replace(board, results=(*board.results, row))
    checkout.write(identity.board_path(board.task, board.dataset), canonical.board_file(changed))
    with pytest.raises(CouldNotCheckError, match="names the paper nobody-s-paper"):
        checkout.build()
