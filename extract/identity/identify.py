"""Whose report it is, on which year, and when it came out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from archive.records import Finding, Source
from extract.chapters.sections import Outline
from extract.document import Document
from extract.identity import copied, divisions, naming, organs, titles, years
from extract.identity.contact import contact
from extract.identity.naming import Named
from extract.identity.published import late, published
from extract.identity.titles import Title
from extract.identity.years import Said

_PUBLISHER: Final = (
    "发布机构",
    "发布机关",
    "发文机关",
    "公开责任部门",
    "公开单位",
    "责任部门",
    "信息来源",
    "来源",
    "contentsource",
    "author",
)
_SITE: Final = ("sitename", "网站名称")
_CRUMB: Final = re.compile(r"[>›»＞/→]|\s-\s")
_COLUMN: Final = re.compile(r"公开|目录|年报|报告|首页|位置|机构$|部门$|乡镇|文章|详情|正文|政务$|专栏|信息$")
_MOST_NAMES: Final = 1000
"""No report names itself so often; a document made to be slow might."""
_WEBSITE: Final = re.compile(r"([\u4e00-\u9fff]{2,7}?[县市区旗])人民政府(?:门户)?网站")
_TERRITORY_ORGAN: Final = r"(人民政府|管委会|管理委员会)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The fields of a reading that say which report it is. Each is null, or '', where nothing says so."""

    title: str | None
    organ: str
    organ_key: str
    division_code: str | None
    division_level: str | None
    year: int | None
    published: str | None
    published_label: str | None
    contact: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def identify(source: Source, documents: Sequence[Document], outline: Outline) -> Identity:
    """The identity by the priority of sources: the report's own title and text, then its page, then the sighting.

    `documents` holds the one that gave `outline` first, then the others of the same source.
    """
    labels = [outline.labels, *(document.meta for document in documents)]
    said = list(_titles(source, documents, outline))
    flows = [(section.number, naming.flow(section.text)) for section in outline.sections]
    text = "\n".join(flow for _, flow in flows)
    names = tuple(islice(naming.named(flows), _MOST_NAMES))
    publishers = list(_publishers(labels))
    organ = _organ(said, names, text, _outside(publishers, _seen(source)))
    told = list(_years(source, documents, outline, text, _crumbs(labels)))
    year = told[0].year if told else next((title.year for title in said if title.year), None)
    if year is None and source.sighting:
        year = source.sighting.year
    when = published(source, labels, year)
    if year is None and when.date:
        year = int(when.date[:4]) - 1
    place = _place([organ, *publishers], names, text, labels)
    context = "".join((place, *publishers, *_values(labels, _SITE), text))
    division = divisions.find(organs.bare(organ), context) or (
        divisions.find(place, context) if _is_of(place, organ) else None
    )
    return Identity(
        title=said[0].text if said else None,
        organ=organ,
        organ_key=organs.key(organ, territory=place),
        division_code=division.code if division else None,
        division_level=division.level if division else None,
        year=year,
        published=when.date,
        published_label=when.label,
        contact=contact(text),
        findings=(
            *years.findings(told),
            *copied.findings(organ, names, context),
            *late(when.date, organ, year),
        ),
    )


def _titles(source: Source, documents: Sequence[Document], outline: Outline) -> Iterator[Title]:
    """What each title says, the document's own first, then its page's, the list's, the file's name."""
    page = [titles.without_site(document.title) for document in documents if document.title]
    names = [part.name or _file_name(part.url) for part in source.parts]
    seen = [source.sighting.title] if source.sighting else []
    for text in (outline.title, *page, *seen, *names):
        if text and (title := titles.given(text)):
            yield title


def _file_name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).stem


def _seen(source: Source) -> list[str]:
    return [source.sighting.organ] if source.sighting and source.sighting.organ else []


def _outside(publishers: Sequence[str], seen: Sequence[str]) -> list[str]:
    """What names the organ beside the report, its page first. A government's office publishes what others write: where the list says
    of which of them it is, that comes before."""
    office = next((organs.kind(one) == "office" for one in publishers), False)
    others = [one for one in seen if office and organs.kind(one) in {"department", "town", "street"}]
    return [*others, *publishers, *seen]


