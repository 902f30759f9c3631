"""The architecture, the style and the types: checks in place of instructions."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_MODULE = 300


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _modules() -> list[Path]:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    return [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]


def test_imports_go_one_way() -> None:
    _run(sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache")


def test_style() -> None:
    _run(sys.executable, "-m", "ruff", "check", ".")
    _run(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_types() -> None:
    _run(sys.executable, "-m", "mypy")


@pytest.mark.parametrize("file", _modules(), ids=lambda file: str(file.relative_to(ROOT)))
def test_modules_stay_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= LONGEST_MODULE


def test_only_git_modules_name_subprocess() -> None:
    users = {str(f.relative_to(ROOT)) for f in _modules() if "import subprocess" in f.read_text()}
    assert users == {
        "pwc/git_program.py",
        "mergebot/git_branch.py",
        "mergebot/bot/bounded.py",
        "mergebot/bot/remote.py",
        "mergebot/merge_command.py",
        "mergebot/demo.py",
    }


def test_nobody_opens_addresses() -> None:
    """import-linter cannot forbid a part of the standard library's urllib, whose parse part is used."""
    assert [str(file) for file in _modules() if "urllib.request" in file.read_text()] == []


def test_nothing_is_fetched_from_elsewhere_at_install() -> None:
    """Lock files carry versions and no addresses, so that they work with every mirror."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(line.startswith("#") or line.count("==") == 1 for line in lines)


def test_what_is_packed_tells_no_time() -> None:
    """A test's name holds its bytes; packed with the time in it, each worker would collect another test."""
    for file in ROOT.glob("tests/**/*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "gzip.compress":
                given = {keyword.arg for keyword in node.keywords}
                assert "mtime" in given, f"{file}:{node.lineno}: gzip.compress(…, mtime=0)"
