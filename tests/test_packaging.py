"""The wheel, installed into an empty environment, validates with the schemas that it carries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

SUBMISSION = """\
paper: {title: A Paper, arxiv: "2301.00001", date: 2023-01-15}
results:
  - {task: Question Answering, dataset: COPA, model: M, metrics: {Accuracy: 51}}
new:
  tasks: [{name: Question Answering, area: Natural Language Processing}]
  datasets: [{name: COPA}]
  metrics: [{task: Question Answering, dataset: COPA, name: Accuracy, better: higher, scale: percent}]
"""


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the programs of an environment that has the wheel and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = _run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT),
        cwd=folder,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    wheel = next(folder.glob("*.whl"))
    venv.create(folder / "environment", with_pip=True)
    programs = folder / "environment" / "bin"
    done = _run(
        str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--constraint", str(ROOT / "constraints.txt"), f"{wheel}[site]",
        cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return programs


def test_the_wheel_carries_what_it_needs(installed: Path) -> None:
    wheel = next(installed.parent.parent.glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"pwc/schema/submission.schema.json", "pwc/schema/catalog.schema.json", "pwc/py.typed"} <= names
    assert any(name.startswith("website/templates/") for name in names)
    assert any(name.startswith("website/static/") for name in names)
    assert {"website/bundle/site.js", "website/bundle/manifest.json"} <= names
    assert not any(name.startswith("website/frontend/") for name in names)
    assert any(name.endswith("licenses/LICENSE-DATA.md") for name in names)
    assert not any(name.startswith(("tests/", "submissions/", "catalog/", "bench/")) for name in names)


def test_it_validates_with_its_own_schemas(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "good.yaml").write_text(SUBMISSION)
    (tmp_path / "bad.yaml").write_text(SUBMISSION.replace("model:", "modle:"))
    pwc = str(installed / "pwc")
    assert _run(pwc, "validate", "good.yaml", "--catalog", "catalog", cwd=tmp_path).returncode == 0
    done = _run(pwc, "validate", "bad.yaml", "--catalog", "catalog", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    codes = {finding["code"] for finding in json.loads(done.stdout)["findings"]}
    assert codes == {"PWC221"}


def test_a_command_whose_extra_is_missing_says_what_to_install(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    without_jinja = "import sys; sys.modules['jinja2'] = None; sys.argv = ['pwc', 'site', 'build']"
    blocked = f"{without_jinja}; from pwc.cli import main; main()"
    done = _run(str(installed / "python"), "-c", blocked, cwd=tmp_path)
    assert done.returncode == 2
    assert "pip install '.[site]'" in done.stderr
    assert "Traceback" not in done.stderr
