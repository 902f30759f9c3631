"""Corrections, from the file that a person writes to the catalog: the real command, a real repository."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mergebot.rebuild import differences
from mergebot.replay import no_imports
from pwc import identity
from pwc.git_tree import GitTree
from validator.catalog_check import check

Repository = Any  # the fixture's class, which lives in conftest.py

WHY = "reason: Table 2 of version 2 of the paper gives it."
BOARD = "catalog/leaderboards/question-answering/copa.json"
ALEXA = identity.result_id("submissions/2026/11/first.yaml", 0)
TWIN = """\
paper: {title: Another Paper, arxiv: "2301.00077", date: 2023-01-09, code: [{url: "https://github.com/a/b"}]}
results:
  - {task: QA, dataset: Plausible Alternatives, model: GPT3, metrics: {Acc: 61.5}}
  - {task: QA, dataset: Other Data, model: GPT3, metrics: {Acc: 41.5}}
new:
  tasks: [{name: QA, area: Natural Language Processing}]
  datasets: [{name: Plausible Alternatives, tasks: [QA]}, {name: Other Data}]
  metrics:
    - {task: QA, dataset: Plausible Alternatives, name: Acc, better: higher, scale: percent}
    - {task: QA, dataset: Other Data, name: Acc, better: higher, scale: percent}
