"""Links in their plain form: what one does not need, which repository it names, where it is sent on to."""

from __future__ import annotations

import re

from pwc import locator
from validator.links import hosts
from validator.links.link import Link, parts

# Patterns stay text until they are needed: compiling them costs more than judging a plain link.
_TRACKING = r"(?:utm_[a-z]+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hsenc|_hsmi)(?:=|$)"
_STARTING_PAGES = tuple(
    f"/{folder}/{branch}{file}"
    for folder in ("-/tree", "tree", "-/blob", "blob", "src/branch", "src")
    for branch in ("main", "master")
    for file in ("", "/README.md")
)
_ENDS_OF_STARTING_PAGES = ("/", ".git", "main", "master", ".md")
_REPOSITORY = r"/[^/]+/[^/]+"


def plainer(link: Link) -> tuple[str, list[str]]:
    """A link without what it does not need, and what that was; nothing if it is plain."""
    if link.host.endswith("aclweb.org") and (found := locator.url(link.text)).startswith("acl:"):
        return f"https://aclanthology.org/{found.removeprefix('acl:')}/", ["the anthology has moved"]
    host = hosts.REAL_NAMES.get(link.host, link.host)
    if (
        link.scheme == "https"
        and host == link.host
        and link.port is link.query is link.fragment is None
        and not link.location.endswith(_ENDS_OF_STARTING_PAGES)
    ):
        return link.text, []
    what = [] if host == link.host else [f"the host's own name is {host}"]
    scheme, port = link.scheme, link.port
    if scheme == "http" and port in {None, "80"} and _serves_https(host):
        what.append(f"{host} has https")
        scheme, port = "https", None
    query, fragment = _untracked(link.query), link.fragment
    if query != link.query:
        what.append("parts of it track readers")
    if fragment and ":~:" in fragment:
        fragment = fragment.partition(":~:")[0] or None
        what.append("it marks a passage")
    location = link.location
    if link.role == "code" and host in hosts.REPOSITORY_HOSTS and fragment is query is None:
        location = _repository_root(location)
        if location != link.location:
            what.append("the repository's address is shorter")
    if not what or not host or link.login is not None:
        return link.text, []
    tail = ("" if query is None else f"?{query}") + ("" if fragment is None else f"#{fragment}")
    return f"{scheme}://{host}{'' if port is None else f':{port}'}{location}{tail}", what


def _serves_https(host: str) -> bool:
    return host in hosts.SERVES_HTTPS or host.endswith((".github.io", ".wikipedia.org"))


def _untracked(query: str | None) -> str | None:
    if query is None or not re.search(_TRACKING, query):
        return query
    return "&".join(part for part in query.split("&") if not re.match(_TRACKING, part)) or None


def _repository_root(location: str) -> str:
    """A path to a repository's starting page as the path to the repository; any other as it is."""
    root = _without_starting_page(location)
    return root if re.match(_REPOSITORY, root) else location


def _without_starting_page(location: str) -> str:
    before, root = "", location
    while root != before:
        before = root
        root = root.rstrip("/").removesuffix(".git")
        root = next((root.removesuffix(page) for page in _STARTING_PAGES if root.endswith(page)), root)
    return root


def repository(address: str) -> str:
    """What two addresses of one repository have in common, to be compared and never shown."""
    _, _, host, _, location, query, _ = parts(address)
    home = (host or "").lower().removeprefix("www.")
    place = _without_starting_page(location or "")
    if home in hosts.REPOSITORY_HOSTS:
        place = place.lower()
    return f"{home}{place}?{query or ''}"


def target(link: Link) -> str | None:
    """Where a redirect sends its readers; empty where that cannot be read; None if it is no redirect."""
    is_google = re.fullmatch(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?", link.home)
    home = "google.com" if is_google else link.home
    if home.endswith(".safelinks.protection.outlook.com"):
        home = home.partition(".")[2]
    if home.endswith(hosts.TRANSLATOR) or home in {"urldefense.com", "urldefense.proofpoint.com"}:
        return ""
    start, parameter = hosts.REDIRECTS.get(home, ("", ""))
    if not parameter or not link.location.startswith(start) or not link.query:
        return None
    from urllib.parse import parse_qs  # noqa: PLC0415 (asked only about redirects)

    values = parse_qs(link.query)
    found = (values.get(parameter) or values.get("q") or [""])[0]
    is_plain = re.fullmatch(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]{1,1990}", found)
    return found if is_plain else ""
