"""Submissions to a made catalog: new papers with results on its boards, some with a slip. Pure."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from msgspec import Struct

from bench import metrics, words
from bench.catalog_maker import LAST_PAPER, PLACE, World
from bench.slips import SLIPS
from pwc import identity
from pwc.record import Board

RESULTS_A_FILE = 7
FILES_A_MONTH = 1_000
_FIRST_YEAR, _FIRST_MONTH = 2026, 11
_FIRST_NUMBER = 50_000
"""The catalog's own arXiv numbers stay below this one, so that every submission's paper is new."""

_SETTINGS = ("fine-tuned", "zero-shot", "5-shot", "single model", "ensemble", "full training set")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .@+()/_-]*[A-Za-z0-9)+]")


class Batch(Struct, frozen=True):
    """Some submissions: how many, from which number on, and which share of them has a slip."""

    number: int = 1_000
    start: int = 0
    broken: float = 0.0


def make(world: World, batch: Batch) -> Iterator[tuple[str, bytes]]:
    """Paths and bytes of a batch's submissions; those with a slip are spread evenly."""
    rng = Random(f"{world.seed}/submissions/{batch.start}")
    desk = _Desk(world)
    for index in range(batch.number):
        text = _file(rng, desk, batch.start + index)
        slips_before, slips = int(index * batch.broken), int((index + 1) * batch.broken)
        if slips > slips_before:
            text = SLIPS[slips_before % len(SLIPS)].make(text)
        yield path(batch.start + index), text.encode()


def path(index: int) -> str:
    """Where the submission of this number stands."""
    return f"{folder(index)}/made-{index:05}.yaml"


def folder(index: int) -> str:
    """The month in which the submission of this number came."""
    months = _FIRST_YEAR * 12 + _FIRST_MONTH - 1 + index // FILES_A_MONTH
    return f"submissions/{months // 12}/{months % 12 + 1:02}"


class _Desk:
    """What a contributor looks up: names by slug, boards by task, and which titles are gone."""

    def __init__(self, world: World) -> None:
        self.tasks = {task.slug: task.name for task in world.tasks}
        self.datasets = {dataset.slug: dataset.name for dataset in world.datasets}
        self.methods = [method.name for method in world.methods]
        self.boards = world.boards
        self.reach = list(accumulate(len(board.results) for board in world.boards))
        self.by_task: dict[str, list[Board]] = defaultdict(list)
        for board in world.boards:
            self.by_task[board.task].append(board)
        self.titles = {identity.fold(paper.title) for paper in world.papers}

    def boards_of_one_paper(self, rng: Random) -> list[Board]:
        """Boards of two or three tasks, the more likely the more results they have."""
        boards = rng.choices(self.boards, cum_weights=self.reach, k=rng.randint(2, 3))
        for board in tuple(boards):
            family = self.by_task[board.task]
            boards += rng.sample(family, min(len(family), RESULTS_A_FILE // 2))
        while len(boards) < RESULTS_A_FILE:
            boards.append(rng.choice(boards))
        return boards[:RESULTS_A_FILE]


def _file(rng: Random, desk: _Desk, index: int) -> str:
    boards = desk.boards_of_one_paper(rng)
    tasks = list(dict.fromkeys(desk.tasks[board.task] for board in boards))
    model = words.model(rng)
    title = words.unique(lambda: words.title(rng, model, tasks[0]), desk.titles)
    day = _day(rng)
    lines = [
        "# yaml-language-server: $schema=../../../schema/submission.schema.json",
        "paper:",
        f"  title: {json.dumps(title)}",
        f'  arxiv: "{day:%y%m}.{_FIRST_NUMBER + index % 50_000:05}"',
        f'  date: "{day}"',  # in quotes: bare, some peers read a date where the schema wants text
        f"  authors: {_listed(words.people(rng, 9))}",
        f"  tasks: {_listed(tasks)}",
        f"  methods: {_listed([rng.choice(desk.methods)])}",
        "  code:",
        f"    - url: {PLACE}/{identity.slug(model)}-{index}",
        "      official: true",
        "results:",
    ]
    for number, board in enumerate(boards):
        lines += _result(rng, desk, board, f"{model}-{'SBLX'[number % 4]}{number}")
    return "\n".join(lines) + "\n"


def _day(rng: Random) -> date:
    return LAST_PAPER - timedelta(days=rng.randrange(360))


def _result(rng: Random, desk: _Desk, board: Board, model: str) -> Iterator[str]:
    setting = rng.choice(_SETTINGS)
    values = ", ".join(
        f"{_scalar(metric.name)}: {metrics.near_value(rng, metric.name, known)}"
        for metric in board.metrics
        if (known := _known(board, metric.name, setting))
    )
    yield f"  - task: {_scalar(desk.tasks[board.task])}"
    yield f"    dataset: {_scalar(desk.datasets[board.dataset])}"
    yield f"    model: {_scalar(model)}"
    yield f"    metrics: {{{values}}}"
    yield f"    setting: {setting}"
    yield f"    extra_training_data: {rng.choice(('true', 'false'))}"
    yield f'    evidence: {{table: "Table {rng.randint(1, 9)}", page: {rng.randint(3, 12)}}}'


def _known(board: Board, metric: str, setting: str) -> list[float]:
    """The board's values in this metric: those with the same setting, unless they are few."""
    having = [result for result in board.results if metric in result.metrics]
    alike = [result for result in having if result.setting == setting]
    return [float(r.metrics[metric].value) for r in (alike if len(alike) >= metrics.FEW else having)]


def _listed(names: Sequence[str]) -> str:
    return f"[{', '.join(_scalar(name) for name in names)}]"


def _scalar(text: str) -> str:
    """Text as people write it in YAML: bare where that is safe, else in quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
