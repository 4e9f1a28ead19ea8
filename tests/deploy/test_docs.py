"""The page that leads from install to a nightly crawl: every file that it names is there, every command is one."""

import re
import shlex

import click
import pytest

from gongkai.cli import VERBS, main
from tests.deploy.installed import COMMAND, DEPLOY, ROOT

PAGE = ROOT / "docs" / "nightly.md"
SHIPPED = [
    PAGE,
    *(path for path in sorted(DEPLOY.iterdir()) if path.name not in ("nginx.conf", "gongkai.timer")),
]


def lines(text: str) -> list[str]:
    """What gongkai is called with, in prompts, units, tables of cron and container files."""
    before = rf"(?:{COMMAND}|-Eu gongkai gongkai|/gongkai gongkai|`gongkai)"
    calls = re.findall(before + r" (?![^`\n]*…)([a-z][^`\n]*)", text)
    return [
        *calls,
        *(" ".join(re.findall(r'"([^"]+)"', words)) for words in re.findall(r"^CMD \[(.+)\]", text, re.M)),
    ]


def parsed(call: str) -> str:
    """The verb of a call, whose options and arguments it takes. Fails for what it does not."""
    words = shlex.split(call)
    with main.make_context("gongkai", words) as context:
        verb = main.get_command(context, words[0])
        assert verb is not None, call
        with verb.make_context(words[0], words[1:], parent=context) as inner:
            if isinstance(verb, click.Group) and len(words) > 1:
                assert verb.get_command(inner, words[1]), call
    return words[0]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_call_is_one_that_the_command_takes(path: object) -> None:
    assert isinstance(path, type(ROOT))
    calls = lines(path.read_text("utf-8"))
    assert calls, "nothing was found to be checked"
    assert {parsed(call) for call in calls} <= {"crawl", "serve", "backup", "verify", "portals", "status"}


def test_every_example_of_a_help_is_one_that_the_command_takes() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    calls = re.findall(r"^    gongkai (?:--db \S+ )?([a-z][^\n>]*)", text, re.MULTILINE)
    assert {parsed(call) for call in calls} == set(VERBS)


def test_every_file_that_is_named_is_there() -> None:
    text = PAGE.read_text("utf-8")
    named = set(re.findall(r"deploy/[\w.-]+", text)) | set(re.findall(r"crawler/[\w.]+", text))
    assert {f"deploy/{path.name}" for path in DEPLOY.iterdir()} <= named, (
        "a shipped file without a word on it"
    )
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_the_site_is_where_the_page_says() -> None:
    unit, site, page = (
        (DEPLOY / "gongkai-serve.service").read_text("utf-8"),
        (DEPLOY / "nginx.conf").read_text("utf-8"),
        PAGE.read_text("utf-8"),
    )
    base = re.search(r"--base-url (\S+)", unit)
    port = re.search(r"--port (\d+)", unit)
    assert base
    assert port
    assert f"location {base[1]} {{" in site
    assert f"server 127.0.0.1:{port[1]};" in site
    assert f"http://reports.example.org{base[1]}" in page
