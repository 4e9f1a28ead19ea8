"""The arrows of the house: archive knows neither crawler nor extract, these two never meet, the replica knows nobody."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"archive", "crawler", "extract", "gongkai", "replica", "tests", "benchmarks"}
MAY_IMPORT = {
    "archive": {"archive"},
    "crawler": {"crawler", "archive"},
    "extract": {"extract", "archive"},
    "replica": {"replica"},
}
LAYERS = ("files", "rows", "derived", "views", "migrations", "keeping", "exports", "imports", "browse")
"""Folders of archive, the lowest first: each may import those before it."""


def imported(source: str) -> Iterator[str]:
    """What a module's source imports, absolutely or inside functions, or names as a module: dotted names."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (name.name for name in node.names)
            case ast.ImportFrom(level=0, module=str(module)):
                yield from (f"{module}.{name.name}" for name in node.names)
            case ast.Constant(value=str(name)) if _is_module(name):
                yield name
            case _:
                pass


def _is_module(name: str) -> bool:
    """Whether a text is what may be handed to `import_module` or to `python -m`."""
    if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name):
        return False
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def forbidden(package: str, source: str) -> set[str]:
    """Packages of ours that a module of a package imports and may not."""
    return ({name.split(".")[0] for name in imported(source)} & OURS) - MAY_IMPORT[package]


def above(layer: str, source: str) -> set[str]:
    """Folders of archive over its own that a module of one imports."""
    folders = {name.split(".")[1] for name in imported(source) if name.startswith("archive.")}
    return folders & set(LAYERS[LAYERS.index(layer) + 1 :])


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_point_one_way(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = {
        str(file.relative_to(ROOT)): bad
        for file in files
        if (bad := forbidden(package, file.read_text("utf-8")))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "line",
    [
        "import crawler",
        "from extract.read import read",
        "import_module('crawler.spiders')",
        "run('extract.laid')",
    ],
)
def test_a_planted_arrow_is_seen(line: str) -> None:
    assert forbidden("archive", line)


def test_every_folder_of_archive_is_a_layer() -> None:
    assert {found.parent.name for found in (ROOT / "archive").glob("*/__init__.py")} == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_layers_of_archive_stand_on_lower_ones(layer: str) -> None:
    files = (ROOT / "archive" / layer).rglob("*.py")
    assert {file.name: bad for file in files if (bad := above(layer, file.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "line",
    ["from archive.views.reports import ADDRESSES", "from archive import keeping", "import archive.views"],
)
def test_a_planted_higher_layer_is_seen(line: str) -> None:
    assert above("derived", line)
