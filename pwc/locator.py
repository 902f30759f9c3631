"""The ways to point at a paper, each in one normal form: ``arxiv:2208.01448``, ``doi:10.1/x``, ``url:…``.

Two addresses of one paper (http and https, /abs/ and /pdf/, with and without a version) give the same
locator. The identifiers' forms: https://info.arxiv.org/help/arxiv_identifier.html, https://www.doi.org,
https://aclanthology.org/faq/ids/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_ARXIV_HOSTS = {"arxiv.org", "www.arxiv.org", "export.arxiv.org"}
_ARXIV_PATH = re.compile(
    r"/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?", re.IGNORECASE
)
_ACL_PATH = re.compile(r"/([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?:\.pdf)?/?")
_OPENREVIEW_ID = re.compile(r"(?:^|&)id=([A-Za-z0-9_-]+)")
_WWW = re.compile(r"^(www\.)+(?=.)")
_SUBJECT_CLASS = re.compile(r"\.[a-z]{2}/")
_VERSION = re.compile(r"v\d+$")
_NEW_STYLE = re.compile(r"(\d\d)(\d\d)\.\d{4,5}")
_OLD_STYLE = re.compile(r"[a-z.-]+/(\d\d)(\d\d)\d{3}")


def arxiv(identifier: str) -> str:
    """The locator of an arXiv identifier, which may carry a version and (if old) a subject class."""
    return "arxiv:" + _SUBJECT_CLASS.sub("/", _VERSION.sub("", identifier.lower()))


def doi(identifier: str) -> str:
    """The locator of a DOI. DOIs do not tell upper from lower case; arXiv's own DOIs are arXiv papers."""
    lower = identifier.lower()
    if lower.startswith("10.48550/arxiv."):
        return arxiv(lower.removeprefix("10.48550/arxiv."))
    return "doi:" + lower


def url(address: str) -> str:
    """The locator of a web address: the identifier in it if it is a known archive's, else the address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # a half-open [ in the host, a port that is none
        return "url:" + address
    host, path = (parts.hostname or "").lower().rstrip("."), parts.path
    if host in _ARXIV_HOSTS and (match := _ARXIV_PATH.fullmatch(path)):
        return arxiv(match[1])
    if host in {"doi.org", "dx.doi.org", "www.doi.org"} and path.startswith("/10."):
        return doi(path[1:])
    if host == "openreview.net" and (match := _OPENREVIEW_ID.search(parts.query)):
        return "openreview:" + match[1]
    if host in {"aclanthology.org", "www.aclanthology.org"} and (match := _ACL_PATH.fullmatch(path)):
        return "acl:" + match[1]
    query = f"?{parts.query}" if parts.query else ""
    site = f"[{host}]" if ":" in host else _WWW.sub("", host)
    where = site if port in {None, 80, 443} else f"{site}:{port}"
    return f"url:https://{where}{path.rstrip('/')}{query}"


def locators(fields: dict[str, str | None]) -> Iterator[str]:
    """Every locator that a paper's fields give (``arxiv``, ``doi``, ``openreview``, ``acl``, ``url``)."""
    if value := fields.get("arxiv"):
        yield arxiv(value)
    if value := fields.get("doi"):
        yield doi(value)
    if value := fields.get("openreview"):
        yield "openreview:" + value
    if value := fields.get("acl"):
        yield "acl:" + value
    if value := fields.get("url"):
        yield url(value)


def has_wrong_length(identifier: str) -> bool:
    """Whether a new-style arXiv identifier has a digit too few or too many.

    Numbers have four digits up to 1412 and five from 1501 on (arXiv's page on identifiers).
    """
    month, dot, number = _VERSION.sub("", identifier).partition(".")
    return bool(dot) and month.isdigit() and len(number) != (5 if month >= "1501" else 4)


def arxiv_month(identifier: str) -> tuple[int, int] | None:
    """The year and month that an arXiv identifier names, or None if its form is unknown.

    Both styles begin with two digits of the year and two of the month; arXiv began in 1991.
    """
    match = _NEW_STYLE.match(identifier) or _OLD_STYLE.match(identifier.lower())
    if match is None:
        return None
    year = int(match[1])
    return (1900 + year if year >= 91 else 2000 + year), int(match[2])
