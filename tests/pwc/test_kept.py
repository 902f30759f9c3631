"""What is kept of what was read: a number of answers, none of them stale."""

from __future__ import annotations

from pwc.kept import Kept


def test_answers_are_kept_up_to_a_number_and_the_first_go_first() -> None:
    asked: list[str] = []

    def read(key: str) -> str:
        asked.append(key)
        return key.upper()

    kept: Kept[str] = Kept(2)
    assert [kept.get(key, read) for key in "abab"] == ["A", "B", "A", "B"]
    assert asked == ["a", "b"]
    kept.get("c", read)
    kept.get("b", read)
    assert asked == ["a", "b", "c"]
    kept.get("a", read)
    assert asked[-1] == "a"


def test_what_has_changed_is_read_again() -> None:
    kept: Kept[int] = Kept(9)
    for key in "ab":
        kept.get(key, lambda _: 1)
    later = kept.without({"a"})
    assert (later.get("a", lambda _: 2), later.get("b", lambda _: 2)) == (2, 1)
    assert kept.get("a", lambda _: 3) == 1
