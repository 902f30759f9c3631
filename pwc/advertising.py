"""What has no business in a name: links, addresses, advertising. Kept to patterns that are certain.

Patterns stay text until they are needed: compiling them costs more than judging a clean file.
"""

from __future__ import annotations

import re

# None of these is a link or an address: Food.com (a dataset), mAP@0.5 (a metric), ViT-L/14@336px (a model).
_LINK = (
    r"(?i:\w://|\bwww\.\w|\b[a-z0-9-]+\.(?:com|org|net|io|co|ai|me|ly|cn|ru|gg|xyz|info|biz|shop|store"
    r"|online|site|website|club|icu|vip|cc|app)/\w"
    r"|\b(?:java|vb)script:[^\s(]*\(|\bdata:text/|\bmailto:\w)"
)
_ENDINGS = r"(?:com|net|org|info|biz|shop|store|online|xyz|gg|site|website|club|icu|vip)"
_INVITED = rf"(?i:\bvisit\s+(?:[a-z0-9-]+\.)+{_ENDINGS}\b)"
_IN_BRACKETS = rf"[(\[]\s*(?:[a-z0-9-]+\.)+{_ENDINGS}\s*[)\]]"  # in small letters: (Food.com) may be a name
_SITE = r"(?i:(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|shop|store|online)/?)"
_MAIL = (
    r"(?i:[\w.+-]+@[\w.-]+\.(?:com|org|net|edu|gov|io|ai|info|de|cn|uk|fr|in|ru|jp|kr|eu|xyz|co|me|biz"
    r"|site|online)\b)"
)
_HANDLE = r"(?:^|\s)@[A-Za-z]\w{3,}"
_PHONE = (
    r"\+\d{1,3}[ (.-]{1,2}\d{1,4}\)?(?:[ .-]?\d{3,4}){2,}"
    r"|\b1[ -]8\d\d[ -]\d{3}[ -]\d{4}\b|\(\d{3}\) ?\d{3}-\d{4}"
)
_SHOUT = r"\bbest (?:model|ai|llm|method) ever\b|\bworld'?s best\b|!!|\d ?% (?:discount|off)\b(?!-)"

PHRASES = (
    *("visit our", "visit us", "visit my", "check out our", "follow us", "follow me on", "subscribe to"),
    *("contact us", "contact me", "call us", "call now", "hire us", "hire me", "buy now", "order now"),
    *("click here", "free trial", "promo code", "coupon code", "discount code", "money back"),
    *("customer care", "toll free", "helpline", "best price", "special offer", "make money", "earn money"),
    *("casino", "viagra", "backlinks", "join our", "try it now", "refund a"),
)
"""Phrases of advertising that no name in the archive of Papers With Code has, except its spam."""

_TRIGGERS = frozenset(
    word for phrase in (*PHRASES, "off") for word in phrase.split() if len(word) > 2 and word != "our"
)
_MARKS_TO_SPACES = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?[\\]^_`{|}~", " "))
_ADDRESS = re.compile(r"\.[a-z]{2,7}[/\x1f)\]]|\(\d{3}\) ?\d{3}-|\+\d{1,3}[ (.-]|1[ -]8\d\d[ -]")


def may_advertise(lower: str) -> bool:
    """Whether texts in lower case are worth a closer look. Quick, for the many that are not."""
    return (
        not lower.isascii()
        or any(mark in lower for mark in ("://", "www.", "@", "!!", "script:", "data:", "mailto:"))
        or not _TRIGGERS.isdisjoint(lower.translate(_MARKS_TO_SPACES).split())
        or _ADDRESS.search(lower) is not None
    )


def link_in(text: str) -> str | None:
    """What kind of address a text holds, or None."""
    if re.search(_LINK, text) or re.search(_INVITED, text):
        return "a link"
    return "an e-mail address" if re.search(_MAIL, text) else None


def advertising_in(text: str) -> str | None:
    """What makes a text an advertisement, or None."""
    if re.search(_PHONE, text):
        return "a telephone number"
    lower = text.lower()
    phrases = rf"(?<!\w)(?:{'|'.join(PHRASES)})(?!\w)"
    return "advertising" if re.search(_SHOUT, lower) or re.search(phrases, lower) else None


def account_in(text: str) -> str | None:
    """Whether a text is or names a site in brackets, or holds the name of an account on a social network."""
    if re.fullmatch(_SITE, text) or re.search(_IN_BRACKETS, text):
        return "a site's address"
    return "the name of an account" if re.search(_HANDLE, text) else None
