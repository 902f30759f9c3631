"""Submissions to a catalog: good ones that mean something to it, and ones in which anything may stand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.record import Board, Metric
from pwc.schemas import schema
from tests.fuzz.from_schema import FromSchema, amiss, anything
from tests.fuzz.hostile import DATES, HOSTILE, IDENTIFIERS, LINKS, NUMBERS
from tests.fuzz.words import names_in, readable, texts

Draw = st.DrawFn
Entry = dict[str, Any]

_TITLES = ("A Study of", "Towards", "On", "Rethinking", "Learning", "Scaling")
_MODELS = ("Net", "BERT", "Tr\u00e4umer", "\u6a21\u578b")
_THINGS = ("Transformers", "Reasoning", "Graphs", "Vision", "Speech", "Proteins", "Answers", "Maps")


def words(catalog: Catalog) -> dict[str, st.SearchStrategy[Any]]:
    """For the keys of a submission, what may stand under them."""
    names = names_in(catalog)
    things = [name for kind in ("task", "dataset", "method") for name in names[kind]]
    slugs = [record.slug for table in (catalog.tasks, catalog.datasets, catalog.methods) for record in table]
    known = {
        **{key: names[key] + slugs for key in ("task", "dataset", "method")},
        "parent": names["task"],
        "area": names["area"],
        "metric": names["metric"],
        "setting": names["setting"],
        "result": names["result"],
        "board": names["board"],
        "paper": names["paper"],
        "merge_into": [*names["board"], *names["paper"], *slugs],
        "submission": ["submissions/2026/10/alexatm-20b.yaml", "submissions/2026/10/before.yaml"],
        **{key: [*things, *names["metric"]] for key in ("name", "full_name", "rename", "alias")},
        "model": names["model"],
        **{key: [] for key in ("title", "abstract", "description", "reason", "table", "figure", "section")},
    }
    given: dict[str, tuple[Any, ...]] = {
        **dict.fromkeys(("url", "pdf"), LINKS),
        **dict.fromkeys(("arxiv", "doi", "openreview", "acl"), IDENTIFIERS),
        **dict.fromkeys(("value", "uncertainty", "min", "max"), NUMBERS),
        "date": DATES,
    }
    return {
        **{key: texts(of) for key, of in known.items()},
        **{key: st.sampled_from(of) for key, of in given.items()},
        **{f"{kind}s": st.lists(texts(names[kind]), max_size=3) for kind in ("task", "method")},
        "authors": st.lists(st.sampled_from(("Ada Lovelace", "Alan Turing", *HOSTILE)), max_size=3),
    }


def documents(catalog: Catalog) -> st.SearchStrategy[Any]:
    """Documents of a submission's form, in which the catalog's names stand beside anything else."""
    made = FromSchema(schema("submission"), words(catalog), letters=readable).valid
    wrong = st.one_of(anything, st.sampled_from((*HOSTILE, *LINKS, *IDENTIFIERS, *DATES, *NUMBERS)))
    return st.one_of(made, amiss(made, wrong), amiss(good(catalog), wrong))


def good(catalog: Catalog, number: st.SearchStrategy[int] | None = None) -> st.SearchStrategy[Entry]:
    """Submissions without an error, nearly all of them, each of one paper and with names of its own.

    ``number`` tells those of one pull request apart.
    """
    boards, names = list(catalog.boards()), names_in(catalog)
    known = [paper.arxiv for paper in catalog.papers() if paper.arxiv is not None]
    numbers = st.integers(0, 99_999) if number is None else number

    @st.composite
    def submissions(draw: Draw) -> Entry:
        which = draw(numbers)
        new, opened = draw(_new(which, names)) if draw(st.booleans()) else ({}, [])
        chosen = draw(st.lists(st.sampled_from([*boards, *opened]), min_size=1, max_size=4))
        results = [draw(_result(f"{which}-{index}", board, catalog)) for index, board in enumerate(chosen)]
        paper = draw(
            st.one_of(_paper(which, names), st.sampled_from(known).map(lambda arxiv: {"arxiv": arxiv}))
        )
        return {"paper": paper, "results": results} | ({"new": new} if new else {})

    return submissions()


@st.composite
def _paper(draw: Draw, which: int, names: dict[str, list[str]]) -> Entry:
    """A paper that the catalog does not have."""
    year, month = draw(st.integers(2015, 2025)), draw(st.integers(1, 12))
    title = f"{draw(st.sampled_from(_TITLES))} {draw(st.sampled_from(_THINGS))} {which}"
    paper: Entry = {
        "title": draw(st.sampled_from([title, f"{title}: {draw(texts())}"[:400]])),
        "arxiv": f"{year % 100:02}{month:02}.{which:05}",
        "date": f"{year}-{month:02}-{draw(st.integers(1, 28)):02}",
    }
    more: dict[str, st.SearchStrategy[Any]] = {
        "authors": st.lists(
            st.sampled_from(["Ada Lovelace", "Alan Turing", "J\u00f6rg M\u00fcller"]), max_size=2
        ),
        "tasks": st.lists(st.sampled_from(names["task"]), max_size=2),
        "methods": st.lists(st.sampled_from(names["method"]), max_size=2),
        "abstract": texts().map(lambda text: text or "x"),
        "code": st.sampled_from(
            [[], [{"url": "https://github.com/a/b", "official": True}], [{"url": LINKS[0]}]]
        ),
        "doi": st.just(f"10.1234/x.{which}"),
        "url": st.just(f"https://x.org/{which}"),
    }
    for key in draw(st.lists(st.sampled_from(sorted(more)), max_size=4)):
        paper[key] = draw(more[key])
    return paper


@st.composite
def _new(draw: Draw, which: int, names: dict[str, list[str]]) -> tuple[Entry, list[Board]]:
    """Things that the catalog does not have, and the boards that they open."""
    task, dataset, method = (
        f"Quest {which}",
        draw(st.sampled_from([f"Heap {which}", f"\u4e2d\u6587 {which}"])),
        f"Trick {which}",
    )
    area = draw(st.sampled_from([*names["area"], f"Area {which}"]))
    parent = draw(st.sampled_from([None, *names["task"]]))
    old_task, old_dataset = draw(st.sampled_from(names["task"])), draw(st.sampled_from(names["dataset"]))
    new: Entry = {
        "tasks": [{"name": task, "area": area} | ({"parent": parent} if parent else {})],
        "datasets": [{"name": dataset, "tasks": [task, old_task]}],
        "methods": [{"name": method, "full_name": f"A {method}"}],
        "metrics": [],
    }
    opened = []
    for on, of in {(task, dataset), (old_task, dataset), (task, old_dataset)}:
        if draw(st.booleans()):
            metric = draw(
                st.sampled_from(
                    [
                        Metric(name="Accuracy", better="higher", scale="percent", max="100"),
                        Metric(name="Loss (nats)", better="lower", scale="none"),
                    ]
                )
            )
            new["metrics"].append(
                {
                    "task": on,
                    "dataset": of,
                    "name": metric.name,
                    "better": metric.better,
                    "scale": metric.scale,
                }
                | ({"max": 100} if metric.max else {})
            )
            opened.append(Board(slug="", task=on, dataset=of, metrics=(metric,)))
    return {kind: entries for kind, entries in new.items() if entries}, opened


@st.composite
def _result(draw: Draw, which: str, board: Board, catalog: Catalog) -> Entry:
    task, dataset = catalog.tasks.by_slug(board.task), catalog.datasets.by_slug(board.dataset)
    chosen = draw(st.lists(st.sampled_from(board.metrics), min_size=1, max_size=2))
    result: Entry = {
        "task": task.name if task else board.task,
        "dataset": dataset.name if dataset else board.dataset,
        "model": f"{draw(st.sampled_from(_MODELS))} {which}",
        "metrics": {metric.name: draw(_value(metric)) for metric in chosen},
    }
    more: dict[str, st.SearchStrategy[Any]] = {
        "setting": st.sampled_from(["zero-shot", "0-shot", "fine-tuned", "dev set, 5 seeds"]),
        "extra_training_data": st.booleans(),
        "evidence": st.sampled_from(
            [{"table": "Table 2"}, {"page": 5, "section": "4.1"}, {"url": "https://x.org/t"}]
        ),
    }
    for key in draw(st.lists(st.sampled_from(sorted(more)), max_size=3)):
        result[key] = draw(more[key])
    return result


@st.composite
def _value(draw: Draw, metric: Metric) -> Any:
    """A value that a metric can have."""
    high = (
        float(metric.max)
        if metric.max is not None
        else {"percent": 100.0, "fraction": 1.0}.get(metric.scale, 90.0)
    )
    low = max(float(metric.min or 0), 0.0)
    share = draw(st.integers(1, 999)) / 1000
    value = round(low + (high - low) * share, draw(st.sampled_from([0, 1, 2, 3])))
    if draw(st.booleans()):
        return value
    return {
        "value": value,
        "uncertainty": 0.1,
        "kind": draw(st.sampled_from(["sd", "se", "ci95", "range"])),
        "runs": 5,
    }
