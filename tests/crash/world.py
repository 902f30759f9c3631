"""A repository that submissions are merged into, and what must hold in it whenever a merge ends."""

from __future__ import annotations

import json
from pathlib import Path

from pwc.git_program import run
from pwc.git_tree import GitTree
from tests.repository import FIRST, Repository, submission
from validator.catalog_check import check

MONTH = "submissions/2026/11"
KINDS = ("checked out", "linked", "bare")
_OWN = {"notes.md": "an own file, unknown to git\n", "staged.md": "staged\n", "README.md": "changed here\n"}
_OWN_STATUS = [" M README.md", "?? notes.md", "A  staged.md"]


class World:
    """A catalog of one board in a repository of some kind: main is checked out, or nowhere, or elsewhere.

    The working tree that has main holds work of its owner's, which must never be lost.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        folder.mkdir()
        self.kind = kind
        self.repository = Repository(folder / "repository")
        self.tree: Path | None = self.repository.path
        self.offered = 1
        self.expected = {f"{MONTH}/first.yaml"}
        """The submissions that are in the catalog once every merge has ended; of twins, one."""
        self.twins: dict[str, str] = {}
        """Which file says the same as one that is expected."""
        self._begin()

    def _begin(self) -> None:
        repository = self.repository
        repository.path.mkdir()
        bare = ["--bare"] if self.kind == "bare" else []
        repository.git("init", "--quiet", "--initial-branch=main", *bare)
        self._import(f"commit refs/heads/main\n{_WHO}data 1\nx\n" + _file("README.md", "A catalog.\n"))
        self._import(_offer("first", FIRST))
        if self.kind == "linked":
            self.tree = repository.path.parent / "linked tree"
            repository.git("symbolic-ref", "HEAD", "refs/heads/elsewhere")
            repository.git("worktree", "add", "--quiet", str(self.tree), "main")
        if self.kind == "checked out":
            repository.git("reset", "--quiet", "--hard")
        if self.kind == "bare":
            self.tree = None
        else:
            self._leave_own_work()
        done = repository.pwc("merge", "--approved-by", "Mia", "first")
        assert done.returncode == 0, done.stderr

    def _leave_own_work(self) -> None:
        assert self.tree is not None
        for name, text in _OWN.items():
            (self.tree / name).write_text(text)
        self.repository.git("-C", str(self.tree), "add", "staged.md")

    def offer(self, *, adopted: bool = False) -> str:
        """A new branch with one good submission; ``adopted``: its history may not enter main's."""
        self.offered += 1
        name = f"p{self.offered}"
        self._import(_offer(name, submission(self.offered), *(["malware.bin"] if adopted else [])))
        self.expected.add(f"{MONTH}/{name}.yaml")
        return name

    def offer_twin(self, name: str) -> str:
        """A branch with the same result as the one of this name, in another file."""
        twin = f"{name}-twin"
        self._import(_offer(twin, submission(int(name[1:]))))
        self.twins[f"{MONTH}/{name}.yaml"] = f"{MONTH}/{twin}.yaml"
        return twin

    def tip(self) -> str:
        """Where main is."""
        return self.repository.git("rev-parse", "refs/heads/main")

    def log(self) -> list[str]:
        """The files that the catalog has accepted, in order."""
        lines = self.repository.git("grep", "-h", '"number":', "main", "--", "catalog/log").splitlines()
        entries = sorted((json.loads(line) for line in lines), key=lambda entry: entry["number"])
        assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
        return [entry["file"] for entry in entries]

    def check(self) -> None:
        """What holds at any moment: main is a valid catalog, git finds no fault, nothing is in it twice."""
        self.repository.git("fsck", "--strict", "--no-dangling")
        with GitTree(self.repository.path, self.tip()) as tree:
            found = [finding.message for finding in check(tree).findings]
        assert found == []
        log = self.log()
        assert len(log) == len(set(log))
        self.settle()
        assert set(log) <= self.expected

    def settle(self) -> None:
        """Expect a twin in place of the file that it is the twin of, if it has landed."""
        landed = {file: twin for file, twin in self.twins.items() if twin in self.log()}
        self.expected = self.expected - landed.keys() | set(landed.values())

    def check_nothing_is_left(self) -> None:
        """What holds once a merge has ended by itself: no litter, and the working tree has followed."""
        common = Path(self.repository.git("rev-parse", "--path-format=absolute", "--git-common-dir"))
        left = [*common.rglob("*.lock"), *common.glob("pwc-checkout*"), *(common / "pwc-merge").glob("*")]
        left += common.glob("fast_import_crash_*")
        assert [str(file) for file in left if file.name != "pwc-merge.lock"] == []
        assert self.repository.git("for-each-ref", "refs/pwc") == ""
        if self.tree is not None:
            status = run(self.tree, "status", "--porcelain").decode().splitlines()
            assert sorted(status) == sorted(_OWN_STATUS), status
            assert {name: (self.tree / name).read_text() for name in _OWN} == _OWN

    def check_all_landed(self) -> None:
        """What holds at the end: everything once, the working tree equals HEAD, a rebuild gives the same."""
        self.check()
        self.check_nothing_is_left()
        assert sorted(self.log()) == sorted(self.expected)
        done = self.repository.pwc("catalog", "rebuild", "--check", "--rev", "main")
        assert done.returncode == 0, done.stdout + done.stderr
        if self.tree is not None:
            run(self.tree, "reset", "--quiet", "staged.md")
            run(self.tree, "checkout", "README.md")
            run(self.tree, "diff", "--quiet", "HEAD")
            on_disk = {f"{MONTH}/{file.name}" for file in (self.tree / MONTH).iterdir()}
            assert on_disk == self.expected

    def _import(self, stream: str) -> None:
        run(self.repository.path, "fast-import", "--quiet", stdin=stream.encode())


_WHO = "committer Ada Contributor <ada@example.org> 1700000000 +0000\n"


def _offer(name: str, text: str, *hidden: str) -> str:
    """A branch for ``git fast-import``; what is hidden, its first commit adds and its second removes."""
    branch = f"refs/heads/{name}"
    first = f"commit {branch}\n{_WHO}data 3\nAdd\nfrom refs/heads/main^0\n" + _file(
        f"{MONTH}/{name}.yaml", text
    )
    first += "".join(_file(path, "bad\n") for path in hidden)
    removed = "".join(f"D {path}\n" for path in hidden)
    return first + (f"\ncommit {branch}\n{_WHO}data 6\nRemove\n{removed}\n" if hidden else "\n")


def _file(path: str, text: str) -> str:
    return f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n"
