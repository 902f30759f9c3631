"""Values as YAML in all the styles that people use: block and flow, plain, quoted, folded, with comments.

What ``careful`` writes reads back as the value. ``careless`` is what happens in a hurry: texts without the
quotes that they need, tabs, odd indents, keys twice.
"""

from __future__ import annotations

import json
import re
from random import Random
from typing import Any

COMMENT = "# kept"
"""How every comment begins that is written here; no text does."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w.+/()-]| (?=[\w(]))*")
_MEANS_ELSE = frozenset({"null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"})
_PRINTED = re.compile(r"[ -~\xa1-\xac\xae-\u02ff\u4e00-\u9fff\U0001f600-\U0001f64f]*")
_ON_ONE_LINE = 100


class Writer:
    """Writes one value after the other, its choices drawn from a seed."""

    def __init__(self, seed: int, *, careless: bool = False) -> None:
        self._random = Random(seed)
        self._careless = careless
        self._indent = self._random.choice([2, 2, 2, 4, 1, 3])
        self._comments = self._random.random() < 0.5
        self.comments = 0
        """How many comments were written."""

    def document(self, value: Any) -> bytes:
        """A value as a file."""
        if not isinstance(value, dict) or not value or self._chance(0.1):
            text = self._flow(value) + "\n"
        else:
            text = self._mapping(value, "")
        head = "" if self._chance(0.9) else "---\n"
        text = self._comment("") + head + text
        if self._careless and self._chance(0.1):
            text = text.replace("  ", "\t", 1)
        end = self._random.choice(["\n", "\n", "\r\n", "\r"])
        text = text.replace("\n", end)
        if self._chance(0.1):
            text = text.removesuffix(end)
        return text.encode("utf-8", "replace")

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _comment(self, indent: str) -> str:
        """Perhaps a line with a comment."""
        if not self._comments or self._chance(0.8):
            return ""
        self.comments += 1
        return f"{indent}{COMMENT} {self.comments}: a, [b\n"

    def _behind(self) -> str:
        """Perhaps a comment behind a value; the line's end in any case."""
        if not self._comments or self._chance(0.7):
            return "\n" if self._chance(0.95) else " \n\n"
        self.comments += 1
        return f"  {COMMENT} {self.comments} 'x\n"

    def _mapping(self, value: dict[str, Any], indent: str) -> str:
        lines = []
        for key, item in value.items():
            lines += [self._comment(indent), f"{indent}{self._key(key)}:{self._below(item, indent)}"]
            if self._careless and self._chance(0.02):
                lines.append(lines[-1])
        return "".join(lines)

    def _below(self, item: Any, indent: str) -> str:
        """What stands behind a key's colon, or a dash."""
        deeper = indent + " " * (self._indent + (self._careless and self._chance(0.02)))
        if isinstance(item, dict) and item and self._chance(0.7):
            return self._behind() + self._mapping(item, deeper)
        if isinstance(item, list) and item and self._chance(0.7):
            return self._behind() + self._sequence(
                item, self._random.choice([indent, deeper]) if indent else deeper
            )
        if isinstance(item, str) and (block := self._block(item, deeper)):
            return block
        return f" {self._flow(item)}{self._behind()}"

    def _sequence(self, items: list[Any], indent: str) -> str:
        lines = []
        for item in items:
            inner = indent + "  "
            if isinstance(item, dict) and item and self._chance(0.7):
                lines.append(f"{indent}- {self._mapping(item, inner).lstrip(' ')}")
            else:
                lines.append(f"{indent}-{self._below(item, inner)}")
        return self._comment(indent) + "".join(lines)

    def _block(self, text: str, indent: str) -> str | None:
        """A text as a literal or folded block; None for what is no matter of blocks."""
        if not text.strip() or text != text.strip() or self._chance(0.8):
            return None
        pieces = text.split("\n")
        if self._chance(0.5) or "  " in text or len(pieces) > 1:
            if any(piece != piece.strip() or not _PRINTED.fullmatch(piece) for piece in pieces):
                return None
            return " |-\n" + "".join(f"{indent}{piece}\n" if piece else "\n" for piece in pieces)
        if not _PRINTED.fullmatch(text):
            return None
        return (
            " >-\n" + indent + re.sub(" ", lambda _: self._random.choice([" ", f"\n{indent}"]), text) + "\n"
        )

    def _key(self, key: str) -> str:
        written = self._text(key)
        return written if len(written) < _ON_ONE_LINE or self._careless else json.dumps(key)

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            inner = ", ".join(f"{self._key(key)}: {self._flow(item)}" for key, item in value.items())
            return f"{{{inner}}}"
        if isinstance(value, list):
            return f"[{', '.join(self._flow(item) for item in value)}]"
        if isinstance(value, str):
            return self._text(value)
        if value is None:
            return self._random.choice(["null", "~", "Null", "NULL"])
        if isinstance(value, bool):
            return self._random.choice([str(value), str(value).lower(), str(value).upper()])
        return repr(value)

    def _text(self, text: str) -> str:
        if (_is_plain(text) and self._chance(0.7)) or (self._careless and self._chance(0.1)):
            return text
        if _PRINTED.fullmatch(text) and self._chance(0.5):
            return "'" + text.replace("'", "''") + "'"
        return self._escaped(text)

    def _escaped(self, text: str) -> str:
        """A text in double quotes, some of its letters as escapes."""
        written = json.dumps(text, ensure_ascii=False)
        share = self._random.choice([0, 0, 0.3])
        return "".join(
            f"\\U{ord(c):08X}"
            if (ord(c) > 126 and not _PRINTED.fullmatch(c)) or (not c.isascii() and self._chance(share))
            else c
            for c in written
        )


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text not in _MEANS_ELSE


def careful(value: Any, seed: int) -> bytes:
    """A value as a file that reads back as this value."""
    return Writer(seed).document(value)


def careless(value: Any, seed: int) -> bytes:
    """A value as a file that was written in a hurry."""
    return Writer(seed, careless=True).document(value)
