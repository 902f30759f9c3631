"""The ways to point at a paper, each in one normal form: ``arxiv:2208.01448``, ``doi:10.1/x``, ``url:…``.

Two addresses of one paper (http and https, /abs/ and /pdf/, with and without a version) give the same
locator. The identifiers' forms: https://info.arxiv.org/help/arxiv_identifier.html, https://www.doi.org,
https://aclanthology.org/faq/ids/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

_FOLDERS_OF_ARXIV = frozenset({"abs", "pdf", "html", "format", "src", "e-print"})
_ARXIV_FOLDERS = {
    **dict.fromkeys(
        ("arxiv.org", "www.arxiv.org", "export.arxiv.org", "browse.arxiv.org"), _FOLDERS_OF_ARXIV
    ),
    # Other pages about arXiv's papers, under arXiv's identifiers.
    **dict.fromkeys(("alphaxiv.org", "www.alphaxiv.org"), frozenset({"abs", "pdf", "overview"})),
    **dict.fromkeys(("ar5iv.org", "www.ar5iv.org", "ar5iv.labs.arxiv.org"), frozenset({"abs", "html"})),
    **dict.fromkeys(("huggingface.co", "www.huggingface.co", "hf.co"), frozenset({"papers"})),
}
_MIRROR_OF_ARXIV = re.compile(r"[a-z]{2}\.arxiv\.org")
_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_PATH = re.compile(rf"/([a-z-]+)/+{_ARXIV_ID}(?:\.pdf)?/?", re.IGNORECASE | re.ASCII)
_ACL_PATH = re.compile(
    r"/([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]{1,20}-[a-z0-9_]{1,20}\.\d{1,6})(?:v\d+)?(?:\.pdf)?/?", re.ASCII
)
_OLD_ACL_PATH = re.compile(rf"(?:/anthology)?(?:(?:/papers)?/[A-Z]/[A-Z]\d\d)?{_ACL_PATH.pattern}", re.ASCII)
_ACL_PATHS = {
    **dict.fromkeys(("aclanthology.org", "www.aclanthology.org"), _ACL_PATH),
    # The anthology's addresses until 2020; they lead to the new ones.
    **dict.fromkeys(("aclweb.org", "www.aclweb.org", "anthology.aclweb.org"), _OLD_ACL_PATH),
}
_DOI_HOSTS = {"doi.org", "dx.doi.org", "www.doi.org"}
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
    lower = identifier.lower().rstrip(".")  # a full stop behind one is the sentence's
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
    known = _identifier_at(host, path, parts.query)
    if known is not None:
        return known
    query = f"?{parts.query}" if parts.query else ""
    site = f"[{host}]" if ":" in host else _WWW.sub("", host)
    where = site if port in {None, 80, 443} else f"{site}:{port}"
    return f"url:https://{where}{path.rstrip('/')}{query}"


def _identifier_at(host: str, path: str, query: str) -> str | None:
    """The locator in an address of a known archive."""
    path = _as_servers_read(path)
    folders = _ARXIV_FOLDERS.get(host) or (_MIRROR_OF_ARXIV.fullmatch(host) and _FOLDERS_OF_ARXIV)
    if folders and (match := _ARXIV_PATH.fullmatch(path)):
        return arxiv(match[2]) if match[1].lower() in folders else None
    if host in _DOI_HOSTS and path.startswith("/10."):
        return doi(path[1:])
    if host == "openreview.net" and (match := _OPENREVIEW_ID.search(query)):
        return "openreview:" + match[1]
    if (pattern := _ACL_PATHS.get(host)) and (match := pattern.fullmatch(path)):
        return "acl:" + match[1]
    return None


def _as_servers_read(path: str) -> str:
    """A path with its %38 decoded, without spaces at its end and slashes in a row at its start."""
    if "%" in path:
        plain = unquote(path).rstrip(" ")
        path = plain if plain.isascii() and plain.isprintable() and " " not in plain else path
    return f"/{path.lstrip('/')}" if path.startswith("//") else path


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


# What follows is asked only about what is wrong already, so its patterns are compiled when they are needed.

_PLAIN = {
    "arxiv": rf"(?i:(?:10\.48550/)?(?:arxiv)?\s*[:.]?\s*{_ARXIV_ID}(?:\s*\[[a-z.-]+\])?)",
    "doi": r"""(?i:(?:https?://)?(?:dx\.|www\.)?(?:doi\.org/)?(?:doi)?[\s:]*(10\.\d{4,9}/[!$-&(-;=@-\[\]^_a-~]+))""",
    "openreview": r"(?i:openreview\s*:\s*)?([A-Za-z0-9_-]{6,20})",
    "acl": rf"(?i:acl(?:\s+anthology)?\s*:?)?\s*{_ACL_PATH.pattern.removeprefix('/')}",
}
_OWN_HOSTS = (
    r"(?:arxiv|alphaxiv|ar5iv|aclanthology|aclweb|doi)\.org|openreview\.net|"
    r"(?:github|gitlab)\.com|bitbucket\.org|codeberg\.org|huggingface\.co"
)
_REPOSITORY_BY_SSH = r"(?:(?:git\+)?ssh://)?git@([a-z.]+)[:/]([\w./-]+)"


def identifier_in(kind: str, text: str) -> str | None:
    """The plain identifier of a kind (``arxiv``, ``doi``, ``openreview``, ``acl``) in a text around it.

    So ``arXiv:2208.01448v2 [cs.CL]`` and ``https://arxiv.org/pdf/2208.01448`` are 2208.01448. None where the
    text is something else, or is plain already.
    """
    if kind not in _PLAIN:
        return None
    if match := re.fullmatch(_PLAIN[kind], text.strip(), re.ASCII):
        found: str = match[1]
        plain = arxiv(found).removeprefix("arxiv:") if kind == "arxiv" else found
    else:
        known, _, plain = url(address_in(text) or text).partition(":")
        if known != kind or not re.fullmatch(_PLAIN[kind], plain, re.ASCII):
            return None
    return plain if plain != text and len(plain) <= 300 else None


def address_in(text: str) -> str | None:
    """The web address in a text that means one but has another form, or None if that is not certain.

    Mended are brackets and spaces around it, capitals in its scheme, letters that are not ASCII, git's own
    forms, and a scheme that is missing before a well-known host.
    """
    plain = re.sub(r"^(?:\[[^\]]*\]\(|<)(.*)[)>]$", r"\1", text.strip())
    if match := re.fullmatch(_REPOSITORY_BY_SSH, plain):
        plain = f"https://{match[1]}/{match[2].removesuffix('.git')}"
    plain = re.sub(r"^(?i:git\+)?(?i:(https?)://)", lambda scheme: f"{scheme[1].lower()}://", plain)
    plain = re.sub(rf"^(?:git://)?(?=(?:www\.)?(?:{_OWN_HOSTS})/.)", "https://", plain)
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+[/:].*", plain):
        return None
    if not plain.isascii():
        plain = quote(plain, safe="/:?#[]@!$&()*+,;=%~._-")
    allowed = re.fullmatch(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]{1,1990}", plain)
    return plain if allowed and plain != text else None
