"""Python imports this by itself: it counts what the merge does to files, and kills it before one of them.

The interpreter announces every such step (see "audit events"), so that the merge's code needs no hook for it.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

_STEPS = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.utime"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_FOLDER = Path(os.environ["PWC_CRASH"])
_INSIDE = os.environ["PWC_CRASH_REPOSITORY"]
_AT = int(os.environ["PWC_CRASH_NUMBER"]) if os.environ["PWC_CRASH_WHEN"] == "python" else 0
_RANDOM = re.compile(r"[0-9a-f]{32}")

_seen = 0
_telling = False


def _step(event: str, arguments: tuple[object, ...]) -> None:
    global _seen, _telling  # noqa: PLW0603 (an audit hook is a function, and has no other place to count)
    if event not in _STEPS or _telling or (event == "open" and not _writes(arguments)):
        return
    paths = [str(each) for each in arguments if isinstance(each, str | os.PathLike)]
    if not paths or not paths[0].startswith(_INSIDE):
        return
    _telling = True
    _seen += 1
    name = " ".join([event, *(_RANDOM.sub("*", Path(path).name) for path in paths)])
    with (_FOLDER / "steps").open("a") as steps:
        steps.write(f"python {name}\n")
    if _seen == _AT:
        whom = os.environ["PWC_CRASH_WHOM"]
        (_FOLDER / "killed").write_text(f"python {name}: before, {whom}\n")
        os.kill(0 if whom == "group" else os.getpid(), signal.SIGKILL)
    _telling = False


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & _WRITING)


if "pwc" in sys.orig_argv:
    sys.addaudithook(_step)
