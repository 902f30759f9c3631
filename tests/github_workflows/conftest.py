"""A repository as it stands on GitHub: the programs of this checkout, with the small catalog."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.github_workflows.documents import ROOT
from tests.repository import Repository

LEFT_OUT = ("bench/", "catalog/", "submissions/", "tests/")


@pytest.fixture(scope="session")
def origin(
    tmp_path_factory: pytest.TempPathFactory,
    catalog_files: dict[str, bytes],
    accepted_file: tuple[str, bytes],
) -> Repository:
    origin = Repository(tmp_path_factory.mktemp("origin"))
    origin.git("init", "--quiet", "--initial-branch=main")
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")  # as GitHub does
    listed = Repository(ROOT).git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if not name.startswith(LEFT_OUT) and (ROOT / name).is_file():
            (origin.path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, origin.path / name)
    for name, data in (catalog_files | dict([accepted_file])).items():
        (origin.path / name).parent.mkdir(parents=True, exist_ok=True)
        (origin.path / name).write_bytes(data)
    origin.commit({})
    return origin


@pytest.fixture(scope="session")
def prepared(origin: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The same, whose set-up gives the ``pwc`` that is installed here: to install it again takes long."""
    path = tmp_path_factory.mktemp("prepared") / "origin"
    shutil.copytree(origin.path, path)
    pwc = Path(sys.executable).parent / "pwc"
    step = {"id": "install", "shell": "bash", "run": f'echo "pwc={pwc}" >> "$GITHUB_OUTPUT"'}
    action = {
        "inputs": {"extras": {"default": ""}},
        "outputs": {"pwc": {"value": "${{ steps.install.outputs.pwc }}"}},
        "runs": {"using": "composite", "steps": [step]},
    }
    prepared = Repository(path)
    prepared.commit({".github/actions/setup/action.yml": json.dumps(action)})
    return prepared