"""


def corrected(repository: Repository, *corrections: str, name: str = "correction") -> None:
    """Merge a file with corrections, and see that main is whole."""
    repository.offer(name, "corrections:\n" + "".join(f"  - {{{one}, {WHY}}}\n" for one in corrections))
    done = repository.pwc("merge", name, "--approved-by", "Mia Maintainer")
    assert done.returncode == 0, done.stdout + done.stderr
    is_whole(repository)


def is_whole(repository: Repository) -> None:
    with GitTree(repository.path, repository.git("rev-parse", "main")) as tree:
        assert check(tree).findings == ()
        assert [*differences(tree, no_imports)] == []
    assert repository.git("status", "--porcelain") == ""


def merged(repository: Repository, name: str, text: str) -> None:
    repository.offer(name, text)
    done = repository.pwc("merge", name, "--approved-by", "Mia Maintainer")
    assert done.returncode == 0, done.stdout + done.stderr


def rows(repository: Repository, path: str = BOARD) -> dict[str, Any]:
    return {row["id"]: row for row in json.loads(repository.read(path))["results"]}


def logged(repository: Repository) -> list[str]:
    found = repository.git("ls-tree", "-r", "--name-only", "main", "catalog/log").split()
    lines: list[str] = repository.read(found[-1]).splitlines()
    return lines


def test_a_value_is_set_and_the_log_says_so(repository: Repository) -> None:
    corrected(
        repository,
        f"result: {ALEXA}, set: {{metrics: {{Accuracy: {{value: 77.80, uncertainty: 0.4, kind: sd}}}},"
        " setting: 1-shot}, was: {metrics: {Accuracy: 78.0}, setting: zero-shot}",
    )
    row = rows(repository)[ALEXA]
    assert row["metrics"] == {"Accuracy": {"value": "77.80", "uncertainty": "0.4", "kind": "sd"}}
    assert row["setting"] == "1-shot"
    told = repository.pwc("catalog", "log", ALEXA).stdout
    assert "log entry: 2" in told
    assert "what: corrected" in told
    assert "submission: submissions/2026/11/correction.yaml" in told


def test_what_was_no_longer_holds_is_refused(repository: Repository) -> None:
    repository.offer(
        "late",
        f"corrections:\n  - {{result: {ALEXA}, set: {{metrics: {{Accuracy: 70}}}}, "
        f"was: {{metrics: {{Accuracy: 71}}}}, {WHY}}}\n",
    )
    done = repository.pwc("merge", "late")
    assert done.returncode == 1
    assert "PWC803" in done.stdout
    assert rows(repository)[ALEXA]["metrics"]["Accuracy"]["value"] == "78.0"


def test_two_corrections_of_one_value_in_a_train_the_second_is_refused(repository: Repository) -> None:
    for name, value in (("one", "77.1"), ("two", "77.2")):
        text = (
            f"corrections:\n  - {{result: {ALEXA}, set: {{metrics: {{Accuracy: {value}}}}}, "
            f"was: {{metrics: {{Accuracy: 78.0}}}}, {WHY}}}\n"
        )
        repository.offer(name, text)
    done = repository.pwc("merge", "one", "two")
    assert done.returncode == 1
    assert "PWC803" in done.stdout
    assert rows(repository)[ALEXA]["metrics"]["Accuracy"]["value"] == "77.1"
    is_whole(repository)


@pytest.mark.parametrize(
    ("action", "status"), [("retract", "retracted"), ("dispute", "disputed")], ids=["retract", "dispute"]
)
def test_a_status_is_set_with_its_reason_and_restored(
    repository: Repository, action: str, status: str
) -> None:
    corrected(repository, f"result: {ALEXA}, {action}: true")
    assert rows(repository)[ALEXA]["status"] == status
    assert rows(repository)[ALEXA]["reason"] == "Table 2 of version 2 of the paper gives it."
    corrected(repository, f"result: {ALEXA}, restore: true", name="restored")
    assert "status" not in rows(repository)[ALEXA]


def test_a_paper_s_fields_are_set(repository: Repository) -> None:
    paper = "alexatm-20b-few-shot-learning-using-a-large"
    corrected(
        repository,
        f'paper: {paper}, set: {{title: "AlexaTM", authors: [A. One, B. Two], '
        'code: [{url: "https://github.com/x/y", official: true}]}, '
        'was: {title: "AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model"}',
    )
    told = json.loads(repository.pwc("catalog", "show", paper, "--format", "json").stdout)["found"][0]
    assert told["title"] == "AlexaTM"
    assert told["authors"] == ["A. One", "B. Two"]
    assert told["code"] == [{"url": "https://github.com/x/y", "official": True}]


def test_a_renamed_dataset_keeps_its_slug_and_is_found_by_both_names(repository: Repository) -> None:
    corrected(repository, "dataset: copa, rename: Choice of Alternatives")
    for name in ("COPA", "Choice of Alternatives", "copa"):
        assert "name: Choice of Alternatives" in repository.pwc("catalog", "show", name).stdout


def test_a_metric_s_direction_is_confirmed_and_its_name_changes_in_all_rows(repository: Repository) -> None:
    board = "board: question-answering-on-copa, metric: Accuracy"
    corrected(repository, f"{board}, set: {{min: 0}}, was: {{min: null}}")
    corrected(repository, f"{board}, rename: Acc", name="renamed")
    assert json.loads(repository.read(BOARD))["board"]["metrics"] == [
        {
            "name": "Acc",
            "better": "higher",
            "scale": "percent",
            "min": "0",
            "max": "100",
            "aliases": ["Accuracy"],
        }
        | {"submission": "submissions/2026/11/first.yaml"}
    ]
    assert list(rows(repository)[ALEXA]["metrics"]) == ["Acc"]


def test_a_renamed_model_is_one_model_and_its_old_name_gets_a_finding(repository: Repository) -> None:
    merged(repository, "twin", TWIN)
    corrected(repository, "model: GPT3, rename: GPT-3")
    assert {row["model"] for row in rows(repository, "catalog/leaderboards/qa/other-data.json").values()} == {
        "GPT-3"
    }
    repository.write(
        "submissions/2026/11/again.yaml",
        'paper: {arxiv: "2301.00077"}\nresults:\n'
        "  - {task: Question Answering, dataset: COPA, model: GPT3, metrics: {Accuracy: 12.5}}\n",
    )
    told = repository.pwc("validate", "submissions/2026/11/again.yaml").stdout
    assert "PWC532" in told
    assert "Write GPT-3." in told


def test_twin_tasks_and_datasets_become_one_and_old_addresses_answer(repository: Repository) -> None:
    merged(repository, "twin", TWIN)
    moved, kept = (identity.result_id("submissions/2026/11/twin.yaml", index) for index in (0, 1))
    corrected(repository, "board: qa-on-plausible-alternatives, metric: Acc, rename: Accuracy", name="metric")
    corrected(repository, "dataset: plausible-alternatives, merge_into: copa")
    corrected(repository, "task: qa, merge_into: question-answering", name="task")
    assert set(rows(repository)) == {ALEXA, moved}
    assert set(rows(repository, "catalog/leaderboards/question-answering/other-data.json")) == {kept}
    assert "qa" not in repository.git("ls-tree", "--name-only", "main", "catalog/leaderboards/").split("/")
    for address in (
        "sota/qa-on-plausible-alternatives",
        "sota/qa-on-other-data",
        "task/qa",
        "dataset/plausible-alternatives",
    ):
        done = repository.pwc("catalog", "resolve", f"https://paperswithcode.com/{address}")
        assert done.returncode == 0, address + done.stderr
    told = repository.pwc("catalog", "log", moved).stdout
    assert "moved to another leaderboard" in told
    assert "Question Answering" in repository.pwc("catalog", "show", "QA").stdout


def test_twin_boards_keep_one_of_two_equal_results(repository: Repository) -> None:
    same = TWIN.replace("GPT3, metrics: {Acc: 61.5}", "AlexaTM 20B, metrics: {Acc: 78.0}, setting: zero-shot")
    same = same.replace(
        'title: Another Paper, arxiv: "2301.00077", date: 2023-01-09, ', 'arxiv: "2208.01448", '
    )
    merged(repository, "twin", same)
    twin = identity.result_id("submissions/2026/11/twin.yaml", 0)
    corrected(repository, "board: qa-on-plausible-alternatives, metric: Acc, rename: Accuracy", name="metric")
    corrected(repository, "board: qa-on-plausible-alternatives, merge_into: question-answering-on-copa")
    assert rows(repository)[twin]["status"] == "retracted"
    assert rows(repository)[twin]["reason"] == f"The same as {ALEXA}."
    assert "status" not in rows(repository)[ALEXA]


def test_twin_papers_become_one_that_has_both_identifiers_and_all_code(repository: Repository) -> None:
    merged(repository, "twin", TWIN)
    corrected(repository, "paper: another-paper, merge_into: alexatm-20b-few-shot-learning-using-a-large")
    for key in ("2301.00077", "2208.01448", "https://paperswithcode.com/paper/another-paper"):
        told = repository.pwc("catalog", "show", key).stdout
        assert "slug: alexatm-20b-few-shot-learning-using-a-large" in told, key
        assert "https://github.com/a/b" in told
    moved = rows(repository, "catalog/leaderboards/qa/other-data.json")
    assert {row["paper"] for row in moved.values()} == {"alexatm-20b-few-shot-learning-using-a-large"}


def test_a_wide_change_needs_a_reason_on_record(repository: Repository) -> None:
    many = "".join(
        f"  - {{task: QA, dataset: Other Data, model: Model {n}, metrics: {{Acc: {n}.5}}}}\n"
        for n in range(30, 99)
    )
    for name, arxiv in (("more", "2301.00078"), ("most", "2301.00079")):
        start = TWIN if name == "more" else TWIN.partition("new:")[0]
        text = start.replace("2301.00077", arxiv).replace("Another Paper", f"A Paper With {name}")
        merged(repository, name, text.replace("new:\n", many + "new:\n") if "new:" in text else text + many)
    text = f"corrections:\n  - {{dataset: other-data, merge_into: plausible-alternatives, {WHY}}}\n"
    repository.offer("wide", text)
    done = repository.pwc("merge", "wide")
    assert done.returncode == 1
    assert "PWC817 is only accepted with a reason: --override PWC817 REASON" in done.stdout
    done = repository.pwc("merge", "--override", "PWC817", "One dataset, see issue 12", "wide")
    assert done.returncode == 0, done.stdout
    is_whole(repository)
    entry = json.loads(logged(repository)[-1])
    assert entry["overrides"] == {"PWC817": "One dataset, see issue 12"}
    assert repository.pwc("merge", "--override", "PWC302", "x", "wide").returncode == 2
