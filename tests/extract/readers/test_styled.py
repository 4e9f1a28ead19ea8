"""What named styles strike out, hide or set off, and what stands higher or lower than the number before it, in each format of a word processor."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.extract.readers import made

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = {
    "old": "<w:strike/>",
    "older": '<w:basedOn w:val="old"/>',
    "hidden": "<w:vanish/>",
    "mark": '<w:vertAlign w:val="superscript"/>',
    "below": '<w:vertAlign w:val="subscript"/>',
}
RUNS = {
    "struck by a style": ('3<r style="old">7</r>', "3"),
    "by the style that it is made from": ('3<r style="older">7</r>', "3"),
    "though its style strikes out": ('3<r style="old" strike="0">7</r>', "37"),
    "hidden": ('<r style="hidden">7</r>3', "3"),
    "a mark": ('3<r style="mark">7</r>', "3⁷"),
    "higher": ('3<r position="8">7</r>', "3⁷"),
    "a little higher": ('3<r position="1">7</r>', "37"),
    "higher as a whole": ('<r position="8">37</r>', "37"),
    "higher as a whole, in pieces": ('<r position="8">3</r><r position="8" strike="0">7</r>', "37"),
    "a mark below": ('3<r style="below">7</r>', "3₇"),
    "lower": ('3<r position="-8">7</r>', "3₇"),
    "lower as a whole": ('<r position="-8">37</r>', "37"),
    "in white": ('3<r color="FFFFFF">7</r>', "3"),
    "in white written otherwise": ('3<r color="ffffff">7</r>', "3"),
    "in what looks white": ('3<r color="FEFEFE">7</r>', "3"),
    "in grey": ('3<r color="C0C0C0">7</r>', "37"),
    "plain": ("<r>3</r>7", "37"),
}
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _paragraph(markup: str) -> str:
    """Runs written shortly: their style, strike and position as attributes."""
    runs = ""
    for piece in markup.replace("</r>", "<r").split("<r"):
        attributes, closed, text = piece.rpartition(">")
        properties = ""
        for each in attributes.split():
            name, _, value = each.partition("=")
            properties += f"<w:{'rStyle' if name == 'style' else name} w:val={value}/>"
        if text:
            runs += _run(text, properties if closed else "")
    return f"<w:p>{runs}</w:p>"


def _docx() -> bytes:
    styles = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>'
        + (f"{said}</w:style>" if "basedOn" in said else f"<w:rPr>{said}</w:rPr></w:style>")
        for name, said in STYLES.items()
    )
    body = "".join(_paragraph(markup) for markup, _ in RUNS.values())
    return made.packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{TYPES}.styles+xml"/></Types>',
            "_rels/.rels": _relations("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def _relations(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("styled")
    (folder / "a.docx").write_bytes(_docx())
    for kind in ("doc", "rtf", "odt"):
        _convert(soffice, folder, kind)
    return {kind: made.prose(made.read((folder / f"a.{kind}").read_bytes())) for kind in KINDS}


def _convert(soffice: str, folder: Path, kind: str) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder, folder / "a.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


KINDS = ("docx", "doc", "rtf", "odt")


@pytest.mark.parametrize("at", range(len(RUNS)), ids=RUNS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_styles_do_to_text(texts: dict[str, list[str]], kind: str, at: int) -> None:
    assert texts[kind][at] == [printed for _, printed in RUNS.values()][at]
