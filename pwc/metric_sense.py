"""What a metric's name says of itself: its direction, its scale, and other spellings of it. Pure.

The lists hold only words whose meaning hardly ever changes, and they are compared as whole words. A name
with words of both kinds (``Error correction F1``), or with one that can turn the meaning round
(``Accuracy drop``), says nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pwc.record import Better, Scale

_WORD = re.compile(r"[^\W_]+")
_PERCENT_SIGN = re.compile(r"(?<!\d)\s*%|\b(percent|percentage|pct)\b")  # but not in P@10%
_ONE_MINUS = re.compile(r"1\s*[-\u2212\u2013]\s*[a-z]")
_SAYS_HIGHER = re.compile(r"\u2191|\bhigher\b.*\bbetter\b")
_SAYS_LOWER = re.compile(r"\u2193|\blower\b.*\bbetter\b")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HIGHER = _listed(
    "accuracy acc f0 f1 f2 bleu gleu rouge meteor chrf cider map map50 ap ap50 ap75 iou miou dice jaccard "
    "auc auroc auprc psnr ssim ndcg mrr precision recall sensitivity specificity kappa hits correct"
)
_LOWER = _listed(
    "error errors perplexity ppl loss wer cer der ter eer fid kid lpips rmse mse mae mape nll "
    "bpc bpb bpd latency"
)
_TURNS_ROUND = _listed(
    "drop drops gap reduction decrease degradation difference diff delta deviation std variance attack "
    "membership leakage gain improvement relative negative neg inverse minus forgetting unlearning bias "
    "rank distance tolerance detection correction recovery free cost per second"
)
_PROPORTIONS = _listed("accuracy acc f1 precision recall iou miou dice em")
_NEVER_PROPORTIONS = _listed(
    "perplexity ppl psnr fid elo bpc bpb bpd latency flops gflops mflops params parameters fps"
)
_UNITS = _listed("mm cm m km px pixel pixels s ms sec seconds deg degrees db hz points")

_SAME = {
    "acc": "accuracy",
    "avg": "average",
    "cer": "charactererror",
    "em": "exactmatch",
    "map": "meanaverageprecision",
    "miou": "meaniou",
    "ppl": "perplexity",
    "wer": "worderror",
    "rocauc": "auroc",
    "aucroc": "auroc",
}
_SAYS_NOTHING = _listed("percent percentage pct score the of in is higher lower better measure")
_ERROR_RATE = re.compile(r"error(rate|s)\b")


@lru_cache(maxsize=1024)
def direction(name: str) -> Better | None:
    """Whether higher or lower is better, as far as the name plainly says so."""
    text = name.lower()
    if _SAYS_HIGHER.search(text) or _SAYS_LOWER.search(text):
        return "higher" if _SAYS_HIGHER.search(text) else "lower"
    words = _words(text)
    if words & _TURNS_ROUND or _ONE_MINUS.match(text):
        return None
    higher, lower = not words.isdisjoint(_HIGHER), not words.isdisjoint(_LOWER)
    if higher == lower:
        return None
    return "higher" if higher else "lower"


@lru_cache(maxsize=1024)
def scales(name: str) -> tuple[Scale, ...]:
    """The scales that the name leaves possible."""
    text = name.lower()
    words = _words(text)
    if _PERCENT_SIGN.search(text):
        return ("percent",)
    if words & _NEVER_PROPORTIONS:
        return ("none",)
    if words & _PROPORTIONS and not words & (_UNITS | _TURNS_ROUND | _LOWER):
        return ("percent", "fraction")
    return ("percent", "fraction", "none")


@lru_cache(maxsize=1024)
def key(name: str) -> str:
    """The form under which ``Acc. (%)`` and ``Accuracy`` are one metric; empty for a name without words."""
    words = [word for word in _WORD.findall(name.lower()) if word not in _SAYS_NOTHING]
    joined = "".join(_SAME.get(word, word) for word in words)
    return _SAME.get(joined, _ERROR_RATE.sub("error", joined))


def _words(text: str) -> frozenset[str]:
    """The words of a name in lower case, with ``bleu4`` and ``rouge1`` as ``bleu`` and ``rouge`` too."""
    words = _WORD.findall(text)
    return frozenset([*words, *(word[:-1] for word in words if word[:-1] in {"bleu", "rouge"})])
