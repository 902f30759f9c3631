"""The one comment that the bot keeps on a pull request, edited in place: the verdict, then what is needed.

Everything that a contributor wrote is inert in it, and it is never longer than GitHub takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from mergebot import preview_text
from mergebot.bot.commands import FORMS
from mergebot.bot.decide import Plan
from mergebot.bot.errands import Judgement
from mergebot.bot.own_comment import MARK
from validator.report import markdown
from validator.report.inert import inert
from validator.rule_page import Documentation, documented

MOST = 65_536
"""GitHub takes no longer comment."""
_MOST_FINDINGS, _MOST_PREVIEW = 38_000, 20_000


class Site(Struct, frozen=True):
    """Where things are on the web: the repository's address, and the commit whose pages explain the rules."""

    repository: str
    """As https://github.com/owner/name."""
    rules_at: str = "main"

    @property
    def rules(self) -> str:
        """The folder with the rules' pages."""
        return f"{self.repository}/blob/{self.rules_at}/docs/rules"


def render(head: str, plan: Plan, judgement: Judgement | None, site: Site) -> str:
    """The comment's text. Without a judgement nothing was checked, for a reason that the plan tells."""
    verdict, findings = _verdict(head, plan, judgement, site)
    parts = [MARK, f"### {verdict}"]
    if judgement is not None and judgement.verdict.landed is None:
        parts.append(f"Judged at {head}.")
    parts += [*_needed(plan), *(f"> {reply}" for reply in plan.replies), *findings]
    seen = None if judgement is None else judgement.preview
    if seen is not None and seen.boards:
        parts.append(_folded("What would change", preview_text.markdown(seen, _MOST_PREVIEW)))
    every = documented() if plan.explained else {}
    parts += [_explained(every, code, site) for code in plan.explained]
    parts.append(_folded("Commands", "\n".join(_table())))
    return "\n\n".join(parts)[:MOST]


def _verdict(head: str, plan: Plan, judgement: Judgement | None, site: Site) -> tuple[str, Sequence[str]]:
    """The first line, and the findings."""
    if judgement is not None and judgement.verdict.landed is not None:
        commit = judgement.verdict.landed
        return f"Merged as [{commit[:12]}]({site.repository}/commit/{commit})", ()
    if plan.closed_for is not None:
        return f"Closed: {inert(plan.closed_for)}", ()
    if judgement is None:
        return "Not checked", ()
    if judgement.refusal is not None:
        return f"Not ready: {inert(judgement.refusal)}", ()
    files_at = f"{site.repository}/blob/{head}"
    told = markdown.render(judgement.report, limit=_MOST_FINDINGS, rules_at=site.rules, files_at=files_at)
    verdict, _, findings = told.partition("\n\n")
    return verdict.removeprefix("### "), [findings] if findings else []


def _explained(every: Mapping[str, Documentation], code: str, site: Site) -> str:
    rule = every.get(code)
    if rule is None:
        return f"> There is no rule `{code}`: [all of them]({site.rules})"
    return f"**[{rule.code}]({site.rules}/{rule.code}.md) {rule.name}**: {inert(rule.title)}"


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
