"""What may stand in a submission: the catalog's names, their variants, and what attackers write."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.names import AnyNamed, Names
from pwc.yaml_reader import INVISIBLE
from tests.fuzz.hostile import HOSTILE

readable = st.characters(exclude_categories=["C", "Zl", "Zp"]).filter(lambda c: not INVISIBLE.search(c))
"""Letters and signs of all scripts that a file may hold."""


def names_in(catalog: Catalog) -> dict[str, list[str]]:
    """The catalog's names and aliases, by what they name."""
    boards = list(catalog.boards())
    return {
        "task": _named(catalog.tasks),
        "dataset": _named(catalog.datasets),
        "method": _named(catalog.methods),
        "area": _named(catalog.areas),
        "metric": [metric.name for board in boards for metric in board.metrics],
        "model": [result.model for board in boards for result in board.results],
        "setting": [
            "zero-shot",
            "0-shot",
            "Zero Shot",
            "fine-tuned",
            "5-shot",
            "few-shot (32)",
            "linear probe",
        ],
        "board": [board.slug for board in boards],
        "result": [result.id for board in boards for result in board.results],
        "paper": [paper.slug for paper in catalog.papers()],
    }


def _named(table: Names[AnyNamed]) -> list[str]:
    return [name for record in table for name in (record.name, *record.aliases)]


@st.composite
def variants(draw: st.DrawFn, names: st.SearchStrategy[str]) -> str:
    """Names as somebody may have meant them: in other letters, with a slip, with something around them."""
    name = draw(names)
    at = draw(st.integers(0, max(0, len(name) - 1)))
    before, letter, after = name[:at], name[at : at + 1], name[at + 1 :]
    forms = (
        *(name.lower(), name.upper(), name.title(), name.swapcase()),
        *(name.replace(" ", "-"), name.replace(" ", "  "), f" {name}", f"{name} ", f"{name}.", f"{name},"),
        *(f"{name}s", f"the {name}", f"{name}-v2", f"{name} 2", f"{name}++", f"{name} ({name})"),
        *(f"{name} (ours)", f"{name} (zero-shot)", f"`{name}`", f"<b>{name}</b>", f"**{name}**"),
        *(f"{before}{after}", f"{before}x{letter}{after}", f"{before}{after[:1]}{letter}{after[1:]}"),
        *(name.replace("e", "\u0435"), unicodedata.normalize("NFD", name), f"{before}\u200b{letter}{after}"),
        "".join(chr(ord(c) + 0xFEE0) if "!" < c < "~" else c for c in name),
        " ".join(reversed(name.split())),
        "".join(word[:1] for word in name.split()).upper(),
        f"{name} {draw(st.sampled_from(HOSTILE))}",
    )
    return draw(st.sampled_from(forms))


def texts(names: Iterable[str] = ()) -> st.SearchStrategy[str]:
    """Texts of all kinds: known names, their variants, hostile ones, and any others."""
    known = st.sampled_from(sorted(names) or ["a"])
    return st.one_of(known, known, variants(known), st.sampled_from(HOSTILE), st.text(readable, max_size=12))
