"""Which findings are asked for: ``--select`` and ``--ignore``."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from pwc.errors import UsageError
from validator.finding import Finding


class Selection(Struct, frozen=True):
    """Codes, beginnings of codes (``PWC3``) or names of rules; what is ignored is never selected."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, finding: Finding) -> bool:
        """Whether a finding is asked for."""
        chosen = not self.select or _is_meant(finding, self.select)
        return chosen and not _is_meant(finding, self.ignore)


def parse(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """A selection from what was written after the options: codes and names, several joined by commas.

    Raises UsageError for what means no rule, with the rule that is probably meant.
    """
    return Selection(tuple(_words(select)), tuple(_words(ignore)))


def _words(written: Iterable[str]) -> list[str]:
    words = [word.strip() for text in written for word in text.split(",") if word.strip()]
    return [_known(word) for word in words]


def _known(word: str) -> str:
    from validator.quote import near_text, shown  # noqa: PLC0415 (asked only when something is selected)
    from validator.registry import all_rules  # noqa: PLC0415

    rules = all_rules()
    names = {rule.name: code for code, rule in rules.items()}
    if code := names.get(word.lower()):
        return code
    if any(code.startswith(word.upper()) for code in rules):
        return word.upper()
    near = near_text(word, [*rules, *names])
    raise UsageError(f"there is no rule {shown(word)}" + (f"; did you mean {near}?" if near else ""))


def _is_meant(finding: Finding, words: tuple[str, ...]) -> bool:
    return finding.code.startswith(words)
