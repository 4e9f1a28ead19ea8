"""What tells one published text from another: digests of chapters and figures, as they were said and not as a page sets them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from archive.records import Figure, Section
from extract.words.labels import fold


def contents(own: str, files: Iterable[tuple[str, str]]) -> str:
    """The content of a report with those of its files that print it too, as (address, content), which may be edited alone."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for url, digest in files:
        told[url].append(digest)
    if not told:
        return own
    joined = {url: hashlib.sha256("".join(digests).encode()).hexdigest() for url, digests in told.items()}
    return json.dumps({"": own, **joined}, ensure_ascii=False, sort_keys=True)


def content(chapters: Sequence[Section], figures: Sequence[Figure]) -> str:
    """Digest of what the organ published: the words of its chapters and its figures, however a page sets them.

    Left out is what changes with the page and not with the report: white space, and lines of the preamble that are no
    sentences (dates, sources, counters). A blank and a zero differ; `　` and nothing do not.
    """
    said: list[str] = []
    for section in chapters:
        lines = section.text.splitlines()
        words = [fold(line) for line in lines if section.number is not None or "。" in line]
        # A heading over nothing, such as that of a list of attachments, says nothing.
        if section.number is not None or words:
            said += [f"\n§{section.number or ''}", *words]
    told = sorted((figure.address, _printed(figure)) for figure in figures)
    said += [f"\n{address}={printed}" for address, printed in told]
    return hashlib.sha256("".join(said).encode()).hexdigest()


def _printed(figure: Figure) -> str:
    return fold(figure.raw) if figure.value is None else _digits(figure.value)


@lru_cache(maxsize=4096, typed=True)
def _digits(value: int | Decimal) -> str:
    return format(value, "f")
