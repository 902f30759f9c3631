"""What is written about a rule: its documentation, its page under docs/rules/, and the index of all pages.

The pages are written by docs/generate.py and travel with the package, so that ``pwc explain`` shows their
examples wherever it is installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from validator import registry
from validator.finding import Severity, Stage

FAMILIES: Mapping[str, str] = {
    "0": "could not check",
    "1": "file and pull request",
    "2": "YAML and schema",
    "3": "identity and duplicates",
    "4": "links",
    "5": "names: tasks, datasets, metrics, models",
    "6": "values",
    "7": "evidence and plausibility",
    "8": "corrections",
    "9": "the catalog's invariants",
}
"""What the hundreds of the codes stand for."""

LOOKS_AT: Mapping[Stage, str] = {
    "change": "It looks at which files a pull request adds, changes and deletes.",
    "file": "It looks at the file's name, folder and mode, before the file is read.",
    "yaml": "It looks at the file as YAML, before its keys.",
    "schema": "It looks at the form: which keys there are, and what may stand under them.",
    "content": "It looks at what the file says, by itself.",
    "meaning": "It looks at what the file says, against the catalog and the other files of the same run.",
    "catalog": "It looks at the whole catalog, in `pwc catalog check`.",
}
"""The stages in words. Up to the form, a stage is reached only if the one before found no error."""

WEIGHT: Mapping[Severity, str] = {
    Severity.ERROR: "it blocks a merge",
    Severity.WARNING: "a maintainer decides",
    Severity.HINT: "it only helps",
}

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "rule_pages", _HERE.parent / "docs" / "rules")  # in the wheel, in the checkout
_ALL = "[All rules](README.md)"
_INDEX_HEAD = """\
# Rules

Written by `python docs/generate.py`; a test fails if it is out of date. `pwc explain CODE` says the same
in the terminal, and `pwc explain` alone lists all rules.

An **error** blocks a merge; a **warning** is for a maintainer to decide; a **hint** only helps. A code is
never used for anything else, not even after its rule has gone."""


class Documentation(Struct, frozen=True):
    """What is known of a code without looking at any file."""

    code: str
    name: str
    severity: Severity
    looks_at: str
    title: str
    why: str
    fix: str
    needs_override: bool = False


class Example(Struct, frozen=True):
    """A file, or what a report said about one, under a title that says what it shows."""

    title: str
    text: str | None = None
    report: str | None = None
    mends_itself: bool = False
    """Whether ``--fix`` can write the repair."""


OF_THE_RUN = (
    Documentation(
        "PWC001",
        "rule-failed",
        Severity.ERROR,
        "It says nothing about the file: a program was at fault.",
        "A rule failed, so the file is not checked.",
        "a rule that failed has not passed, and nothing is known about what it looks for. The command ends "
        "with 3, and nothing is merged.",
        "this is not your file's fault. Please open an issue with the whole line.",
    ),
    Documentation(
        "PWC002",
        "catalog-unreadable",
        Severity.ERROR,
        "It says nothing about the file: the catalog was at fault.",
        "The catalog, or its history, cannot be read, so the file is not checked.",
        "whether a name or a result is known can only be said by the catalog. The command ends with 3, and "
        "nothing is merged.",
        "this is not your file's fault. Take a fresh clone, or see what `pwc catalog check` finds.",
    ),
)
"""The run's own codes, which no rule has."""


def documented() -> dict[str, Documentation]:
    """Everything that has a code today, by code: the run's own, then every rule."""
    rules = {code: _of_rule(rule) for code, rule in registry.all_rules().items()}
    return {own.code: own for own in OF_THE_RUN} | rules


def by_family() -> Iterator[tuple[str, list[Documentation]]]:
    """The families that have members, each with its title and its members in the order of their codes."""
    every = sorted(documented().values(), key=lambda one: one.code)
    for digit, title in FAMILIES.items():
        members = [one for one in every if one.code[3] == digit]
        if members:
            yield f"PWC{digit}xx: {title}", members


def page(about: Documentation, wrong: Sequence[Example], right: Sequence[Example]) -> str:
    """The page of one rule, in Markdown."""
    weight = f"{str(about.severity).capitalize()}: {WEIGHT[about.severity]}."
    if about.needs_override:
        weight += " Whoever accepts it has to say why, and the log keeps the reason (`pwc merge --override`)."
    parts = [
        f"# {about.code} {about.name}",
        _prose(about.title),
        f"**Why:** {_prose(about.why)}",
        f"**Fix:** {_prose(about.fix)}",
        f"{weight} {about.looks_at}",
        *_examples("Wrong", wrong),
        *_examples("Right", right),
        f"{_ALL}. This page is written by `python docs/generate.py`.",
    ]
    return "\n\n".join(parts) + "\n"


def retired_page(code: str, why: str) -> str:
    """The page of a code that no rule has any more, so that old links still lead somewhere."""
    return f"# {code}\n\nThis rule is retired, and its code is never given again. {_prose(why)}\n\n{_ALL}.\n"


def index() -> str:
    """The index of all pages, by family."""
    parts = [_INDEX_HEAD]
    for family, members in by_family():
        rows = (_row(one) for one in members)
        parts += [
            f"## {family}",
            "\n".join(["| code | name | severity | finds |", "|" + " --- |" * 4, *rows]),
        ]
    if registry.RETIRED:
        retired = (f"- [{code}]({code}.md): {_prose(why)}" for code, why in sorted(registry.RETIRED.items()))
        parts += ["## Retired", "\n".join(retired)]
    return "\n\n".join(parts) + "\n"


def published(code: str) -> str | None:
    """The page of a code as it was last written, from the checkout or the installed package."""
    for folder in _FOLDERS:
        if (folder / f"{code}.md").is_file():
            return (folder / f"{code}.md").read_text(encoding="utf-8")
    return None


def _of_rule(rule: registry.Rule) -> Documentation:
    stage = LOOKS_AT[rule.stage]
    return Documentation(
        rule.code, rule.name, rule.severity, stage, rule.title, rule.why, rule.fix, rule.needs_override
    )


def _row(about: Documentation) -> str:
    title = _prose(about.title).replace("|", "\\|")
    return f"| [{about.code}]({about.code}.md) | {about.name} | {about.severity} | {title} |"


def _prose(text: str) -> str:
    """A docstring's text in Markdown: outside backticks, what looks like HTML or emphasis is text."""
    spans = text.split("`")
    spans[::2] = [re.sub(r"[<*\[\]]", r"\\\g<0>", span) for span in spans[::2]]
    return "`".join(spans)


def _examples(kind: str, examples: Iterable[Example]) -> Iterator[str]:
    for example in examples:
        yield f"## {kind}: {example.title}"
        if example.text is not None:
            yield _block("yaml", example.text)
        if example.report is not None:
            yield _block("text", example.report)
        if example.mends_itself:
            yield "`pwc validate --fix` writes this repair."


def _block(language: str, text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
