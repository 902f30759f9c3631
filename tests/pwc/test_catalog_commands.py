"""``pwc catalog stats``, ``show``, ``log`` and ``resolve`` on the small catalog, by the real command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pwc.identity import result_id
from tests.conftest import ACCEPTED_PATH, Command

RESULT = result_id(ACCEPTED_PATH, 0)


def test_stats_counts_what_is_there(checkout: Path, pwc_command: Command) -> None:
    done = pwc_command("catalog", "stats", "--format", "json", cwd=checkout)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["results"] == sum(
        path.read_text().count('{"id":') for path in (checkout / "catalog/leaderboards").rglob("*.json")
    )
    assert (told["version"], told["log_entries"], told["retracted_results"]) == (1, 1, 0)
    assert f"results{'':12}" in pwc_command("catalog", "stats", cwd=checkout).stdout


@pytest.mark.parametrize(
    ("what", "kinds"),
    [
        ("question-answering-on-copa", ["leaderboard"]),
        ("question-answering/copa", ["leaderboard"]),
        ("2208.01448", ["paper"]),
        ("arxiv:2208.01448v2", ["paper"]),
        ("https://arxiv.org/pdf/2208.01448", ["paper"]),
        ("question answering", ["task"]),
        ("copa", ["dataset"]),
        ("https://paperswithcode.com/task/question-answering", ["task"]),
        (RESULT, ["result"]),
    ],
)
def test_show_finds_a_record_by_what_people_have(
    what: str, kinds: list[str], checkout: Path, pwc_command: Command
) -> None:
    done = pwc_command("catalog", "show", what, "--format", "json", cwd=checkout)
    assert [found["kind"] for found in json.loads(done.stdout)["found"]] == kinds
    assert done.returncode == 0
    assert pwc_command("catalog", "show", what, cwd=checkout).stdout.startswith(f"kind: {kinds[0]}\n")


def test_show_says_no_and_what_may_be_meant(checkout: Path, pwc_command: Command) -> None:
    done = pwc_command("catalog", "show", "Question Answerin", cwd=checkout)
    assert (done.returncode, done.stdout) == (1, "")
    assert "did you mean Question Answering" in done.stderr
    done = pwc_command("catalog", "show", "\x1b[31mnothing", "--format", "json", cwd=checkout)
    assert (done.returncode, json.loads(done.stdout)) == (1, {"version": 1, "found": []})
    assert "\x1b" not in done.stderr


def test_log_tells_who_brought_and_who_accepted_a_result(checkout: Path, pwc_command: Command) -> None:
    told = pwc_command("catalog", "log", RESULT, cwd=checkout).stdout
    assert f"submission: {ACCEPTED_PATH}" in told
    assert "when: 2026-10-05T09:30:00Z" in told
    assert "by: maintainer" in told
    assert "pull request: 12" in told
    assert "evidence: none given" in told
    done = pwc_command("catalog", "log", "0" * 16, cwd=checkout)
    assert (done.returncode, done.stderr) == (1, f"pwc: the catalog has no result {'0' * 16}\n")


def test_resolve_leads_from_an_old_address_or_says_no(checkout: Path, pwc_command: Command) -> None:
    old = "https://paperswithcode.com"
    done = pwc_command("catalog", "resolve", f"{old}/sota/question-answering-on-copa", cwd=checkout)
    assert done.stdout.startswith("kind: leaderboard\nslug: question-answering-on-copa\n")
    assert done.returncode == 0
    done = pwc_command("catalog", "resolve", f"{old}/task/nothing-of-the-kind", cwd=checkout)
    assert (done.returncode, done.stderr) == (1, "pwc: the catalog has no page /task/nothing-of-the-kind\n")
    done = pwc_command("catalog", "resolve", "https://example.org/task/x", cwd=checkout)
    assert (done.returncode, "is no address" in done.stderr) == (1, True)
