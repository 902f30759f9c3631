"""What a contributor wrote in words: the names, titles, authors and sentences of a submission, with places.

Most files are clean, so the groups are also kept as long texts, in which a rule searches for its marks before
it looks at anything one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from pwc.span import Path
from pwc.submission import New, PaperEntry, ResultEntry
from validator.content import Content
from validator.finding import Place

Words = tuple[str, Path]
"""A text and its place in the document."""

SEPARATOR = "\x1f"
"""Between the texts of a group: the unit separator, which counts as a space and no document may hold."""


class Wording(Struct):
    """A submission's texts, by what may stand in them; of corrections what they set, not what there was."""

    models: list[Words] = []
    names: list[Words] = []
    """New names of tasks, datasets, methods and metrics; all others are the catalog's."""
    labels: list[Words] = []
    """Settings, and where in the paper a number stands."""
    titles: list[Words] = []
    authors: list[Words] = []
    sentences: list[Words] = []
    """Descriptions and abstracts."""
    brief: str = ""
    """All but sentences in one text, each between two separators."""
    lower: str = ""
    """The same in lower case."""
    named: str = ""
    """Models and new names alone, in lower case."""
    written_by: str = ""
    """The authors alone."""


@lru_cache(maxsize=1)
def wording(content: Content) -> Wording:
    """The texts of a submission, collected once for all rules."""
    submission = content.submission
    found = Wording()
    _results(found, submission.results)
    if submission.paper is not None:
        _paper(found, submission.paper)
    new = submission.new
    if new.tasks or new.datasets or new.methods or new.metrics:
        _new(found, new)
    if submission.corrections:
        _corrections(found, content.entry.value["corrections"])
    named = _joined(found.models, found.names)
    found.written_by = _joined(found.authors)
    found.brief = named + _joined(found.labels, found.titles) + found.written_by
    found.lower = found.brief.lower()
    found.named = named.lower()
    return found


def _joined(*groups: list[Words]) -> str:
    """Texts in one, each between two separators; empty for none."""
    texts = [text for group in groups for text, _ in group]
    return SEPARATOR + SEPARATOR.join(texts) + SEPARATOR if texts else ""


def _results(found: Wording, results: tuple[ResultEntry, ...]) -> None:
    for index, result in enumerate(results):
        found.models.append((result.model, ("results", index, "model")))
        if result.setting is not None:
            found.labels.append((result.setting, ("results", index, "setting")))
        evidence = result.evidence
        if evidence is not None:
            path = ("results", index, "evidence")
            if evidence.table is not None:
                found.labels.append((evidence.table, (*path, "table")))
            if evidence.figure is not None:
                found.labels.append((evidence.figure, (*path, "figure")))
            if evidence.section is not None:
                found.labels.append((evidence.section, (*path, "section")))


def _paper(found: Wording, paper: PaperEntry) -> None:
    if paper.title is not None:
        found.titles.append((paper.title, ("paper", "title")))
    if paper.abstract is not None:
        found.sentences.append((paper.abstract, ("paper", "abstract")))
    found.authors += [(name, ("paper", "authors", index)) for index, name in enumerate(paper.authors)]


def _new(found: Wording, new: New) -> None:
    kinds: dict[str, tuple[Any, ...]] = {
        "tasks": new.tasks,
        "datasets": new.datasets,
        "methods": new.methods,
        "metrics": new.metrics,
    }
    for kind, entries in kinds.items():
        for index, entry in enumerate(entries):
            path = ("new", kind, index)
            found.names.append((entry.name, (*path, "name")))
            if (full_name := getattr(entry, "full_name", None)) is not None:
                found.names.append((full_name, (*path, "full_name")))
            if (description := getattr(entry, "description", None)) is not None:
                found.sentences.append((description, (*path, "description")))


def _corrections(found: Wording, corrections: list[dict[str, Any]]) -> None:
    groups = {"title": found.titles, "abstract": found.sentences, "setting": found.labels}
    for index, correction in enumerate(corrections):
        path = ("corrections", index)
        named = found.models if "model" in correction else found.names
        named += [(correction[key], (*path, key)) for key in ("rename", "alias") if key in correction]
        fields, before = correction.get("set") or {}, correction.get("was") or {}
        groups["model"] = found.models
        for field, group in groups.items():
            text = fields.get(field)
            if isinstance(text, str) and text != before.get(field):
                group.append((text, (*path, "set", field)))
        authors = fields.get("authors") or ()
        known = before.get("authors") or ()
        found.authors += [(a, (*path, "set", "authors", n)) for n, a in enumerate(authors) if a not in known]


def places_of(content: Content, words: Words) -> Iterator[Place]:
    """Every place that must change when a text does: a new name is used elsewhere in the file too."""
    text, path = words
    yield Place(path)
    if path[0] == "new" and path[-1] == "name":
        kind = str(path[1])
        for found, place in _leaves(content.entry.value, ()):
            if found == text and _names_a(kind, place):
                yield place


def _leaves(value: Any, path: Path) -> Iterator[tuple[str, Place]]:
    """Every text of a document, and every metric's name that is a key."""
    if isinstance(value, str):
        yield value, Place(path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if path and path[-1] == "metrics":
                yield key, Place((*path, key), key=True)
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))


def _names_a(kind: str, place: Place) -> bool:
    """Whether a place holds the name of a task, a dataset, a method or a metric."""
    *above, last = place.path
    if kind == "metrics":
        return place.key
    if isinstance(last, int):
        return above[-1:] == [kind]
    return last == kind.removesuffix("s") or (kind == "tasks" and last == "parent")
