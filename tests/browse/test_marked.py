"""A figure's place shown in its document: the very cell, in pages, pictures of PDF pages and tables of office files."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import html

from archive.browse import bounded, marked, raw
from archive.browse.marked import Spot
from archive.store import Archive
from benchmarks.serving import serving
from gongkai.cli import main

OFFICE = Path(__file__).parents[2] / "replica" / "documents" / "office"
KINDS = ("pdf", "docx", "doc", "wps", "rtf", "odt")


def test_the_marked_cell_is_the_one() -> None:
    page = b"<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    right = marked.cell(html.document_fromstring(page), Spot(table=1, row=2, column=3)).decode()
    assert right.partition('id="gongkai-place"')[2].partition(">")[2].startswith("d<")
    inside = marked.cell(html.document_fromstring(page), Spot(table=1, row=2, column=1)).decode()
    assert inside.partition('id="gongkai-place"')[2].partition(">")[2].startswith("a<")


def test_a_hostile_table_costs_little() -> None:
    wide = ("<table>" + "<tr><td colspan=99999999 rowspan=99999999>x</td></tr>" * 50 + "</table>").encode()
    assert b"gongkai-place" in marked.cell(html.document_fromstring(wide), Spot(table=1, row=40, column=1))


MADE_OF_OTHERS = """<table><tr><td>a</td><td>12</td></tr></table>
<style>.t { display: table } .t div { display: table-row } .t span { display: table-cell }</style><div class=t>
<div><span>b</span><span>c</span><span>d</span></div><div><span>e</span><span>7</span><span>8</span></div>
<div><span>f</span><span>9</span><span>10</span></div></div>"""


@pytest.mark.parametrize(
    ("place", "laid"),
    [
        (Spot(table=1, row=1, column=2, said="12"), False),
        (Spot(table=2, row=2, column=3, said="8"), True),
        (Spot(table=1, row=1, column=2, said="7"), False),
        (Spot(table=9, row=1, column=1, said="7"), False),
    ],
    ids=["the page shows it", "its styles make it", "nothing shows it", "no such table"],
)
def test_a_table_that_the_page_does_not_show_is_laid_out(place: Spot, laid: bool) -> None:
    page = raw.Body(data=MADE_OF_OTHERS.encode(), content_type=None, media_type="text/html", url="a.html")
    shown = asyncio.run(marked.shown(page, place, laid="extract.laid")).decode()
    cell = shown.partition('id="gongkai-place"')[2].partition(">")[2].partition("<")[0]
    assert (marked.UNSHOWN in shown) is laid
    assert not laid or cell == place.said


def test_what_a_document_says_stays_text() -> None:
    cell = {"text": "<script>1</script>", "row": 1, "column": 1, "rowspan": 1, "colspan": '"><b>'}
    shown = marked.table([[cell]], Spot(row=1, column=1)).decode()
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<script" not in marked.lines("<script>", 1).decode()


def test_an_address_that_makes_no_sense_is_no_place() -> None:
    assert marked.spot({"page": "x", "row": "-1", "column": "²", "box": "1,2,3", "line": "9" * 12}) == Spot()
    assert marked.spot({"member": "\0"}) == Spot()
    assert marked.spot({"page": "2", "box": "1,2.5,3,4"}) == Spot(page=2, box=(1, 2.5, 3, 4))


@pytest.mark.parametrize("kind", ["hang", "swell", "write", "die", "say nothing"])
def test_a_greedy_process_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 3)
    with pytest.raises(bounded.Refused):
        asyncio.run(bounded.run("tests.browse.greedy", kind, tmp_path / "file", data=b""))


def test_a_process_within_its_bounds_answers() -> None:
    assert asyncio.run(bounded.run("tests.browse.greedy", "turn", data=b"abc")) == b"cba"


def test_another_project_where_the_command_is_called_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert asyncio.run(bounded.run("tests.browse.greedy", "turn", data=b"abc")) == b"cba"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one real document of each kind."""
    path = tmp_path_factory.mktemp("documents") / "office.db"
    files = [
        str(sorted(file for file in OFFICE.glob(f"*.{kind}") if ".scan" not in file.name)[0])
        for kind in KINDS
    ]
    result = CliRunner().invoke(main, ["--db", str(path), "add", *files])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture(scope="module")
def office(documents: Path) -> Iterator[httpx.Client]:
    with serving(documents) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def figure(documents: Path, kind: str) -> dict[str, object]:
    """A figure of the document with this ending, the one with the largest number."""
    with Archive.open(documents, "read") as archive:
        cursor = archive.db.execute(
            "SELECT f.*, p.sha256 FROM current AS c JOIN figures AS f ON f.reading = c.reading JOIN parts AS p ON p.source = c.source"
            " WHERE p.url LIKE '%.' || ? AND f.\"table\" = 'requests' AND f.value > 0 GROUP BY f.value"
            " ORDER BY f.value DESC LIMIT 1",
            (kind,),
        )
        return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


def frame(office: httpx.Client, told: dict[str, object]) -> str:
    """The marked copy that the figure's page frames."""
    page = office.get(
        f"/-/place/{told['reading']}", params={"cell": f"{told['table']}/{told['row']}/{told['column']}"}
    )
    found = re.search(r'<iframe class="copy" src="([^"]+)"', page.text)
    assert found, "nothing is shown"
    answer = office.get(found[1].replace("&amp;", "&"))
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    return answer.text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pdf"])
def test_the_table_of_an_office_document_is_laid_out(
    office: httpx.Client, documents: Path, kind: str
) -> None:
    told = figure(documents, kind)
    shown = frame(office, told)
    cell = shown.partition('id="gongkai-place"')[2].partition(">")[2].partition("</td>")[0]
    assert cell.strip() == str(told["raw"]).strip()
    assert "一、本年新收政府信息公开申请数量" in "".join(shown.split())


def test_the_page_of_a_pdf_is_a_picture_with_the_box_around_the_number(
    office: httpx.Client, documents: Path
) -> None:
    told = figure(documents, "pdf")
    shown = frame(office, told)
    assert shown.count("data:image/png;base64,") == 1
    sides = re.search(r"left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%", shown)
    assert sides
    left, top, width, height = (float(side) / 100 for side in sides.groups())
    with Archive.open(documents, "read") as archive:
        pdf = pypdfium2.PdfDocument(archive.body(str(told["sha256"])))
    number = int(re.search(r'"page":(\d+)', str(told["place"]))[1])  # type: ignore[index]
    page = pdf[number - 1]
    wide, high = page.get_size()
    text = page.get_textpage().get_text_bounded(
        left=left * wide,
        right=(left + width) * wide,
        top=high - top * high,
        bottom=high - (top + height) * high,
    )
    assert text.strip() == str(told["raw"]).strip()
    pdf.close()


def test_a_broken_document_is_said_not_to_be_shown(web: httpx.Client, archive: Archive) -> None:
    digest = archive.db.execute(
        "SELECT sha256 FROM captures WHERE media_type NOT LIKE 'text/%' LIMIT 1"
    ).fetchone()[0]
    answer = web.get(f"/-/marked/{digest}?table=1")
    assert answer.status_code == 200
    assert "不能在此显示" in answer.text
