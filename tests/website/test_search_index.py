"""The search's index: what stands in it, that it is stable, and that little changes with little."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from bench import catalog_maker
from bench.catalog_maker import Sizes
from bench.world import catalog_files
from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Paper
from pwc.tree import DirectoryTree
from tests.website.conftest import write_files
from website import reading, search_index, search_update
from website.contents import Contents
from website.search_items import Item, beginning, tokens_of

WORDS = ("deep", "real", "rest", "read", "rear", "reed", "图像", "zoo")
SIZES = Sizes(results=300, boards=60, papers=100, datasets=75, tasks=25, methods=10)


def _contents(root: Path) -> Contents:
    return reading.read(Catalog(DirectoryTree(root)), None).contents


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A made catalog."""
    write_files(tmp_path, dict(catalog_files(catalog_maker.make(7, SIZES))))
    return tmp_path


def _found(files: dict[str, bytes], token: str) -> list[str]:
    """The names of the records that a token leads to, as a browser would find them."""
    listed = {name: json.loads(data) for name, data in files.items() if name.startswith("search/tokens/")}
    listing = next((tokens[token] for tokens in listed.values() if token in tokens), "")
    entries = [listing[at : at + search_index.ENTRY] for at in range(0, len(listing), search_index.ENTRY)]
    keys = [entry[: search_index.KEY] for entry in entries]
    shards = [json.loads(files[search_index.names_path(search_index.shard_of(key))]) for key in keys]
    return sorted(shard[key][2] for shard, key in zip(shards, keys, strict=True))


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("CIFAR-10", {"cifar", "10", "cifar10"}),
        ("GPT-3.5", {"gpt", "3", "5", "gpt35"}),
        ("C++ and C#", {"c++", "c#"}),
        ("Café (naïve) ﬁt", {"cafe", "naive", "fit"}),
        ("The Art of Data", {"art", "data"}),
        ("On It", {"on", "it"}),
        ("图像分类", {"图像分类"}),
        ("end-to-end-to-end-to-end", {"end"}),
        ("...", set()),
        ("", set()),
    ],
)
def test_names_are_found_by_their_words(name: str, tokens: set[str]) -> None:
    assert tokens_of(name) == tokens


@pytest.mark.parametrize(
    ("name", "token", "is_first"),
    [
        ("BERT: Pre-training", "bert", True),
        ("Semantics-aware BERT", "bert", False),
        ("GPT-3 and more", "gpt", True),
        ("GPT-3 and more", "gpt3", True),
        ("GPT-3 and more", "3", False),
        ("Élan vital", "elan", True),
    ],
)
def test_an_entry_says_whether_the_name_begins_with_the_token(name: str, token: str, is_first: bool) -> None:
    row = search_index.row_of(Item("p", "slug", name, tokens_of(name), 4, ""))
    found = search_index.entry("AAAAA", row, token, beginning(name))
    count = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(found[-1])
    assert (count > search_index.MOST_COUNTED, count % (search_index.MOST_COUNTED + 1)) == (
        is_first,
        len(tokens_of(name)),
    )


def test_every_word_of_every_name_leads_to_it(world: Path) -> None:
    files = search_index.files(_contents(world))

    assert _found(files, "librispeech") == ["LibriSpeech", "Speech Recognition on LibriSpeech"]
    assert "LibriSpeech" in _found(files, "ls"), "by its other name"
    assert _found(files, "convolution") == ["Conformer: Convolution-augmented Transformer"]
    assert _found(files, "zzz") == []
    assert json.loads(files[search_index.DIRECTORY]) == sorted(
        path.split("/")[-1].removesuffix(".json") for path in files if path.startswith("search/tokens/")
    )


def test_two_records_with_one_key_are_both_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "hashed", lambda identity: "AAAA" + "AB"[identity.count("'")])
    items = [Item("t", "a", "A", {"a"}, 1, ""), Item("t", "b", "B", {"b"}, 1, "")]

    assert [key for key, _ in search_index.keyed(items)] == ["AAAAA", "AAAAB"]


