"""Reading from real git repositories: odd names, links, submodules, and a machine that is set up oddly."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest

from pwc import git_changes, git_history
from pwc.errors import BrokenFileError, GitError
from pwc.git_tree import GitTree
from pwc.tree import Change, DirectoryTree

AUTHOR = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_AUTHOR_DATE": "2026-11-22T12:00:00Z",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_COMMITTER_DATE": "2026-11-22T12:00:00Z",
}
ODD_NAMES = [
    "with space.yaml",
    'quote".yaml',
    "it's.yaml",
    "-leading-dash.yaml",
    "line\nfeed.yaml",
    "tab\there.yaml",
    "caf\u00e9 \u4e2d\u6587.yaml",
    "back\\slash.yaml",
    ":(glob)**.yaml",
    "*.yaml",
]


class Repository:
    """A repository in a directory, spoken to with git itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        kept = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        clean = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_LITERAL_PATHSPECS": "1"}
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=kept | clean | AUTHOR, capture_output=True, check=True
        )
        return os.fsdecode(done.stdout).strip()

    def commit(self, files: dict[str, bytes | None]) -> str:
        for path, data in files.items():
            file = self.root / path
            if data is None:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")
        return self.git("rev-parse", "HEAD")

    def add_submodule_entry(self, path: str, commit: str) -> str:
        self.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")
        self.git("commit", "-q", "-m", "a submodule")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def odd_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a configuration and an environment that would change what git answers."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[diff]\n\trenames = copies\n\tnoprefix = true\n\tignoreSubmodules = all\n\texternal = false\n"
        "[core]\n\tquotePath = true\n\tabbrev = 4\n\tpager = false\n"
        "[color]\n\tui = always\n[log]\n\tshowSignature = true\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_PAGER", "false")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    return home


def test_a_tree_reads_files_of_its_commit_and_not_the_working_tree(repository: Repository) -> None:
    first = repository.commit({"catalog/tasks.jsonl": b"one\x00\xff\n", "catalog/empty": b""})
    second = repository.commit({"catalog/tasks.jsonl": b"two"})
    (repository.root / "catalog/tasks.jsonl").write_bytes(b"changed")
    with GitTree(repository.root, first) as old, GitTree(repository.root, second) as new:
        assert old.read("catalog/tasks.jsonl") == b"one\x00\xff\n"
        assert new.read("catalog/tasks.jsonl") == b"two"
        assert old.read("catalog/empty") == b""
        with pytest.raises(BrokenFileError):
            old.read("catalog")
        assert old.read("catalog/nothing") is None
        assert old.read("catalog/tasks.jsonl") == b"one\x00\xff\n"  # the answer to each question, in order


def test_an_object_is_read_by_its_id(repository: Repository) -> None:
    commit = repository.commit({"a": b"hello"})
    with GitTree(repository.root, commit) as tree:
        assert tree.read_object(repository.git("rev-parse", "HEAD:a")) == b"hello"
        for name in (commit, "0" * 40, "-x", "HEAD"):
            with pytest.raises(GitError):
                tree.read_object(name)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_read_and_listed_whole(name: str, repository: Repository) -> None:
    path = f"submissions/{name}"
    commit = repository.commit({path: b"odd", "submissions/plain.yaml": b"plain"})
    with GitTree(repository.root, commit) as tree:
        assert tree.read(path) == b"odd"
        assert set(tree.paths("submissions")) == {path, "submissions/plain.yaml"}


@pytest.mark.parametrize(
    "name",
    ["gone\nx", "gone missing\nx", "gone\nx blob 3\ny", "gone ambiguous\n", "gone\nx tree 9999\n", " "],
)
def test_a_missing_odd_name_does_not_disturb_the_next_answer(name: str, repository: Repository) -> None:
    commit = repository.commit({"a": b"hello", "b": b"world"})
    with GitTree(repository.root, commit) as tree:
        assert tree.read("a") == b"hello"
        process = tree._contents.process
        assert process is not None
        assert answered(tree, name) is None
        assert tree.read("b") == b"world"
        assert tree.read("a") == b"hello"


def answered(tree: GitTree, name: str) -> bytes | None:
    """The tree's answer, where a question that never ends is cut off by ending git."""
    process = tree._contents.process
    assert process is not None
    watchdog = threading.Timer(5, process.kill)
    watchdog.start()
    try:
        return tree.read(name)
    finally:
        watchdog.cancel()


def test_links_and_submodules_are_not_listed(repository: Repository) -> None:
    first = repository.commit({"submissions/real.yaml": b"x"})
    (repository.root / "submissions/link.yaml").symlink_to("/etc/passwd")
    repository.commit({})
    commit = repository.add_submodule_entry("submissions/module", first)
    with GitTree(repository.root, commit) as tree:
        assert list(tree.paths("submissions")) == ["submissions/real.yaml"]
        assert list(tree.paths(":(top)submissions")) == []  # a folder's name is taken as it stands


