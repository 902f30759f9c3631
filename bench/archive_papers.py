"""Papers and the code for them, made one by one: half a million are never in memory together.

Papers with results come from the made catalog and stand among the others; some stand there twice, under
two addresses of the old site and one arXiv identifier.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from bench import archive_addresses, dirt, words
from bench.archive_addresses import Numbers
from bench.archive_sizes import Sizes
from bench.catalog_maker import World
from pwc import identity
from pwc.record import Code, Paper

ONE_TWIN_IN = 300
"""Of so many papers one stands in the dump again under another slug."""
_YEARS = range(1998, 2026)
_YEARS_AFTER_THE_FIRST = [1.25**year for year in range(len(_YEARS))]
_LAST_DAY = date(2025, 7, 24)
_ON_ARXIV = 0.48
_OFFICIAL = 0.316
"""Of so many papers with code, the first repository is the authors': one in five of all links."""
_FRAMEWORKS = ("none", "pytorch", "tf", "jax", "mxnet", "paddle", "mindspore", "torch", "caffe2")
_FRAMEWORK_WEIGHTS = (46, 38, 10, 3, 1, 1, 1, 1, 0.5)
_CONFERENCES = ("CVPR", "ICCV", "ECCV", "ICLR", "ICML", "NeurIPS", "ACL", "EMNLP", "NAACL", "COLING", "LREC")


class Slugs:
    """Hands out slugs for titles: a clash gets -1, -2, ..., as ``pwc.identity.free_slug`` has it."""

    def __init__(self, taken: Iterator[str]) -> None:
        self._last = dict.fromkeys(taken, 0)

    def free(self, title: str) -> str:
        """A slug that nothing has; it is taken from then on."""
        wanted = slug = identity.slug(title)
        while slug in self._last:
            self._last[wanted] += 1
            slug = f"{wanted}-{self._last[wanted]}"
        self._last[slug] = 0
        return slug


class Plan(Struct, frozen=True):
    """Where in the dump which papers of the catalog stand, and how many repositories each paper has."""

    seed: int
    known: Mapping[int, Paper]
    repositories: array[int]


def plan(world: World, sizes: Sizes, numbers: Numbers) -> Plan:
    """Spread a catalog's papers over the dump, with the addresses and the code that they have there."""
    rng = Random(f"{world.seed}/archive/plan")
    places = sorted(rng.sample(range(sizes.papers), len(world.papers)))
    repositories = _repositories(rng, sizes, places)
    for paper in world.papers:
        numbers.skip(paper.arxiv)
    known = {
        place: _addressed(rng, paper, numbers, repositories[place])
        for place, paper in zip(places, world.papers, strict=True)
    }
    return Plan(world.seed, known, repositories)


