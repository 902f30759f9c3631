"""Methods and datasets as the old dumps have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from random import Random

from msgspec.structs import replace

from bench import archive_addresses, archive_text, dirt, words
from bench.archive_addresses import SITE
from bench.archive_sizes import Sizes
from bench.catalog_maker import PLACE, World
from bench.dirt import Gaps, Item, Share
from pwc import identity
from pwc.record import Dataset, Paper

ONE_TWIN_IN = 250
"""Of so many datasets one has the name of another, and a slug of its own."""
_GAPS_OF_METHODS = (
    "full_name",
    "description",
    "paper",
    "introduced_year",
    "source_url",
    "collections",
    "num_papers",
)
_GAPS_OF_DATASETS = (
    "full_name", "homepage", "description", "short_description", "image", "introduced_date", "license_name",
    "languages", "modalities", "tasks", "variants", "paper", "num_papers", "data_loaders",
)  # fmt: skip
_MODALITIES = (
    "Images",
    "Texts",
    "Videos",
    "Audio",
    "Graphs",
    "Tabular",
    "Time series",
    "3D",
    "Speech",
    "RGB-D",
)
_LANGUAGES = ("English", "Chinese", "German", "French", "Spanish", "Arabic", "Hindi", "Japanese", "Swahili")
_LICENSES = (
    ("MIT", "https://opensource.org/licenses/MIT"),
    ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    ("Custom (research-only)", None),
    ("Unknown", None),
)
_FRAMEWORKS = ("pytorch", "tf", "jax")


def methods(world: World, sizes: Sizes) -> Iterator[Item]:
    """Items of the dump of methods: the catalog's, and as many more as the archive has."""
    rng = Random(f"{world.seed}/archive/methods")
    gaps = Gaps(rng, 60, _GAPS_OF_METHODS)
    slugs = {method.slug for method in world.methods}
    taken = {identity.fold(method.name) for method in world.methods}
    more = (
        words.unique(lambda: words.named_method(rng), taken)
        for _ in range(sizes.methods - len(world.methods))
    )
    named = chain(((method.slug, method.name) for method in world.methods), _with_slugs(more, slugs))
    for slug, name in named:
        yield gaps(_method(rng, slug, name, rng.choice(world.papers)))


def _with_slugs(names: Iterator[str], taken: set[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        slug = identity.free_slug(identity.slug(name), taken.__contains__)
        taken.add(slug)
        yield slug, name


def slug_of(item: Item) -> str:
    """The slug in an item's address."""
    return str(item["url"]).rpartition("/")[2]


def _method(rng: Random, slug: str, name: str, paper: Paper) -> Item:
    year = rng.randint(1980, 2025)
    source = paper.url if rng.random() < 0.8 else None
    return {
        "url": f"{SITE}/method/{slug}",
        "name": name,
        "full_name": name if rng.random() < 0.6 else f"{name} {words.collection(rng).removesuffix('s')}",
        "description": f"**{name}** {archive_text.description(rng, most=3)}",
        "paper": None if source is None else _paper_of_method(paper),
        "introduced_year": year if rng.random() < 0.95 else None,
        "source_url": source,
        "source_title": None if source is None else paper.title,
        "code_snippet_url": f"{PLACE}/{slug}/blob/master/model.py#L{rng.randrange(900)}"
        if year > 2015
        else None,
        "num_papers": int(rng.paretovariate(0.8)) % 20_000,
        "collections": [_collection(rng) for _ in range(rng.choice((0, 1, 1, 1, 1, 2)))],
    }


def _collection(rng: Random) -> Item:
    area = rng.choice(words.AREAS)
    return {"collection": words.collection(rng), "area_id": identity.slug(area), "area": area}


def _paper_of_method(paper: Paper) -> Item:
    return {
        "title": paper.title,
        "url": archive_addresses.page(paper),
        "arxiv_id": paper.arxiv,
        "url_abs": paper.url,
        "url_pdf": paper.pdf,
    }


def twins(sizes: Sizes) -> int:
    """How many datasets of the archive have another one's name."""
    return -(-sizes.datasets // ONE_TWIN_IN)


def datasets(world: World, sizes: Sizes) -> Iterator[Item]:
    """Items of the dump of datasets. Some have the name of another one and a slug of their own."""
    rng = Random(f"{world.seed}/archive/datasets")
    gaps = Gaps(rng, 60, _GAPS_OF_DATASETS)
    tasks = {task.slug: task.name for task in world.tasks}
    twice = {dataset.slug for dataset in rng.sample(world.datasets, twins(sizes))}
    for dataset in world.datasets:
        item = _dataset(rng, dataset, tasks, world.papers)
        yield gaps(item)
        if dataset.slug in twice:
            other = _dataset(rng, dataset, tasks, world.papers)
            yield {**other, "url": f"{item['url']}-1", "homepage": f"{PLACE}/{dataset.slug}-of-others"}


def _dataset(rng: Random, dataset: Dataset, tasks: Mapping[str, str], papers: Sequence[Paper]) -> Item:
    license_name, license_url = rng.choice(_LICENSES)
    paper = rng.choice(papers)
    image = f"https://media.example.org/datasets/{dataset.slug}.jpg"
    full_name = f"{dataset.name} {rng.choice(('Dataset', 'Benchmark', 'Corpus'))}"
    return {
        "url": f"{SITE}/dataset/{dataset.slug}",
        "name": dataset.name,
        "full_name": full_name if rng.random() < 0.5 else None,
        "homepage": dataset.url,
        "description": archive_text.description(rng),
        "short_description": archive_text.prose(rng, 15) if rng.random() < 0.2 else None,
        "parent_dataset": None,
        "image": image if rng.random() < 0.6 else None,
        "introduced_date": paper.date if rng.random() < 0.8 else None,
        "license_name": license_name,
        "license_url": license_url,
        "languages": rng.sample(_LANGUAGES, rng.choice((0, 0, 0, 1, 1, 3))),
        "modalities": rng.sample(_MODALITIES, rng.choice((0, 1, 1, 2))),
        "tasks": [{"task": tasks[slug], "url": f"{SITE}/task/{slug}"} for slug in dataset.tasks],
        "variants": [dataset.name, *dataset.aliases, *(f"{dataset.name} {part}" for part in _parts(rng))],
        "paper": {"title": paper.title, "url": archive_addresses.page(paper)} if rng.random() < 0.8 else None,
        "num_papers": int(rng.paretovariate(0.8)) % 20_000,
        "data_loaders": [_loader(rng, dataset.slug) for _ in range(rng.choice((0, 0, 0, 1, 2)))],
    }


def _parts(rng: Random) -> list[str]:
    return rng.sample(("test", "val", "dev", "(zero-shot)", "10-shot"), rng.choice((0, 0, 1, 2)))


def _loader(rng: Random, slug: str) -> Item:
    repository = f"{PLACE}/loaders-{rng.randrange(200)}"
    return {
        "url": f"{repository}/tree/main/{slug}",
        "repo": repository,
        "frameworks": rng.sample(_FRAMEWORKS, rng.randint(1, 2)),
    }


def with_spam(rng: Random, datasets: Sequence[Dataset]) -> list[Dataset]:
    """Datasets, some of them under a name that is an attempt at breaking in, or an advertisement."""
    is_spam = Share(rng, 400)
    taken = {identity.fold(dataset.name) for dataset in datasets}
    return [
        replace(one, name=words.unique(lambda: _spam(rng), taken)) if is_spam() else one for one in datasets
    ]


def _spam(rng: Random) -> str:
    return dirt.probe(rng) if rng.random() < 0.7 else dirt.advertisement(rng)
