"""Which dump is which, in whichever order they come; and what is no export, or only a part of one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.beyond import KEY
from archive.dump import BadDumpError
from archive.export_files import export_to
from archive.importing import import_dumps
from archive.reading import dumps
from pwc.catalog import Catalog
from pwc.tree import DirectoryTree
from tests.archive.made_dumps import JUNK
from tests.archive.small_imports import SITE, catalog, dataset, link, method, paper, put, row, tables, tree
from tests.archive.test_export import everything
from tests.archive.test_import import files
from validator.catalog_check import check

ALL: dict[str, Any] = {
    "evaluation_tables": tables(
        row("A", "1", paper_url=f"{SITE}/paper/a"),
        row(
            "B",
            "2",
            paper_title="B, of a Row Alone",
            code_links=[{"title": "x", "url": "https://github.com/b/b"}],
        ),
    ),
    "papers_with_abstracts": [
        paper("A", "a", arxiv_id="1706.03762", tasks=["Translation"], abstract="Long."),
        paper("Unused", "unused", methods=[{"name": "Adam"}]),
    ],
    "links_between_papers_and_code": [
        link("https://github.com/a/a", paper_url=f"{SITE}/paper/a", paper_title="A")
    ],
    "methods": [method("ADAM", "adam", collections=[{"collection": "Optimizers", "area": "General"}])],
    "datasets": [dataset("WMT", "wmt-2014", tasks=[{"task": "translation"}])],
}


def written(folder: Path, of: dict[str, Any]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, items in of.items():
        (folder / f"{name}.json").write_text(json.dumps(items))
    return [folder / f"{name}.json" for name in of]


def test_each_file_is_known_for_what_it_is_and_an_empty_list_is_passed_over(tmp_path: Path) -> None:
    paths = written(tmp_path, ALL | {"nothing": []})
    assert [dump.kind.replace("-", "_") for dump in dumps(paths)] == [*ALL]


@pytest.mark.parametrize("item", [{"colour": "blue"}, {}, {"name": "x"}])
def test_what_is_none_of_the_dumps_is_told_with_its_keys(tmp_path: Path, item: dict[str, str]) -> None:
    with pytest.raises(BadDumpError, match=r"x\.json: none of the archive's dumps has items with these keys"):
        dumps(written(tmp_path, {"x": [item]}))


def test_in_any_order_the_files_make_one_catalog(tmp_path: Path) -> None:
    paths = written(tmp_path, ALL)
    made = set()
    for number, order in enumerate(itertools.islice(itertools.permutations(paths), 0, None, 17)):
        import_dumps(order, tmp_path / str(number))
        made.add(tuple(sorted(files(tmp_path / str(number)).items())))
    assert len(made) == 1


def test_in_steps_of_any_order_every_catalog_is_valid_and_no_result_is_lost(tmp_path: Path) -> None:
    whole = {"A", "B"}
    for number, names in enumerate(itertools.islice(itertools.permutations(ALL), 0, None, 11)):
        models: set[str] = set()
        for name in names:
            put(tmp_path, into=str(number), **{name: ALL[name]})
            made = catalog(tmp_path, str(number))
            now = {result.model for board in made.boards() for result in board.results}
            assert models <= now
            models = now
        assert models == whole
        a, b = made.paper("a"), made.paper("b-of-a-row-alone")
        assert a is not None
        assert b is not None
        assert (a.arxiv, len(a.code), len(b.code)) == ("1706.03762", 1, 1)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The dumps of a catalog that has everything."""
    folder = tmp_path_factory.mktemp("exported")
    for path, data in everything().items():
        (folder / "catalog" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "catalog" / path).write_bytes(data)
    return [path for path, _ in export_to(Catalog(tree(folder / "catalog")), folder / "dumps")]


