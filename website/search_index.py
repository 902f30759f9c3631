"""The search's index: a catalog's contents in, files of names and of tokens out; pure.

A browser that searches loads little. ``search/tokens/<two characters>.json`` has all tokens that begin so,
each with the keys of the records that it names; ``search/names/<two digits>.json`` has what to show of the
records whose keys begin so. A key is made from the record's kind and slug alone and not from its place among
others, so that a new record changes only the files that it stands in itself. What is found in which order is
decided in the browser (frontend/src/search/). Why it is so: docs/decisions/0016-searching-static-files.md.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import count

from msgspec import json

from website.contents import Contents
from website.search_items import Item, Items, beginning

DIRECTORY = "search/index.json"
"""The file that tells which token files there are, so that none is asked for in vain."""
KINDS = "tdbmpa"
"""Tasks, datasets, leaderboards (boards), methods, papers, areas: how the index writes a record's kind."""
SIZES = 10
"""How many steps of size a record has: each is twice the one before."""
OTHER = "other"
"""The file of the tokens whose first characters make no plain file name, such as words in Chinese."""
LARGEST = 48_000
"""Characters that a file of tokens may have before its tokens are parted by three characters."""
LONGEST_NAME = 300
"""What is shown of a name; the whole one stands on the page that it leads to."""

KEY = 5
"""Characters of 6 bits: among 100,000 records five have to share, and then one of the two is named anew."""
ENTRY = KEY + 2
"""Characters of an entry in a listing: the key, kind and size in one, and how many tokens the record has."""
MOST_COUNTED = 31
"""So many tokens of a record are counted; half of the digits say that its name begins with the token."""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Row = tuple[str, str, str, str, str]
"""What a file of names says of a record: kind, slug, name, note, and the end of its entries in listings."""


def files(contents: Contents) -> dict[str, bytes]:
    """All files of the index, by their paths in the site."""
    names: dict[str, dict[str, Row]] = defaultdict(dict)
    listings: dict[str, list[str]] = defaultdict(list)
    for key, item in keyed(Items(contents).all()):
        names[shard_of(key)][key] = row = row_of(item)
        inside, first, start = key + row[-1], key + _as_first(row[-1]), beginning(item.name)
        for token in item.tokens:
            listings[token].append(first if start.startswith(token) else inside)
    made = {names_path(shard): encode(listed) for shard, listed in names.items()}
    found = in_files({token: "".join(sorted(entries)) for token, entries in listings.items()})
    made.update((tokens_path(name), encode(listed)) for name, listed in found.items())
    made[DIRECTORY] = encode(sorted(found))
    return made


def names_path(shard: str) -> str:
    """The path of a file of names."""
    return f"search/names/{shard}.json"


def tokens_path(name: str) -> str:
    """The path of a file of tokens."""
    return f"search/tokens/{name}.json"


def row_of(item: Item) -> Row:
    """What a file of names says of an item."""
    size = min(item.size.bit_length(), SIZES - 1)
    end = _DIGITS[KINDS.index(item.kind) * SIZES + size] + _DIGITS[min(len(item.tokens), MOST_COUNTED)]
    return (item.kind, item.slug, item.name[:LONGEST_NAME], item.note, end)


def entry(key: str, row: Row, token: str, start: str) -> str:
    """A record's entry in the listing of a token, if its name has this ``beginning``."""
    return key + (_as_first(row[-1]) if start.startswith(token) else row[-1])


def _as_first(end: str) -> str:
    return end[0] + _DIGITS[_DIGITS.index(end[1]) + MOST_COUNTED + 1]


def in_files(listings: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The listings by the names of their files: two characters, or three where two would be too many."""
    by_two: dict[str, dict[str, str]] = defaultdict(dict)
    for token, entries in listings.items():
        by_two[group_of(token)][token] = entries
    found: dict[str, dict[str, str]] = {}
    for name, listed in by_two.items():
        size = sum(len(token) + len(entries) for token, entries in listed.items())
        found.update({name: listed} if size <= LARGEST or name == OTHER else _by_three(listed))
    return found


def group_of(token: str) -> str:
    """The file that a token stands in, or what the names of the files begin with among which it is."""
    start = token[:2]
    return start if _is_plain(start) else OTHER


def _by_three(listings: Mapping[str, str]) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for token, entries in listings.items():
        start = token[:3]
        groups[start if _is_plain(start) else token[:2]][token] = entries
    return groups


def _is_plain(start: str) -> bool:
    return start.isascii() and start.isalnum()


def keyed(found: Iterable[Item]) -> Iterator[tuple[str, Item]]:
    """The items with their keys: no two are the same, whatever else there is."""
    taken: set[str] = set()
    for item in found:
        key = next(key for key in keys(f"{item.kind}:{item.slug}") if key not in taken)
        taken.add(key)
        yield key, item


def keys(identity: str) -> Iterator[str]:
    """The keys that a record can have: the first that no other has."""
    return (hashed(identity + "'" * times) for times in count())


def shard_of(key: str) -> str:
    """The file of names that a key stands in: the first eight bits of the key, in two digits."""
    return f"{_DIGITS.index(key[0]) << 2 | _DIGITS.index(key[1]) >> 4:02x}"


def hashed(identity: str) -> str:
    """The key that a record has by itself, from its kind and slug."""
    return urlsafe_b64encode(blake2b(identity.encode(), digest_size=6).digest())[:KEY].decode("ascii")


def encode(value: object) -> bytes:
    """The bytes of a file of the index."""
    return json.encode(value, order="sorted")
