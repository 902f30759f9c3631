"""Metrics as leaderboards have them, and the values that models reach."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from msgspec import Struct

from pwc.record import Metric

FEW = 5
"""So many results make a history, beyond which a value would be a leap."""


class Kind(Struct, frozen=True):
    """A metric with the range in which published values usually lie, and their decimals."""

    metric: Metric
    low: float
    high: float
    decimals: int
    weight: int


def _kind(metric: Metric, low: float, high: float, *, decimals: int = 1, weight: int) -> Kind:
    return Kind(metric, low, high, decimals, weight)


def _percent(name: str, weight: int) -> Kind:
    metric = Metric(name=name, better="higher", scale="percent", min="0", max="100")
    return _kind(metric, 30, 96, weight=weight)


def _fraction(name: str, weight: int) -> Kind:
    metric = Metric(name=name, better="higher", scale="fraction", min="0", max="1")
    return _kind(metric, 0.4, 0.97, decimals=3, weight=weight)


KINDS = (
    _percent("Accuracy", 30),
    _percent("F1", 14),
    _percent("Top-1 Accuracy", 8),
    _percent("mAP", 8),
    _percent("mIoU", 6),
    _percent("Dice", 4),
    _percent("Recall@10", 4),
    _percent("BLEU", 4),
    _percent("ROUGE-L", 3),
    _fraction("AUC", 4),
    _fraction("SSIM", 3),
    _fraction("NDCG", 3),
    _kind(Metric(name="PSNR", better="higher", scale="none"), 22, 39, decimals=2, weight=3),
    _kind(Metric(name="WER", better="lower", scale="percent", min="0"), 2, 30, weight=4),
    _kind(Metric(name="FID", better="lower", scale="none", min="0"), 2, 60, decimals=2, weight=4),
    _kind(Metric(name="Perplexity", better="lower", scale="none", min="1"), 8, 60, decimals=2, weight=3),
    _kind(Metric(name="MAE", better="lower", scale="none", min="0"), 0.1, 9, decimals=3, weight=4),
    _kind(Metric(name="RMSE", better="lower", scale="none", min="0"), 0.2, 12, decimals=3, weight=3),
    _kind(Metric(name="Params (M)", better="lower", scale="none"), 3, 900, weight=2),
    _kind(Metric(name="Average Return", better="higher", scale="none"), -200, 4000, weight=2),
)
BY_NAME = {kind.metric.name: kind for kind in KINDS}


def of_board(rng: Random) -> tuple[Metric, ...]:
    """The metrics of one board: most have one or two."""
    number = rng.choices((1, 2, 3, 4), weights=(52, 28, 14, 6))[0]
    drawn = rng.choices(KINDS, weights=[kind.weight for kind in KINDS], k=number * 2)
    return tuple({kind.metric.name: kind.metric for kind in drawn}.values())[:number]


def usual_value(rng: Random, name: str, niveau: float) -> str:
    """A value of this metric on a board of this difficulty (0 to 1), as a paper prints it."""
    kind = BY_NAME[name]
    share = min(max(rng.gauss(niveau, 0.09), 0.0), 1.0)
    return printed(name, kind.low + share * (kind.high - kind.low))


def near_value(rng: Random, name: str, known: Sequence[float]) -> str:
    """A value that surprises nobody who knows these: close to them, and where they are many, among them."""
    one, other = rng.choice(known), rng.choice(known)
    number = one + (other - one) * rng.random()
    kind = BY_NAME[name]
    number += (kind.high - kind.low) * rng.uniform(-0.02, 0.02)  # or it might be a copy
    lowest, highest = (kind.low, kind.high) if len(known) < FEW else (min(known), max(known))
    return printed(name, min(max(number, lowest), highest))


def printed(name: str, number: float) -> str:
    """A number with the decimals that are usual for this metric."""
    return f"{number:.{BY_NAME[name].decimals}f}"
