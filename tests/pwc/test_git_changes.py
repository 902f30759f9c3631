"""What differs between two commits: the same as git says, and an end to what git would walk for ever."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwc import git_changes, git_history, git_tree
from pwc.errors import GitError, MalformedTreeError, TooMuchDiffersError
from pwc.git_isolation import clean_environment
from pwc.git_program import run
from pwc.git_tree import GitTree
from tests.repository import Repository, submission

NAMES = st.sampled_from(["a", "b", "a.b", "a-b", "é", 'q"', " ", "-x", "c\nd"])
MODES = st.sampled_from(["100644", "100755", "120000", "160000"])
FILES = st.recursive(
    st.tuples(MODES, st.sampled_from(["1", "2", "3"])),
    lambda below: st.dictionaries(NAMES, below, max_size=3),
    max_leaves=8,
)
FOLDERS = st.dictionaries(NAMES, FILES, max_size=4)


class Objects:
    """A bare repository into which any tree can be written, also such as git would not make."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "--quiet", "--bare", ".")

    def git(self, *arguments: str, data: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            input=data,
            env=clean_environment(),
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().strip()

    def blob(self, text: str) -> str:
        return self.git("hash-object", "-w", "--stdin", data=text.encode())

    def raw_tree(self, *entries: tuple[str, str, str]) -> str:
        data = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(id_) for mode, name, id_ in entries)
        return self.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", data=data)

    def tree(self, folder: dict[str, object]) -> str:
        lines = []
        for name, below in folder.items():
            if isinstance(below, dict):
                lines.append(f"040000 tree {self.tree(below)}\t{name}")
            else:
                mode, text = cast(tuple[str, str], below)
                kind, id_ = ("commit", text * 40) if mode == "160000" else ("blob", self.blob(text))
                lines.append(f"{mode} {kind} {id_}\t{name}")
        return self.git("mktree", "-z", "--missing", data="".join(f"{line}\0" for line in lines).encode())

    def commit(self, tree: str, *parents: str) -> str:
        who = ("-c", "user.name=n", "-c", "user.email=e@e")
        return self.git(
            *who, "commit-tree", tree, "-m", "c", *(x for parent in parents for x in ("-p", parent))
        )


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> Objects:
    return Objects(tmp_path_factory.mktemp("objects"))


@settings(max_examples=40)
@given(old=FOLDERS, new=FOLDERS)
def test_what_differs_is_what_git_says(
    old: dict[str, object], new: dict[str, object], objects: Objects
) -> None:
    before, after = objects.commit(objects.tree(old)), objects.commit(objects.tree(new))
    raw = run(objects.path, "diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", before, after)
    fields = raw.decode("utf-8", "surrogateescape").split("\0")
    said = set()
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, _, blob, status = about.removeprefix(":").split(" ")
        said.add((path, status, old_mode, new_mode, blob))
    found = git_changes.changes(objects.path, before, after)
    assert {(c.path, c.status, c.old_mode, c.new_mode, c.new_blob) for c in found} == said
    assert [c.path for c in found] == sorted(c.path for c in found)


def test_a_tree_that_unfolds_for_ever_is_given_up(objects: Objects) -> None:
    tree = objects.tree({})
    empty = objects.commit(tree)
    for _ in range(40):
        tree = objects.raw_tree(("40000", "a", tree), ("40000", "b", tree))
    with pytest.raises(TooMuchDiffersError):
        git_changes.changes(objects.path, empty, objects.commit(tree))
    for _ in range(git_changes.MOST_DEPTH):
        tree = objects.raw_tree(("40000", "a", tree))
    with pytest.raises(TooMuchDiffersError):
        git_changes.changes(objects.path, empty, objects.commit(tree))


