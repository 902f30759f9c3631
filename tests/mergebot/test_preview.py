"""``pwc preview``: ranks before and after, new bests, who is overtaken."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pwc import identity

Numbered = Callable[..., str]
Repository = Any

FILE = "submissions/2026/11/second.yaml"
RANKED = (
    "| 1 :trophy: | `@org/team \\| <b> #1` 90 | rank 1 of 2, a new state of the art, ahead of `AlexaTM 20B` |"
)


def _preview(repository: Repository, text: str) -> dict[str, Any]:
    repository.write(FILE, text)
    done = repository.pwc("preview", FILE, "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_new_best_overtakes(repository: Repository, numbered: Numbered) -> None:
    board = _preview(repository, numbered(2, "90"))["boards"][0]
    assert (board["is_new"], board["rows_before"], board["rows_after"]) == (False, 1, 2)
    assert board["best_before"] == "AlexaTM 20B 78.0"
    row = board["rows"][0]
    assert (row["rank"], row["is_best"], row["overtakes"]) == (1, True, ["AlexaTM 20B"])


def test_a_lower_value_overtakes_nobody(repository: Repository, numbered: Numbered) -> None:
    row = _preview(repository, numbered(2, "50"))["boards"][0]["rows"][0]
    assert (row["rank"], row["is_best"], row["overtakes"]) == (2, False, [])


def test_an_equal_value_shares_the_rank(repository: Repository, numbered: Numbered) -> None:
    row = _preview(repository, numbered(2, "78"))["boards"][0]["rows"][0]
    assert (row["rank"], row["is_best"], row["overtakes"]) == (1, True, [])


def test_a_new_board_where_lower_is_better(repository: Repository, numbered: Numbered) -> None:
    text = numbered(2, "12.5").replace("COPA", "WikiText-103").replace("Accuracy", "Perplexity")
    text += """\
new:
  datasets: [{name: WikiText-103}]
  metrics: [{task: Question Answering, dataset: WikiText-103, name: Perplexity, better: lower, scale: none}]
