"""A source to its reading, the whole in order: documents, tables, sums, chapters, identity, narrative. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.counted import counted
from archive.errors import DocumentUnreadable
from archive.records import Figure, Finding, Reading, Section, Source, State, Status
from extract import EXTRACTOR, check
from extract.chapters import sections
from extract.content import content, contents
from extract.forms import Form, form, forms
from extract.identity.identify import Identity, identify
from extract.identity.kind import is_report
from extract.narrative import worded
from extract.narrative.compare import compare, said
from extract.opened import Opened, every, figures_of, giving, placed
from extract.own import Report, differ, least_contradicted, settle
from extract.tables import captions
from extract.words import script


def read(source: Source) -> Reading:
    """What the documents of a source say. Never raises for a bad document: then the status is `unreadable`, with the reason."""
    opened, failures = every(source)
    if not opened:
        return unreadable(source, failures)
    tables = max(opened, key=lambda each: (each.readable, each.told))
    story = max(opened, key=lambda each: (each.told[0], each is tables, each.told[1]))
    others = [each.document for each in opened if each is not story]
    found = identify(source, [story.document, *others], story.outline)
    chapters = story.outline.sections
    tables, doubts = _nearest(tables, story, opened, found)
    files = _files(opened, tables=tables, story=story)
    report = Report(document=tables.document, sections=chapters, organ=found.organ, year=found.year)
    tables = replace(tables, match=settle(tables.match, report))
    sources = giving(tables, opened)
    figures, worded = _with_words(figures_of(sources), story, tables.match.form, found.year)
    statutory = _form(figures, tables.match.form, found.year)
    status, why = _status(source, found.title, figures, chapters, failures)
    findings = (
        *doubts,
        *_foreign([each for each in opened if each is not story], sources, found),
        *tables.match.findings,
        *worded,
        *(check.check(figures, statutory) if statutory and figures else ()),
        *(check.missing(figures, statutory) if statutory and status != "not_a_report" else ()),
        *found.findings,
        *compare(chapters, figures, organ=found.organ, year=found.year),
    )
    if status == "ok" and (lacking := _lacking(findings, figures)):
        status, why = "partial", lacking
    if traditional := [each.printed for each in opened if each.printed]:
        printed = script.Printed(traditional)
        found = replace(found, title=found.title and printed.text(found.title))
        chapters, figures = printed.sections(chapters), printed.figures(figures)
    return _reading(
        source,
        found,
        status=status,
        why=why,
        sha256=tables.part.sha256,
        media_type=tables.document.media_type,
        form=tables.match.form,
        figures=figures,
        sections=chapters,
        findings=findings,
        content=contents(content(chapters, figures), files),
    )


def _files(opened: Sequence[Opened], *, tables: Opened, story: Opened) -> list[tuple[str, str]]:
    """Address and content of the attached documents that print the report too, but are not what is read of it alone."""
    return [
        (each.part.url, content(each.outline.sections, each.match.figures))
        for each in opened
        if each.part.role == "attachment"
        and not (each is tables and each is story)
        and (each.readable or each.told[0])
    ]


def _nearest(
    tables: Opened, story: Opened, opened: Sequence[Opened], found: Identity
) -> tuple[Opened, tuple[Finding, ...]]:
    """Of documents that print the same tables with other figures beside the report's text, the one that the text contradicts
    least; with a finding where that is none."""
    if tables is story:
        return tables, ()
    keys = {figure.table for figure in tables.match.figures}
    alike = [each for each in opened if keys and {figure.table for figure in each.match.figures} == keys]
    rivals = [tables, *(each for each in alike if differ(each.match.figures, tables.match.figures))]
    if len(rivals) < 2:
        return tables, ()
    told = said(story.outline.sections, organ=found.organ, year=found.year)
    nearest = least_contradicted(told, [each.match.figures for each in rivals])
    if nearest is not None:
        return rivals[nearest], ()
    message = f"{len(rivals)} documents print these tables with other figures, and the text does not tell which are the report's own"
    return tables, (Finding(code="organ", level="warning", where="", message=message),)


def _foreign(others: Sequence[Opened], sources: Sequence[Opened], found: Identity) -> Iterator[Finding]:
    """A finding where documents beside the one that tells the report have the title of another organ's, or tables of another year."""
    told = (
        captions.title(each.document, found.organ, found.year if each in sources else None) for each in others
    )
    if named := [title for title in told if title]:
        count = counted(len(named), "of its documents is", "of its documents are")
        message = f"{count} another organ's or year's: {named[0]!r}"
        yield Finding(code="organ", level="warning", where="", message=message)


