"""The workflows and actions of this repository as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted(GITHUB.glob("actions/*/action.yml"))

Mapping = dict[str, Any]


def name(file: Path) -> str:
    return str(file.relative_to(GITHUB))


def load(file: Path) -> Mapping:
    """Every scalar as the text that it is: the key ``on`` would otherwise be a truth value."""
    loaded: Mapping = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
    return loaded


def jobs(workflow: Mapping) -> Mapping:
    found: Mapping = workflow["jobs"]
    return found


def steps(document: Mapping) -> Iterator[Mapping]:
    """The steps of a workflow's jobs, or of a composite action."""
    for job in document.get("jobs", {}).values():
        yield from job["steps"]
    yield from document.get("runs", {}).get("steps", [])


def checkouts(document: Mapping) -> list[Mapping]:
    """What each use of actions/checkout is given."""
    used = [step for step in steps(document) if step.get("uses", "").startswith("actions/checkout@")]
    return [step.get("with", {}) for step in used]


def writes(job: Mapping) -> set[str]:
    return {scope for scope, right in job["permissions"].items() if right == "write"}
