"""The one comment that the bot keeps on a pull request, edited in place: the verdict, then what is needed.

Everything that a contributor wrote is inert in it, and it is never longer than GitHub takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from mergebot import preview_text
from mergebot.bot.commands import FORMS
from mergebot.bot.decide import Plan
from mergebot.bot.snapshot import Account, Comment
from mergebot.preview import Preview
from validator.report import markdown
from validator.report.inert import inert
from validator.run import Report

MARK = "<!-- pwc: the bot's one comment on this pull request -->"
"""How the bot knows its own comment again. In a comment by anybody else it means nothing."""
MOST = 65_536
"""GitHub takes no longer comment."""
_MOST_FINDINGS, _MOST_PREVIEW = 38_000, 20_000


class Judged(Struct, frozen=True):
    """What a comment tells: the head, what was found, what would change, and what is still needed."""

    head: str
    report: Report
    plan: Plan
    preview: Preview | None = None


class Site(Struct, frozen=True):
    """Where things are on the web: the repository's address, and the commit whose pages explain the rules."""

    repository: str
    """As https://github.com/owner/name."""
    rules_at: str = "main"


def render(judged: Judged, site: Site) -> str:
    """The comment's text."""
    rules = f"{site.repository}/blob/{site.rules_at}/docs/rules"
    files = f"{site.repository}/blob/{judged.head}"
    found = markdown.render(judged.report, limit=_MOST_FINDINGS, rules_at=rules, files_at=files)
    verdict, _, findings = found.partition("\n\n")
    parts = [MARK, verdict, f"Judged at {judged.head}.", *_needed(judged.plan)]
    parts += [f"> {reply}" for reply in judged.plan.replies]
    if findings:
        parts.append(findings)
    if judged.preview is not None and judged.preview.boards:
        parts.append(_folded("What would change", preview_text.markdown(judged.preview, _MOST_PREVIEW)))
    parts.append(_folded("Commands", "\n".join(_table())))
    return "\n\n".join(parts)[:MOST]


def mine(comments: Iterable[Comment], bot: Account) -> list[Comment]:
    """The bot's own comments, the oldest first: one is kept, others came of a request sent twice."""
    return [one for one in comments if one.author.id == bot.id and one.body.startswith(MARK)]


def _needed(plan: Plan) -> Iterator[str]:
    """What still has to happen, as a list; nothing if it is being merged."""
    if plan.needed:
        yield "\n".join(["**Still needed:**", "", *(f"- [ ] {inert(one)}" for one in plan.needed)])


def _table() -> Iterator[str]:
    yield "Each on a line of its own, in a new comment."
    yield ""
    yield "| command | who | does |"
    yield "| --- | --- | --- |"
    yield from (f"| `{form.usage}` | {form.who} | {form.does} |" for form in FORMS.values())


def _folded(title: str, text: str) -> str:
    return f"<details>\n<summary>{title}</summary>\n\n{text}\n\n</details>"
