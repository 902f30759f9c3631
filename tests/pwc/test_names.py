"""Looking records up by name: exact, by alias, by another spelling, and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc import canonical, identity
from pwc.errors import BrokenFileError
from pwc.names import Names
from pwc.record import Dataset

RECORDS = [
    Dataset(slug="cifar-10", name="CIFAR-10", aliases=("Canadian Institute 10",)),
    Dataset(slug="cifar-100", name="CIFAR-100", submission="submissions/2026/11/cifar.yaml"),
    Dataset(slug="imagenet", name="ImageNet", aliases=("ILSVRC 2012", "COCO")),
    Dataset(slug="ms-coco", name="COCO"),
    Dataset(slug="pointnet", name="PointNet"),
    Dataset(slug="pointnet-1", name="PointNet++"),
]


def names(without: str | None = None) -> Names[Dataset]:
    return Names("catalog/datasets.jsonl", canonical.lines(RECORDS), Dataset, without=without)


@pytest.mark.parametrize(
    ("name", "slug", "exact"),
    [
        ("CIFAR-10", "cifar-10", True),
        ("cifar 10", "cifar-10", False),
        ("Canadian Institute 10", "cifar-10", False),
        ("ilsvrc-2012", "imagenet", False),
        ("PointNet", "pointnet", True),
        ("PointNet++", "pointnet-1", True),
        ("pointnet ++", "pointnet-1", False),
        ("COCO", "ms-coco", True),  # a record's own name wins over another's alias
    ],
)
def test_a_name_finds_its_record(name: str, slug: str, exact: bool) -> None:
    match = names().find(name)
    assert match is not None
    assert (match.record.slug, match.exact) == (slug, exact)


@pytest.mark.parametrize("name", ["", "CIFAR", "PointNet+", "pointnet-1", "\u4e2d\u6587", '","'])
def test_what_is_no_name_finds_nothing(name: str) -> None:
    assert names().find(name) is None


def test_a_slug_finds_its_record_wherever_it_stands_in_the_file() -> None:
    for record in RECORDS:
        assert names().by_slug(record.slug) == record
    assert names().by_slug("cifar-1") is None
    assert names().by_slug("") is None


def test_what_a_submission_brought_can_be_left_out() -> None:
    left = names(without="submissions/2026/11/cifar.yaml")
    assert left.by_slug("cifar-100") is None
    assert left.find("CIFAR-100") is None
    assert len(left) == len(RECORDS) - 1
    assert left.find("CIFAR-10") is not None


def test_added_records_count_as_there_and_replace_their_own_slug() -> None:
    more = names().plus([Dataset(slug="mnist", name="MNIST"), Dataset(slug="ms-coco", name="MS COCO")])
    assert [record.name for record in more if record.slug in {"mnist", "ms-coco"}] == ["MNIST", "MS COCO"]
    found = more.find("MNIST")
    assert found is not None
    assert found.exact
    assert more.plus([Dataset(slug="svhn", name="SVHN")]).find("MNIST") == found
    assert names().find("MNIST") is None  # the table itself has not changed


def test_records_come_sorted_by_slug() -> None:
    slugs = [record.slug for record in names().plus([Dataset(slug="a", name="A")])]
    assert slugs == sorted(slugs)


@pytest.mark.parametrize(
    ("slip", "expected"), [("ImagNet", "ImageNet"), ("CIFAR-1O", "CIFAR-10"), ("PointNet+", "PointNet")]
)
def test_a_slip_is_near_to_what_was_meant(slip: str, expected: str) -> None:
    assert expected in names().near(slip)


def test_near_names_are_few_and_none_for_nonsense() -> None:
    assert names().near("xqzw") == []
    near = names().near("CIFAR-11", limit=2)
    assert len(near) <= 2
    assert len(set(near)) == len(near)


def test_what_resembles_a_name_has_most_of_its_letters() -> None:
    close = {record.slug for record in names().resembling("CIFAR 10-0")}
    assert {"cifar-10", "cifar-100"} <= close
    assert "ms-coco" not in close
    assert list(names().resembling("Canadian Institutes 10")) == [names().by_slug("cifar-10")]  # by an alias


def test_names_are_found_by_their_first_letter_whatever_its_case() -> None:
    more = names().plus([Dataset(slug="wic", name="WiC", full_name="The Coco Word Set", aliases=("cat",))])
    found = [(text, record.slug) for text, record in more.beginning_with("C")]
    assert ("COCO", "ms-coco") in found
    assert ("COCO", "imagenet") in found  # an alias
    assert [text for text, slug in found if slug == "wic"] == ["cat", "The Coco Word Set"]
    assert names().beginning_with("\u4e2d") == []


def test_what_is_left_out_or_replaced_resembles_nothing() -> None:
    left = names(without="submissions/2026/11/cifar.yaml").plus([Dataset(slug="pointnet", name="PointNyet")])
    assert "cifar-100" not in {record.slug for record in left.resembling("CIFAR-100")}
    assert "cifar-100" not in {record.slug for _, record in left.beginning_with("c")}
    assert {text for text, record in left.beginning_with("p") if record.slug == "pointnet"} == {"PointNyet"}


def test_a_broken_table_is_named() -> None:
    table = Names("catalog/datasets.jsonl", b'{"slug":"a","name":"A"}\n{', Dataset)
    with pytest.raises(BrokenFileError, match=r"catalog/datasets\.jsonl:2"):
        table.find("B")


@given(st.lists(st.text(min_size=1, max_size=10), max_size=6, unique_by=identity.fold))
def test_every_name_of_a_table_finds_itself_exactly(texts: list[str]) -> None:
    taken: list[Dataset] = []
    for text in texts:
        slug = identity.free_slug(identity.slug(text), {record.slug for record in taken}.__contains__)
        taken.append(Dataset(slug=slug, name=text))
    taken.sort(key=lambda record: record.slug)
    table = Names("x.jsonl", canonical.lines(taken), Dataset)
    for record in taken:
        match = table.find(record.name)
        assert match is not None
        assert match.exact
        assert match.record == record


tables = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["A", "B", "a b", "a-b", "AB"]), max_size=4
)


def table(named: dict[str, str]) -> bytes:
    return canonical.lines(Dataset(slug=slug, name=name) for slug, name in sorted(named.items()))


@given(states=st.lists(tables, min_size=2, max_size=4), asked=st.sampled_from(["A", "a b", "A-B", "zzz"]))
def test_a_table_that_was_read_again_is_the_table_of_the_new_file(
    states: list[dict[str, str]], asked: str
) -> None:
    again = Names("p", table(states[0]), Dataset)
    for state in states[1:]:
        before, again = again, again.reread(table(state))
        fresh = Names("p", table(state), Dataset)
        assert list(again) == list(fresh)
        assert again.find(asked) == fresh.find(asked)
        assert [again.by_slug(slug) for slug in "abcd"] == [fresh.by_slug(slug) for slug in "abcd"]
        rewritten = canonical.with_records("p", table({r.slug: r.name for r in before}), Dataset, {})
        changed = again.changed_since(before)
        assert canonical.with_records("p", rewritten, Dataset, changed) == table(state)


def test_a_table_that_was_read_again_reads_only_what_differs() -> None:
    data = canonical.lines(RECORDS)
    with_odd_line = data + b"not a record\n"
    again = Names("p", with_odd_line, Dataset).reread(
        canonical.lines([Dataset(slug="added", name="Added")]) + with_odd_line
    )
    assert again.by_slug("added") == Dataset(slug="added", name="Added")
