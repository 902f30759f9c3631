"""Git's own strict check of what a merge would bring along: a remote would refuse what it does find."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from mergebot.workshop import workshop
from pwc.errors import GitError
from pwc.git_program import run


def faulty(repository: Path, main: str, heads: Sequence[str]) -> frozenset[str]:
    """Those of some heads whose history since main holds an object that git itself would not make.

    All are looked at together; only where something is found, half of them at a time.
    """
    if not heads or _is_strict(repository, main, heads):
        return frozenset()
    if len(heads) == 1:
        return frozenset(heads)
    middle = len(heads) // 2
    return faulty(repository, main, heads[:middle]) | faulty(repository, main, heads[middle:])


def _is_strict(repository: Path, main: str, heads: Sequence[str]) -> bool:
    wanted = "".join(f"{head}\n" for head in heads) + f"^{main}\n"
    with tempfile.TemporaryDirectory(prefix="strict-", dir=workshop(repository)) as folder:
        pack = Path(folder, "range.pack")
        try:
            packed = run(repository, "pack-objects", "--quiet", "--revs", "--stdout", stdin=wanted.encode())
            pack.write_bytes(packed)
            run(repository, "index-pack", "--strict", "-o", str(pack.with_suffix(".idx")), str(pack))
        except GitError:
            return False
    return True
