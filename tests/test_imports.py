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


def imported(source: str) -> Iterator[str]:
    """Top-level packages that a module's source imports, absolutely or inside functions, or names a module of."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (name.name.split(".")[0] for name in node.names)
            case ast.ImportFrom(level=0, module=str(module)):
                yield module.split(".")[0]
            case ast.Constant(value=str(name)) if _is_module(name):
                yield name.split(".")[0]
            case _:
                pass


def _is_module(name: str) -> bool:
    """Whether a text is what may be handed to `import_module` or to `python -m`."""
    if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", name):
        return False
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def forbidden(package: str, source: str) -> set[str]:
    return (set(imported(source)) & OURS) - MAY_IMPORT[package]


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
