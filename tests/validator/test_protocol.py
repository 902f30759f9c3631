"""Settings: the spellings of one protocol, and those that are protocols of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.numbers.protocol import canonical, count_of_few, key

SPELLINGS = {
    "zero-shot": ["0-shot", "zero shot", "Zero-Shot", "ZERO_SHOT", "zeroshot", "0 shots", "zero\u2010shot"],
    "1-shot": ["one-shot", "1 shot", "One Shot"],
    "5-shot": ["5 shot", "5shot", "five-shot", "5-shots"],
    "few-shot": ["few shot", "Few-Shot", "fewshot"],
    "fine-tuned": ["finetuned", "fine tuned", "Fine-Tuning", "finetune", "fine_tuned"],
    "prompt-tuned": ["prompt tuned", "Prompt-tuning"],
}


@pytest.mark.parametrize(
    ("usual", "other"), [(u, o) for u, others in SPELLINGS.items() for o in (u, *others)]
)
def test_a_well_known_protocol_has_one_spelling(usual: str, other: str) -> None:
    assert canonical(other) == usual
    assert key(other) == key(usual)


@pytest.mark.parametrize(
    "setting",
    ["few-shot (32)", "5-shot, dev set", "linear probe", "zero-shot CoT", "000-shot", "shot", "tuned"],
)
def test_a_setting_of_its_own_stays_as_it_is(setting: str) -> None:
    assert canonical(setting) is None
    assert key(setting) not in {key(usual) for usual in SPELLINGS}


@pytest.mark.parametrize(
    "setting",
    ["few-shot (32)", "few-shot (k=32)", "Few-Shot [K = 32]", "few-shot, k=32", "few shot (32 examples)"],
)
def test_few_that_are_counted_are_so_many_shots(setting: str) -> None:
    assert key(setting) == key("32-shot")
    assert canonical(setting) is None, "a usual spelling of its own"


@pytest.mark.parametrize(
    "setting", ["few-shot", "few-shot (32), dev set", "few-shot (k)", "few-shot32", "few-shot (0.5)", "k=32"]
)
def test_few_that_are_not_counted_are_no_number_of_shots(setting: str) -> None:
    assert count_of_few(setting) is None
    assert key(setting) not in {key("32-shot"), key("5-shot")}


def test_protocols_differ() -> None:
    assert len({key(usual) for usual in SPELLINGS}) == len(SPELLINGS)
    assert key(None) == ""


@given(st.text(min_size=1, max_size=30))
def test_the_usual_spelling_is_its_own(setting: str) -> None:
    usual = canonical(setting)
    if usual is not None:
        assert canonical(usual) == usual
        assert key(setting) == key(usual)
