"""check.yml from the event to its end: a good pull request, and one that would like to judge itself."""

from __future__ import annotations

import json
from pathlib import Path

from tests.github_workflows import act_run
from tests.repository import Repository

PAPER = "submissions/2026/11/paper.yaml"
GOOD = """\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""
BAD = GOOD.replace("60.1", "160.1")


def run(origin: Repository, head: str, folder: Path) -> act_run.Run:
    payload = {
        "action": "opened",
        "number": 7,
        "pull_request": {"number": 7, "head": {"sha": head, "ref": "patch-1"}, "base": {"ref": "main"}},
        "repository": {"default_branch": "main", "full_name": "owner/name"},
    }
    return act_run.run("check.yml", "pull_request", payload, folder, origin=origin.path)


def workspace_is_mains(done: act_run.Run, origin: Repository) -> bool:
    stands_there = done.recorded("workspace").split("\n")
    assert "pyproject.toml" in stands_there
    assert done.recorded("status") == ""
    return PAPER not in stands_there and done.recorded("head").strip() == origin.git("rev-parse", "main")


def test_a_good_pull_request_passes(prepared: Repository, tmp_path: Path) -> None:
    done = run(prepared, prepared.branch("good", {PAPER: GOOD}), tmp_path)
    assert done.exit_code == 0, done.log
    assert done.annotations == []
    assert "nothing to mend" in done.summary
    assert json.loads(done.recorded("findings"))["runs"][0]["results"] == []
    assert workspace_is_mains(done, prepared)


def test_a_bad_pull_request_is_told_its_lines_by_mains_programs(origin: Repository, tmp_path: Path) -> None:
    """The set-up is the real one. The pull request brings its own, a validator and a module named
    like one that the set-up runs, and none of them is run.
    """
    touch = f"touch '{tmp_path}/touched'"
    brought = {
        PAPER: BAD,
        ".github/actions/setup/action.yml": json.dumps(
            {"runs": {"using": "composite", "steps": [{"shell": "bash", "run": touch}]}}
        ),
        "validator/__init__.py": f"import os; os.system({touch!r})\n",
        "pip.py": f"import os; os.system({touch!r})\n",
    }
    done = run(origin, origin.branch("bad", brought), tmp_path)
    assert done.exit_code == 1, done.log
    assert not (tmp_path / "touched").exists()
    assert (PAPER, "3", "PWC602 out-of-bounds") in done.annotations
    assert f"github.com/{act_run.REPOSITORY}/blob/main/docs/rules/PWC602.md" in done.summary
    results = json.loads(done.recorded("findings"))["runs"][0]["results"]
    assert {"PWC602"} < {result["ruleId"] for result in results}
    assert workspace_is_mains(done, origin)
