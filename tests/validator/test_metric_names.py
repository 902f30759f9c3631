"""What metrics' names say: direction, scale, spelling, and which cannot exceed which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc import metric_sense
from pwc.record import Better
from validator.numbers.metric_order import inclusions

PLAIN: dict[str, Better] = {
    "Accuracy": "higher",
    "Top-1 Acc. (%)": "higher",
    "macro-F1": "higher",
    "F0.5": "higher",
    "BLEU4": "higher",
    "ROUGE-L": "higher",
    "mAP@0.5": "higher",
    "Percentage correct": "higher",
    "Word Error Rate": "lower",
    "Test perplexity": "lower",
    "FID-50k": "lower",
    "log loss": "lower",
    "Latency (ms)": "lower",
    "Quality ↓": "lower",
    "Error (higher is better)": "higher",
}
SILENT = [
    "Accuracy drop",
    "Attack accuracy",
    "Error correction F1",
    "Error detection rate",
    "1 - AUC",
    "Dice loss",
    "Score",
    "Number of params",
    "Accurate",
    "Relative error reduction",
    "Negative MSE",
    "\u7cbe\u5ea6",
    "",
]


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_name_says_which_way_is_better(name: str) -> None:
    assert metric_sense.direction(name) == PLAIN[name]


@pytest.mark.parametrize("name", SILENT)
def test_a_name_of_two_minds_says_nothing(name: str) -> None:
    assert metric_sense.direction(name) is None


@pytest.mark.parametrize("name", ["1-shot accuracy", "Top 1 Accuracy", "Recall@1", "P@1 accuracy"])
def test_a_number_at_the_beginning_is_not_one_minus(name: str) -> None:
    assert metric_sense.direction(name) == ("higher" if name != "1-shot accuracy" else None)


@pytest.mark.parametrize(
    ("name", "scales"),
    [
        ("Accuracy", ("percent", "fraction")),
        ("Accuracy (%)", ("percent",)),
        ("P@10%", ("percent", "fraction", "none")),
        ("Perplexity", ("none",)),
        ("Params (%)", ("percent",)),
        ("Precision (mm)", ("percent", "fraction", "none")),
        ("BLEU", ("percent", "fraction", "none")),
    ],
)
def test_a_name_leaves_scales_possible(name: str, scales: tuple[str, ...]) -> None:
    assert metric_sense.scales(name) == scales


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Accuracy", "ACC. (%)"),
        ("Top-1 Accuracy", "Top 1 Acc"),
        ("EM", "Exact Match"),
        ("F1", "F1-score"),
        ("WER", "Word error rate (%)"),
        ("ROC-AUC", "AUROC"),
        ("mAP", "Mean Average Precision"),
        ("BLEU-4", "BLEU4 score"),
        ("Avg F1", "Average F1 ↑"),
    ],
)
def test_two_spellings_of_one_metric(one: str, other: str) -> None:
    assert metric_sense.key(one) == metric_sense.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Accuracy", "Balanced Accuracy"),
        ("Accuracy", "Test Accuracy"),
        ("Top 1 Accuracy", "Top 5 Accuracy"),
        ("Precision", "Average Precision"),
        ("F1", "F0.5"),
        ("EM", "F1"),
        ("Success rate", "Error rate"),
    ],
)
def test_two_metrics_are_not_one(one: str, other: str) -> None:
    assert metric_sense.key(one) != metric_sense.key(other)


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (("EM", "F1"), {("EM", "F1")}),
        (("F1 (Quasar-T)", "EM (Quasar-T)"), {("EM (Quasar-T)", "F1 (Quasar-T)")}),
        (("Top 5 Accuracy", "Top-1 Accuracy (%)"), {("Top-1 Accuracy (%)", "Top 5 Accuracy")}),
        (("Top-1 Error", "Top-5 Error Rate"), {("Top-5 Error Rate", "Top-1 Error")}),
        (("Recall@10", "Recall@1"), {("Recall@1", "Recall@10")}),
        (("Test Hits@20", "Validation Hits@50"), set()),
        (("R@1", "R@5"), {("R@1", "R@5")}),
        (("mAP@0.5", "mAP@0.75"), set()),
        (("R@0.5", "R@0.7"), set()),
        (("P@1", "P@5", "MRR@10", "NDCG@5", "NDCG@10"), set()),
        (("P@10%", "P@30%"), set()),
        (
            ("ROUGE-1", "ROUGE-2", "ROUGE-L"),
            {("ROUGE-2", "ROUGE-1"), ("ROUGE-L", "ROUGE-1")},
        ),
        (("BLEU-4", "BLEU-1", "METEOR"), {("BLEU-4", "BLEU-1")}),
        (("AP", "AP50", "AP75"), {("AP", "AP50"), ("AP75", "AP50")}),
        (("box AP", "mask AP50"), set()),
        (("AP50", "AP-50"), set()),
        (("Accuracy", "F1"), set()),
    ],
)
def test_metrics_that_cannot_exceed_each_other(names: tuple[str, ...], pairs: set[tuple[str, str]]) -> None:
    assert set(inclusions(names)) == pairs


@given(st.lists(st.text(max_size=12), max_size=4, unique=True).map(tuple))
def test_no_name_is_too_strange(names: tuple[str, ...]) -> None:
    for name in names:
        metric_sense.direction(name)
        assert metric_sense.scales(name)
        metric_sense.key(name)
    for small, large in inclusions(names):
        assert (large, small) not in inclusions(names)
