"""Slugs, folded names, ids and paths: part of the catalog's format, so they never change."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pwc import identity
from pwc.schemas import schema

SLUG = re.compile(schema("submission")["$defs"]["slug"]["pattern"])

# Slugs of Papers With Code as its archive has them.
OLD_SLUGS = {
    "Attention Is All You Need": "attention-is-all-you-need",
    "AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model": (
        "alexatm-20b-few-shot-learning-using-a-large"
    ),
    "Deep Residual Learning for Image Recognition": "deep-residual-learning-for-image-recognition",
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding": (
        "bert-pre-training-of-deep-bidirectional"
    ),
    "Question Answering": "question-answering",
    "CIFAR-10": "cifar-10",
    "\u00c9valuation fran\u00e7aise": "evaluation-francaise",
    "  (3D) Object-Detection!  ": "3d-object-detection",
}

# Letters whose case or Unicode form changes around each other, beside the ordinary ones.
AWKWARD = (
    "aB1. -_+#*\u00e9e\u0301\u0130\u1e9e\u00df\ufb01\u2460\u00bd\u4e2d\uff21"
    "\u0345\u1100\u1161\u03b1\u1f80J\u030c\u0930\u093f"
)
texts = st.one_of(st.text(), st.text(alphabet=AWKWARD, max_size=12))


@pytest.mark.parametrize("title", OLD_SLUGS)
def test_slugs_are_those_of_papers_with_code(title: str) -> None:
    assert identity.slug(title) == OLD_SLUGS[title]


@pytest.mark.parametrize(
    ("task", "dataset", "slug"),
    [
        ("Question Answering", "COPA", "question-answering-on-copa"),
        (
            "Coreference Resolution",
            "Winograd Schema Challenge",
            "coreference-resolution-on-winograd-schema",
        ),
        ("Image Classification", "ImageNet", "image-classification-on-imagenet"),
    ],
)
def test_a_board_s_slug_is_cut_as_a_whole(task: str, dataset: str, slug: str) -> None:
    assert identity.board_slug(task, dataset) == slug


def test_a_slug_of_exactly_the_limit_is_whole_and_one_more_is_cut_on_a_hyphen() -> None:
    exact = "a" * 20 + "-" + "b" * 24
    assert identity.slug(exact) == exact
    assert identity.slug(exact + "b") == "a" * 20
    assert identity.slug(exact + "-c") == exact


def test_one_long_word_is_cut_in_itself() -> None:
    assert identity.slug("x" * 60) == "x" * 45


def test_a_title_that_leaves_nothing_falls_back_to_its_locator_then_to_its_hash() -> None:
    assert identity.slug("\u4e2d\u6587", fallback="2208.01448") == "2208-01448"
    hashed = identity.slug("\u4e2d\u6587", fallback="\u6587")
    assert re.fullmatch("[0-9a-f]{12}", hashed)
    assert identity.slug("\u4e2d") != hashed


@given(texts, texts)
def test_a_slug_matches_its_pattern_and_its_limit(name: str, fallback: str) -> None:
    slug = identity.slug(name, fallback=fallback)
    assert SLUG.fullmatch(slug)
    assert len(slug) <= identity.SLUG_LENGTH
    assert identity.slug(slug) == slug


@given(texts, texts)
def test_a_board_s_slug_matches_its_pattern_and_its_limit(task: str, dataset: str) -> None:
    slug = identity.board_slug(task, dataset)
    assert SLUG.fullmatch(slug)
    assert len(slug) <= identity.SLUG_LENGTH


def test_a_clash_gets_a_number() -> None:
    taken: set[str] = set()
    for expected in ("bert", "bert-1", "bert-2"):
        found = identity.free_slug("bert", taken.__contains__)
        assert found == expected
        taken.add(found)


@given(st.sets(st.sampled_from(["bert", "bert-1", "bert-2", "bert-3", "elmo"])))
def test_a_free_slug_is_free(taken: set[str]) -> None:
    found = identity.free_slug("bert", taken.__contains__)
    assert found not in taken
    assert found.startswith("bert")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OPT-1.3B", "OPT-13B"),
        ("PointNet", "PointNet++"),
        ("C", "C#"),
        ("A*", "A"),
        ("GPT-3.5", "GPT-35"),
        ("ViT-B/16", "ViT-B/32"),
        ("\u0915\u093f", "\u0915\u093e"),  # Hindi: the vowel signs ki and kaa
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert identity.fold(one) != identity.fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ImageNet", "image net"),
        ("CIFAR-10", "Cifar 10"),
        ("BERT (large)", "bert-large"),
        ("Beyonc\u00e9", "BEYONCE\u0301"),
        ("Stra\u00dfe", "STRASSE"),
        ("\uff22\uff25\uff32\uff34", "BERT"),
        ("F1.", "F1"),
        ("U.S. News", "US News"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert identity.fold(one) == identity.fold(other)


def test_a_name_of_punctuation_alone_folds_to_itself() -> None:
    assert identity.fold("!!") == "!!"
    assert identity.fold("!!") != identity.fold("??")


@given(texts)
@example("\u1100-\u1161")  # two Korean letters that become one syllable once the hyphen has gone
def test_folding_twice_changes_nothing(name: str) -> None:
    once = identity.fold(name)
    assert identity.fold(once) == once


@given(texts, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_folding_does_not_see_the_unicode_form(name: str, form: str) -> None:
    assert identity.fold(unicodedata.normalize(form, name)) == identity.fold(name)  # type: ignore[arg-type]


@given(st.text(st.characters(codec="ascii")))
@example("v1.5 .x")
def test_names_in_ascii_are_folded_by_the_same_rule(name: str) -> None:
    kept = re.sub(r"(?<![0-9])\.|\.(?![0-9])|[^a-z0-9+#*.]", "", name.lower())
    assert identity.fold(name) == (kept or name.lower())


@given(texts)
def test_a_name_folds_to_something(name: str) -> None:
    assert bool(identity.fold(name)) == bool(name)


def test_an_id_comes_from_the_path_and_the_index_and_never_changes() -> None:
    path = "submissions/2026/11/alexatm-20b.yaml"
    assert identity.result_id(path, 0) == "3f70e1318d5ac8d7"
    assert identity.result_id(path, 1) != identity.result_id(path, 0)
    assert re.fullmatch(schema("submission")["$defs"]["result_id"]["pattern"], identity.result_id(path, 1))


def test_paths_never_change() -> None:
    assert identity.paper_path("attention-is-all-you-need") == "catalog/papers/89.jsonl"
    assert identity.locator_path("arxiv:1706.03762") == "catalog/locators/a1.jsonl"
    assert (
        identity.board_path("question-answering", "copa")
        == "catalog/leaderboards/question-answering/copa.json"
    )


@pytest.mark.parametrize(
    "data", [b"", b"hello\n", b"\x00\xff\r\n", b"x" * 70_000], ids=["empty", "text", "binary", "long"]
)
def test_a_blob_s_id_is_git_s(data: bytes, tmp_path: Path) -> None:
    done = subprocess.run(
        ["git", "hash-object", "-t", "blob", "--no-filters", "--stdin"],
        input=data,
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert identity.blob_id(data) == done.stdout.decode().strip()
