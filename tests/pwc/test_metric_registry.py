"""What the registry of well-known metrics says, and that it says it once."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from pwc import identity, metric_registry
from pwc.record import Metric


def test_it_has_the_breadth_that_was_promised() -> None:
    assert sum(len(group.names) for group in metric_registry.groups()) >= 150


def test_no_name_means_two_metrics_or_stands_twice() -> None:
    names = Counter(
        identity.fold(text)
        for group in metric_registry.groups()
        for name, aliases in group.names.items()
        for text in (name, *aliases)
    )
    assert {name for name, times in names.items() if times > 1} == set()


def test_bounds_are_decimal_text_in_order() -> None:
    for group in metric_registry.groups():
        bounds = [Decimal(bound) for bound in (group.min, group.max) if bound is not None]
        assert bounds == sorted(set(bounds)), group.about


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Accuracy", "Accuracy"),
        ("accuracy (%)", "Accuracy"),
        ("% Test Accuracy", "Accuracy"),
        ("Acc.", "Accuracy"),
        ("Percentage correct", "Accuracy"),
        ("F1-score", "F1"),
        ("ROUGE-2", "ROUGE-2"),
        ("Rouge-L", "ROUGE-L"),
        ("R2", "R2"),
        ("mAP@0.5", "AP50"),
        ("Recall@20", "Recall@k"),
        ("Hits@10", "Hits@k"),
        ("NDCG@100", "nDCG"),
        ("P@10%", "Precision@k"),
        ("Validation perplexity", "Perplexity"),
        ("Bit per Character (BPC)", "BPC"),
        ("Accuracy (F1)", None),
        ("FID \u2193", "FID"),
        ("PSNR (higher is better)", "PSNR"),
        ("Number of params", "Parameters"),
        ("WER", "WER"),
        ("Accuracy drop", None),
        ("Score", None),
        ("Senseval 2", None),
        ("EM (Quasar-T)", None),
        ("", None),
        ("%", None),
    ],
)
def test_a_name_is_found_in_its_usual_dress_and_no_other(name: str, means: str | None) -> None:
    found = metric_registry.find(name)
    assert (None if found is None else found.name) == means


@pytest.mark.parametrize(
    ("name", "scale", "metric"),
    [
        ("Accuracy", "percent", Metric(name="x", better="higher", scale="percent", min="0", max="100")),
        ("Accuracy", "fraction", Metric(name="x", better="higher", scale="fraction", min="0", max="1")),
        ("Accuracy", "none", Metric(name="x", better="higher", scale="none")),
        ("MCC", "percent", Metric(name="x", better="higher", scale="percent", min="-100", max="100")),
        ("WER", "percent", Metric(name="x", better="lower", scale="percent", min="0")),
        ("Perplexity", "none", Metric(name="x", better="lower", scale="none", min="1")),
        ("Perplexity", "percent", Metric(name="x", better="lower", scale="none", min="1")),
        ("KID", "none", Metric(name="x", better="lower", scale="none")),
    ],
)
def test_a_board_gets_its_bounds_on_its_own_scale(name: str, scale: str, metric: Metric) -> None:
    found = metric_registry.find(name)
    assert found is not None
    assert found.on_board("x", scale) == metric  # type: ignore[arg-type]