def _organ(said: Sequence[Title], names: Sequence[Named], text: str, publishers: Sequence[str]) -> str:
    """The organ as its title names it, else its text, its page, its sighting; completed where the report itself
    gives the fuller form (淮安市洪泽区人民政府 for 洪泽区人民政府, …管委会 for a zone's bare name)."""
    titled = next((title.organ for title in said if title.organ), "")
    organ = titled or _speaker(names, text) or next(iter(publishers), "") or naming.opener(names)
    own = [each.name for each in names if each.slot in {"prepared", "contact", "signed"}]
    return _completed(organ, [*own, *publishers])


def _speaker(names: Sequence[Named], text: str) -> str:
    """Who prepared or signed the report. A government's office that speaks of the whole place speaks for the government."""
    organ = naming.organ(names)
    if organs.kind(organ) == "office" and re.search(r"[全我][省市县区旗州]", text):
        return re.sub(r"办公?[厅室]?$", "", organ)
    return organ


def _completed(organ: str, fuller: Iterable[str]) -> str:
    for name in fuller:
        at = name.find(organ)
        if not organ or at < 0:
            continue
        if at and re.search(r"[省市县区旗州盟]$", name[:at]) and len(name[:at]) <= 20:
            organ = name[: at + len(organ)]
        if organs.kind(organ) in {"government", "zone"} and (
            match := re.match(_TERRITORY_ORGAN, name[name.find(organ) + len(organ) :])
        ):
            organ += match[1]
    return organ


def _publishers(labels: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The organs that the page names as publisher, then the one of its breadcrumb. Placeholders (01, 无, 本站) are none, nor are offices
    of an organ that is not named (办公室)."""
    labels = list(labels)
    for value in map(naming.outer, _values(labels, _PUBLISHER)):
        if len(value) <= 40 and organs.kind(value) != "other":
            yield value
    crumbs = map(naming.outer, _crumbs(labels))
    steps = (s for s in crumbs if len(s) <= 40 and organs.kind(s) != "other" and not _COLUMN.search(s))
    yield from islice(steps, 1)


def _crumbs(labels: Iterable[Mapping[str, str]]) -> list[str]:
    """The steps of the page's breadcrumb, the last first."""
    trails = _values(labels, ("breadcrumb", "面包屑", "当前位置", "位置"))
    return [step.strip() for trail in trails for step in reversed(_CRUMB.split(trail))]


def _values(labels: Iterable[Mapping[str, str]], names: Iterable[str]) -> Iterator[str]:
    folded = [
        {"".join(key.split()).strip(":：").lower(): value.strip() for key, value in each.items()}
        for each in labels
    ]
    for name in names:
        for each in folded:
            if value := each.get(name):
                yield value


def _years(
    source: Source, documents: Sequence[Document], outline: Outline, text: str, crumbs: Iterable[str]
) -> Iterator[Said]:
    """Every year that is said of the report, in order of priority."""
    title = outline.title
    if title and (year := titles.year_in(title)):
        yield Said(by="title", year=year)
    pages = [titles.without_site(d.title) for d in documents if d.media_type == "text/html" and d.title]
    for page in pages:
        if titles.is_title(page) and (year := titles.year_in(page)):
            yield Said(by="page title", year=year)
    if stated := years.period(text):
        for year in dict.fromkeys((stated.end, stated.start)):
            yield Said(by="statistical period", year=year)
    for column in (*crumbs, source.sighting.title if source.sighting else ""):
        if re.search(r"年报|报告", column) and (year := titles.year_in(column)):
            yield Said(by="column", year=year)


def _place(own: Iterable[str], names: Iterable[Named], text: str, labels: Iterable[Mapping[str, str]]) -> str:
    """The nearest place of county level or above that the report speaks from."""
    speaking = [each.name for each in names if each.slot in {"prepared", "contact", "signed", "paper"}]
    said = chain(own, speaking, _values(labels, _SITE), (site[1] for site in _WEBSITE.finditer(text)))
    for name in said:
        if place := organs.place(name) or (name if organs.kind(name) == "government" else ""):
            return organs.key(place)
    return ""


def _is_of(place: str, organ: str) -> bool:
    """Whether the organ can be a department of the place: it names no place of its own that the table does not have."""
    return bool(place) and not organs.place(organ) and organs.kind(organ) in {"department", "office"}