"""
    told = _preview(repository, text)
    assert told["new_names"] == ["dataset WikiText-103", "paper Paper Number 2"]
    assert told["boards"][0]["is_new"] is True
    assert told["boards"][0]["rows"][0]["is_best"] is False


def test_the_text_says_it_in_words(repository: Repository, numbered: Numbered) -> None:
    repository.write(FILE, numbered(2, "90"))
    done = repository.pwc("preview", FILE)
    assert done.stdout.splitlines() == [
        "1 leaderboard would change.",
        "  new paper Paper Number 2",
        "",
        "Question Answering on COPA (Accuracy, higher is better)",
        "  best so far: AlexaTM 20B 78.0, of 1",
        "  1   Model 2 90: rank 1 of 2, a new state of the art, ahead of AlexaTM 20B",
        "",
        f"1 warning: `pwc validate {FILE}` shows it.",
    ]


def test_warnings_are_counted_with_the_command_that_shows_them(
    repository: Repository, numbered: Numbered
) -> None:
    repository.write(FILE, numbered(2, "90").replace("2023-01-15", "2023-02-01"))
    told = repository.pwc("preview", "--catalog", "catalog", FILE).stdout.splitlines()
    assert told[-1] == f"2 warnings: `pwc validate --catalog catalog {FILE}` shows them."
    shown = repository.pwc("validate", "--catalog", "catalog", FILE).stdout
    assert "1 file checked: 2 warnings, no error." in shown
    repository.write(FILE, numbered(2, "70"))
    assert "warning" not in repository.pwc("preview", FILE).stdout


def test_what_a_contributor_wrote_is_inert(repository: Repository, numbered: Numbered) -> None:
    repository.write(FILE, numbered(2, model='"evil\\n::add-mask::x##[add-mask]y"'))
    done = repository.pwc("preview", FILE)
    assert done.returncode == 0, done.stdout
    assert "add-mask" in done.stdout
    assert "##[" not in done.stdout
    assert not any(line.startswith("::") for line in done.stdout.splitlines())


def test_errors_are_explained_instead(repository: Repository, numbered: Numbered) -> None:
    repository.write(FILE, numbered(2, "101"))
    before = repository.snapshot()
    done = repository.pwc("preview", FILE)
    assert done.returncode == 1
    assert "PWC602" in done.stdout
    assert repository.snapshot() == before


def test_without_paths_what_differs_from_main_is_shown(repository: Repository, numbered: Numbered) -> None:
    done = repository.pwc("preview")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing here differs from main" in done.stderr
    repository.write(FILE, numbered(2, "90"))
    assert "rank 1 of 2" in repository.pwc("preview").stdout
    (repository.path / "submissions/2026/11/first.yaml").unlink()
    done = repository.pwc("preview")
    assert (done.returncode, "PWC111" in done.stdout) == (1, True)


def test_an_accepted_file_has_nothing_to_preview(repository: Repository) -> None:
    done = repository.pwc("preview", "submissions/2026/11/first.yaml")
    assert done.returncode == 2
    assert "in the catalog already" in done.stderr


def test_a_correction_shows_the_old_rank_and_the_new(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2, "90"))
    assert repository.pwc("merge", "second").returncode == 0
    id_ = identity.result_id(FILE, 0)
    repository.write(
        "submissions/2026/11/correction.yaml",
        f"corrections:\n  - {{result: {id_}, set: {{metrics: {{Accuracy: 9.0}}}}, "
        "was: {metrics: {Accuracy: 90}}, reason: Table 2 of version 2 gives 9.0.}\n",
    )
    told = repository.pwc("preview", "submissions/2026/11/correction.yaml").stdout.splitlines()
    assert told[-1] == "  2   Model 2 9.0: was 90, rank 1, now rank 2 of 2"
    repository.write(
        "submissions/2026/11/correction.yaml",
        f"corrections:\n  - {{result: {id_}, retract: true, reason: The authors withdrew the paper.}}\n",
    )
    told = repository.pwc("preview", "submissions/2026/11/correction.yaml").stdout.splitlines()
    assert told[-1] == "  -   Model 2 90: was 90, rank 1, now not ranked, retracted"


def test_what_would_be_undone_is_said_to_go(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2, "90"))
    assert repository.pwc("merge", "second").returncode == 0
    repository.write(
        "submissions/2026/11/undo.yaml",
        f"corrections:\n  - {{submission: {FILE}, revert: true, reason: There is no such paper on arXiv.}}\n",
    )
    told = repository.pwc("preview", "submissions/2026/11/undo.yaml").stdout.splitlines()
    assert told[-1] == "  -   Model 2 90: would go from this leaderboard"


def test_what_else_is_open_on_the_board_and_what_looks_like_a_new_name(
    repository: Repository, numbered: Numbered
) -> None:
    repository.offer("third", numbered(3))
    repository.git("update-ref", "refs/pull/7/head", repository.offer("of-seven", numbered(4)))
    repository.git("branch", "-D", "of-seven")
    board = _preview(repository, numbered(2, "90"))["boards"][0]
    assert sorted(board["also_open"]) == ["refs/pull/7/head", "third"]
    told = _preview(repository, numbered(2) + "new:\n  datasets: [{name: COPAS}]\n")
    assert told["new"][0] == {"kind": "dataset", "name": "COPAS", "near": ["COPA"]}


def test_the_markdown_is_a_table_in_which_nothing_is_live(repository: Repository, numbered: Numbered) -> None:
    repository.write(FILE, numbered(2, "90", model='"@org/team | <b> #1"'))
    told = repository.pwc("preview", FILE, "--format", "markdown").stdout
    assert told.splitlines() == [
        "### 1 leaderboard would change.",
        "",
        "- new paper `Paper Number 2`",
        "",
        "**`Question Answering on COPA`** (`Accuracy`, higher is better)",
        "",
        "Best so far: `AlexaTM 20B 78.0`, of 1.",
        "",
        "| rank | model | what changes |",
        "| ---: | --- | --- |",
        RANKED,
    ]
