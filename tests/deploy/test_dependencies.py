"""What pyproject.toml asks for is what an installation needs: locked, explained, and found by the pip that a stable system brings."""

import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.installed import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ASKED = [Requirement(line) for line in PROJECT["dependencies"]]


def installed(spelling: Callable[[str], str]) -> set[str]:
    """All that an installation of gongkai brings, where an extra is told from another by its spelling."""
    waiting, found = list(ASKED), set[str]()
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asked = waiting.pop()
        extras = frozenset(map(spelling, asked.extras))
        key = canonicalize_name(asked.name), extras
        if key not in done:
            done.add(key)
            found.add(key[0])
            waiting += needed(key[0], extras, spelling)
    return found


def needed(name: str, extras: frozenset[str], spelling: Callable[[str], str]) -> Iterator[Requirement]:
    """What a distribution asks for itself and with these extras."""
    told = distribution(name)
    declared = [extra for extra in told.metadata.get_all("Provides-Extra") or () if spelling(extra) in extras]
    for line in told.requires or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *declared)):
            yield asked


def test_a_pip_that_tells_extras_apart_by_spelling_installs_all_the_same() -> None:
    """Before 23.3 pip took html_clean and html-clean for two extras, and left out the package that was meant."""
    assert installed(str) == installed(canonicalize_name)


def test_each_dependency_is_locked_and_has_its_reason() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE))
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Dependencies")[2]
    reasons = set(re.findall(r"[\w-]+", " ".join(re.findall(r"^\|([^|]+)\|", page, re.MULTILINE))))
    names = {canonicalize_name(asked.name) for asked in ASKED}
    assert names - locked == set()
    assert names - reasons == set()
