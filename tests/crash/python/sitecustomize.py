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
_STEP, _NUMBER = os.environ["PWC_CRASH_STEP"], int(os.environ["PWC_CRASH_NUMBER"])
_RANDOM = re.compile(r"(?<=-)([0-9a-f]{32}|[0-9a-z_]{8}$)")

_seen: list[str] = []
_telling = False


def _step(event: str, arguments: tuple[object, ...]) -> None:
    global _telling  # noqa: PLW0603 (an audit hook is a function, and has no other place to keep it)
    if event not in _STEPS or _telling or (event == "open" and not _writes(arguments)):
        return
    paths = [str(each) for each in arguments if isinstance(each, str | os.PathLike)]
    if not paths or not paths[0].startswith(_INSIDE):
        return
    _telling = True
    name = " ".join(["python", event, *(_RANDOM.sub("*", Path(path).name) for path in paths)])
    _seen.append(name)
    with (_FOLDER / "steps").open("a") as steps:
        steps.write(f"{name}\n")
    if name == _STEP and _seen.count(name) == _NUMBER:
        whom = os.environ["PWC_CRASH_WHOM"]
        (_FOLDER / "killed").write_text(f"{name}: before, {whom}\n")
        os.kill(0 if whom == "group" else os.getpid(), signal.SIGKILL)
    _telling = False


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & _WRITING)


if "pwc" in sys.orig_argv:
    sys.addaudithook(_step)