def _repositories(rng: Random, sizes: Sizes, places: Sequence[int]) -> array[int]:
    """The number of repositories of each paper: most have none, most others one or two, a few fifty.

    Papers with results have more than others.
    """
    likely = rng.sample(places, min(len(places) * 2 // 3, sizes.with_code))
    chosen = set(likely)
    rest = rng.sample(range(sizes.papers), min(sizes.papers, sizes.with_code + len(likely)))
    having = (likely + [place for place in rest if place not in chosen])[: sizes.with_code]
    shares = [(rank + 5) ** -0.5 for rank in range(len(having))]
    whole, extra = sum(shares), sizes.links - len(having)
    numbers = [1 + int(extra * share / whole) for share in shares]
    for index in range(sizes.links - sum(numbers)):
        numbers[index % len(numbers)] += 1
    counted = array("H", bytes(2 * sizes.papers))
    for place, number in zip(having, numbers, strict=True):
        counted[place] = number
    return counted


def _addressed(rng: Random, paper: Paper, numbers: Numbers, repositories: int) -> Paper:
    day = date.fromisoformat(paper.date or _LAST_DAY.isoformat())
    paper = replace(paper, code=tuple(codes(rng, paper.slug, repositories)), proceeding=proceeding(rng, day))
    if paper.arxiv is not None:
        return replace(paper, **archive_addresses.on_arxiv(rng, paper.arxiv, day))
    fields = archive_addresses.off_arxiv(rng, numbers, day, paper.slug)
    return replace(paper, **{"doi": None, **fields})


def codes(rng: Random, slug: str, number: int) -> Iterator[Code]:
    """Repositories for a paper."""
    for index in range(number):
        yield Code(
            url=_repository(rng, slug),
            official=index == 0 and rng.random() < _OFFICIAL,
            framework=rng.choices(_FRAMEWORKS, weights=_FRAMEWORK_WEIGHTS)[0],
            mentioned_in_paper=rng.random() < 0.3,
            mentioned_in_github=rng.random() < 0.4,
        )


def _repository(rng: Random, slug: str) -> str:
    owner = f"made-by-{rng.randrange(9_999):04}"
    draw = rng.random()
    if draw < 0.03:
        return f"https://github.com/made-by-all/zoo-{rng.randrange(50)}/tree/main/{slug}"
    if draw < 0.05:
        return f"https://gitlab.com/{owner}/{slug}"
    name = slug if draw < 0.6 else identity.slug(words.model(rng))
    return f"https://github.com/{owner}/{name}{'.git' if draw > 0.99 else ''}"


class Maker:
    """Makes papers that have no results."""

    def __init__(self, world: World, methods: Sequence[str], slugs: Slugs, numbers: Numbers) -> None:
        rng = Random(f"{world.seed}/archive/fashion")
        tasks = rng.sample(world.tasks, len(world.tasks))
        self._tasks = [task.slug for task in tasks]
        self._names = [task.name for task in tasks]
        self._reach = list(accumulate((rank + 10) ** -0.9 for rank in range(len(tasks))))
        self._methods = rng.sample(methods, len(methods))
        self._fame = list(accumulate((rank + 10) ** -0.9 for rank in range(len(methods))))
        self._slugs, self._numbers = slugs, numbers

    def paper(self, rng: Random, repositories: int) -> Paper:
        """Another paper, with so many repositories."""
        (about,) = rng.choices(range(len(self._tasks)), cum_weights=self._reach)
        title = words.title(rng, words.model(rng), self._names[about])
        slug, day = self._slugs.free(title), _day(rng)
        if rng.random() < _ON_ARXIV:
            fields = archive_addresses.on_arxiv(rng, self._numbers.arxiv(rng, day), day)
        else:
            fields = archive_addresses.off_arxiv(rng, self._numbers, day, slug)
        return Paper(
            slug=slug,
            title=title,
            date=day.isoformat(),
            proceeding=proceeding(rng, day),
            authors=words.people(rng, rng.choice((3, 5, 9))),
            tasks=self._tasks_of(rng, about),
            methods=self.methods_of(rng),
            code=tuple(codes(rng, slug, repositories)),
            **fields,
        )

    def methods_of(self, rng: Random) -> tuple[str, ...]:
        """The methods of a paper: a third of the papers have some."""
        if rng.random() >= 1 / 3:
            return ()
        drawn = rng.choices(self._methods, cum_weights=self._fame, k=min(int(rng.paretovariate(0.9)), 15))
        return tuple(dict.fromkeys(drawn))

    def _tasks_of(self, rng: Random, about: int) -> tuple[str, ...]:
        others = rng.choices(self._tasks, cum_weights=self._reach, k=rng.randrange(4))
        return tuple(dict.fromkeys((self._tasks[about], *others))) if rng.random() < 0.75 else ()

    def twin(self, paper: Paper) -> Paper:
        """The same paper under another slug, without code: one arXiv identifier, two pages."""
        return replace(paper, slug=self._slugs.free(paper.title), code=())


def _day(rng: Random) -> date:
    (year,) = rng.choices(_YEARS, weights=_YEARS_AFTER_THE_FIRST)
    return min(date(year, 1, 1) + timedelta(days=rng.randrange(365)), _LAST_DAY)


def proceeding(rng: Random, day: date) -> str | None:
    """Where a paper was published, in the old site's form: a conference, its year and its month."""
    return f"{rng.choice(_CONFERENCES)} {day.year} {day.month}" if rng.random() < 0.3 else None


def papers(plan: Plan, maker: Maker) -> Iterator[Paper]:
    """All papers of the dump, in order."""
    rng = Random(f"{plan.seed}/archive/papers")
    twice = dirt.Share(rng, ONE_TWIN_IN, within=500)
    last: Paper | None = None
    for place, repositories in enumerate(plan.repositories):
        paper = plan.known.get(place)
        if paper is None and not repositories and last is not None and twice():
            yield maker.twin(last)
            continue
        paper = paper or maker.paper(rng, repositories)
        last = paper if paper.arxiv is not None else last
        yield paper
