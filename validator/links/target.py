"""What a link leads to, as far as its text tells: nowhere, or to something that is no code."""

from __future__ import annotations

import re

from validator.links import hosts
from validator.links.link import Link
from validator.quote import shown

# A label of a host has letters, digits and inner hyphens; underscores do occur before the registered name.
_HOST = (
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*"
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\.?"
)


def why_closed(link: Link) -> str | None:
    """Why nobody outside can open a link, or None."""
    if not link.host:
        return f"the address {shown(link.text)} cannot be read: it names no host"
    if link.port is not None and not (link.port.isdigit() and 0 < int(link.port[:6]) < 65536):
        return f"there is no port {shown(link.port)}"
    if re.search(r"/(?:\.|%2e){1,2}(?:/|$)", link.location, re.IGNORECASE):
        return f"the path of {shown(link.text)} goes back by dots, and leads elsewhere than it seems"
    return _why_no_host(link.host.removesuffix("."))


def _why_no_host(host: str) -> str | None:
    if host.startswith("[") or re.fullmatch(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*", host):
        return f"{shown(host)} is a number, which may be another machine tomorrow, and not a name"
    ending = host.rpartition(".")[2]
    if "." not in host or ending in hosts.RESERVED_ENDINGS:
        return f"{shown(host)} is a name that works in one network at most, not on the web"
    if any(host == name or host.endswith(f".{name}") for name in hosts.RESERVED_HOSTS):
        return f"{shown(host)} is a placeholder: no paper, code or data are there"
    if not re.fullmatch(_HOST, host) or len(host) > 253:
        return f"no host can have the name {shown(host)}"
    if re.search(hosts.LIBRARY, host):
        return f"{shown(host)} opens for the members of one library alone"
    return None


_NOT_OWNERS = frozenset({"orgs", "topics", "search", "features", "sponsors", "marketplace", "collections"})


def instead_of_code(link: Link) -> str | None:
    """What a link that is given as code leads to instead, or None."""
    steps = [step for step in link.location.split("/") if step]
    if link.home in hosts.REPOSITORY_HOSTS:
        if not steps or steps[0] in _NOT_OWNERS:
            return "a page about many repositories"
        return "an owner's page" if len(steps) < 2 else None
    if link.home == "huggingface.co" and (not steps or steps[0] in {"papers", "docs", "blog"}):
        return "a page without code"
    if link.home in hosts.PAPER_HOSTS or link.location.lower().endswith(".pdf"):
        return "a paper"
    return "a post or a profile" if link.home in hosts.WITHOUT_REPOSITORIES else None
