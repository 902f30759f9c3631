"""What a build keeps by key: a shelf is a dict that stays."""

from __future__ import annotations

import os
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from website import shelf
from website.shelf import DamagedError, Database, Shelf

KEYS = st.sampled_from(["", "a", "b/c", "é", "'; DROP TABLE words; --"])
VALUES = st.lists(st.text(max_size=3), max_size=2)


def opened(path: Path) -> Shelf[list[str]]:
    return Shelf(Database(path), "words", list[str])


def test_a_shelf_does_what_a_dict_does(tmp_path: Path) -> None:
    class Beside(RuleBasedStateMachine):
        """A shelf and a dict to which the same happens."""

        @initialize(first=st.dictionaries(KEYS, VALUES))
        def begin(self, first: dict[str, list[str]]) -> None:
            shelf.create(tmp_path / "kept", {"words": first})
            self.database = Database(tmp_path / "kept")
            self.shelf: Shelf[list[str]] = Shelf(self.database, "words", list[str])
            self.dict = dict(first)

        @rule(key=KEYS, value=VALUES)
        def put(self, key: str, value: list[str]) -> None:
            self.shelf[key] = self.dict[key] = value

        @rule(key=KEYS)
        def take(self, key: str) -> None:
            assert self.shelf.pop(key, None) == self.dict.pop(key, None)

        @rule(key=KEYS)
        def ask(self, key: str) -> None:
            assert self.shelf.get(key) == self.dict.get(key)
            assert (key in self.shelf) == (key in self.dict)

        @rule()
        def load(self) -> None:
            self.shelf.load()

        @rule()
        def keep_and_open_again(self) -> None:
            self.shelf.keep()
            self.database.commit()
            assert not self.shelf.has_changed
            self.database.close()
            self.shelf = Shelf(self.database, "words", list[str])

        @invariant()
        def they_are_the_same(self) -> None:
            if hasattr(self, "shelf"):
                assert len(self.shelf) == len(self.dict)
                assert sorted(self.shelf) == sorted(self.dict)
                assert dict(self.shelf) == self.dict

    run_state_machine_as_test(Beside)


def test_what_was_not_kept_is_not_there_later(tmp_path: Path) -> None:
    shelf.create(tmp_path / "kept", {"words": {"a": ["old"]}})
    opened(tmp_path / "kept")["a"] = ["new"]

    assert opened(tmp_path / "kept")["a"] == ["old"]


def test_another_process_reads_with_a_connection_of_its_own(tmp_path: Path) -> None:
    shelf.create(tmp_path / "kept", {"words": {"a": ["one"], "b": ["two"]}})
    words = opened(tmp_path / "kept")
    assert words["a"] == ["one"]
    answers = get_context("fork").Queue()

    def child() -> None:
        answers.put((words["b"], len(words._database._connections), os.getpid()))

    process = get_context("fork").Process(target=child)
    process.start()
    value, connections, pid = answers.get(timeout=20)
    process.join(20)
    assert (value, connections) == (["two"], 2)
    assert pid != os.getpid()
    assert words["b"] == ["two"]


@given(data=st.binary(max_size=300))
def test_a_file_that_is_no_database_is_damaged(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("shelf") / "kept"
    path.write_bytes(data)
    with pytest.raises(DamagedError):
        opened(path).get("a")


def test_values_of_another_kind_are_damage(tmp_path: Path) -> None:
    shelf.create(tmp_path / "kept", {"words": {"a": 7}})
    with pytest.raises(DamagedError):
        opened(tmp_path / "kept").get("a")
    with pytest.raises(DamagedError):
        opened(tmp_path / "kept").load()


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        opened(tmp_path / "kept").get("a")
    assert not (tmp_path / "kept").exists()
