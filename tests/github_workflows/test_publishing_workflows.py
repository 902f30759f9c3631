"""site.yml and data-release.yml from the event to their ends, on a small catalog."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.github_workflows import act_run
from tests.repository import Repository

BY_HAND: dict[str, Any] = {"ref": "refs/heads/main", "repository": {"default_branch": "main"}}

GH = """\
#!/bin/sh
[ "$1 $2" != "release view" ] || exit 1
for word; do echo "$word"; done >> "$RECORD/gh"
echo "token: $GH_TOKEN" >> "$RECORD/gh"
"""


def test_the_website_is_built_from_main_and_put_in_place(prepared: Repository, tmp_path: Path) -> None:
    done = act_run.run("site.yml", "workflow_dispatch", BY_HAND, tmp_path, origin=prepared.path)
    assert done.exit_code == 0, done.log
    front = (done.record / "site" / "index.html").read_text()
    assert 'href="https://owner.example.org/name/"' in front
    assert (done.record / "deployed").is_file()


def test_the_data_are_released_with_their_hashes(
    prepared: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gh").write_text(GH)
    (programs / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    done = act_run.run(
        "data-release.yml", "workflow_dispatch", BY_HAND, tmp_path / "run", origin=prepared.path
    )
    assert done.exit_code == 0, done.log
    dumps = done.record / "dumps"
    hashes = dict(line.split()[::-1] for line in (dumps / "SHA256SUMS").read_text().splitlines())
    assert hashes == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in dumps.iterdir()
        if file.name != "SHA256SUMS"
    }
    assert {"evaluation-tables.json.gz", "catalog-and-submissions.tar.gz", "LICENSE-DATA.md"} <= hashes.keys()
    with tarfile.open(dumps / "catalog-and-submissions.tar.gz") as packed:
        assert "catalog-and-submissions/catalog/tasks.jsonl" in packed.getnames()
    told = done.recorded("gh").splitlines()
    assert told[told.index("--target") + 1] == prepared.git("rev-parse", "main")
    assert {f"dumps/{name}" for name in hashes} < set(told)
    assert "token: a-token-of-this-test" in told
