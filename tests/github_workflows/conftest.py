"""A repository as it stands on GitHub: the programs of this checkout, with the small catalog."""

from __future__ import annotations

import shutil

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
