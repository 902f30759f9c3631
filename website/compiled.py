"""Templates as compiled code, kept where Python keeps that of its own modules: `__pycache__` beside them.

Compiling all templates takes longer than making the pages that a merge touches. Where nothing can be kept, as
in a folder that is not ours, they are compiled each time.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from website import direct
from website.facts import digest

_COMPILER = digest(Path(direct.__file__).read_bytes()).hex()
_FOLDER = Path(__file__).parent / "templates" / "__pycache__"


class BesideTemplates(BytecodeCache):
    """Jinja's compiled templates. What belongs to another source or version counts as nothing."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what was kept, if anything was."""
        with suppress(OSError), _file(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, in one step: other builds may be reading."""
        if sys.dont_write_bytecode:
            return
        new = _file(bucket).with_suffix(f".{os.getpid()}.new")
        with suppress(OSError):
            _FOLDER.mkdir(exist_ok=True)
            new.write_bytes(bucket.bytecode_to_string())
            new.replace(_file(bucket))


def _file(bucket: Bucket) -> Path:
    return _FOLDER / f"{bucket.key}.{_COMPILER}.{sys.implementation.cache_tag}.jinja"
