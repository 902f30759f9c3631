"""Which names are taken for twins, and that none of them has to be looked for in the whole table."""

from __future__ import annotations

import pytest

from pwc import canonical, identity
from pwc.names import Names
from pwc.record import Dataset
from validator.naming.near import called, called_in, candidates, likeness

FILLERS = frozenset(("the", "dataset", "datasets", "corpus", "benchmark", "challenge", "task"))

TWINS = [
    ("Sentence Embedding", "Sentence Embeddings"),
    ("Dependencies Parsing", "Dependency Parsing"),
    ("Language Modelling", "Language Modeling"),
    ("Timex Normalisation", "Timex normalization"),
    ("Colour Constancy", "Color Constancy"),
    ("Dialogue Act Classification", "Dialog Act Classification"),
    ("One-Shot Learning", "1-shot learning"),
    ("The COPA dataset", "COPA"),
    ("RELLIS-3D", "RELLIS-3D Dataset"),
    ("Word-in-Context data set", "Word in Context"),
    ("People's Speech", "Peoples Speech"),
    ("Na\u00efve Bayes Clasifier", "Naive Bayes Classifier"),
    ("Image Forgery Detection", "Forgery Image Detection"),
    ("CoNLL-Aida", "AIDA-CoNLL"),
    ("COCO 2017 val", "COCO val2017"),
    ("ImagNet", "ImageNet"),
    ("CHUK Avenue", "CUHK Avenue"),
    ("Optical Charater Recogntion", "Optical Character Recognition"),
    ("Unsupervised Domain Adaptationn", "Unsupervised Domain Adaptation"),
    ("WiC", "Words in Context"),
    ("LFW", "Labeled Faces in the Wild"),
    ("NYT", "New York Times Corpus"),
    ("COCO", "COCO (Common Objects in Context)"),
    ("Named Entity Recognition (NER)", "Named Entity Recognition"),
    ("Named Entity Recognition (NER)", "NER"),
]

OTHERS = [
    ("CIFAR-10", "CIFAR-100"),
    ("SQuAD1.1", "SQuAD2.0"),
    ("SQuAD", "SQuAD2.0"),
    ("GPT-2", "GPT-3"),
    ("WMT14", "WMT16"),
    ("ImageNet", "ImageNet-A"),
    ("ImageNet 32x32", "ImageNet 64x64"),
    ("OK-VQA", "A-OKVQA"),
    ("RefCOCO", "RefCOCO+"),
    ("PointNet", "PointNet++"),
    ("MIMIC-II", "MIMIC-III"),
    ("MNIST", "KMNIST"),
    ("WIT", "WITS"),
    ("WikiHop", "WikiHow"),
    ("GenEval", "General"),
    ("SEDE", "SEED"),
    ("RefCOCO testA", "RefCOCO testB"),
    ("2D Classification", "3D Classification"),
    ("WMT14 en-de", "WMT14 de-en"),
    ("Translation eng-deu", "Translation deu-eng"),
    ("ODIC 10-way (5-shot)", "ODIC 5-way (10-shot)"),
    ("Text-to-Image Generation", "Image-to-Text Generation"),
    ("Face Verification", "Fact Verification"),
    ("Microeconomics", "Macroeconomics"),
    ("Supervised Learning", "Unsupervised Learning"),
    ("Online Tracking", "Offline Tracking"),
    ("Camera Localization", "Camera Relocalization"),
    ("Audio Super-Resolution", "Automatic Speech Recognition (ASR)"),
    ("CASIA (Online Social Network)", "CASIA"),
    ("Cityscapes", "Cityscapes to Dark Zurich"),
]


def alike(one: str, other: str) -> str | None:
    return likeness(called((one,), None, FILLERS), called((other,), None, FILLERS))


def table(*datasets: Dataset) -> Names[Dataset]:
    return Names("x.jsonl", canonical.lines(datasets), Dataset)


def named(*names: str) -> Names[Dataset]:
    by_slug: dict[str, Dataset] = {}
    for name in dict.fromkeys(names):
        slug = identity.free_slug(identity.slug(name), by_slug.__contains__)
        by_slug[slug] = Dataset(slug=slug, name=name)
    return table(*(record for _, record in sorted(by_slug.items())))


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_are_alike_both_ways(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one) == alike(one, other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_things_are_not(one: str, other: str) -> None:
    assert alike(one, other) is None
    assert alike(other, one) is None


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_a_twin_is_among_the_candidates(one: str, other: str) -> None:
    """Among others: what is looked at closely is found without looking closely at everything."""
    names = named(other, *(name for pair in OTHERS for name in pair))
    found = candidates(called((one,), None, FILLERS), names, FILLERS)
    assert other in {record.name for record in found}


COPA = Dataset(slug="copa", name="COPA", full_name="Choice of Plausible Alternatives", aliases=("Plausible",))


@pytest.mark.parametrize(
    ("name", "full_name", "why"),
    [
        ("Choice of Plausible Alternatives", None, "full name of the other"),
        ("Choices of plausible alternatives", None, "full name of the other"),
        ("PlausAlt", "The Choice of Plausible Alternatives dataset", "the same full name"),
        ("PlausAlt", "COPA", "full name of the other"),
        ("Plausibles", None, "a plural"),
        ("COPA-SSE", "Choice of Plausible Alternatives", None),  # a variant has the full name of its origin
        ("COPA 2", "Choice of Plausible Alternatives", None),
        ("Corpus of Pre-Annotated Abstracts", None, None),  # COPA is known to be short for something else
    ],
)
def test_full_names_and_aliases_count(name: str, full_name: str | None, why: str | None) -> None:
    thing = called((name,), full_name, FILLERS)
    records = candidates(thing, table(COPA), FILLERS)
    told = next(filter(None, (likeness(thing, called_in(record, FILLERS)) for record in records)), None)
    assert told is None if why is None else why in (told or "")


def test_of_a_table_few_are_looked_at_closely() -> None:
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu")
    words = [one + other for one in syllables for other in syllables]
    names = named(*(f"{one} {other}" for one in words for other in words[:20]))
    looked_at = {record.slug for record in candidates(called(("bace difo",), None, FILLERS), names, FILLERS)}
    assert 0 < len(looked_at) < len(names) / 10


def test_an_empty_table_has_no_candidates() -> None:
    assert list(candidates(called(("WSC",), None, FILLERS), named(), FILLERS)) == []
