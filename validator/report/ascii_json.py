"""JSON that may stand in a workflow's log."""

from __future__ import annotations

import json
from typing import Any


def dumps(value: Any) -> str:
    """JSON in ASCII, so that nothing in it acts on a terminal, nor on GitHub's runner.

    The runner obeys ``##[command]`` anywhere in a line. In JSON such a mark can stand in a text alone, where
    an escape means the same.
    """
    return json.dumps(value, ensure_ascii=True, indent=2).replace("##[", "#\\u0023[")
