"""Makes the search's index of a catalog and writes it: reading all of the catalog included.

python -m bench.search_alone CATALOG_ROOT OUT
"""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path

from pwc.catalog import Catalog
from pwc.tree import DirectoryTree
from website import reading, search_index
from website.write import File, write


def main(root: Path, out: Path) -> None:
    """Make and write it."""
    gc.disable()  # as a build does
    contents = reading.read(Catalog(DirectoryTree(root)), None).contents
    write(out, [File(path, partial(bytes, data)) for path, data in search_index.files(contents).items()])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
