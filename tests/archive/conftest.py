"""An archive of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store import Archive
from tests.archive.made import Ticking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path, clock=Ticking()) as opened:
        yield opened
