"""The command `gongkai` with an archive that throws away whatever was fetched: what a crawl costs without archiving."""

from archive.store import Archive
from gongkai.cli import main


def discard(*_given: object, **_more: object) -> None:
    """In the place of Archive.save."""


if __name__ == "__main__":
    Archive.save = discard  # type: ignore[method-assign]
    main()
