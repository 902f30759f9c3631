"""Documents made by walking a JSON Schema: valid ones, and ones with something amiss at random places.

It knows the keywords that our schemas use and raises KeyError for any other, so that a schema which grows
is noticed here. (hypothesis-jsonschema has not learned draft 2020-12, and did not finish with ours.)
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from regress import Regex

from pwc.schemas import definition

Node = dict[str, Any]
Words = Mapping[str, st.SearchStrategy[Any]]
"""For some keys, what may stand under them if the schema accepts it, beside what is made from it alone."""

_SAY_NOTHING = {"$schema", "$id", "$defs", "title", "description", "default", "examples"}
_KNOWN = {
    *("type", "const", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("items", "minItems", "maxItems", "properties", "additionalProperties", "propertyNames", "required"),
    *("minProperties", "maxProperties", "dependentRequired", "anyOf", "oneOf", "allOf"),
}
_SHORT = 3
"""So many entries a list has at most, unless more are needed: a larger document finds nothing more."""


class FromSchema:
    """Strategies for the documents that a schema accepts."""

    def __init__(
        self, root: Node, words: Words | None = None, *, letters: st.SearchStrategy[str] | None = None
    ) -> None:
        """``letters`` are those of texts that may be anything: without it all that there are."""
        self.root = root
        self._words = words or {}
        self._letters = st.characters(exclude_categories=["Cs"]) if letters is None else letters

    @cached_property
    def valid(self) -> st.SearchStrategy[Any]:
        """Documents that the schema accepts, nearly all of them."""
        return self.of(self.root)

    def of(self, node: Node, key: str = "") -> st.SearchStrategy[Any]:
        """Values that a schema's node accepts; ``key`` is what they stand under."""
        node = definition(self.root, node)
        if unknown := node.keys() - _KNOWN - _SAY_NOTHING:
            raise KeyError(f"no documents are made for the keywords {sorted(unknown)}")
        made = self._made(node)
        return st.one_of(made, self._fitting(node, key, made)) if key in self._words else made

    def _fitting(self, node: Node, key: str, made: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        """The words for a key that the node accepts; for others what is made for it."""
        accepts = Draft202012Validator({**node, "$defs": self.root["$defs"]}).is_valid

        @st.composite
        def fitting(draw: st.DrawFn) -> Any:
            word = draw(self._words[key])
            return word if accepts(word) else draw(made)

        return fitting()

    def _made(self, node: Node) -> st.SearchStrategy[Any]:
        if "const" in node:
            return st.just(node["const"])
        if "enum" in node:
            return st.sampled_from(node["enum"])
        if "type" not in node:  # any of several forms
            return st.one_of([self.of(branch) for branch in node["anyOf"]])
        kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
        makers: dict[str, Callable[[Node], st.SearchStrategy[Any]]] = {
            "null": lambda _: st.none(),
            "boolean": lambda _: st.booleans(),
            "integer": _integers,
            "number": _numbers,
            "string": self._strings,
            "array": self._arrays,
            "object": self._objects,
        }
        return st.one_of([makers[kind](node) for kind in kinds])

    def _arrays(self, node: Node) -> st.SearchStrategy[Any]:
        least = node.get("minItems", 0)
        most = min(node.get("maxItems", _SHORT), max(_SHORT, least))
        return st.lists(self.of(node["items"]), min_size=least, max_size=most)

    def _objects(self, node: Node, needed: frozenset[str] = frozenset()) -> st.SearchStrategy[Any]:
        """Mappings; ``needed`` are keys that must be there beside those that the node requires."""
        known = {key: self.of(below, key) for key, below in node.get("properties", {}).items()}
        forms = list(_forms(node))
        optional = st.lists(st.sampled_from(sorted(known)), max_size=len(known)) if known else st.just([])
        thens = [
            (keys, self._objects(definition(self.root, b["then"]), keys | set(node["required"])))
            for b in node.get("allOf", ())
            for keys in [frozenset(b["if"]["required"])]
        ]
        others = self._others(node) if "propertyNames" in node else st.just({})

        @st.composite
        def objects(draw: st.DrawFn) -> Any:
            form, excluded = draw(st.sampled_from(forms))
            keys = set(needed) | set(node.get("required", ())) | form
            for condition, then in thens:
                if condition <= keys:
                    return draw(then)
            for key in draw(optional):
                more = _with_dependents(node, {key})
                keys |= set() if more & excluded else more
            keys = _with_dependents(node, keys)
            if known and len(keys) < node.get("minProperties", 0):
                keys.add(draw(st.sampled_from(sorted(known.keys() - excluded))))
            return {key: draw(known[key]) for key in known if key in keys} | draw(others)

        return objects()

    def _others(self, node: Node) -> st.SearchStrategy[dict[str, Any]]:
        names = self.of({"type": "string", **node["propertyNames"]}, "metric")
        values = self.of(node["additionalProperties"])
        return st.dictionaries(names, values, min_size=node.get("minProperties", 0), max_size=_SHORT)

    def _strings(self, node: Node) -> st.SearchStrategy[str]:
        least, most = node.get("minLength", 0), node.get("maxLength", 200)
        pattern = node.get("pattern", "")
        if not pattern.startswith("^"):  # any text, though perhaps not a blank one
            texts = st.one_of(
                st.text("abcxyz 0189-.", min_size=least, max_size=min(12, most)),
                st.text(self._letters, min_size=least, max_size=min(12, most)),
                st.just("x" * most),
            )
        else:
            texts = st.from_regex(re.compile(pattern.removesuffix("$") + r"\Z", re.ASCII))
        found = Regex(pattern).find  # the schema's patterns are ECMAScript's
        return texts.filter(lambda text: least <= len(text) <= most and found(text) is not None)


def _forms(node: Node) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The ways to choose among keys: those that are needed then, and those that cannot stand beside them."""
    if "oneOf" in node:
        choices = [frozenset(branch["required"]) for branch in node["oneOf"]]
        for choice in choices:
            yield choice, frozenset().union(*choices) - choice
    elif "anyOf" in node:
        for branch in node["anyOf"]:
            yield frozenset(branch["required"]), frozenset()
    else:
        yield frozenset(), frozenset()


def _with_dependents(node: Node, keys: set[str] | frozenset[str]) -> set[str]:
    """Keys with all that they need beside them."""
    found = set(keys)
    for present, needed in [*node.get("dependentRequired", {}).items()] * 2:
        if present in found:
            found.update(needed)
    return found


def _integers(node: Node) -> st.SearchStrategy[int]:
    return st.integers(node.get("minimum", -1000), node.get("maximum", 1000))


def _numbers(node: Node) -> st.SearchStrategy[float]:
    least = node.get("minimum", -1000)
    decimals = st.decimals(least, 1000, places=2).map(float)
    return st.one_of(decimals, st.integers(least, 1000), st.sampled_from([0, 1, 10**30, 1e-30]))


# What may stand where it should not.
_TEXTS = [
    *("", " ", "\t", "\n", "\u2003", "\ufeff", "\x85", "\u200b", "e\u0301", "\U0001f600", "x" * 201),
    *("x" * 501, "x" * 2001, "2022-08-02", "2022-08-02\n", "higher", "sd", "true", "1", "0123456789abcdef"),
    *("https://x.org", "https://x.org/\ufeff", "10.1234/x", "2208.01448", "2208.01448\n", "N19-1423"),
]
_NUMBERS = [0, -1, 1, 5, 1.0, 5.0, -0.0, 0.5, 1e30, 1e-30, 10**6, 10**6 + 1, 2**53 + 1, 2**63, 2**64, 10**39]
_KEYS = [
    *(
        "extra",
        "kind",
        "task",
        "set",
        "was",
        "format",
        "results",
        "reason",
        "url",
        "value",
        " ",
        "",
        "__class__",
    ),
    *("paper", "board", "metric", "retract", "restore", "new", "x" * 201, "k\u00e9y", "$ref"),
]
anything: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.sampled_from(_NUMBERS), st.sampled_from(_TEXTS), st.text(max_size=4)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value with each of its keys."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [at for item in value.values() for at in places(item)]
    if isinstance(value, list):
        return [(value, i) for i in range(len(value))] + [at for item in value for at in places(item)]
    return []


@st.composite
def amiss(
    draw: st.DrawFn, documents: st.SearchStrategy[Any], wrong: st.SearchStrategy[Any] = anything
) -> Any:
    """Documents with one to four things replaced, taken away, added, repeated, exchanged or resized."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 4))):
        found = places(document)
        if not found:
            return draw(wrong)
        holder, key = draw(st.sampled_from(found))
        match draw(st.sampled_from(["replace", "remove", "add", "repeat", "exchange", "resize"])):
            case "replace":
                holder[key] = draw(wrong)
            case "remove":
                del holder[key]
            case "add":
                _add(holder, draw(st.sampled_from(_KEYS)), draw(wrong))
            case "repeat":
                _add(holder, f"{key}s", copy.deepcopy(holder[key]))
            case "exchange":
                other, at = draw(st.sampled_from(found))
                holder[key], other[at] = copy.deepcopy(other[at]), copy.deepcopy(holder[key])
            case _:
                holder[key] = _resized(holder[key], draw(st.sampled_from([0, 1, 51, 101, 201, 501])))
    return document


def _add(holder: Any, key: str, value: Any) -> None:
    if isinstance(holder, dict):
        holder[key] = value
    else:
        holder.append(value)


def _resized(value: Any, size: int) -> Any:
    """A value of another length, or another number."""
    if isinstance(value, str):
        return (value or "x") * size
    if isinstance(value, list):
        return (value * size)[:size] if len(value) < 3 else value[:1]
    if isinstance(value, dict):
        return {f"{key}{i or ''}": item for i in range(min(size, 51)) for key, item in value.items()}
    return size
