"""The links of a submission, each taken apart once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from pwc.span import Path
from pwc.submission import New, Submission
from validator.content import Content

Role = Literal["paper", "pdf", "code", "evidence", "dataset", "method"]
"""What a link is given as."""

# RFC 3986, appendix B, with the authority taken apart as browsers do: what is before the last @ is a login.
_PARTS = re.compile(
    r"(https?)://(?:([^/?#]*)@)?(\[[^\]/?#]*\]|[^/?#:\[\]@]*)(?::([^/?#]*))?(/[^?#]*|)(?:\?([^#]*))?(?:#(.*))?",
    re.DOTALL,
)


class Link(Struct, frozen=True):
    """A link: where it stands in the document, what it is given as, and its parts."""

    text: str
    path: Path
    role: Role
    scheme: str
    login: str | None
    host: str
    """In lower case; empty where the link cannot be read at all."""
    home: str
    """The host without www."""
    port: str | None
    location: str
    """The path on the host."""
    query: str | None
    fragment: str | None


@lru_cache(maxsize=1)
def links(content: Content) -> tuple[Link, ...]:
    """Every link of a submission, in its order; of corrections what they set, not what there was."""
    found = [_parted(*use) for use in _uses(content.submission)]
    if content.submission.corrections:
        found += [_parted(*use) for use in _corrected(content.entry.value["corrections"])]
    return tuple(found)


def parts(text: str) -> tuple[str | None, ...]:
    """Scheme, login, host, port, path, query and fragment of a link; all empty where it cannot be read."""
    match = _PARTS.fullmatch(text)
    return match.groups() if match else ("", None, "", None, "", None, None)


def _parted(text: str, path: Path, role: Role) -> Link:
    scheme, login, host, port, location, query, fragment = parts(text)
    host = (host or "").lower()
    home = host.removeprefix("www.").removesuffix(".")
    return Link(text, path, role, scheme or "", login, host, home, port, location or "", query, fragment)


_Use = tuple[str, Path, Role]


def _uses(submission: Submission) -> Iterator[_Use]:
    paper = submission.paper
    if paper is not None:
        if paper.url is not None:
            yield paper.url, ("paper", "url"), "paper"
        if paper.pdf is not None:
            yield paper.pdf, ("paper", "pdf"), "pdf"
        for index, code in enumerate(paper.code):
            yield code.url, ("paper", "code", index, "url"), "code"
    for index, result in enumerate(submission.results):
        if result.evidence is not None and result.evidence.url is not None:
            yield result.evidence.url, ("results", index, "evidence", "url"), "evidence"
    yield from _uses_of_new(submission.new)


def _uses_of_new(new: New) -> Iterator[_Use]:
    for index, dataset in enumerate(new.datasets):
        if dataset.url is not None:
            yield dataset.url, ("new", "datasets", index, "url"), "dataset"
    for index, method in enumerate(new.methods):
        if method.paper is not None:
            yield method.paper, ("new", "methods", index, "paper"), "method"


def _corrected(corrections: list[dict[str, Any]]) -> Iterator[_Use]:
    for index, correction in enumerate(corrections):
        fields, before = correction.get("set") or {}, correction.get("was") or {}
        path = ("corrections", index, "set")
        if (pdf := fields.get("pdf")) and pdf != before.get("pdf"):
            yield pdf, (*path, "pdf"), "pdf"
        known = [code.get("url") for code in before.get("code") or ()]
        for number, code in enumerate(fields.get("code") or ()):
            if code["url"] not in known:
                yield code["url"], (*path, "code", number, "url"), "code"
        if url := (fields.get("evidence") or {}).get("url"):
            yield url, (*path, "evidence", "url"), "evidence"