def test_a_folder_of_more_entries_than_anybody_makes_is_given_up_unread(
    objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, blob = objects.commit(objects.tree({})), objects.blob("1")
    large = objects.commit(objects.raw_tree(*(("100644", f"f{number:05}", blob) for number in range(3_000))))
    assert len(git_changes.changes(objects.path, empty, large)) == 3_000
    monkeypatch.setattr(git_tree, "MOST_TREE_BYTES", 50_000)
    with GitTree(objects.path, large) as tree:
        with pytest.raises(TooMuchDiffersError):
            tree.read("f00001")
        assert tree.read_object(blob) == b"1"  # git answers again


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "submissions/2026/11/x.yaml"])
def test_a_tree_that_nobody_could_check_out_is_told(name: str, objects: Objects) -> None:
    empty = objects.commit(objects.tree({}))
    odd = objects.commit(objects.raw_tree(("100644", name, objects.blob("1"))))
    with pytest.raises(MalformedTreeError):
        git_changes.changes(objects.path, empty, odd)


def test_two_entries_of_one_name_and_a_file_called_folder_are_told(objects: Objects) -> None:
    empty, blob = objects.commit(objects.tree({})), objects.blob("1")
    twice = objects.commit(objects.raw_tree(("100644", "a", blob), ("100644", "a", blob)))
    folder = objects.commit(objects.raw_tree(("40000", "a", blob)))
    for odd in (twice, folder):
        with pytest.raises(MalformedTreeError):
            git_changes.changes(objects.path, empty, odd)


def test_an_object_that_is_missing_is_never_an_empty_one(objects: Objects) -> None:
    empty = objects.commit(objects.tree({}))
    gone = objects.commit(objects.raw_tree(("40000", "catalog", "1" * 40), ("100644", "file", "2" * 40)))
    with pytest.raises(GitError, match="is not here"):
        git_changes.changes(objects.path, empty, gone)
    with GitTree(objects.path, gone) as tree:
        for path in ("catalog/tasks.jsonl", "file"):
            with pytest.raises(GitError, match="is not here"):
                tree.read(path)
        assert tree.read("nothing/of/the/kind") is None
        blob = objects.blob("12")
        assert tree.size(blob) == 2
        with pytest.raises(GitError, match="is not here"):
            tree.size("3" * 40)
        assert tree.size(blob) == 2


def test_history_that_is_cut_off_is_told_and_not_guessed_at(repository: Repository, tmp_path: Path) -> None:
    repository.git("branch", "old-main", "main")
    repository.offer("mine", submission(7))
    repository.git("switch", "--quiet", "main")
    for number in range(3):
        repository.commit({"README.md": f"{number}\n"})
    clone = tmp_path / "clone"
    address = f"file://{repository.path}"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", address, str(clone))
    with pytest.raises(GitError, match="--unshallow"):
        git_history.merge_base(clone, "origin/main", "origin/mine")
    assert git_history.merge_base(clone, "origin/main", "origin/main") is not None


def test_a_commit_that_is_missing_is_not_an_unrelated_history(repository: Repository) -> None:
    head = repository.offer("mine", submission(7))
    parent = repository.git("rev-parse", f"{head}^")
    child = repository.git("commit-tree", "-p", head, "-m", "c", f"{head}^{{tree}}")
    file = repository.path / ".git/objects" / head[:2] / head[2:]
    file.chmod(0o644)
    file.unlink()
    with pytest.raises(GitError):
        git_history.merge_base(repository.path, parent, child)


def test_a_branch_comes_before_a_tag_of_its_name(repository: Repository) -> None:
    head = repository.offer("mine", submission(7))
    repository.git("tag", "main", head)
    assert git_history.resolve(repository.path, "main") == repository.git("rev-parse", "refs/heads/main")
    assert git_history.resolve(repository.path, "^main") is None
    assert git_history.resolve(repository.path, "") is None


def test_a_graft_changes_no_answer(repository: Repository) -> None:
    head = repository.offer("mine", submission(7))
    main = repository.git("rev-parse", "refs/heads/main")
    (repository.path / ".git/info").mkdir(exist_ok=True)
    (repository.path / ".git/info/grafts").write_text(f"{head}\n")
    assert git_history.merge_base(repository.path, main, head) == main
