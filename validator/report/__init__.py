"""Reports: one output format a file. What a contributor wrote is never printed raw."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.outcome import Report

FORMATS = ("text", "json", "github", "sarif", "junit", "markdown")
"""For people, for programs, for GitHub's annotations, code scanning, test reporters, and comments."""

_OPTIONS = {"text": ("colour",), "sarif": ("rules_at",), "markdown": ("rules_at",)}


def render(report: Report, form: str, *, colour: bool = False, rules_at: str | None = None) -> str:
    """A report in one of FORMATS, without a line end at its end.

    ``colour`` is for terminals, so only ``text`` heeds it. ``rules_at`` is the address of the folder with
    the rules' pages; with it ``sarif`` and ``markdown`` link every code to its page. Only the format that
    is asked for is imported. Raises ValueError for a format that is not there.
    """
    if form not in FORMATS:
        raise ValueError(f"there is no format {form}")
    given: dict[str, object] = {"colour": colour, "rules_at": rules_at}
    options = {name: given[name] for name in _OPTIONS.get(form, ())}
    return str(import_module(f"validator.report.{form}").render(report, **options))
