"""Names for what does not exist: tasks, datasets, methods, models, titles, people. From word lists."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from pwc import identity

AREAS = (
    "Computer Vision", "Natural Language Processing", "Speech", "Audio", "Medical", "Robotics", "Graphs",
    "Time Series", "Reasoning", "Knowledge Base", "Computer Code", "Playing Games", "Music", "Adversarial",
    "Methodology", "Miscellaneous",
)  # fmt: skip
_OBJECTS = (
    "Image", "Video", "Text", "Speech", "Scene", "Graph", "Document", "Dialogue", "Point Cloud", "Audio",
    "Table", "Code", "Molecule", "Face", "Gesture", "Trajectory", "Event", "Entity", "Music", "Query",
    "Sentence", "Object", "Action", "Depth", "Motion", "Layout", "Protein", "Signal", "Map", "Narrative",
)  # fmt: skip
_ACTIVITIES = (
    "Classification", "Segmentation", "Retrieval", "Generation", "Summarization", "Detection", "Tracking",
    "Completion", "Translation", "Captioning", "Alignment", "Restoration", "Matching", "Clustering",
    "Recognition", "Parsing", "Forecasting", "Registration", "Compression", "Localization", "Grounding",
)  # fmt: skip
_MANNERS = (
    "Few-Shot", "Zero-Shot", "Weakly Supervised", "Unsupervised", "Semi-Supervised", "Open-Vocabulary",
    "Cross-Lingual", "Multimodal", "Real-Time", "Long-Range", "Fine-Grained", "Interactive", "Continual",
    "Cross-Domain", "Robust", "Egocentric", "Hierarchical", "Federated", "Low-Resource", "Streaming",
    "Blind", "Panoramic", "Nocturnal", "Aerial", "Underwater", "Conditional", "Incremental", "Referring",
)  # fmt: skip
_ROOTS = (
    "Aero", "Amber", "Arbor", "Atlas", "Basalt", "Beacon", "Birch", "Brook", "Cedar", "Chroma", "Cobalt",
    "Coral", "Delta", "Drift", "Echo", "Ember", "Fathom", "Fern", "Flint", "Gale", "Glyph", "Granite",
    "Grove", "Harbor", "Hazel", "Helio", "Indigo", "Iris", "Juniper", "Kelp", "Kite", "Lark", "Lumen",
    "Maple", "Mesa", "Mica", "Nimbus", "Nova", "Oak", "Onyx", "Opal", "Orchid", "Osprey", "Pebble", "Pine",
    "Plume", "Prairie", "Quartz", "Quill", "Raven", "Reef", "Ridge", "Sable", "Sierra", "Slate", "Solar",
    "Spruce", "Summit", "Talon", "Tandem", "Terra", "Thistle", "Tidal", "Umber", "Vale", "Vertex", "Violet",
    "Willow", "Wren", "Zephyr", "Zinc",
)  # fmt: skip
_COLLECTIONS = (
    "Bench", "Set", "Net", "Scenes", "QA", "Corpus", "Faces", "Clips", "Docs", "Graphs", "Bank", "Tracks",
    "Pairs", "Views", "Talk", "News", "Street", "Med", "Sat", "Codes", "Logs", "Wild", "Kitchen", "Moves",
)  # fmt: skip
_EDITIONS = ("v2", "Hard", "Lite", "XL", "2K", "10K", "1M", "2017", "2019", "2022", "3D", "Dev", "Open", "HD")
_MECHANISMS = (
    "Attention", "Pooling", "Normalization", "Convolution", "Routing", "Distillation", "Augmentation",
    "Regularization", "Decoding", "Pre-Training", "Quantization", "Sampling", "Embedding", "Gating",
)  # fmt: skip
_QUALITIES = (
    "Sparse", "Adaptive", "Recurrent", "Deformable", "Residual", "Contrastive", "Latent", "Causal", "Gated",
    "Bilinear", "Stochastic", "Structured", "Spectral", "Dynamic", "Modular", "Invariant", "Coupled",
)  # fmt: skip
_ARCHITECTURES = ("Former", "Net", "LM", "GAN", "Diff", "Mixer", "MAE", "SSM", "CLR", "RNN", "Flow", "MoE")
_GIVEN = (
    "Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hana", "Igor", "Jun", "Kofi", "Lena",
    "Mei", "Nadia", "Oscar", "Priya", "Quentin", "Rosa", "Sven", "Tomás", "Uma", "Viktor", "Wanda", "Yusuf",
)  # fmt: skip
_FAMILY = (
    "Abara", "Bergholm", "Castellan", "Dufresnoy", "Eklundh", "Farrowby", "Grunwaldt", "Hoshikawa", "Ibanova",
    "Jørgenlund", "Kowalczuk", "Lindqvist", "Marchetto", "Nakagami", "Okonjo", "Pereirinha", "Qureshani",
    "Rasmusson", "Sorensdal", "Takemori", "Umarov", "Vasconcel", "Wentworthy", "Yildirman", "Zhangwei",
)  # fmt: skip
_INITIALS = "ABCDEFGHIJKLMNOPRSTUVWYZ"
_FILLER = (
    "we", "show", "that", "the", "proposed", "model", "learns", "a", "compact", "representation", "of",
    "long", "inputs", "and", "improves", "on", "strong", "baselines", "across", "several", "benchmarks",
    "while", "using", "fewer", "parameters", "than", "earlier", "systems", "our", "ablations", "suggest",
    "each", "part", "matters", "in", "practice",
)  # fmt: skip


def unique(make: Callable[[], str], taken: set[str]) -> str:
    """The first name that ``make`` gives whose folded form is not taken; it is taken from then on."""
    while True:
        name = make()
        folded = identity.fold(name)
        if folded not in taken:
            taken.add(folded)
            return name


def broad_task(rng: Random) -> str:
    """A task at the root of the tree, such as Scene Segmentation."""
    return f"{rng.choice(_OBJECTS)} {rng.choice(_ACTIVITIES)}"


def narrower_task(rng: Random, broader: str) -> str:
    """A task that is part of a broader one, and says in which manner."""
    return f"{rng.choice([manner for manner in _MANNERS if manner not in broader])} {broader}"


def dataset(rng: Random) -> str:
    """A dataset's short name, such as AmberScenes or CobaltQA-Hard."""
    name = rng.choice(_ROOTS) + rng.choice(("", "", rng.choice(_ROOTS).lower())) + rng.choice(_COLLECTIONS)
    return f"{name}-{rng.choice(_EDITIONS)}" if rng.random() < 0.4 else name


