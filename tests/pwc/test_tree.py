"""Trees of files: a directory, changes on top, a folder under another name. All answer alike."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.errors import BrokenFileError
from pwc.tree import DirectoryTree, EmptyTree, MountedTree, OverlayTree, Tree, marks, overlaid

FILES = {
    "catalog/tasks.jsonl": b"tasks\n",
    "catalog/papers/00.jsonl": b"\x00\xff",
    "catalog/papers/ff.jsonl": b"",
    "catalog/log/2026/11/22.jsonl": b"log",
    "catalogue/other": b"not under catalog",
    "caf\u00e9 \u4e2d.txt": b"unicode",
}


def written(root: Path, files: Mapping[str, bytes]) -> DirectoryTree:
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return DirectoryTree(root)


def in_a_directory(root: Path) -> Tree:
    return written(root, FILES)


def on_top_of_nothing(root: Path) -> Tree:
    return OverlayTree(EmptyTree(), FILES)


def half_on_top_of_half(root: Path) -> Tree:
    paths = sorted(FILES)
    base = written(root, {path: FILES[path] for path in paths[::2]} | {"catalog/gone": b"gone"})
    return OverlayTree(base, {path: FILES[path] for path in paths[1::2]} | {"catalog/gone": None})


@pytest.mark.parametrize("make", [in_a_directory, on_top_of_nothing, half_on_top_of_half])
def test_trees_agree(make: Callable[[Path], Tree], tmp_path: Path) -> None:
    tree = make(tmp_path)
    for path, data in FILES.items():
        assert tree.read(path) == data
    for path in ("catalog/gone", "nowhere", "nowhere/deeper"):
        assert tree.read(path) is None
    for under in ("catalog", "catalog/", "catalog/papers", "nowhere", "catal"):
        folder = under.rstrip("/") + "/"
        assert list(tree.paths(under)) == sorted(path for path in FILES if path.startswith(folder))
        assert list(tree.files(under)) == [(path, FILES[path]) for path in tree.paths(under)]


@pytest.mark.parametrize("make", [in_a_directory, on_top_of_nothing, half_on_top_of_half])
def test_under_nothing_is_everything(make: Callable[[Path], Tree], tmp_path: Path) -> None:
    assert list(make(tmp_path).paths("")) == sorted(FILES)


@pytest.mark.parametrize("make", [in_a_directory, on_top_of_nothing, half_on_top_of_half])
def test_a_mounted_tree_has_its_folder_before_every_path(
    make: Callable[[Path], Tree], tmp_path: Path
) -> None:
    mounted = MountedTree("old/base", make(tmp_path))
    for path, data in FILES.items():
        assert mounted.read(f"old/base/{path}") == data
        assert mounted.read(path) is None
    assert list(mounted.paths("old/base/catalog/papers")) == [
        "old/base/catalog/papers/00.jsonl",
        "old/base/catalog/papers/ff.jsonl",
    ]
    assert list(mounted.paths("old/base")) == [f"old/base/{path}" for path in sorted(FILES)]
    assert list(mounted.files("old")) == [(f"old/base/{path}", FILES[path]) for path in sorted(FILES)]
    assert list(mounted.files("other")) == []


@pytest.mark.parametrize(
    "under", ["catalog", "nowhere", "old/basement", "old/base/nowhere", "caf\u00e9 \u4e2d.txt"]
)
def test_a_mounted_tree_has_nothing_outside_its_folder(under: str, tmp_path: Path) -> None:
    assert list(MountedTree("old/base", in_a_directory(tmp_path)).paths(under)) == []


def test_a_mark_changes_when_the_file_does_whatever_its_time_is_set_to(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    tree = in_a_directory(tmp_path / "root")
    before = marks(tree, "catalog")
    assert before is not None
    assert sorted(before) == list(tree.paths("catalog"))
    assert marks(tree, "catalog") == before
    time.sleep(0.05)  # longer than the clock's ticks
    for path, mark in before.items():
        file = tmp_path / "root" / path
        times, data = file.stat(), file.read_bytes()
        file.write_bytes(data[::-1])
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert (marks(tree, "catalog") or {})[path] != mark


def test_only_files_in_directories_have_marks(tmp_path: Path) -> None:
    tree = in_a_directory(tmp_path)
    mounted = MountedTree("old/base", tree)
    assert marks(mounted, "old/base/catalog") == {
        f"old/base/{path}": mark for path, mark in (marks(tree, "catalog") or {}).items()
    }
    assert marks(mounted, "other") == {}
    assert marks(tree, "nowhere") == {}
    for other in (EmptyTree(), OverlayTree(tree, {}), MountedTree("x", EmptyTree())):
        assert marks(other, "x") is None


def test_what_stands_where_a_file_should_is_never_nothing(tmp_path: Path) -> None:
    tree = written(tmp_path / "root", {"catalog/real": b"x"})
    os.mkfifo(tmp_path / "root/pipe")
    for path in ("catalog", "pipe", "catalog/real/deeper"):
        with pytest.raises(BrokenFileError):
            tree.read(path)
    assert tree.read("gone") is None


def test_symbolic_links_are_not_followed(tmp_path: Path) -> None:
    tree = written(tmp_path / "root", {"catalog/real": b"x"})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    (tmp_path / "root/catalog/file-link").symlink_to(outside / "secret")
    with pytest.raises(BrokenFileError):
        list(tree.paths("catalog"))
    with pytest.raises(BrokenFileError):
        tree.read("catalog/file-link")


def test_folders_that_are_symbolic_links_are_not_followed(tmp_path: Path) -> None:
    tree = written(tmp_path / "root", {"catalog/real": b"x"})
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_bytes(b"secret")
    (tmp_path / "root/catalog/link").symlink_to(tmp_path / "outside")
    for under in ("catalog", "catalog/link"):
        with pytest.raises(BrokenFileError):
            list(tree.paths(under))
    with pytest.raises(BrokenFileError):
        tree.read("catalog/link/secret")


@pytest.mark.parametrize("path", ["../secret", "catalog/../../secret"])
def test_nothing_outside_the_directory_is_read(path: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    tree = written(tmp_path / "root", {"catalog/real": b"x"})
    assert tree.read(path) is None


def test_an_empty_tree_holds_nothing() -> None:
    assert EmptyTree().read("catalog/tasks.jsonl") is None
    assert list(EmptyTree().paths("catalog")) == []


paths = st.sampled_from(["a", "b/x", "b/y", "b/c/z", "bc/w", "d e/f"])
files = st.dictionaries(paths, st.binary(max_size=3))
changes = st.dictionaries(paths, st.none() | st.binary(max_size=3))


@given(files, st.lists(changes, max_size=3), st.sampled_from(["", "b", "b/", "b/c", "bc", "d e", "a", "zz"]))
def test_changes_on_top_behave_like_a_dictionary(
    base: dict[str, bytes], layers: list[dict[str, bytes | None]], under: str
) -> None:
    tree: Tree = OverlayTree(EmptyTree(), dict(base))
    model: dict[str, bytes] = dict(base)
    for layer in layers:
        tree = OverlayTree(tree, layer)
        model = {path: data for path, data in (model | layer).items() if data is not None}
    folder = under.rstrip("/") + "/" if under else ""
    expected = sorted(path for path in model if path.startswith(folder))
    assert list(tree.paths(under)) == expected
    assert list(MountedTree("m", tree).paths(f"m/{under}")) == [f"m/{path}" for path in expected]
    for path in ["a", "b/x", "b/y", "b/c/z", "bc/w", "d e/f", "b"]:
        assert tree.read(path) == model.get(path)


def test_changes_on_changes_are_one_layer() -> None:
    tree: Tree = EmptyTree()
    for number in range(3):
        tree = overlaid(tree, {"same": b"%d" % number, f"own-{number}": b"", "own-0": None})
    assert isinstance(tree, OverlayTree)
    assert isinstance(tree.base, EmptyTree)
    assert dict(tree.files("")) == {"same": b"2", "own-1": b"", "own-2": b""}
