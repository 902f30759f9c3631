"""What the tests of the benchmarks share: one small made archive."""

from __future__ import annotations

import pytest

from tests.bench.archive_dumps import Dumps


@pytest.fixture(scope="package")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Dumps:
    return Dumps(tmp_path_factory.mktemp("archive"))
