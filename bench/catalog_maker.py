"""A catalog of any size that was never collected, as the project's own records. Pure: seed in, records out.

Its shape is that of a real one: a few boards hold hundreds of results and most a handful, a few tasks
have most of the boards, and every result came with the accepted submission of its paper.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from bench import metrics, words
from pwc import identity
from pwc.record import (
    Area,
    Board,
    Code,
    Dataset,
    Evidence,
    LogEntry,
    Method,
    Paper,
    Result,
    Task,
    Value,
)

PLACE = "https://github.com/made-for-measuring"
"""Where the code and the data of a made paper would stand; nothing ever asks."""
FIRST_PAPER, LAST_PAPER = date(2015, 1, 1), date(2024, 12, 31)
_FIRST_MERGE, _DAYS_OF_MERGING = date(2023, 11, 1), 1095
_VARIANTS = ("", "-Base", "-Large", "-Small", "-XL")
_SETTINGS = (None, None, None, "fine-tuned", "zero-shot", "5-shot", "single model", "ensemble")


class Sizes(Struct, frozen=True):
    """How many records of each kind."""

    results: int = 60_000
    boards: int = 12_000
    papers: int = 20_000
    datasets: int = 15_000
    tasks: int = 4_451
    methods: int = 2_000


class World(Struct, frozen=True):
    """The records of a made catalog, and the seed that they were made from."""

    seed: int
    areas: list[Area]
    tasks: list[Task]
    datasets: list[Dataset]
    methods: list[Method]
    papers: list[Paper]
    boards: list[Board]
    log: list[LogEntry]


class _Slot(Struct, frozen=True):
    """A place for a result: on which board, and how hard that board is."""

    board: Board
    niveau: float


def make(seed: int, sizes: Sizes) -> World:
    """A catalog from a seed: equal seeds and sizes give equal records."""
    areas = [Area(slug=identity.slug(name), name=name) for name in words.AREAS]
    tasks = list(_tasks(_stream(seed, "tasks"), sizes.tasks, areas))
    methods = list(_methods(_stream(seed, "methods"), sizes.methods))
    datasets = list(_datasets(_stream(seed, "datasets"), sizes.datasets))
    boards = list(_boards(_stream(seed, "boards"), sizes.boards, tasks, datasets))
    datasets = _with_tasks(_stream(seed, "uses"), datasets, boards, tasks)
    slots = _slots(_stream(seed, "slots"), boards, sizes.results)
    papers, results, log = _papers(_stream(seed, "papers"), sizes.papers, slots, tasks, methods)
    boards = [replace(board, results=tuple(results[board.key])) for board in boards]
    return World(seed, areas, tasks, datasets, methods, papers, boards, log)


def _stream(seed: int, purpose: str) -> Random:
    """Random numbers of their own for each purpose, so that changing one leaves the others alone."""
    return Random(f"{seed}/{purpose}")


def _tasks(rng: Random, number: int, areas: Sequence[Area]) -> Iterator[Task]:
    """A forest: some roots, and every other task narrows one of them or one of their children."""
    taken: set[str] = set()
    slugs: set[str] = set()
    roots = max(1, min(number // 8, 400))
    broad = [
        Task(slug=_slug(name, slugs), name=name, areas=(rng.choice(areas).slug,))
        for name in (words.unique(lambda: words.broad_task(rng), taken) for _ in range(roots))
    ]
    yield from broad
    for index in range(number - roots):
        parent = rng.choice(broad)
        name = words.unique(lambda: words.narrower_task(rng, parent.name), taken)  # noqa: B023
        task = Task(slug=_slug(name, slugs), name=name, areas=parent.areas, parents=(parent.slug,))
        if index < roots:  # some children have children; names with three manners are rare in the field
            broad.append(task)
        yield task


def _methods(rng: Random, number: int) -> Iterator[Method]:
    taken: set[str] = set()
    slugs: set[str] = set()
    for _ in range(number):
        name = words.unique(lambda: words.method(rng), taken)
        yield Method(slug=_slug(name, slugs), name=name, description=words.prose(rng, 20))


def _datasets(rng: Random, number: int) -> Iterator[Dataset]:
    taken: set[str] = set()
    slugs: set[str] = set()
    for _ in range(number):
        name = words.unique(lambda: words.dataset(rng), taken)
        slug = _slug(name, slugs)
        aliases = (f"{name} (test)",) if rng.random() < 0.05 else ()
        about = words.prose(rng, 25) if rng.random() < 0.5 else None
        url = f"{PLACE}/{slug}-data" if rng.random() < 0.7 else None
        yield Dataset(slug=slug, name=name, aliases=aliases, url=url, description=about)


def _slug(name: str, slugs: set[str]) -> str:
    slug = identity.free_slug(identity.slug(name), slugs.__contains__)
    slugs.add(slug)
    return slug


def _boards(rng: Random, number: int, tasks: Sequence[Task], datasets: Sequence[Dataset]) -> Iterator[Board]:
    """Boards without results. Some tasks and datasets are in fashion: they stand on many boards."""
    fashion = rng.sample(tasks, len(tasks))
    tasks_of = rng.choices(fashion, cum_weights=list(accumulate(_skew(len(tasks), 1.0))), k=number)
    fresh = rng.sample(datasets, len(datasets))
    keys: set[str] = set()
    slugs: set[str] = set()
    for index, task in enumerate(tasks_of):
        on = fresh[index % len(fresh)] if rng.random() < 0.75 else rng.choice(fresh[: len(fresh) // 20 + 1])
        while f"{task.slug}/{on.slug}" in keys:
            on = rng.choice(datasets)
        keys.add(f"{task.slug}/{on.slug}")
        slug = _slug(identity.board_slug(task.name, on.name), slugs)
        yield Board(slug=slug, task=task.slug, dataset=on.slug, metrics=metrics.of_board(rng))


def _skew(number: int, steepness: float) -> list[float]:
    return [(rank + 5) ** -steepness for rank in range(number)]


def _with_tasks(
    rng: Random, datasets: Sequence[Dataset], boards: Sequence[Board], tasks: Sequence[Task]
) -> list[Dataset]:
    """Datasets with the tasks that they are used for: those of their boards, or any one."""
    used: dict[str, set[str]] = defaultdict(set)
    for board in boards:
        used[board.dataset].add(board.task)
    return [
        replace(dataset, tasks=tuple(sorted(used.get(dataset.slug) or {rng.choice(tasks).slug})))
        for dataset in datasets
    ]


def _slots(rng: Random, boards: Sequence[Board], number: int) -> list[_Slot]:
    """Places for all results: each board has one, the others are shared out unevenly. Together by task."""
    extra = number - len(boards)
    shares = _skew(len(boards), 0.8)
    whole = sum(shares)
    sizes = [1 + int(extra * share / whole) for share in shares]
    for index in range(number - sum(sizes)):
        sizes[index % len(sizes)] += 1
    by_task: dict[str, list[_Slot]] = defaultdict(list)
    for board, size in zip(boards, sizes, strict=True):
        by_task[board.task] += [_Slot(board, rng.uniform(0.25, 0.85))] * size
    for slots in by_task.values():
        rng.shuffle(slots)
    return [slot for slots in by_task.values() for slot in slots]


def _papers(
    rng: Random, number: int, slots: Sequence[_Slot], tasks: Sequence[Task], methods: Sequence[Method]
) -> tuple[list[Paper], dict[str, list[Result]], list[LogEntry]]:
    """Papers, their results by board, and the log of the submissions that brought both."""
    names = {task.slug: task.name for task in tasks}
    taken: set[str] = set()
    slugs: set[str] = set()
    months: Counter[str] = Counter()
    papers: list[Paper] = []
    results: dict[str, list[Result]] = defaultdict(list)
    log: list[LogEntry] = []
    profession = words.Profession()
    for index, own in enumerate(_shared_out(rng, number, slots)):
        day = _FIRST_MERGE + timedelta(days=index * _DAYS_OF_MERGING // number)
        about = tuple(dict.fromkeys(slot.board.task for slot in own)) or (rng.choice(tasks).slug,)
        model = words.model(rng)
        title = words.unique(lambda: words.title(rng, words.model(rng), names[about[0]]), taken)  # noqa: B023
        slug = _slug(title, slugs)
        file = f"submissions/{day:%Y/%m}/{slug}.yaml"
        authors = profession.authors(rng, 8)
        papers.append(_paper(rng, slug, title, file, about[:5], rng.choice(methods).slug, months, authors))
        made = list(_results(rng, own, model, slug, file, day))
        for slot, result in zip(own, made, strict=True):
            results[slot.board.key].append(result)
        boards = {result.id: slot.board.key for slot, result in zip(own, made, strict=True)}
        log.append(_log_entry(rng, index, file, day, boards))
    return papers, results, log


def _shared_out(rng: Random, papers: int, slots: Sequence[_Slot]) -> Iterator[Sequence[_Slot]]:
    """The slots of each paper: neighbours, which are mostly of one task. A tenth of the papers has none."""
    sharing = min(max(1, papers * 9 // 10), len(slots))
    cuts = [0, *sorted(rng.sample(range(1, len(slots)), sharing - 1)), len(slots)]
    shares = [slots[start:end] for start, end in pairwise(cuts)] + [()] * (papers - sharing)
    rng.shuffle(shares)
    return iter(shares)


def _paper(  # noqa: PLR0913, PLR0917 (what a paper is made of)
    rng: Random,
    slug: str,
    title: str,
    file: str,
    tasks: tuple[str, ...],
    method: str,
    months: Counter[str],
    authors: tuple[str, ...],
) -> Paper:
    day = FIRST_PAPER + timedelta(days=rng.randrange((LAST_PAPER - FIRST_PAPER).days))
    month = f"{day:%y%m}"
    months[month] += 1
    has_arxiv = rng.random() < 0.85
    code = (Code(url=f"{PLACE}/{slug}", official=True),) if rng.random() < 0.45 else ()
    return Paper(
        slug=slug,
        title=title,
        arxiv=f"{month}.{months[month]:05}" if has_arxiv else None,
        doi=None if has_arxiv and rng.random() < 0.85 else f"10.5555/{month}.{months[month]}",
        date=day.isoformat(),
        authors=authors,
        abstract=words.prose(rng, 140) if rng.random() < 0.5 else None,
        tasks=tasks,
        methods=(method,) if rng.random() < 0.4 else (),
        code=code,
        submission=file,
    )


def _results(  # noqa: PLR0913, PLR0917 (what results share)
    rng: Random, slots: Sequence[_Slot], model: str, paper: str, file: str, day: date
) -> Iterator[Result]:
    before: Counter[str] = Counter()
    for index, slot in enumerate(slots):
        again = before[slot.board.key]
        before[slot.board.key] += 1
        evidence = Evidence(table=f"Table {rng.randint(1, 9)}") if rng.random() < 0.5 else None
        yield Result(
            id=identity.result_id(file, index),
            model=model + (_VARIANTS[again] if again < len(_VARIANTS) else f" (run {again})"),
            paper=paper,
            metrics=_values(rng, slot),
            setting=rng.choice(_SETTINGS),
            extra_training_data=rng.choice((None, None, None, False, True)),
            evidence=evidence,
            added=day.isoformat(),
            submission=file,
        )


def _values(rng: Random, slot: _Slot) -> dict[str, Value]:
    first, *others = (metric.name for metric in slot.board.metrics)
    values = {}
    for name in (first, *(name for name in others if rng.random() < 0.7)):
        value = Value(value=metrics.usual_value(rng, name, slot.niveau))
        has_spread = rng.random() < 0.06
        values[name] = replace(value, uncertainty="0.2", kind="sd", runs=5) if has_spread else value
    return values


def _log_entry(rng: Random, index: int, file: str, day: date, boards: dict[str, str]) -> LogEntry:
    return LogEntry(
        number=index + 1,
        when=f"{day}T12:00:00Z",
        kind="submission",
        file=file,
        blob=rng.randbytes(20).hex(),
        head=rng.randbytes(20).hex(),
        approved_by="maintainer",
        promoter=1,
        pull_request=index + 1,
        results=boards,
    )
