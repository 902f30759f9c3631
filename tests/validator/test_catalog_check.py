"""``pwc catalog check`` reads every file once: what is found must not depend on what was read quickly."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from bench import bare_load, catalog_maker, world
from bench.catalog_maker import Sizes
from pwc import canonical, identity
from pwc.record import Board, LogEntry, Paper, Value
from pwc.tree import DirectoryTree, EmptyTree, OverlayTree
from validator import catalog_check, catalog_file
from validator.store import Store
from validator.watches import Noting

Files = dict[str, bytes]
Found = set[tuple[str, str, int]]


@pytest.fixture(scope="module")
def made() -> Files:
    sizes = Sizes(results=240, boards=60, papers=50, datasets=70, tasks=40, methods=12)
    return dict(world.catalog_files(catalog_maker.make(7, sizes)))


def found(files: Files) -> Found:
    report = catalog_check.check(OverlayTree(EmptyTree(), files))
    return {(finding.code, finding.path, finding.span.line) for finding in report.findings}


def message(files: Files, code: str) -> str:
    report = catalog_check.check(OverlayTree(EmptyTree(), files))
    return next(finding.message for finding in report.findings if finding.code == code)


def boards(files: Files) -> Iterator[tuple[str, Board]]:
    for path, data in files.items():
        if path.startswith("catalog/leaderboards/"):
            yield path, canonical.read_board(path, data)


def large_board(files: Files) -> tuple[str, Board]:
    return max(boards(files), key=lambda item: len(item[1].results))


def long_file(files: Files, folder: str) -> tuple[str, list[bytes]]:
    path = max((p for p in files if p.startswith(folder)), key=lambda p: files[p].count(b"\n"))
    return path, files[path].splitlines(keepends=True)


@pytest.mark.parametrize("path", ["catalog/tasks.jsonl", "catalog/datasets.jsonl"])
@pytest.mark.parametrize(
    "broken", [b"no json\n", b"\n", b'{"slug":"a","name":"\\ud800"}\n', b'{"slug":NaN}\n']
)
def test_a_line_that_cannot_be_read_keeps_the_others_places(made: Files, path: str, broken: bytes) -> None:
    lines = made[path].splitlines(keepends=True)
    long = lines[9].replace(b'"name":"', b'"name":"' + b"x" * 300)
    data = b"".join([*lines[:4], broken, *lines[4:9], long, *lines[10:]])
    assert {("PWC901", path, 5), ("PWC902", path, 11)} <= found(made | {path: data})


def test_a_record_over_two_lines_is_none(made: Files) -> None:
    path, lines = long_file(made, "catalog/tasks.jsonl")
    data = b"".join([lines[0].replace(b",", b",\n", 1), *lines[1:]])
    assert found(made | {path: data}) >= {("PWC901", path, 1), ("PWC901", path, 2)}


@pytest.mark.parametrize(("old", "new"), [(b"\n", b"\r\n"), (b'":"', b'": "'), (b"\n", b"\n\n")])
def test_other_bytes_of_the_same_records_are_not_passed(made: Files, old: bytes, new: bytes) -> None:
    for path in ("catalog/areas.jsonl", large_board(made)[0], long_file(made, "catalog/papers/")[0]):
        codes = {
            code for code, where, _ in found(made | {path: made[path].replace(old, new)}) if where == path
        }
        assert codes & {"PWC901", "PWC903"}


def test_records_in_another_order_are_not_canonical(made: Files) -> None:
    path, lines = long_file(made, "catalog/papers/")
    assert ("PWC903", path, 1) in found(made | {path: b"".join(reversed(lines))})


def test_each_line_has_its_own_departure(made: Files) -> None:
    path, board = large_board(made)
    results = sorted(board.results, key=lambda result: result.id)
    wrong = [replace(result, model="") if at in {1, 3} else result for at, result in enumerate(results)]
    files = made | {path: canonical.board_file(replace(board, results=tuple(wrong)))}
    assert ("PWC902", path, 3) in found(files)  # of a board only the first, as ever
    path, lines = long_file(made, "catalog/locators/")
    broken = [line.replace(b'"locator":"', b'"locator":"x') for line in lines]
    assert found(made | {path: b"".join(broken)}) >= {("PWC902", path, n) for n in range(1, len(lines) + 1)}


def test_every_record_has_to_be_where_its_identity_leads(made: Files) -> None:
    path, lines = long_file(made, "catalog/papers/")
    slug = canonical.read_lines(path, lines[0], Paper)[0].slug
    elsewhere = identity.papers_shard("ff" if identity.shard(slug) != "ff" else "00")
    moved = made | {path: b"".join(lines[1:]), elsewhere: lines[0]}
    assert {("PWC904", elsewhere, 1)} <= found(moved)


def test_one_slug_in_two_files_is_found_in_the_later(made: Files) -> None:
    path, lines = long_file(made, "catalog/papers/")
    files = made | {"catalog/papers/zz.jsonl": lines[1]}
    assert ("PWC905", "catalog/papers/zz.jsonl", 1) in found(files)
    assert message(files, "PWC905") == f"the same as {path}:2"


def test_results_that_say_the_same_are_found(made: Files) -> None:
    path, board = large_board(made)
    first = min(board.results, key=lambda result: result.id)
    twin = replace(first, id="f" * 16)
    last = len(board.results) + 2

    def with_twin(**changes: object) -> Found:
        results = (*board.results, replace(twin, **changes))
        return found(made | {path: canonical.board_file(replace(board, results=results))})

    assert ("PWC905", path, last) in with_twin()
    assert ("PWC905", path, last) not in with_twin(status="retracted", reason="Twice.")
    assert ("PWC905", path, last) not in with_twin(setting="another")
    values = {name: Value(value=value.value + "1") for name, value in first.metrics.items()}
    assert ("PWC905", path, last) not in with_twin(metrics=values)


def test_results_that_say_the_same_in_two_files_of_one_board_are_found(made: Files) -> None:
    path, board = large_board(made)
    twins = tuple(replace(result, id=f"{at:016x}") for at, result in enumerate(board.results))
    other = "catalog/leaderboards/zz/zz.json"
    files = made | {other: canonical.board_file(replace(board, results=twins))}
    assert found(files) >= {("PWC905", other, at + 2) for at in range(len(twins))}
    assert not any(code == "PWC905" and where == path for code, where, _ in found(files))


@pytest.mark.parametrize(
    ("gone", "codes"),
    [
        ("catalog/areas.jsonl", {"PWC906"}),
        ("catalog/tasks.jsonl", {"PWC906"}),
        ("catalog/datasets.jsonl", {"PWC906"}),
        ("catalog/methods.jsonl", {"PWC906"}),
        ("catalog/papers/", {"PWC906"}),
        ("catalog/locators/", {"PWC906", "PWC907"}),
        ("catalog/leaderboards/", {"PWC906"}),
        ("catalog/log/", {"PWC910"}),
    ],
)
def test_what_is_gone_is_missed_by_those_that_name_it(made: Files, gone: str, codes: set[str]) -> None:
    left = {path: data for path, data in made.items() if not path.startswith(gone)}
    assert {code for code, _, _ in found(left)} == codes


def test_two_boards_of_one_slug_both_miss_their_locator(made: Files) -> None:
    (path, board), (other, second) = sorted(boards(made))[:2]
    files = made | {
        path: canonical.board_file(replace(board, slug="nowhere")),
        other: canonical.board_file(replace(second, slug="nowhere")),
    }
    assert {("PWC906", path, 1), ("PWC906", other, 1), ("PWC905", other, 1)} <= found(files)


def test_the_log_goes_on_over_its_files(made: Files) -> None:
    first, second = sorted(path for path in made if path.startswith("catalog/log/"))[:2]
    entries = canonical.read_lines(second, made[second], LogEntry)
    before = [replace(entry, when=entry.when.replace("20", "19", 1)) for entry in entries]
    assert ("PWC909", second, 1) in found(made | {second: canonical.lines(before)})
    without = {path: data for path, data in made.items() if path != first}
    assert ("PWC909", second, 1) in found(without)


def test_the_log_may_begin_with_an_import(made: Files) -> None:
    files = {path: data for path, data in made.items() if not path.startswith("catalog/log/")}
    for path, board in boards(made):
        results = tuple(replace(result, submission=None, added=None) for result in board.results)
        files[path] = canonical.board_file(replace(board, results=results))
    assert found(files) == set()


def test_a_file_of_no_known_name_is_told_once(made: Files) -> None:
    for path in ("catalog/notes.txt", "catalog/papers/00.txt", "catalog/leaderboards/a/b.jsonl"):
        assert found(made | {path: b"?"}) == {("PWC901", path, 1)}


@pytest.mark.parametrize("folder", ["papers", "locators", "leaderboards", "log"])
def test_a_file_where_a_folder_belongs_is_told(made: Files, tmp_path: Path, folder: str) -> None:
    for path, data in made.items():
        if not path.startswith(f"catalog/{folder}/"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    (tmp_path / "catalog" / folder).write_bytes(b"?")
    report = catalog_check.check(DirectoryTree(tmp_path))
    assert [one.path for one in report.findings if one.code == "PWC901"] == [f"catalog/{folder}"]


def test_what_is_kept_beside_the_catalog_is_not_looked_at(made: Files) -> None:
    assert found(made | {"catalog/side-papers/00.jsonl.gz": b"?"}) == set()


def test_watches_are_shown_first_what_others_refer_to(made: Files) -> None:
    kinds: list[object] = []

    class Note(Noting):
        def look(self, file: catalog_file.File) -> None:
            kinds.append(file.kind)

    store = Store(OverlayTree(EmptyTree(), made), [Note])
    names = list(dict.fromkeys(getattr(kind, "__name__", "") for kind in kinds))
    assert names == ["Area", "Task", "Method", "Dataset", "Paper", "LogEntry", "Board", "Locator"]
    assert len(kinds) == store.files == len(made)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(made: Files, was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        assert found(made) == set()
        assert gc.isenabled() == was_on
    finally:
        (gc.enable if before else gc.disable)()


def test_the_floor_of_the_benchmark_parses_every_file(made: Files, tmp_path: Path) -> None:
    world.write(tmp_path, made.items())
    assert bare_load.load(str(tmp_path / "catalog")) == len(made)
