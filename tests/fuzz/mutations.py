"""Bytes that no editor writes: files cut, spliced and stirred, and soups of YAML's own signs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from pwc.document import MAX_BYTES
from tests.fuzz.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
_SEEDS = ("submissions", "tests/validator/fixtures", "tests/pwc")

# fmt: off
_SIGNS = (
    "- ", "? ", ": ", ":", ",", "[", "]", "{", "}", "#", " #", "&a ", "*a", "!", "!!str ", "!<x> ", "|",
    ">", "|-2\n", ">+\n", "'", '"', "%YAML 1.2\n", "---\n", "...\n", "@", "`", "<<: ", "~", "\\", "\\x",
    "\\u12", "\\U00110000", "\t", " ", "  ", "\n", "\r\n", "\r", "\n\n", "\n  ", "\n    ", "null", "true",
    "-", "--", "1.5", "0",
)
_OTHERS = (
    "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "paper", "results", "new", "corrections", "metrics",
    "task", "value", "9" * 41, ".5", "1e9", "1e31", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
)
# fmt: on
SIGNS = tuple(sign.encode() for sign in _SIGNS)
"""What means something to YAML."""
TOKENS = (
    *SIGNS,
    *(token.encode("utf-8", "surrogatepass") for token in (*_OTHERS, *HOSTILE)),
    *(b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xff\xfe", b"a\x00b\x00"),
)
"""What is put into files: signs, hostile texts, and bytes that are no text."""


def seeds() -> list[bytes]:
    """The repository's own submissions and all fixtures, sorted, as bytes to begin with."""
    files = (file for folder in _SEEDS for file in sorted((ROOT / folder).rglob("*.yaml")))
    return [file.read_bytes() for file in files]


def stirred(data: bytes, others: Sequence[bytes], seed: int) -> bytes:
    """A file with one to eight changes: pieces put in, taken out, replaced, repeated, or of another file."""
    random = Random(seed)
    for _ in range(random.choice([1, 1, 1, 2, 3, 8])):
        data = _changed(data, others, random)
    return data[: MAX_BYTES + 1]


def _changed(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    if random.random() < 0.2:
        return _with_other_lines(data, random)
    start, end = _slice(data, random)
    before, piece, behind = data[:start], data[start:end], data[end:]
    other = random.choice(others)
    there, until = _slice(other, random)
    instead = (
        b"",
        random.choice(TOKENS),
        random.choice(TOKENS) + piece,
        piece * random.choice([2, 2, 3, 30]),
        other[there:until],
        random.randbytes(random.choice([1, 1, 4])),
        piece.swapcase(),
    )
    return before + random.choice(instead) + behind


def _with_other_lines(data: bytes, random: Random) -> bytes:
    """A file with two lines exchanged, or one of them indented more or less."""
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    if random.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines[one] = random.choice([lines[one][1:], b" " + lines[one], b"  " + lines[one]])
    return b"\n".join(lines)


def _slice(data: bytes, random: Random) -> tuple[int, int]:
    """A short stretch of a file, now and then a long one; often a whole line or a whole word."""
    start = random.randint(0, len(data))
    if random.random() < 0.4:
        mark = random.choice([b"\n", b" ", b'"'])
        start = data.rfind(mark, 0, start) + 1
        return start, data.find(mark, start) if data.find(mark, start) >= 0 else len(data)
    return start, min(len(data), start + random.choice([0, 1, 1, 2, 5, 20, 200]))


@st.composite
def stirred_files(draw: st.DrawFn, found: Sequence[bytes], times: int) -> list[bytes]:
    """One of some files, stirred in several ways."""
    data, seed = draw(st.sampled_from(found)), draw(st.integers(0, 2**32))
    return [stirred(data, found, seed + number) for number in range(times)]


_signs = st.lists(st.sampled_from(SIGNS), max_size=25).map(b"".join)
soups = st.one_of(
    _signs,
    st.lists(st.sampled_from(TOKENS), max_size=60).map(b"".join),
    _signs.map(lambda soup: b"paper:\n  title: " + soup),
    _signs.map(lambda soup: b"paper: {arxiv: " + soup + b"}\n"),
    _signs.map(lambda soup: b"results:\n  - task: a\n    metrics: {a: " + soup),
    st.binary(max_size=300),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
"""YAML's signs in no order, bytes and letters in no order."""