def method(rng: Random) -> str:
    """A method's name, such as Gated Spectral Pooling."""
    return f"{rng.choice(_QUALITIES)} {rng.choice(_QUALITIES)} {rng.choice(_MECHANISMS)}"


def model(rng: Random) -> str:
    """A model's name, such as FlintFormer-3.2B."""
    name = rng.choice(_ROOTS) + rng.choice(_ARCHITECTURES)
    return f"{name}-{rng.randrange(1, 99)}.{rng.randrange(10)}B" if rng.random() < 0.3 else name


def title(rng: Random, model_name: str, task: str) -> str:
    """A paper's title."""
    idea = f"{rng.choice(_QUALITIES)} {rng.choice(_MECHANISMS)}"
    return rng.choice(
        (
            f"{model_name}: {idea} for {task}",
            f"{idea} with {rng.choice(_QUALITIES)} {rng.choice(_MECHANISMS)} for {task}",
            f"Rethinking {idea} in {task} with {rng.choice(_ROOTS)} Priors",
            f"Towards {rng.choice(_MANNERS)} {task} by {idea} and {rng.choice(_MECHANISMS)}",
        )
    )


def people(rng: Random, most: int) -> tuple[str, ...]:
    """Some authors, none of them twice."""
    number = rng.randint(2, most)
    return tuple(dict.fromkeys(f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}" for _ in range(number)))


class Profession:
    """Everybody who writes papers: most sign one, a few sign very many."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._signed: list[str] = []

    def authors(self, rng: Random, most: int) -> tuple[str, ...]:
        """Some authors, none of them twice: three in five are new, and who signed much comes back."""
        chosen = (self._author(rng) for _ in range(rng.randint(2, most)))
        named = tuple(dict.fromkeys(chosen))
        self._signed += named
        return named

    def _author(self, rng: Random) -> str:
        if self._signed and rng.random() < 0.4:
            return rng.choice(self._signed)
        return unique(lambda: f"{rng.choice(_GIVEN)} {rng.choice(_INITIALS)}. {_family(rng)}", self._taken)


def _family(rng: Random) -> str:
    return f"{rng.choice(_FAMILY)}-{rng.choice(_FAMILY)}"


def prose(rng: Random, words: int) -> str:
    """Text that looks like an abstract from afar."""
    return " ".join(rng.choices(_FILLER, k=words)).capitalize() + "."


def named_method(rng: Random) -> str:
    """A method known by a name of its own, such as Gated FlintFormer."""
    name = rng.choice(_ROOTS) + rng.choice(_ARCHITECTURES)
    return f"{rng.choice(_QUALITIES)} {name}" if rng.random() < 0.9 else name


def collection(rng: Random) -> str:
    """A kind of methods, such as Sparse Pooling Methods."""
    return f"{rng.choice(_QUALITIES)} {rng.choice(_MECHANISMS)} Methods"


def person(rng: Random) -> str:
    """One author."""
    return f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"


def terms() -> tuple[str, ...]:
    """The words that texts about all this are full of: the commonest first."""
    topics = (*_OBJECTS, *_ACTIVITIES, *_MANNERS, *_QUALITIES, *_MECHANISMS, *_COLLECTIONS)
    return tuple(dict.fromkeys((*_FILLER, *(topic.lower() for topic in topics))))
