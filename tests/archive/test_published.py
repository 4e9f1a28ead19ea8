"""What crawls saw of what an organ published, told as versions: simulated portals whose history is known.

Claimed is at least what whole crawls saw apart, and at most what was published, however little of it a crawl looked at, whenever
its captures are read, and by whichever extractors. Two edits of which no crawl saw one without the other may be told as one; a
file that is renamed and edited before a crawl meets it under its new name is not known for the same, and may make a version more.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from archive.keeping.verify import verify
from archive.records import Outcome, Reading, Source
from archive.store import Archive
from tests.archive.made import PAGE, Ticking, fetch, reading
from tests.archive.test_merge import joined
from tests.archive.test_merge import told as all_of

OTHER = "http://www.example.gov.cn/moved/2023.html"
FILE, OTHER_FILE = "http://www.example.gov.cn/files/a.doc", "http://www.example.gov.cn/files/b.pdf"
FAILED = (Outcome.TIMEOUT, Outcome.GONE, Outcome.REDIRECT, Outcome.CHALLENGE_RS)


def digest(*told: str) -> str:
    return hashlib.sha256("|".join(told).encode()).hexdigest()


def told(kind: str, page: str, files: dict[str, str]) -> tuple[str, str | None]:
    """What is read of a page that says this with files that say that, and the file that gave it, if one did."""
    by_file = {url: digest(text) for url, text in sorted(files.items())}
    first = next(iter(by_file), None)
    match kind:
        case "a page with the text, and files that print it too":
            return json.dumps({"": digest(page), **by_file}), None
        case "a page that only links files" if first:
            own = by_file.pop(first)
            return json.dumps({"": own, **by_file}) if by_file else own, first
        case "a page with the text, and files with the tables" if first:
            return json.dumps({"": digest(page, files[first]), **by_file}), first
        case _:
            return digest(page), None


KINDS = (
    "a page with the text, and files that print it too",
    "a page that only links files",
    "a page with the text, and files with the tables",
    "a page with the text, and files that say something else",
)


@dataclass
class Portal:
    """A report at one address or two, what stands there, and what whole crawls saw."""

    random: Random
    kind: str = field(init=False)
    links: dict[str, list[str]] = field(init=False)
    says: dict[str, str] = field(init=False)
    published: int = 1
    """How many different states."""
    seen: list[dict[str, str]] = field(default_factory=list)
    hits: int = 0
    extractor: str = "1"

    def __post_init__(self) -> None:
        self.kind = self.random.choice(KINDS)
        other = self.random.choice(({}, {OTHER: [FILE, OTHER_FILE]}, {OTHER: [OTHER_FILE]}))
        self.links = {PAGE: [FILE], **other}
        self.says = dict.fromkeys(self.addresses(), "0")

    def addresses(self) -> list[str]:
        return [*self.links, *sorted({file for files in self.links.values() for file in files})]

    def edit(self) -> None:
        """Page and files at once, or some of them; never what nobody reads, nor a renamed file that no crawl has met yet."""
        if self.seen and self.seen[-1].keys() != self.says.keys():
            return
        pages, files = list(self.links), self.addresses()[len(self.links) :]
        choices = {KINDS[1]: [files], KINDS[3]: [pages]}.get(
            self.kind, [pages, files, [*pages, *files], files[-1:]]
        )
        self.says |= dict.fromkeys(self.random.choice(choices), str(self.published))
        self.published += 1

    def rename(self) -> None:
        """A file stands elsewhere and says what it was last seen to say: nothing that was published."""
        if self.seen[-1:] != [self.says]:
            return
        was = self.random.choice(self.addresses()[len(self.links) :])
        now = f"{was}?{self.hits}"
        self.says[now] = self.says.pop(was)
        self.links = {
            page: [now if file == was else file for file in files] for page, files in self.links.items()
        }

    def body(self, url: str) -> bytes:
        self.hits += 1
        counter = self.hits if url in self.links and self.random.random() < 0.5 else ""
        return f"{self.says[url]}#{url} {self.links.get(url)} {counter}".encode()

    def crawl(self, archive: Archive, some: list[str], read: Callable[[], None]) -> None:
        """Ask for some addresses, in any order; some do not answer, and some answer that they are as before."""
        run, missed = archive.start_run("crawl"), len(self.says) - len(some)
        for url in self.random.sample(some, len(some)):
            latest, body = archive.latest(url), self.body(url)
            one = fetch(archive, run, body, url=url, role=self.role(url), files=self.links.get(url, ()))
            if latest and latest.sha256 == one.capture.sha256 and self.random.random() < 0.5:
                same = replace(one.capture, outcome=Outcome.NOT_MODIFIED, status=304)
                one = replace(one, capture=same, body=None, links=())
            elif self.seen and self.random.random() < 0.1:
                outcome = self.random.choice(FAILED if url in self.links else FAILED[:1])
                one = fetch(archive, run, None, url=url, role=self.role(url), outcome=outcome)
                missed += 1
            archive.save([one])
            read()
        if self.random.random() < 0.8:
            archive.end_run(run, reason="finished")
        if not missed:
            self.seen.append(dict(self.says))

    def role(self, url: str) -> str:
        return "report" if url in self.links else "file"

    def read(self, archive: Archive) -> None:
        for source in archive.sources(self.extractor):
            archive.record(source, self.reading(source))

    def reading(self, source: Source) -> Reading:
        said = {part.url: part.body.decode().split("#")[0] for part in source.parts}
        bodies = {part.url: part.sha256 for part in source.parts}
        content, gave = told(self.kind, said.pop(source.url), said)
        made = reading(source, extractor=self.extractor, content=content)
        return replace(made, sha256=bodies[gave or source.url])

    def apart(self) -> int:
        """How many states whole crawls saw one after the other."""
        return 1 + sum(self.differ(was, now) for was, now in zip(self.seen, self.seen[1:], strict=False))

    def differ(self, was: dict[str, str], now: dict[str, str]) -> bool:
        """A file that was renamed says nothing, unless it alone says what the report is."""
        texts = [{said for url, said in one.items() if url not in self.links} for one in (was, now)]
        return any(was[url] != now[url] for url in was.keys() & now.keys()) or (
            self.kind == KINDS[1] and texts[0] != texts[1]
        )


def live(portal: Portal, archive: Archive, *, eager: float) -> Iterator[None]:
    """Some crawls, with edits between them; at the end all is read. `eager` is how often captures are read as soon as they are there."""

    def read() -> None:
        if portal.random.random() < eager:
            portal.read(archive)

    portal.crawl(archive, portal.addresses(), read)
    for _ in range(portal.random.randint(3, 7)):
        yield
        change = portal.random.choice((portal.edit, portal.edit, portal.edit, portal.rename, None))
        if change:
            change()
        known = portal.addresses()
        whole = portal.random.random() < 0.4
        portal.crawl(
            archive,
            known if whole else portal.random.sample(known, portal.random.randint(1, len(known))),
            read,
        )
        read()
    portal.read(archive)


def in_turn(portal: Portal, archives: list[Archive]) -> None:
    """Crawlers that look at the portal in turn, each into its own archive, and know of no other."""
    for archive in archives:
        portal.crawl(archive, portal.addresses(), lambda: None)
    for _ in range(portal.random.randint(3, 7)):
        portal.random.choice((portal.edit, portal.edit, portal.rename, lambda: None))()
        known = portal.addresses()
        some = portal.random.sample(known, portal.random.randint(1, len(known)))
        archive = portal.random.choice(archives)
        portal.crawl(archive, portal.random.choice((known, some)), lambda: None)
        if portal.random.random() < 0.7:
            portal.read(archive)
    for archive in archives:
        portal.read(archive)


def versions(archive: Archive) -> int:
    assert list(verify(archive.db.conn, full=True)) == []
    (found,) = archive.db.execute("SELECT versions FROM current").fetchone()
    return int(found)


@pytest.mark.parametrize("seed", range(30))
def test_what_was_published_is_told(archive: Archive, seed: int) -> None:
    portal = Portal(Random(seed))
    for _ in live(portal, archive, eager=portal.random.choice((0, 0.3, 1))):
        if portal.random.random() < 0.1 and portal.extractor == "1":
            portal.read(archive)
            portal.extractor = "2"
    assert portal.apart() <= versions(archive) <= portal.published


@pytest.mark.parametrize("seed", range(12))
def test_what_was_published_is_told_of_archives_that_are_joined(tmp_path: Path, seed: int) -> None:
    portal, clock = Portal(Random(seed)), Ticking()
    paths = [tmp_path / f"{name}.db" for name in "abc"]
    with ExitStack() as stack:
        in_turn(portal, [stack.enter_context(Archive.open(path, clock=clock)) for path in paths])
    a, b, c = paths
    whole = joined("abc", a, b, c)
    assert all_of(whole) == all_of(joined("cba", c, joined("ba", b, a))) == all_of(joined("abcb", whole, b))
    with Archive.open(whole) as archive:
        assert portal.apart() <= versions(archive) <= portal.published
