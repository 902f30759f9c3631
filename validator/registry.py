"""Where rules register. A rule is a generator of problems whose docstring is its documentation."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from msgspec import Struct

from validator.finding import Problem, Severity, Stage

Check = Callable[..., Iterator[Problem]]
"""Takes an Entry; at the stage ``content`` a Content, at ``meaning`` a Context, at ``change`` a ChangeSet,
at ``catalog`` a Store."""

AnyCheck = TypeVar("AnyCheck", bound=Check)

FAMILIES: Mapping[Stage, tuple[str, ...]] = {
    "change": ("change",),
    "file": ("file",),
    "yaml": ("syntax", "comments"),
    "schema": ("schema", "schema_values"),
    "content": ("links", "text", "name_parts", "values", "metrics", "plausibility", "evidence"),
    "meaning": (
        *("identity", "twins", "settings", "links"),
        *("names", "new_names", "doubtful_names", "task_tree"),
        *("values", "metrics", "plausibility", "evidence"),
        *("corrections", "corrected_fields", "corrected_names", "corrected_together", "corrected_much"),
    ),
    "catalog": ("catalog",),
}
"""The modules under validator/rules/, by what their rules look at: a stage imports its own alone."""

ONLY_ABOUT: Mapping[str, tuple[str, ...]] = {
    "new": ("new_names", "doubtful_names", "task_tree"),
    "corrections": (
        "corrections",
        "corrected_fields",
        "corrected_names",
        "corrected_together",
        "corrected_much",
    ),
}
"""The families that look at one key of a submission alone; few submissions have it."""

RETIRED: Mapping[str, str] = {
    "PWC801": "corrections-wait: until the merge carried corrections out, it refused them.",
}
"""Codes that no rule has any more, each with a sentence: why it went, and what finds the same today."""

_CODE = re.compile(r"PWC[1-9][0-9]{2}")  # 0xx are the run's own: could not check
_rules: dict[str, Rule] = {}


class Rule(Struct, frozen=True):
    """A rule: its code is never used for anything else, not even after the rule has gone."""

    code: str
    name: str
    severity: Severity
    stage: Stage
    title: str
    why: str
    fix: str
    check: Check
    needs_override: bool = False
    """Whether a maintainer who accepts it has to give a reason, which the log keeps."""


def rule(
    code: str, severity: Severity, *, stage: Stage = "meaning", needs_override: bool = False
) -> Callable[[AnyCheck], AnyCheck]:
    """Register a generator as a rule. Its name and docstring become the rule's name, title, Why and Fix.

    Raises ValueError for a code that is malformed, taken or retired, and for a docstring that lacks a part.
    """

    def register(check: AnyCheck) -> AnyCheck:
        if not _CODE.fullmatch(code) or code in _rules:
            raise ValueError(f"rule code {code} is malformed or taken")
        if code in RETIRED:
            raise ValueError(f"rule code {code} is retired: it is never given again")
        name = getattr(check, "__name__", "").replace("_", "-")
        about = _documentation(code, check)
        _rules[code] = Rule(code, name, severity, stage, *about, check, needs_override)
        return check

    return register


def needs_override(code: str) -> bool:
    """Whether a warning with this code is only accepted with a reason."""
    rule = all_rules().get(code)
    return rule is not None and rule.needs_override


def all_rules() -> dict[str, Rule]:
    """All rules, by code."""
    return dict(sorted((rule.code, rule) for stage in FAMILIES for rule in rules_of(stage)))


@cache
def rules_of(stage: Stage, without: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """The rules of one stage, by code; without those that look at a key alone which is not there.

    Raises LookupError for none: no rules would pass everything.
    """
    idle = {family for key in without for family in ONLY_ABOUT[key]}
    for family in FAMILIES[stage]:
        if family not in idle:
            importlib.import_module(f"validator.rules.{family}")
    modules = {f"validator.rules.{family}" for family in idle}
    in_order = (rule for _, rule in sorted(_rules.items()) if rule.stage == stage)
    rules = tuple(rule for rule in in_order if rule.check.__module__ not in modules)
    if not rules:
        raise LookupError(f"no rule looks at the stage {stage}")
    return rules


def _documentation(code: str, check: Check) -> tuple[str, str, str]:
    text = inspect.cleandoc(check.__doc__ or "")
    title, _, rest = text.partition("\n\n")
    why, _, fix = rest.partition("\nFix: ")
    if not (title and why.startswith("Why: ") and fix):
        raise ValueError(f"the docstring of {code} needs a title, `Why:` and `Fix:`")
    return title, " ".join(why.removeprefix("Why: ").split()), " ".join(fix.split())