def test_many_tokens_are_parted_by_three_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    listings = {"re": "x", "re+": "x", "rest": "x" * 50, "real": "x" * 50, "ab": "x", "图像": "x", "o": "x"}
    monkeypatch.setattr(search_index, "LARGEST", 100)

    files = search_index.in_files(listings)
    assert {name: set(listed) for name, listed in files.items()} == {
        "re": {"re", "re+"},
        "res": {"rest"},
        "rea": {"real"},
        "ab": {"ab"},
        "o": {"o"},
        search_index.OTHER: {"图像"},
    }


def test_one_merge_leaves_nearly_all_files_as_they_were(made: Path) -> None:
    before = search_index.files(_contents(made))
    paper = Paper(slug="new", title="Utterly Zebraic Quokkas", date="2024-01-01", url="https://example.org/q")
    _put(made, paper)
    after = search_index.files(_contents(made))

    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    tokens = {search_index.tokens_path(name) for name in ("ut", "ze", "qu")}
    key = search_index.hashed("p:new")
    assert changed - {search_index.DIRECTORY} == {
        *tokens, search_index.names_path(search_index.shard_of(key))
    }  # fmt: skip


def _there(files: dict[str, bytes]) -> search_update.Before:
    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


def _put(root: Path, *papers: Paper) -> None:
    for paper in papers:
        _change(root, paper.slug, paper)


def _change(root: Path, slug: str, paper: Paper | None) -> None:
    path = root / identity.paper_path(slug)
    data = path.read_bytes() if path.exists() else b""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(canonical.with_records(str(path), data, Paper, {slug: paper}))


def _patched(files: dict[str, bytes], contents: Contents, *papers: str) -> dict[str, bytes]:
    found = search_update.update(contents, [f"paper:{slug}" for slug in papers], _there(files))
    assert found is not None
    return {path: data for path, data in {**files, **found.changed}.items() if path not in found.gone}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("largest", [300, 48_000], ids=["parted", "whole"])
def test_an_update_is_what_the_whole_index_would_be(
    made: Path, monkeypatch: pytest.MonkeyPatch, seed: int, largest: int
) -> None:
    monkeypatch.setattr(search_index, "LARGEST", largest)
    random = Random(seed)
    files = search_index.files(_contents(made))
    for number in range(4):
        papers = _contents(made).papers
        changed = random.choice(sorted(papers))
        whole = Catalog(DirectoryTree(made)).paper(changed)
        assert whole is not None
        title = f"{' '.join(random.sample(WORDS, 3))} {number}"
        _put(made, replace(whole, title=title), Paper(slug=f"new-{number}", title=f"Re+ {title}"))
        contents = _contents(made)
        files = _patched(files, contents, changed, f"new-{number}")
        assert files == search_index.files(contents)
    _change(made, "new-0", None)
    contents = _contents(made)
    assert _patched(files, contents, "new-0") == search_index.files(contents)


def test_an_update_that_cannot_tell_says_so(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = _contents(made)
    files = search_index.files(contents)
    paper = next(iter(contents.papers))
    monkeypatch.setattr(search_index, "hashed", lambda identity: "AAAA" + "AB"[identity.count("'")])
    shared = {**files, search_index.names_path("00"): b'{"AAAAA":["t","other","Other","","AA"]}'}

    assert search_update.update(contents, {f"paper:{paper}"}, _there(shared)) is None


def test_records_that_share_keys_and_are_as_they_were_need_no_whole_index(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = search_index.hashed
    monkeypatch.setattr(search_index, "hashed", lambda identity: "AAA" + hashed(identity)[-2:])
    contents = _contents(made)
    files = search_index.files(contents)
    first = [search_index.hashed(f"p:{slug}") for slug in contents.papers]
    assert len(set(first)) < len(first)

    found = search_update.update(contents, {f"paper:{slug}" for slug in contents.papers}, _there(files))

    assert found is not None
    assert found.gone == set()
    assert all(files[path] == data for path, data in found.changed.items())
