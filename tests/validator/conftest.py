"""The small catalog with boards that have a history, for the rules that weigh a value against others."""

from __future__ import annotations

import pytest

from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Board, Dataset, Locator, Metric, Result, Scale, Value
from pwc.tree import EmptyTree, OverlayTree

IMPORTED = "submissions/2026/10/before.yaml"
RESNET = "deep-residual-learning-for-image-recognition"
TRANSFORMER = "attention-is-all-you-need"

Line = tuple[str, str, dict[str, str], str | None, bool | None]
"""A model, its paper, its values, its setting, and whether it had extra data."""


def _percent(name: str) -> Metric:
    return Metric(name=name, better="higher", scale="percent", min="0", max="100")


def _lower(name: str, scale: Scale, least: str) -> Metric:
    return Metric(name=name, better="lower", scale=scale, min=least)


def _plain(metric: str, paper: str, *values: str) -> list[Line]:
    return [(f"Model {chr(65 + i)}", paper, {metric: value}, None, None) for i, value in enumerate(values)]


READERS: list[Line] = [
    ("Reader", TRANSFORMER, {"EM": "40.1", "F1": "51.3"}, "0-shot", False),
    ("Reader", TRANSFORMER, {"EM": "44.7", "F1": "55.9"}, "fine-tuned", False),
    ("Scribe", RESNET, {"EM": "39.2", "F1": "50.4"}, "zero-shot", None),
    ("Scribe", RESNET, {"EM": "45.6", "F1": "56.8"}, "fine-tuned", None),
    ("Clerk", RESNET, {"EM": "46.0", "F1": "57.5"}, "linear probe", None),
]

HISTORIES: list[tuple[str, str, tuple[Metric, ...], list[Line]]] = [
    (
        "image-classification",
        "STL-10",
        (_percent("Accuracy"), Metric(name="Params", better="lower", scale="none")),
        _plain("Accuracy", RESNET, "61.0", "62.30", "64.5", "68.2", "70.1", "72.8", "74.3"),
    ),
    (
        "image-classification",
        "Street View House Numbers",
        (_lower("Percentage error", "percent", "0"),),
        _plain("Percentage error", RESNET, "1.69", "1.92", "2.0", "2.16", "2.35", "2.47", "2.8"),
    ),
    (
        "image-classification",
        "MNIST",
        (_lower("Percentage error", "percent", "0"),),
        _plain("Percentage error", RESNET, "0.23", "0.35", "0.39", "0.8", "1.19", "2.5"),
    ),
    ("question-answering", "NarrativeQA", (_percent("EM"), _percent("F1")), READERS),
    (
        "question-answering",
        "LAMBADA",
        (_lower("Perplexity", "none", "1"),),
        _plain("Perplexity", TRANSFORMER, "29.2", "34.3", "36.4", "37.2", "40.8", "48.7"),
    ),
    (
        "coreference-resolution",
        "PreCo",
        (Metric(name="Agreement", better="higher", scale="fraction", max="1"),),
        _plain("Agreement", TRANSFORMER, "0.71", "0.745", "0.76", "0.81", "0.83", "0.842"),
    ),
    (
        "coreference-resolution",
        "OntoNotes",
        (Metric(name="Score", better="higher", scale="none"),),
        _plain("Score", TRANSFORMER, "0.61", "0.645", "0.66", "0.71", "0.73", "0.742"),
    ),
    (
        "question-answering",
        "Solved",
        (_percent("Accuracy"),),
        _plain("Accuracy", TRANSFORMER, "91.0", "95.5", "97.1", "99.2", "99.8", "100"),
    ),
]


def _board(task: str, dataset: str, metrics: tuple[Metric, ...], lines: list[Line]) -> Board:
    results = [
        Result(
            id=identity.result_id(f"{IMPORTED}/{dataset}", number),
            model=model,
            paper=paper,
            metrics={name: Value(value=value) for name, value in values.items()},
            setting=setting,
            extra_training_data=extra,
            added="2026-10-01",
            submission=IMPORTED,
        )
        for number, (model, paper, values, setting, extra) in enumerate(lines)
    ]
    return Board(
        slug=identity.board_slug(task, dataset),
        task=task,
        dataset=identity.slug(dataset),
        metrics=metrics,
        results=tuple(sorted(results, key=lambda result: result.id)),
    )


def with_histories(files: dict[str, bytes]) -> dict[str, bytes]:
    """A catalog's files with the boards above in them."""
    files = dict(files)
    boards = [_board(*history) for history in HISTORIES]
    datasets = [Dataset(slug=identity.slug(dataset), name=dataset) for _, dataset, _, _ in HISTORIES]
    known = canonical.read_lines("catalog/datasets.jsonl", files["catalog/datasets.jsonl"], Dataset)
    in_order = sorted([*known, *datasets], key=lambda dataset: dataset.slug)
    files["catalog/datasets.jsonl"] = canonical.lines(in_order)
    for board in boards:
        files[identity.board_path(board.task, board.dataset)] = canonical.board_file(board)
        path = identity.locator_path(f"sota:{board.slug}")
        there = canonical.read_lines(path, files.get(path, b""), Locator)
        there.append(Locator(locator=f"sota:{board.slug}", board=board.key))
        there.sort(key=lambda entry: entry.locator)
        files[path] = canonical.lines(there)
    return files


@pytest.fixture(scope="session")
def catalog_files(catalog_files: dict[str, bytes]) -> dict[str, bytes]:
    """The small catalog's files, with the boards that have a history; copy before changing."""
    return with_histories(catalog_files)


@pytest.fixture(scope="session")
def catalog(catalog_files: dict[str, bytes]) -> Catalog:
    """The small catalog with the boards that have a history, in memory."""
    return Catalog(OverlayTree(EmptyTree(), catalog_files))
