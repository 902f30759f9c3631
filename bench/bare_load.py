"""Every file of a catalog parsed with orjson, and nothing else done. The floor to measure against.

python bench/bare_load.py CATALOG
"""

import os
import sys

import orjson


def load(catalog: str) -> int:
    """Parse every board's file and every line of the others; returns how many files there were."""
    files = 0
    for folder, _, names in os.walk(catalog):
        for name in names:
            with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 (a Path for every file is no floor)
                data = file.read()
            for text in [data] if name.endswith(".json") else data.splitlines():
                orjson.loads(text)
            files += 1
    return files


if __name__ == "__main__":
    print(f"{load(sys.argv[1])} files parsed.")
