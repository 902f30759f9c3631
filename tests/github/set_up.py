"""Fetches GitHub's own descriptions of its interfaces and keeps the parts that the stand-in is held against.

Run as ``python -m tests.github.set_up`` (``make .venv/.ready`` does). npm downloads the two packages that
``pins.json`` names; their bytes must have the pinned digest. Nothing is fetched when the cache is up to date.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    TypeNode,
    UnionTypeDefinitionNode,
    parse,
    print_ast,
)

PINS = Path(__file__).with_name("pins.json")
CACHE = Path(__file__).parent.parent.parent / ".github_cache"
REST = "rest.json"
GRAPHQL = "schema.graphql"
_STAMP = "made-from"
_PROSE = {"example", "examples", "description", "externalDocs", "x-github", "x-octokit"}
_SCALARS = {"Int", "Float", "String", "Boolean", "ID"}


def is_ready() -> bool:
    """Whether the cache was made from these pins by this program."""
    stamp = CACHE / _STAMP
    return stamp.exists() and stamp.read_text() == _digest()


def _digest() -> str:
    return hashlib.sha256(PINS.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _fetched(name: str, version: str, integrity: str, file: str) -> bytes:
    """One file of an npm package whose bytes have the pinned digest."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        tarball = next(Path(folder).glob("*.tgz"))
        found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
        if found != integrity:
            raise SystemExit(f"{name} {version} is not what is pinned: {found}")
        with tarfile.open(tarball) as archive:
            member = archive.extractfile(file)
            assert member is not None
            return member.read()


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        here = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return here.union(*(_references(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(_references(part) for part in value))
    return set()


def _without_examples(value: Any, *, names: bool = False) -> Any:
    """Examples and prose are most of the description, and nothing is held against them."""
    if isinstance(value, list):
        return [_without_examples(part) for part in value]
    if not isinstance(value, dict):
        return value
    prose = set() if names else _PROSE
    return {
        key: _without_examples(part, names=key in {"properties", "responses"} and not names)
        for key, part in value.items()
        if key not in prose
    }


def _as_json_schema(value: Any) -> Any:
    """OpenAPI 3.0 says ``nullable`` where JSON Schema says that a value may be null."""
    if isinstance(value, list):
        return [_as_json_schema(part) for part in value]
    if not isinstance(value, dict):
        return value
    converted = {key: _as_json_schema(part) for key, part in value.items()}
    if converted.pop("nullable", False) is not True:
        return converted
    return {"anyOf": [{"type": "null"}, converted]}


def trimmed_rest(description: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """The operations of these paths, with all that they refer to."""
    kept = {path: _without_examples(description["paths"][path]) for path in paths}
    components: dict[str, dict[str, Any]] = {}
    waiting = _references(kept)
    while waiting:
        reference = waiting.pop()
        section, name = reference.removeprefix("#/components/").split("/", 1)
        if name in components.setdefault(section, {}):
            continue
        components[section][name] = _without_examples(description["components"][section][name])
        waiting |= _references(components[section][name])
    whole: dict[str, Any] = _as_json_schema({"paths": kept, "components": components})
    return whole


def _named(kind: TypeNode) -> str:
    while not hasattr(kind, "name"):
        kind = kind.type  # type: ignore[attr-defined]
    return str(kind.name.value)


def _is_used(field: FieldDefinitionNode, known: set[str]) -> bool:
    return _named(field.type) in known and all(_named(a.type) in known for a in field.arguments or ())


def _trimmed_definition(node: DefinitionNode, known: set[str]) -> DefinitionNode | None:
    if isinstance(node, ScalarTypeDefinitionNode | DirectiveDefinitionNode):
        return node
    if getattr(node, "name", None) is None or node.name.value not in known:  # type: ignore[attr-defined]
        return None
    if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        return replace(
            node,
            fields=tuple(field for field in node.fields or () if _is_used(field, known)),
            interfaces=tuple(interface for interface in node.interfaces or () if _named(interface) in known),
        )
    if isinstance(node, UnionTypeDefinitionNode):
        return replace(node, types=tuple(member for member in node.types or () if _named(member) in known))
    return node if isinstance(node, EnumTypeDefinitionNode | InputObjectTypeDefinitionNode) else None


def trimmed_graphql(text: str, types: list[str]) -> str:
    """The schema with these types alone, and of their fields those that speak of no other type."""
    document = parse(text, no_location=True)
    scalars = {d.name.value for d in document.definitions if isinstance(d, ScalarTypeDefinitionNode)}
    known = set(types) | scalars | _SCALARS
    kept = [_trimmed_definition(definition, known) for definition in document.definitions]
    return print_ast(DocumentNode(definitions=tuple(node for node in kept if node is not None)))


def main() -> None:
    """Makes the cache, unless it is there."""
    if is_ready():
        return
    pins = json.loads(PINS.read_text())
    rest, graphql = (
        _fetched(name, pin["version"], pin["integrity"], pin["file"])
        for name, pin in pins["packages"].items()
    )
    CACHE.mkdir(exist_ok=True)
    (CACHE / REST).write_text(json.dumps(trimmed_rest(json.loads(rest), pins["paths"])))
    (CACHE / GRAPHQL).write_text(trimmed_graphql(graphql.decode(), pins["types"]))
    (CACHE / _STAMP).write_text(_digest())


if __name__ == "__main__":
    main()