def test_what_a_link_or_a_submodule_holds_is_not_read(repository: Repository) -> None:
    first = repository.commit({"a": b"x"})
    (repository.root / "link.yaml").symlink_to("/etc/passwd")
    repository.commit({})
    with GitTree(repository.root, repository.add_submodule_entry("module", first)) as tree:
        for path in ("module", "link.yaml"):
            with pytest.raises(BrokenFileError):
                tree.read(path)


@pytest.mark.parametrize("under", ["catalog", "catalog/", "catalog/papers", "nowhere", "catal", ""])
def test_a_commit_and_its_checkout_agree(under: str, repository: Repository) -> None:
    files: dict[str, bytes | None] = {
        "catalog/tasks.jsonl": b"t",
        "catalog/papers/00.jsonl": b"p",
        "catalog/papers.txt": b"q",
        "catalog/a b": b"r",
        "other/x": b"o",
    }
    commit = repository.commit(files)
    with GitTree(repository.root, commit) as tree:
        listed = list(tree.paths(under))
    (repository.root / ".git").rename(repository.root.parent / "git-directory")
    assert listed == list(DirectoryTree(repository.root).paths(under))


def test_changes_are_those_between_two_trees(repository: Repository) -> None:
    old = repository.commit({"a": b"1", "b": b"2", "c": b"3", "d": b"4"})
    (repository.root / "d").chmod(0o755)
    new = repository.commit({"a": b"changed", "b": None, "new/e": b"2"})
    found = {change.path: change for change in git_changes.changes(repository.root, old, new)}
    blob = repository.git("rev-parse", "HEAD:a")
    assert found["a"] == Change("a", "M", "100644", "100644", blob)
    assert (found["b"].status, found["b"].new_mode) == ("D", "000000")  # no rename is guessed
    assert (found["new/e"].status, found["new/e"].old_mode) == ("A", "000000")
    assert (found["d"].old_mode, found["d"].new_mode) == ("100644", "100755")
    assert set(found) == {"a", "b", "d", "new/e"}
    assert git_changes.changes(repository.root, new, new) == []


def test_changes_name_odd_paths_links_and_submodules_whole(repository: Repository) -> None:
    old = repository.commit({"a": b"1"})
    (repository.root / "link").symlink_to("a")
    repository.commit({f"odd/{name}": b"x" for name in ODD_NAMES})
    new = repository.add_submodule_entry("module", old)
    found = {change.path: change.new_mode for change in git_changes.changes(repository.root, old, new)}
    expected = {f"odd/{name}": "100644" for name in ODD_NAMES}
    assert found == expected | {"link": "120000", "module": "160000"}


@pytest.mark.parametrize("setting", ["diff.ignoreSubmodules", "submodule.module.ignore", None])
def test_no_setting_hides_a_submodule(setting: str | None, repository: Repository) -> None:
    modules = b'[submodule "module"]\n\tpath = module\n\turl = x\n' + (
        b"" if setting else b"\tignore = all\n"
    )
    old = repository.commit({"a": b"1", ".gitmodules": modules})
    new = repository.add_submodule_entry("module", old)
    if setting:
        repository.git("config", setting, "all")
    assert [change.path for change in git_changes.changes(repository.root, old, new)] == ["module"]


def test_the_machine_has_no_influence(repository: Repository, odd_machine: Path) -> None:
    name = "caf\u00e9 \u4e2d.yaml"
    old = repository.commit({"gone.yaml": b"the same\n" * 9, "kept": b"1"})
    path = f"folder/{name}"
    new = repository.commit({"gone.yaml": None, path: b"the same\n" * 9})
    assert git_history.find_repository(repository.root) == repository.root
    assert git_history.resolve(repository.root, "HEAD") == new
    assert git_history.merge_base(repository.root, old, new) == old
    changes = git_changes.changes(repository.root, old, new)
    assert [(change.path, change.status) for change in changes] == [(path, "A"), ("gone.yaml", "D")]
    assert all(len(change.new_blob) == 40 for change in changes)
    with GitTree(repository.root, new) as tree:
        assert set(tree.paths("folder")) == {f"folder/{name}"}
        assert tree.read(path) == b"the same\n" * 9


def test_a_broken_configuration_is_in_nobody_s_way(repository: Repository, odd_machine: Path) -> None:
    (odd_machine / ".gitconfig").write_text("[broken\n")
    commit = repository.commit({"a": b"1"})
    assert git_history.resolve(repository.root, "HEAD") == commit


def test_git_speaks_english_on_every_machine(repository: Repository, odd_machine: Path) -> None:
    with pytest.raises(GitError, match=r"^git merge-base: fatal: "):
        git_history.merge_base(repository.root, "nowhere", "HEAD")


def test_attributes_do_not_change_what_is_read(repository: Repository) -> None:
    commit = repository.commit({".gitattributes": b"* text eol=crlf\n* filter=rot13\n", "a": b"x\ny\n"})
    with GitTree(repository.root, commit) as tree:
        assert tree.read("a") == b"x\ny\n"


def test_replaced_objects_are_read_as_they_were(repository: Repository) -> None:
    commit = repository.commit({"a": b"true"})
    other = repository.commit({"a": b"false"})
    repository.git("replace", commit, other)
    with GitTree(repository.root, commit) as tree:
        assert tree.read("a") == b"true"


