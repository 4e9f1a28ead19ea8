"""Where an export is made, and how it takes its place: in one step once all of it is whole, where the system knows how."""

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Of renameat2(2), which Linux has since 3.15."""


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A path to make a file or folder at, which then takes the place of `path`; within a folder that stands where nothing may be made."""
    within = path.is_dir() and not (os.access(path.parent, os.W_OK) and _one_device(path, path.parent))
    place = path if within else path.parent
    with TemporaryDirectory(dir=place, prefix=f"{path.name}.part-") as folder:
        made = Path(folder) / "made"
        yield made
        if not path.is_dir():
            made.replace(path)
        elif within or not _swapped(made, path):
            for file in made.iterdir():
                file.replace(path / file.name)


def _one_device(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _swapped(made: Path, path: Path) -> bool:
    """Whether a folder took another's place in one step, with all that stands in that beside: files alone can stand in both meanwhile.
    One that we stand in ourselves stays the same."""
    others = [one for one in path.iterdir() if not (made / one.name).exists()]
    if Path.cwd().is_relative_to(path) or any(one.is_dir() and not one.is_symlink() for one in others):
        return False
    try:
        for one in others:
            os.link(one, made / one.name, follow_symlinks=False)
        shutil.copystat(path, made)
    except OSError:
        return False
    return _exchanged(made, path)


def _exchanged(one: Path, other: Path) -> bool:
    call = getattr(ctypes.CDLL(None), "renameat2", None)
    names = [os.fsencode(path) for path in (one, other)]
    return call is not None and call(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0
