"""An archive of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import connect
from archive.store import Archive
from tests.archive.made import Ticking


@pytest.fixture(autouse=True)
def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power in these tests, and a sync on a busy machine costs more than all else."""
    monkeypatch.setattr(connect, "SYNCHRONOUS", "OFF")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive.open(path, clock=Ticking()) as opened:
        yield opened