def test_a_repository_is_found_from_inside_and_bare(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"deep/er/a": b"1"})
    assert git_history.find_repository(repository.root / "deep/er") == repository.root
    bare = tmp_path / "bare.git"
    repository.git("clone", "-q", "--bare", str(repository.root), str(bare))
    assert git_history.find_repository(bare) == bare
    (tmp_path / "plain").mkdir()
    assert git_history.find_repository(tmp_path / "plain") is None
    assert git_history.find_repository(tmp_path / "nowhere") is None


@pytest.mark.parametrize("revision", ["nowhere", "--all", "-x", "", "HEAD^9", "HEAD:a", "HEAD\nHEAD"])
def test_what_names_no_commit_resolves_to_nothing(revision: str, repository: Repository) -> None:
    repository.commit({"a": b"1"})
    assert git_history.resolve(repository.root, revision) is None


def test_unrelated_histories_have_no_merge_base(repository: Repository) -> None:
    one = repository.commit({"a": b"1"})
    repository.git("checkout", "-q", "--orphan", "other")
    other = repository.commit({"b": b"2"})
    assert git_history.merge_base(repository.root, one, other) is None
    assert git_history.merge_base(repository.root, one, one) == one


def test_git_s_own_words_are_the_error(repository: Repository) -> None:
    with pytest.raises(GitError, match=r"^git merge-base: fatal: "):
        git_history.merge_base(repository.root, "nowhere", "HEAD")


def test_closing_ends_git(repository: Repository) -> None:
    tree = GitTree(repository.root, repository.commit({"a": b"1"}))
    assert tree.read("a") == b"1"
    process = tree._contents.process
    assert process is not None
    tree.close()
    tree.close()
    assert process.returncode == 0
    assert tree.read("a") == b"1"  # and it can be opened again
    tree.close()


def test_all_files_of_a_folder_are_read_together(repository: Repository) -> None:
    files: dict[str, bytes | None] = {f"many/{number:03}": b"%d\n" % number for number in range(450)}
    with GitTree(repository.root, repository.commit(files | {"other": b"x"})) as tree:
        assert dict(tree.files("many")) == files
        assert list(tree.files("nowhere")) == []
        inside = [(path, tree.read("other")) for path, _ in tree.files("many")]  # questions in between
        assert inside == [(path, b"x") for path in sorted(files)]


def test_what_was_read_ahead_is_not_asked_for_again(repository: Repository) -> None:
    commit = repository.commit({"a": b"hello"})
    ids = repository.git("rev-list", "--objects", "--no-object-names", "HEAD").split()
    with GitTree(repository.root, commit) as tree:
        tree.read_ahead([*ids, "0" * 40])
        tree.close()
        assert (tree.read("a"), tree.size(ids[-1])) == (b"hello", 5)
        assert tree._contents.process is None
        with pytest.raises(GitError, match="is not here"):
            tree.read_object("0" * 40)


def test_a_damaged_object_is_in_the_way_of_no_other(repository: Repository) -> None:
    commit = repository.commit({"a": b"hello", "b": b"world"})
    blob = repository.git("rev-parse", "HEAD:a")
    file = repository.root / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-5])
    with GitTree(repository.root, commit) as tree:
        for _ in range(2):
            with pytest.raises(GitError, match=blob):
                tree.read("a")
            assert tree.read("b") == b"world"


@pytest.mark.parametrize(
    "odd", ["", "HEAD\nHEAD", "HEAD@{99}", "-x", "caf\u00e9", "main^{tree}", "main commit"]
)
def test_many_revisions_are_resolved_as_one_is(odd: str, repository: Repository) -> None:
    first = repository.commit({"a": b"1"})
    second = repository.commit({"a": b"2"})
    repository.git("branch", second, first)  # a branch called like a commit
    repository.git("tag", "main", first)
    repository.git("update-ref", "refs/pull/1/head", first)
    asked = [odd, "main", "HEAD", "HEAD^", second, "refs/pull/1/head", "pull/1/head", "nowhere", first[:12]]
    expected = [git_history.resolve(repository.root, revision) for revision in asked]
    assert expected[1] == second
    assert git_history.resolve_all(repository.root, asked) == expected
    assert git_history.resolve_all(repository.root, []) == []


def test_the_commits_apart_and_what_they_bring(repository: Repository) -> None:
    first = repository.commit({"a": b"1"})
    second = repository.commit({"b": b"2"})
    repository.git("checkout", "-q", "-b", "other", first)
    other = repository.commit({"c/d": b"3"})
    assert git_history.apart(repository.root, second, [other]) == {other: (first,)}
    assert git_history.apart(repository.root, second, [second]) == {}
    new = git_history.new_objects(repository.root, second, [other])
    revisions = (other, f"{other}^{{tree}}", f"{other}:c", f"{other}:c/d")
    assert set(new) == {repository.git("rev-parse", revision) for revision in revisions}
    assert git_history.merge_base(repository.root, first, other, second) == first
    assert git_history.merge_base(repository.root, first, second, second) == second