def _with_words(
    figures: tuple[Figure, ...], story: Opened, told: str | None, year: int | None
) -> tuple[tuple[Figure, ...], Sequence[Finding]]:
    """The figures with those of tables that the text gives in words instead, in the form's order."""
    printed = {figure.table for figure in figures}
    if told is None or printed.issuperset(order := [table.key for table in form(told).tables]):
        return figures, ()
    said, findings = worded.read(story.document, story.outline.sections, form(told), printed, year)
    known = [figure for figure in (*figures, *placed(said, story)) if figure.table in order]
    others = [figure for figure in figures if figure.table not in order]
    return (*sorted(known, key=lambda figure: order.index(figure.table)), *others), findings


def _form(figures: Sequence[Figure], told: str | None, year: int | None) -> Form | None:
    """The form whose sums and rows a report is held to: its own, or the one in force where it printed no table at all."""
    if told is not None:
        return form(told)
    if figures or year is None:
        return None
    return next((known for known in forms() if known.form.isdigit() and known.first_year <= year), None)


def _status(
    source: Source,
    title: str | None,
    figures: Sequence[Figure],
    chapters: Sequence[Section],
    failures: Sequence[DocumentUnreadable],
) -> tuple[Status, str | None]:
    why_not = is_report(source, title, figures, chapters)
    if why_not is not None:
        return "not_a_report", why_not
    if not figures and failures:
        return "partial", f"a part could not be read: {failures[0].why}"
    return "ok", None


def _lacking(findings: Sequence[Finding], figures: Sequence[Figure]) -> str | None:
    """What keeps a reading from being whole, in one line."""
    if tables := [finding.where for finding in findings if finding.code == "missing-table"]:
        return f"without the tables {', '.join(tables)}"
    if columns := [finding.where for finding in findings if "/*/" in finding.where]:
        return f"without the columns {', '.join(columns[:3])}"
    if unread := sum(figure.state is State.UNREADABLE for figure in figures):
        return f"{counted(unread, 'figure')} could not be read"
    if rows := [finding.where for finding in findings if finding.code == "missing-row"]:
        return f"without the rows {', '.join(rows[:3])}"
    return None


def unreadable(source: Source, failures: Sequence[DocumentUnreadable]) -> Reading:
    """The reading of a source that gave nothing: who and when by what the lists said of it, and the reasons."""
    part = source.parts[0] if source.parts else None
    found = identify(source, [], sections.Outline(title=None, sections=()))
    return _reading(
        source,
        found,
        status="unreadable",
        why="; ".join(dict.fromkeys(failure.why for failure in failures)) or "nothing was captured",
        sha256=part.sha256 if part else hashlib.sha256(b"").hexdigest(),
        media_type=failures[0].media_type if failures else None,
        findings=found.findings,
        content=hashlib.sha256("".join(each.sha256 for each in source.parts).encode()).hexdigest(),
    )


def _reading(
    source: Source,
    found: Identity,
    *,
    status: Status,
    why: str | None,
    sha256: str,
    media_type: str | None,
    content: str,
    form: str | None = None,
    figures: tuple[Figure, ...] = (),
    sections: tuple[Section, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Reading:
    """A reading by this extractor of the report that was identified."""
    return Reading(
        source=source.key,
        extractor=EXTRACTOR,
        status=status,
        why=why,
        sha256=sha256,
        media_type=media_type,
        form=form,
        title=found.title or "",
        organ=found.organ,
        organ_key=found.organ_key,
        division_code=found.division_code,
        division_level=found.division_level,
        year=found.year,
        published=found.published,
        published_label=found.published_label,
        contact=found.contact,
        figures=figures,
        sections=sections,
        findings=findings,
        content=content,
    )