@pytest.mark.parametrize("number", range(5))
def test_a_part_of_an_export_is_a_valid_catalog_by_itself(
    exported: list[Path], tmp_path: Path, number: int
) -> None:
    import_dumps([exported[number]], tmp_path / "one")
    others = [path for path in exported if path != exported[number]]
    import_dumps(others, tmp_path / "others")
    for name in ("one", "others"):
        found = {finding.code for finding in check(tree(tmp_path / name)).findings}
        assert found <= {"PWC910"}  # the log of what is not there


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _places(one, (*way, key))


BAD: st.SearchStrategy[Any] = st.sampled_from(
    ["../../../x", "/etc/x", "", "A", "a" * 300, "qa", "d", "p", "0" * 16, -1, {}, [], None]
)


@settings(max_examples=60)
@given(st.data())
def test_an_export_that_somebody_changed_is_read_or_refused_and_writes_nowhere_else(
    exported: list[Path], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    of = {path.stem: json.loads(path.read_text()) for path in exported}
    places = [way for way in _places(of) if len(way) > 1]
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from([way for way in places if KEY in way] + places))
        holder: Any = of
        try:
            for step in way:
                holder = holder[step]
            holder[last] = data.draw(BAD | JUNK)
        except (KeyError, IndexError, TypeError):
            continue  # gone by an earlier change
    paths = written(folder / "dumps", of)
    try:
        account = import_dumps(paths, folder / "catalog")
    except BadDumpError:
        assert {one.name for one in folder.iterdir()} == {"dumps"}
        return
    assert account.rows_in == account.results + account.folded + len(account.rejects)
    assert {one.name for one in folder.iterdir()} == {"dumps", "catalog"}
    check(tree(folder / "catalog"))
    assert len([*DirectoryTree(folder).paths("")]) == len(files(folder))


@pytest.mark.parametrize(
    ("way", "value", "said"),
    [
        ((KEY, "slug"), "../../x", "does not match"),
        ((KEY, "catalog"), [], "what is said of the catalog is no object"),
        ((KEY, "catalog"), {"log": 1}, "catalog's log is no list"),
        ((KEY, "catalog"), {"log": [{"number": 1}]}, "catalog's log, item 1"),
        ((KEY, "colour"), "blue", "unknown field `colour`"),
        ((KEY, "parents"), "x", "Expected `array`"),
    ],
)
def test_what_an_item_says_beyond_the_old_shape_is_refused_with_its_place(
    exported: list[Path], tmp_path: Path, way: tuple[str, str], value: object, said: str
) -> None:
    items = json.loads(exported[0].read_text())
    items[0][way[0]][way[1]] = value
    with pytest.raises(BadDumpError, match=said):
        import_dumps(written(tmp_path, {"evaluation-tables": items}), tmp_path / "catalog")
    assert not (tmp_path / "catalog").exists()


def test_two_exports_or_an_export_with_old_dumps_are_no_import(exported: list[Path], tmp_path: Path) -> None:
    put(tmp_path, into="other", **ALL)
    others = [path for path, _ in export_to(catalog(tmp_path, "other"), tmp_path / "out")]
    with pytest.raises(BadDumpError, match="dumps of different catalogs"):
        import_dumps([*exported, *others], tmp_path / "both")
    with pytest.raises(BadDumpError, match="log does not know the rows of old dumps"):
        import_dumps(
            [*exported, *written(tmp_path / "old", {"t": ALL["evaluation_tables"]})], tmp_path / "both"
        )
    assert not (tmp_path / "both").exists()


def test_an_export_without_a_log_and_the_dumps_that_it_came_from_are_folded(tmp_path: Path) -> None:
    put(tmp_path, into="first", **ALL)
    out = [path for path, _ in export_to(catalog(tmp_path, "first"), tmp_path / "out")]
    account = import_dumps([*written(tmp_path / "old", ALL), *out], tmp_path / "both")
    assert (account.rows_in, account.results, account.folded) == (4, 2, 2)
    assert check(tree(tmp_path / "both")).findings == ()
