"""What submissions to merge look like."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.repository import FIRST, submission


@pytest.fixture
def first() -> str:
    return FIRST


@pytest.fixture
def numbered() -> Callable[..., str]:
    return submission
