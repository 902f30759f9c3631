"""4xx: links, judged by their text alone; nothing is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pwc import locator
from pwc.span import Path, Span
from pwc.submission import PaperEntry
from validator.content import Content
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.links import hosts
from validator.links.form import plainer, repository, target
from validator.links.link import Link, links
from validator.links.target import instead_of_code, why_closed
from validator.quote import shown
from validator.registry import rule
from validator.wording.lookalike import imitated_host


@rule("PWC401", Severity.ERROR, stage="content")
def link_cannot_be_opened(content: Content) -> Iterator[Problem]:
    """A link leads nowhere that the public can reach.

    Why: whoever wants to see the paper, the code or the evidence must be able to open it.
    Fix: give the address at which everybody finds it.
    """
    for link in links(content):
        if (
            link.home not in hosts.SERVES_HTTPS
            or link.port is not None
            or "/." in link.location
            or "%2" in link.location
        ):
            why = why_closed(link)
            if why is not None:
                yield Problem(
                    why, at=Place(link.path), fix="Give the address at which everybody finds it on the web."
                )


@rule("PWC402", Severity.ERROR, stage="content")
def host_not_what_it_seems(content: Content) -> Iterator[Problem]:
    """A link looks as if it led to a well-known host, and leads elsewhere.

    Why: readers trust the name that they see; and a slip in it sends them to whoever has registered the slip.
    Fix: write the host's real name; take out whatever stands before an `@`.
    """
    for link in links(content):
        if link.login is not None:
            yield Problem(
                f"what stands before the @ is a login; this leads to {shown(link.host)}",
                at=Place(link.path),
                fix="Copy the address from the page itself; none has an @ before its host.",
            )
        elif link.home not in hosts.SERVES_HTTPS and (meant := imitated_host(link.host)):
            yield Problem(
                f"{shown(link.host)} is not {meant}, only like it",
                at=Place(link.path),
                fix=f"Did you mean {meant}? Open the page and copy its address.",
            )


@rule("PWC403", Severity.ERROR, stage="content")
def hidden_destination(content: Content) -> Iterator[Problem]:
    """A link goes through a link shortener or a redirect.

    Why: nobody sees where it leads, and it may lead elsewhere tomorrow.
    Fix: open it, and copy the address that it leads to.
    """
    for link in links(content):
        if link.home in hosts.SHORTENERS:
            yield Problem(
                f"{shown(link.host)} hides where this link leads",
                at=Place(link.path),
                fix="Open it, and copy the address that it leads to.",
            )
        elif (real := target(link)) is not None:
            yield Problem(
                f"{shown(link.host)} only passes readers on",
                at=Place(link.path),
                fix=f"Write `{real}`." if real else "Open it, and copy the address that it leads to.",
                repair=real or None,
            )


@rule("PWC404", Severity.WARNING)
def site_that_closed(context: Context) -> Iterator[Problem]:
    """A link leads to paperswithcode.com, which was switched off in July 2025.

    Why: its pages are gone, so the link shows nothing.
    Fix: link to the paper, the code or the dataset itself.
    """
    for link in links(context.content):
        if link.home == "paperswithcode.com":
            known = None if link.role == "code" else _paper_at_old_address(context, link)
            yield Problem(
                "paperswithcode.com was switched off in July 2025",
                at=Place(link.path),
                fix=f"The catalog has that paper as {shown(known)}; link to it."
                if known
                else "Link to what its page was about.",
            )


def _paper_at_old_address(context: Context, link: Link) -> str | None:
    """An identifier of the paper that a page of the old site was about, if the catalog has it."""
    _, _, slug = link.location.partition("/paper/")
    paper = context.catalog.paper(slug.strip("/")) if re.fullmatch(r"[a-z0-9-]+/?", slug) else None
    if paper is None:
        return None
    fields = {name: getattr(paper, name) for name in ("arxiv", "doi", "openreview", "acl", "url")}
    return next(locator.locators(fields), None)


@rule("PWC405", Severity.HINT, stage="content")
def plainer_link(content: Content) -> Iterator[Problem]:
    """A link has parts that it does not need: http for a host with https, tracking, `.git`, `/tree/main`.

    Why: one address a page lets programs see that two links are the same, and nobody is tracked.
    Fix: write the plain address.
    """
    for link in links(content):
        plain, what = plainer(link)
        if what and not (link.role == "paper" and _identifier(link.text)):
            yield Problem(
                f"this link can be plainer: {' and '.join(what)}",
                at=Place(link.path),
                fix=f"Write `{plain}`.",
                repair=plain,
            )


@rule("PWC406", Severity.HINT, stage="content")
def identifier_as_link(content: Content) -> Iterator[Problem]:
    """The paper is given by an address that holds its arXiv, DOI, OpenReview or ACL identifier.

    Why: an identifier stays the same where addresses change, and is easier to read.
    Fix: give the identifier under its own key.
    """
    paper = content.submission.paper
    if paper is None:
        return
    if paper.url is not None and (found := _identifier(paper.url)):
        yield _under_its_own_key(content, "url", found, paper)
    if paper.doi is not None and (own := locator.doi(paper.doi)).startswith("arxiv:"):
        yield _under_its_own_key(content, "doi", own, paper)


def _identifier(address: str) -> str | None:
    """The locator in an address of a well-known archive."""
    found = locator.url(address)
    return None if found.startswith("url:") else found


def _under_its_own_key(content: Content, field: str, found: str, paper: PaperEntry) -> Problem:
    kind, _, plain = found.partition(":")
    message = f"this is the paper {shown(found)}"
    others = {name: value for name, value in paper.identifiers.items() if name != field}
    if found in locator.locators(others):
        return Problem(message, Place(("paper", field)), "Delete this line; another one says the same.")
    plain = locator.identifier_in(kind, getattr(paper, field)) or plain  # a DOI as it is written
    line, fix = f'{kind}: "{plain}"', f'Write {kind}: "{plain}" instead of this line.'
    key, value = (content.entry.document.span(("paper", field), key=is_key) for is_key in (True, False))
    if others[kind] is not None or key.line != value.end_line:
        return Problem(message, Place(("paper", field)), fix)
    whole = Span(key.line, key.column, value.end_line, value.end_column)
    return Problem(message, whole, fix, repair=line)


@rule("PWC407", Severity.WARNING, stage="content")
def not_a_repository(content: Content) -> Iterator[Problem]:
    """A link given as code leads to an owner's page, to a paper, a video or a profile.

    Why: whoever looks for the code finds none there.
    Fix: link to the repository itself.
    """
    for link in links(content):
        if link.role == "code" and (found := instead_of_code(link)):
            yield Problem(
                f"this leads to {found}, not to a repository",
                at=Place(link.path),
                fix="Link to the repository itself; if there is none, delete the entry.",
            )


@rule("PWC408", Severity.WARNING)
def same_repository_twice(context: Context) -> Iterator[Problem]:
    """A repository is given twice, perhaps in two spellings, or the catalog has it under another one.

    Why: the paper's page would list it twice.
    Fix: keep one of the two.
    """
    given = [link for link in links(context.content) if link.role == "code"]
    if not given:
        return
    paper = context.paper
    if len(given) == 1 and (paper is None or any(code.url == given[0].text for code in paper.code)):
        return
    stored = {repository(code.url): code.url for code in paper.code} if paper is not None else {}
    seen: dict[tuple[Path, str], str] = {}
    for link in given:
        key, place = repository(link.text), Place(link.path)
        known = stored.get(key, link.text) if link.path[0] == "paper" else link.text
        if first := seen.get((link.path[:-2], key)):
            message = f"this repository is given already, as {shown(first)}"
            yield Problem(message, place, "Keep one of the two.")
        elif known != link.text:
            message = f"the catalog has this repository as {shown(known)}"
            yield Problem(message, place, f"Write `{known}`.", known)
        seen.setdefault((link.path[:-2], key), link.text)


@rule("PWC409", Severity.HINT, stage="content")
def needless_pdf(content: Content) -> Iterator[Problem]:
    """`pdf:` gives an address that the paper's identifier or `url:` gives already.

    Why: `pdf:` is for a PDF that is not at the usual address; every line less is one less to review.
    Fix: delete the line.
    """
    paper = content.submission.paper
    if paper is None or paper.pdf is None:
        return
    if paper.pdf == paper.url or locator.url(paper.pdf) in locator.locators(paper.identifiers):
        yield Problem(
            "the paper's identifier leads to this PDF already", at=Place(("paper", "pdf")), fix="Delete it."
        )


@rule("PWC410", Severity.WARNING, stage="content")
def pdf_of_another_paper(content: Content) -> Iterator[Problem]:
    """`pdf:` leads to another paper than the identifier beside it.

    Why: one of the two is a slip, and readers would compare the numbers with the wrong paper.
    Fix: keep the one that is right.
    """
    paper = content.submission.paper
    if paper is None or paper.pdf is None:
        return
    found = locator.url(paper.pdf)
    kind = found.partition(":")[0]
    own = [known for known in locator.locators(paper.identifiers) if known.startswith(f"{kind}:")]
    if kind != "url" and own and found not in own:
        yield Problem(
            f"this is the PDF of {shown(found)}, and the paper is {shown(own[0])}",
            at=Place(("paper", "pdf")),
            fix="Keep the one that is right.",
        )


@rule("PWC411", Severity.WARNING, stage="content")
def evidence_not_public(content: Content) -> Iterator[Problem]:
    """A link given as evidence leads into somebody's own documents or messages.

    Why: its owner can close or change it without a trace, so nobody can rely on it.
    Fix: name the paper's table and page, or link to a page that stays.
    """
    for link in links(content):
        if link.role == "evidence" and (
            link.home in hosts.PRIVATE_PLACES or link.home.endswith((".sharepoint.com", ".notion.site"))
        ):
            yield Problem(
                f"what {shown(link.home)} shows can be closed or changed by one person, unseen",
                at=Place(link.path),
                fix="Name the paper's table and page instead, or link to a page that stays.",
            )


_TAIL = r"(?:[.,;:]+|/(?:full|abstract|pdf|epdf|fulltext|meta)|(?<![a-z0-9])\.pdf)$"


@rule("PWC412", Severity.HINT, stage="content")
def doi_with_a_tail(content: Content) -> Iterator[Problem]:
    """A DOI ends in what belongs to the sentence or the address that it was copied from.

    Why: with its tail it is another DOI, which leads nowhere.
    Fix: delete the tail.
    """
    paper = content.submission.paper
    if paper is not None and paper.doi is not None:
        plain = re.sub(_TAIL, "", paper.doi)
        if plain != paper.doi and plain.partition("/")[2]:
            yield Problem(
                f"{shown(paper.doi[len(plain) :])} is not part of a DOI",
                at=Place(("paper", "doi")),
                fix=f"Write {shown(plain)}.",
                repair=plain,
            )
