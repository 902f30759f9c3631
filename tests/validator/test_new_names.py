"""New names: which of the rules speaks, and across the files of one run."""

from __future__ import annotations

from datetime import date

import pytest

from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Task
from pwc.tree import OverlayTree
from validator.entry import Entry
from validator.run import run

PAPER = 'paper: {title: "A Paper That Is New NUMBER", arxiv: "2611.0000NUMBER", date: 2026-11-02}\n'


def entry(number: int, new: str) -> Entry:
    text = PAPER.replace("NUMBER", str(number)) + new
    return Entry(f"submissions/2026/11/{number}.yaml", text.encode())


def told(catalog: Catalog, *new: str) -> list[tuple[str, str]]:
    """The codes and files of the findings on files that describe these things, one file each."""
    entries = [entry(number, f"new:\n{one}") for number, one in enumerate(new, 1)]
    report = run(entries, catalog, date(2026, 11, 22))
    assert not report.unchecked, report.findings
    return [(finding.code, finding.path[-6:]) for finding in report.findings]


@pytest.mark.parametrize(
    "new",
    [
        "  datasets: [{name: imagenet}]\n",
        "  tasks: [{name: Q.A., area: Computer Vision}]\n",
        "  methods: [{name: Pointnet, full_name: Transformers}]\n",
    ],
)
def test_what_is_there_already_is_told_once(new: str, catalog: Catalog) -> None:
    assert told(catalog, new) == [("PWC506", "1.yaml")]


def test_twins_are_found_across_the_files_of_a_run(catalog: Catalog) -> None:
    one, other = "  datasets: [{name: Blue Bottles}]\n", "  datasets: [{name: Blue Bottle}]\n"
    assert told(catalog, one, other) == [("PWC511", "2.yaml")]
    assert told(catalog, one, other.replace("Blue", "Red")) == []


def test_each_twin_is_told(catalog: Catalog) -> None:
    new = "  datasets: [{name: Blue Bottles}, {name: Bottles Blue}, {name: The Blue Bottle Dataset}]\n"
    assert told(catalog, new) == [("PWC511", "1.yaml")] * 3


def with_tasks(catalog: Catalog, *tasks: Task) -> Catalog:
    lines = sorted(canonical.lines([*tasks, *catalog.tasks]).splitlines(keepends=True))
    return Catalog(OverlayTree(catalog.tree, {"catalog/tasks.jsonl": b"".join(lines)}))


def test_the_catalog_s_levels_count_in_the_depth_of_a_task(catalog: Catalog) -> None:
    tasks = [
        Task(slug=f"level-{n}", name=f"Level {n}", parents=(f"level-{n + 1}",) if n < 9 else ())
        for n in range(10)
    ]
    for parent, codes in (("Level 2", [("PWC515", "1.yaml")]), ("Level 3", [])):
        new = f"  tasks: [{{name: Telepathy, area: Computer Vision, parent: {parent}}}]\n"
        assert told(with_tasks(catalog, *tasks), new) == codes


def test_a_circle_in_the_catalog_s_tasks_ends_the_walk(catalog: Catalog) -> None:
    circle = [Task(slug="a", name="A One", parents=("b",)), Task(slug="b", name="B Two", parents=("a",))]
    new = "  tasks: [{name: Telepathy, area: Computer Vision, parent: A One}]\n"
    assert told(with_tasks(catalog, *circle), new) == []


def test_a_name_that_clashes_is_told_the_address_that_it_will_have(catalog: Catalog) -> None:
    file = entry(1, "new: {methods: [{name: PointNet++}]}\n")
    (finding,) = run([file], catalog, date(2026, 11, 22)).findings
    own = identity.free_slug(identity.slug("PointNet++"), catalog.methods.has_slug)
    assert (finding.code, own) == ("PWC513", "pointnet-1")
    assert own in finding.message


def test_a_known_metric_in_the_other_direction_is_told_at_its_direction(catalog: Catalog) -> None:
    data = b"""\
new:
  metrics:
    - {task: Question Answering, dataset: COPA, name: Accuracy, better: lower, scale: percent}
"""
    (found,) = run([Entry("submissions/2026/11/x.yaml", data)], catalog, date(2026, 11, 22)).findings
    assert (found.code, found.pointer) == ("PWC508", "/new/metrics/0/better")
    assert "higher is better there, not lower" in found.message
