"""The bundled scripts: what is said where they are missing or old, and how they are locked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pwc import schemas
from pwc.errors import UsageError
from website import assets

FRONTEND = Path(assets.__file__).parent / "frontend"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package without a bundle."""
    monkeypatch.setattr("website.assets.resources.files", lambda _: tmp_path)
    return tmp_path


def test_without_the_bundle_it_is_said_what_to_do(package: Path) -> None:
    with pytest.raises(UsageError, match="not been bundled yet; run `make website/bundle`"):
        assets.files()


def test_a_bundle_for_another_schema_is_refused(package: Path) -> None:
    (package / "bundle").mkdir()
    (package / "bundle/manifest.json").write_text(json.dumps({"schema": "0" * 64}))

    with pytest.raises(UsageError, match="another schema of submissions; run `make website/bundle`"):
        assets.files()


def test_the_site_has_the_schema_that_the_scripts_check() -> None:
    files = {file.path: file.content() for file in assets.files()}
    manifest = json.loads((FRONTEND.parent / "bundle/manifest.json").read_text())

    assert files[assets.SCHEMA] == schemas.source("submission")
    assert manifest["schema"] == hashlib.sha256(files[assets.SCHEMA]).hexdigest()


def test_scripts_run_under_a_strict_policy() -> None:
    for file in assets.files():
        text = file.content().decode()
        if file.path.endswith(".js"):
            assert "new Function" not in text, file.path
            assert "eval(" not in text, file.path
            assert "innerHTML" not in text, file.path
            assert "document.write" not in text, file.path


def test_the_lock_file_names_versions_and_no_addresses() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert all("resolved" not in entry for entry in packages.values())
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
