"""The files that are dearest to judge: bombs, towers, floods, and texts on which patterns go astray.

Each is at most 64 KiB (one byte more is never read), and each gets an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

from pwc.document import MAX_BYTES, MAX_LINE

PAPER = 'paper: {arxiv: "1706.03762"}\n'
BOARD = "task: Question Answering, dataset: COPA"
UNKNOWN = f"- {{{BOARD}, model: The last, metrics: {{Nothing: 1}}}}\n"
"""A result with a metric that its board does not have: an error, whatever stands before it."""

_LONG = 60_000
_WIDTH = MAX_LINE - 400


@cache
def worst() -> dict[str, bytes]:
    """The files, by what they are."""
    return {**_bombs(), **_floods(), **_results(), **_names(), **_numbers(), **_texts(), **_links()}


def whole(text: str) -> bytes:
    """A text as a file, cut to the largest size that is read."""
    return text.encode()[:MAX_BYTES]


def lines_of(piece: str, before: str = "", width: int = _WIDTH) -> bytes:
    """A piece over and over, in lines that are just short enough, up to the largest size that is read."""
    line = piece * max(1, width // len(piece.encode()))
    return whole(before + f"{line}\n" * (MAX_BYTES // len(line.encode()) + 1))


def flood(entries: Iterable[str], before: str = "", after: str = "") -> bytes:
    """As many entries as fit into a file between its beginning and its end."""
    pieces, room = [before], MAX_BYTES - len(before.encode()) - len(after.encode())
    for entry in entries:
        room -= len(entry.encode())
        if room < 0:
            break
        pieces.append(entry)
    return ("".join(pieces) + after).encode()


def quoted(text: str) -> str:
    """A long text in double quotes, over as many lines as it needs; every space of it counts."""
    pieces = (text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH))
    return '"' + "\\\n  ".join(f"\\{piece}" if piece.startswith(" ") else piece for piece in pieces) + '"'


def short_names() -> Iterator[str]:
    """Short names, each another one, the shortest first; none of them means something else to YAML."""
    for length in range(1, 9):
        for letters in product("abcdefghijklmpqrstuvwxz", repeat=length):
            yield "".join(letters)


def _bombs() -> dict[str, bytes]:
    """What YAML readers die of."""
    aliases = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n' + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    merges = "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 900))
    alone = ("[", "{", "{a: ", "- ", "? ", "!", "! ", "&", "&a ", "*", "*a ", "'", '"', "%", "|", ">")
    below = ("[", "{", "- ", "? ", "[{", "!!str ", "&a !b ", "- - ", "-\t", "'a' ", '"a": ', "a: ", "&", "!")
    return {
        "alias bomb": aliases.encode(),
        "merge bomb": whole("a0: &a0 {x: 1}\n" + merges),
        **{f"tower of {piece}": lines_of(piece) for piece in alone},
        **{f"tower of {piece} below a key": lines_of(piece, "paper:\n  ") for piece in below},
        "staircase of mappings": whole("".join(" " * i + "a:\n" for i in range(360))),
        "staircase of sequences": whole("".join(" " * i + "-\n" for i in range(360))),
        "a thousand brackets in block": flood([f"- {'[' * 15}{']' * 15}\n"] * 66, "paper:\n"),
        "nested flow in nested block": lines_of("[{a: [{b: ", "- - - - a:\n  - "),
    }


def _floods() -> dict[str, bytes]:
    """Keys, entries and marks in their thousands."""
    keys = {
        "": "{}:\n",
        " with numbers": "{}: 1\n",
        " below paper": " {}: 1\n",
        " below results": " {}: x\n",
        " in a correction": "  {}: x\n",
    }
    before = ("", "", "paper:\n", "results:\n-\n", "corrections:\n- task: a\n")
    escapes = ['"\\0",\n'] * MAX_BYTES
    return {
        **{
            f"64 KiB of keys{where}": flood(map(key.format, short_names()), start)
            for (where, key), start in zip(keys.items(), before, strict=True)
        },
        "64 KiB of one key": flood(["a: \n"] * MAX_BYTES),
        "64 KiB of one key on long lines": lines_of("a: ,", "{"),
        "64 KiB of duplicate keys": flood(f"k{i % 20}: 1\n" for i in range(MAX_BYTES)),
        "64 KiB of empty entries": flood(["-\n"] * MAX_BYTES, "results:\n"),
        "64 KiB of authors": flood(
            (f"{n},\n" for n in short_names()), "paper: {arxiv: x, authors: [", "]}\n"
        ),
        "64 KiB of line ends": b"\n" * MAX_BYTES,
        "64 KiB of carriage returns": b"\r" * MAX_BYTES,
        **{
            f"64 KiB of {what}": lines_of(piece)
            for what, piece in {
                "spaces": " ",
                "comments": "#\n",
                "tabs": "\t",
                "documents": "---\n",
                "conflicts": "<<<<<<< a\n",
                "zero-width spaces": "\u200b\n",
                "colons": ": ",
            }.items()
        },
        "64 KiB of escapes": flood(escapes, "paper: [", "]\n"),
        "64 KiB of accents on one letter": whole("paper:\n  arxiv: e" + ("\u0301" * 8_000 + "\n    ") * 4),
    }


def _metrics(results: int, each: int, value: str, new: int = 0) -> bytes:
    """Results with some metrics each, of which the first ``new`` are described in the file."""
    names = list(islice(short_names(), each))
    described = "".join(f"  - {{{BOARD}, name: {n}, better: higher, scale: percent}}\n" for n in names[:new])
    values = ", ".join(f"{name}: {value}" for name in names)
    rows = (f"- {{{BOARD}, model: m{i}, metrics: {{{values}}}}}\n" for i in range(results))
    start = PAPER + (f"new:\n  metrics:\n{described}" if new else "")
    return flood(rows, f"{start}results:\n", UNKNOWN)


def _in_settings(settings: Iterable[str]) -> bytes:
    """499 results of one model that differ in their settings alone."""
    start = f"- {{{BOARD}, model: M, metrics: {{Accuracy: 0.5}}, setting: "
    rows = (f"{start}'{setting}'}}\n" for setting in islice(settings, 499))
    return flood(rows, f"{PAPER}results:\n", UNKNOWN)


def _results() -> dict[str, bytes]:
    """As many results and values as a file may have, or more."""
    tiny = (f"a{i}: 1, " if i % 500 else f"a{i}: 1,\n " for i in range(20_000))
    protocols = ["0 shot", "zero shot", "0 shots", "zero_shots"] * 125
    return {
        "twenty thousand metrics": flood(
            tiny, f"{PAPER}results:\n- {{{BOARD}, model: M, metrics: {{", "}}\n"
        ),
        "500 results with 100 metrics each": _metrics(500, 100, "1"),
        "results with 20 unknown metrics each": _metrics(499, 20, "0.5"),
        "499 fractions in a new metric": _metrics(499, 1, "0.5", 1),
        "fractions in ten new metrics": _metrics(499, 10, "0.5", 10),
        "fractions in fifty new metrics": _metrics(499, 50, "0.5", 50),
        "fractions and percents in fifty new metrics": _metrics(499, 50, "0.5", 50).replace(
            b"a: 0.5", b"a: 60"
        ),
        "499 results that differ in their settings": _in_settings(short_names()),
        "499 results of one protocol": _in_settings(protocols),
        "499 results of one model": _in_settings(["zero-shot"] * 499),
        "501 results": _metrics(500, 1, "0.5"),
    }


def _names() -> dict[str, bytes]:
    """As many names as a file may have that the catalog does not know."""
    long = " of a very long name in words and more words, and on it goes"
    kinds = {
        "tasks": ", area: New",
        "datasets": "",
        "methods": "",
        "metrics": f", {BOARD}, better: higher, scale: none",
    }
    files = {}
    for what, tail in {"": "", " long": long.replace(",", "")}.items():
        names = (f"{name}{tail}" for name in short_names())
        datasets = (f"- {{task: QA, dataset: {name}, model: m, metrics: {{F1: 1.5}}}}\n" for name in names)
        files[f"499{what} unknown datasets"] = flood(islice(datasets, 499), f"{PAPER}results:\n")
        tasks = (f"  - {{name: d{i}, tasks: [{', '.join(islice(names, 100))}]}}\n" for i in range(100))
        files[f"unknown{what} tasks"] = flood(tasks, f"{PAPER}new:\n  datasets:\n")
        new = "".join(
            f"  {kind}:\n" + "".join(f"  - {{name: {name}{more}}}\n" for name in islice(names, 100))
            for kind, more in kinds.items()
        )
        files[f"400{what} new names"] = f"{PAPER}new:\n{new}results:\n{UNKNOWN}".encode()
    chain = "".join(f"  - {{name: T{i}, area: New, parent: T{i + 1}}}\n" for i in range(99))
    return files | {"a chain of 99 tasks": f"{PAPER}new:\n  tasks:\n{chain}".encode()}


def _numbers() -> dict[str, bytes]:
    """Numbers that no program should try to read."""
    return {
        "a number of 16,000 digits": whole(f"format: {'9' * 16_000}\n"),
        "an exponent of 16,000 digits": whole(f"format: 1e{'9' * 16_000}\n"),
        "64 KiB of long numbers": flood((f"{i + 10**38},\n" for i in range(MAX_BYTES)), "paper: [", "]\n"),
        "64 KiB of nearly numbers": flood((f"  a{i}: {'1' * 39}.\n" for i in range(MAX_BYTES)), "paper:\n"),
    }


def _texts() -> dict[str, bytes]:
    """Texts that make a pattern try everything: long runs of what two of its parts could match."""
    spaces = {
        "arxiv": "arxiv",
        "doi": "doi",
        "acl": "acl anthology",
        "openreview": "openreview",
        "date": "1",
        "url": "https://x",
        "title": "a",
        "abstract": "a",
    }
    in_arxiv = {
        "brackets": "2208.01448 " + "[a" * 20_000,
        "digits": "1" * _LONG,
        "letters": "a" * _LONG,
        "folders": "https://arxiv.org/" + "abs/" * 14_000,
        "dots": "a." * (_LONG // 2),
        "quotes": "'" * _LONG,
    }
    value = f"{PAPER}results:\n- {{{BOARD}, model: M, metrics: {{Accuracy: {{}}}}}}\n".replace("{}", "%s")
    abstract = 'paper:\n  arxiv: "1706.03762"\n  tasks: [Nothing]\n  abstract: '
    return {
        **{f"spaces in {key}": _field(key, start + " " * _LONG + "x") for key, start in spaces.items()},
        **{f"{what} in arxiv": _field("arxiv", text) for what, text in in_arxiv.items()},
        "spaces in a value": (value % quoted("1" + " " * _LONG + "x")).encode(),
        "pluses in a value": (value % quoted("1" + "+" * _LONG)).encode(),
        "numbers in a value": (value % quoted("1/" * (_LONG // 2) + "x")).encode(),
        "spaces where a mapping should stand": f"paper: {quoted('a' + ' ' * _LONG + 'b')}\n".encode(),
        "colons where a mapping should stand": f"paper: {quoted('a:' * (_LONG // 2))}\n".encode(),
        "dots in a doi": _field("doi", "10.1234/" + "." * _LONG),
        "brackets in a url": _field("url", "[" * _LONG + "](https://x.org)"),
        "parentheses in a url": _field("url", "<" + ")" * _LONG),
        "a key of 1,000 letters": f"{'a' * 1_000}: 1\n".encode(),
        "keys of 1,000 letters": flood(f"a{'b' * 1_000}{i}: 1\n" for i in range(100)),
        "a name of 16,000 letters": f"{PAPER}results:\n- {{{BOARD}, model: {'a' * 16_000}}}\n".encode(),
        "a colon on a line of spaces": f"title: a{' ' * 16_000}b: c\n".encode(),
        "a line of colons and quotes": whole("a: b: " + ': "' * 5_000 + "\n"),
        "a line of brackets and colons": whole("a: [b] " + ": [" * 2_000 + "] " * 4_000 + ": c\n"),
        "a line of quotes": whole('a: "b" ' + '" ' * 8_000 + "\n"),
        "an abstract of tags": whole(f"{abstract}'{'<b a= ' * 1_600}'\n"),
        "an abstract of stars": whole(f"{abstract}'{'**a ' * 2_400}'\n"),
        "an abstract of entities": whole(f"{abstract}'{'&a' * 4_900}'\n"),
        "300 names of dollars": _names_of("$_" * 95),
        "300 names of brackets": _names_of("a (" * 60),
        "300 names of hyphens": _names_of("a-" * 95),
        "300 names of spaces": _names_of("a" + " " * 190 + "b"),
        "authors of digits": _authors("a" + "1," * 95),
        "authors of spaces": _authors("a" + " " * 190 + "b"),
    }


def _field(key: str, text: str) -> bytes:
    return f"paper: {{{key}: {quoted(text)}}}\n".encode()


def _names_of(text: str) -> bytes:
    rows = (f"- {{{BOARD}, model: '{name}{text}', metrics: {{Accuracy: 1.5}}}}\n" for name in short_names())
    return flood(islice(rows, 300), f"{PAPER}results:\n", UNKNOWN)


def _authors(text: str) -> bytes:
    rows = (f"  - '{name}{text}'\n" for name in short_names())
    return flood(rows, 'paper:\n  arxiv: "1706.03762"\n  authors:\n', f"results:\n{UNKNOWN}")


def _links() -> dict[str, bytes]:
    """Links that are long, or hide where they lead."""
    hosts = {
        "a long coded host": "xn--{name}" + "a" * 590,
        "a longer coded host": "xn--{name}" + "a" * 1_900 + ".com",
        "a login": "{name}" + "@" * 1_900,
        "a query": "www.google.com/url?q={name}" + "&a=b" * 470,
        "many labels": "{name}" + ".a" * 950,
        "many numbers": "1" + ".1" * 950 + ".{name}",
        "many slashes": "github.com/{name}" + "/" * 1_900,
        "many dots": "{name}" + "." * 1_900,
    }
    files = {}
    for what, host in hosts.items():
        links = (f"  - {{url: 'https://{host.format(name=name)}'}}\n" for name in short_names())
        start = 'paper:\n  arxiv: "1706.03762"\n  tasks: [Nothing]\n  code:\n'
        files[f"links with {what}"] = flood(islice(links, 100), start)
    return files
