"""Papers and abstracts that are kept beside the catalog, because git would become too large to clone.

The old site had 576,261 papers; few have results, and a third have code. Those are in the catalog, without
the abstracts that an import brought. All other papers, and those abstracts, are in 256 packed files, sharded
by slug as the catalog's are: ``catalog/side-papers/<hh>.jsonl.gz``. Git ignores them; they are published with
the data. See docs/decisions/0012.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable

from pwc import canonical, identity
from pwc.errors import BrokenFileError
from pwc.record import Paper
from pwc.tree import Tree

FOLDER = "catalog/side-papers"


def path(shard: str) -> str:
    """The packed file of a shard, which is two hexadecimal digits."""
    return f"{FOLDER}/{shard}.jsonl.gz"


def pack(papers: Iterable[Paper]) -> bytes:
    """Papers, sorted by slug, as a packed file. Equal papers give equal bytes."""
    return gzip.compress(canonical.lines(papers), compresslevel=6, mtime=0)


def read(tree: Tree, shard: str) -> list[Paper]:
    """The papers of a shard, sorted by slug; of one in the catalog only slug, title and abstract.

    Raises BrokenFileError if the packed file is damaged.
    """
    where = path(shard)
    data = tree.read(where)
    if data is None:
        return []
    if not data:
        raise BrokenFileError(f"{where}: the packed file is damaged: it is empty")
    try:
        text = gzip.decompress(data)
    except (EOFError, OSError, zlib.error) as error:
        raise BrokenFileError(f"{where}: the packed file is damaged: {error}") from error
    return canonical.read_lines(where, text, Paper)


def find(tree: Tree, slug: str) -> Paper | None:
    """What is kept beside the catalog of the paper with this slug."""
    return next((paper for paper in read(tree, identity.shard(slug)) if paper.slug == slug), None)
