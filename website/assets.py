"""What pages load: the bundled scripts, the style sheet, and the schema that the form is made from.

The bundle is made from ``website/frontend`` by npm (``make .venv/.ready`` does it; in a wheel it is there),
for nothing in this package may start a program. A site without its scripts would have neither search nor
form, so a build without them is refused, and so is one with scripts that check another schema.
"""

from __future__ import annotations

import hashlib
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from pwc import schemas
from pwc.errors import UsageError
from website.write import File

SCRIPTS = ("theme.js", "site.js", "submit.js", "site.css")
SCHEMA = "schema/submission.schema.json"
"""Where the schema stands in the site: the same bytes as everywhere."""

_HOW = "run `make website/bundle`, which needs npm"


def files() -> list[File]:
    """The scripts and the schema. UsageError, which says what to do, if they are not there or do not fit."""
    schema = schemas.source("submission")
    bundle = resources.files("website").joinpath("bundle")
    _check(bundle, schema)
    scripts = [File(f"static/{name}", bundle.joinpath(name).read_bytes) for name in SCRIPTS]
    return [*scripts, File(SCHEMA, partial(bytes, schema))]


def _check(bundle: Traversable, schema: bytes) -> None:
    try:
        made_for = msgspec.json.decode(bundle.joinpath("manifest.json").read_bytes(), type=dict[str, str])
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"the scripts of the pages have not been bundled yet; {_HOW}") from None
    if made_for.get("schema") != hashlib.sha256(schema).hexdigest():
        raise UsageError(f"the scripts of the pages were bundled for another schema of submissions; {_HOW}")
