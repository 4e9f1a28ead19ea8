"""Portals from a table, and the verbs that take them: what is wrong is told by file and line, and nothing of it is taken."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.errors import UsageInvalid
from archive.records import Capture, Fetched, Outcome
from archive.store import Archive
from crawler.cli import choose
from crawler.foreign import describe
from crawler.importing import portals_in
from gongkai.cli import main

GOOD = """\ufeffhome,name,family,hosts,site_code
http://www.qingshi.gov.cn,青石县,ucap,"www.qingshi.gov.cn files.qingshi.gov.cn",3609820008
https://lushan.gov.cn/zw,,,,

http://baiyun.gov.cn:8080/,白云,,,
"""


def gongkai(db: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["--db", str(db), *map(str, words)])


def table(folder: Path, text: str) -> Path:
    path = folder / "portals.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_table_gives_portals(tmp_path: Path) -> None:
    first, second, third = portals_in(table(tmp_path, GOOD))
    assert (first.key, first.name, first.family, first.site_code) == (
        "qingshi.gov.cn",
        "青石县",
        "ucap",
        "3609820008",
    )
    assert first.hosts == ("www.qingshi.gov.cn", "files.qingshi.gov.cn")
    assert (second.key, second.name, second.home) == (
        "lushan.gov.cn",
        "lushan.gov.cn",
        "https://lushan.gov.cn/zw",
    )
    assert third.key == "baiyun.gov.cn:8080"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "portals.csv:1: the columns are home"),
        ("url\nhttp://a.gov.cn\n", "portals.csv:1: the columns are home"),
        ("home,colour\nhttp://a.gov.cn,red\n", "portals.csv:1: the columns are home"),
        ("home\nwww.a.gov.cn\n", "portals.csv:2: home: www.a.gov.cn is no web address"),
        ("home,name\n,a\n", "portals.csv:2: home: nothing is no web address"),
        ("home\nhttp://a.gov.cn\nhttp://www.a.gov.cn/\n", "portals.csv:3: a.gov.cn stands in line 2 already"),
        ("home,family\nhttp://a.gov.cn,trz\n", "portals.csv:2: family: unknown 'trz'"),
        ("home,hosts\nhttp://a.gov.cn,b.gov.cn/x\n", "portals.csv:2: hosts: 'b.gov.cn/x' is no host"),
        ("home,site_code\nhttp://a.gov.cn,12\n", "portals.csv:2: site_code: '12' is not ten digits"),
        ("home,name\nhttp://a.gov.cn,a,b\n", "portals.csv:2: more values than columns"),
    ],
)
def test_a_mistake_is_named_by_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageInvalid) as raised:
        portals_in(table(tmp_path, text))
    assert told in str(raised.value)


def test_a_table_in_another_encoding_says_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "portals.csv"
    path.write_bytes("home,name\nhttp://a.gov.cn,青石县\n".encode("gb18030"))
    with pytest.raises(UsageInvalid, match="save the table as CSV UTF-8"):
        portals_in(path)


def test_every_mistake_is_told_and_no_line_is_taken(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    done = gongkai(db, "portals", "import", table(tmp_path, "home\nhttp://a.gov.cn\nftp://b\nc\n"))
    assert done.exit_code == 2
    assert "portals.csv:3: " in done.output
    assert "portals.csv:4: " in done.output
    assert not db.exists()


def test_imported_portals_are_what_is_due(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    assert gongkai(db, "portals", "import", table(tmp_path, GOOD)).exit_code == 0
    assert gongkai(db, "portals", "import", table(tmp_path, GOOD)).exit_code == 0
    with Archive.open(db) as archive:
        chosen = choose(archive.portals(), [], every=False, due=True)
        assert {portal.key for portal in chosen} == {"qingshi.gov.cn", "lushan.gov.cn", "baiyun.gov.cn:8080"}
        assert {portal.key for portal in chosen} < {
            one.key for one in choose(archive.portals(), [], every=True, due=True)
        }
        assert chosen[-1].hosts == ("www.qingshi.gov.cn", "files.qingshi.gov.cn")


def test_due_without_any_portal_says_how_to_get_some(tmp_path: Path) -> None:
    done = gongkai(tmp_path / "x.db", "crawl", "--due")
    assert done.exit_code == 2
    assert "gongkai portals import" in done.output
    assert list(tmp_path.iterdir()) == []


def test_due_and_recheck_exclude_each_other(tmp_path: Path) -> None:
    done = gongkai(tmp_path / "x.db", "crawl", "--due", "--recheck", "http://a.gov.cn")
    assert done.exit_code == 2
    assert "give one of them" in done.output


def test_a_wrong_schedule_ends_a_crawl_before_it_begins(tmp_path: Path) -> None:
    rules = tmp_path / "mine.toml"
    rules.write_text("[lists]\ngrowth = 3\n", "utf-8")
    done = gongkai(tmp_path / "x.db", "crawl", "--due", "--schedule", rules)
    assert done.exit_code == 2
    assert "lists.growth" in done.output
    assert not (tmp_path / "x.db").exists()


def test_the_schedule_tells_what_it_costs(tmp_path: Path) -> None:
    rules = tmp_path / "mine.toml"
    rules.write_text("[reports]\nmost = 20\n", "utf-8")
    usual = json.loads(gongkai(tmp_path / "x.db", "portals", "schedule", "--json").stdout)
    often = json.loads(
        gongkai(tmp_path / "x.db", "portals", "schedule", "--json", "--schedule", rules).stdout
    )
    assert usual.keys() == often.keys()
    old = next(name for name in usual if "1095 to" in name)
    assert often[old]["requests"] > 3 * usual[old]["requests"]
    assert often[old]["delay"] < usual[old]["delay"] / 3
    assert "requests a year" in gongkai(tmp_path / "x.db", "portals", "schedule").stdout


def test_a_foreign_page_that_cannot_be_read_stays_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError("nested too deeply")

    monkeypatch.setattr("crawler.foreign.read", broken)
    capture = Capture(
        id="1", run="1", portal="a.gov.cn", url="http://a.gov.cn/1.html", final_url="http://a.gov.cn/1.html",
        status=200, outcome=Outcome.OK, requested_at="", received_at="", media_type="text/html",
    )  # fmt: skip
    one = Fetched(capture=capture, body=b"<title>x</title>")
    assert describe(one) == one


def test_the_table_of_portals_has_a_head_and_those_that_came_in(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    assert gongkai(db, "portals", "import", table(tmp_path, GOOD)).exit_code == 0
    head, *lines = gongkai(db, "portals").stdout.splitlines()
    assert head.split() == ["name", "portal", "title", "home", "family", "signal"]
    told = json.loads(gongkai(db, "portals", "--json").stdout)
    assert len(lines) == len(told)
    assert all(row["portal"] in line for row, line in zip(told, lines, strict=True))
