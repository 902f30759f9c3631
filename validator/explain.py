"""``pwc explain``: what a code means, why the rule is there, and how to mend what it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import click

from pwc.errors import UsageError
from validator import registry
from validator.quote import near_text, shown
from validator.rule_page import WEIGHT, Documentation, by_family, documented, published

_WIDTH = 96
_LABEL = "     "  # as wide as `Why: ` and `Fix: `


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
def explain(codes: tuple[str, ...]) -> int:
    """Explain rules by their codes or names: what they find, why they are there, and how to mend it.

    The beginning of codes, such as PWC5 or PWC31, lists the rules that have it. Without a CODE, lists all
    rules.

    \b
    Examples:
      pwc explain PWC302
      pwc explain duplicate-result unknown-dataset
      pwc explain PWC5
      pwc explain
    """
    every = documented()
    found = [_find(code, every) for code in codes]
    texts = (_text(code, every) for code in dict.fromkeys(found))
    click.echo("\n\n".join(texts) if codes else _listing())
    return 0


def _find(asked: str, every: Mapping[str, Documentation]) -> str:
    """The code that is meant, in any case, also of a retired rule, or the beginning of several.

    Raises UsageError if there is none.
    """
    wanted = asked.strip().replace("_", "-")
    names = {one.name: one.code for one in every.values()}
    code = names.get(wanted.lower(), wanted.upper())
    if code in every or code in registry.RETIRED:
        return code
    family = code.rstrip("X")  # PWC5xx, as families are called
    if re.fullmatch(r"PWC[0-9]{0,2}", family) and any(known.startswith(family) for known in every):
        return family
    looks_like_a_code = re.fullmatch(r"[A-Z]{0,4}[0-9]+", code)
    near = near_text(asked, [*every, *registry.RETIRED] if looks_like_a_code else names)
    question = f"; did you mean {near}?" if near else "; `pwc explain` alone lists all rules"
    raise UsageError(f"there is no rule {shown(asked)}{question}")


def _text(code: str, every: Mapping[str, Documentation]) -> str:
    if code in registry.RETIRED:
        return f"{code} is retired: no rule has this code any more.\n\n{_wrapped(registry.RETIRED[code])}"
    if code not in every:
        return _listing(code)
    about = every[code]
    return "\n".join(
        [
            f"{about.code} {about.name} ({about.severity}: {WEIGHT[about.severity]})",
            "",
            _wrapped(about.title),
            "",
            _wrapped(about.why, "Why: "),
            _wrapped(about.fix, "Fix: "),
            *_examples(published(code) or ""),
        ]
    )


def _wrapped(text: str, label: str = "") -> str:
    return click.wrap_text(text, _WIDTH, initial_indent=label, subsequent_indent=_LABEL if label else "")


def _examples(page: str) -> Iterator[str]:
    """The first wrong and the first right example of a page, for a terminal: blocks are indented."""
    kinds = set()
    for section in re.split(r"^## (?=Wrong: |Right: )", page, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        kind = title.partition(":")[0]
        if kind not in kinds:
            kinds.add(kind)
            yield from ("", title)
            for block in re.findall(r"^(`{3,})[a-z]+\n(.*?)\n\1$", body, re.DOTALL | re.MULTILINE):
                yield ""
                yield from (f"    {line}".rstrip() for line in block[1].split("\n"))


def _listing(beginning: str = "PWC") -> str:
    """The rules whose codes begin so, by family, and the retired ones."""
    families = (
        "\n".join([family, *_rows([one for one in members if one.code.startswith(beginning)])])
        for family, members in by_family()
        if any(one.code.startswith(beginning) for one in members)
    )
    retired = (
        f"  {code}  retired  {why}"
        for code, why in sorted(registry.RETIRED.items())
        if code.startswith(beginning)
    )
    return "\n".join(["\n\n".join(families), *retired])


def _rows(members: list[Documentation]) -> Iterator[str]:
    widest = max(len(one.name) for one in members)
    for one in members:
        yield f"  {one.code}  {one.severity!s:7}  {one.name:{widest}}  {one.title}"
