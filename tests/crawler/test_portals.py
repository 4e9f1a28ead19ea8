"""Described portals and the verb `portals`: data that is checked, and a probe."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import PortalInvalid, UsageInvalid
from crawler.cli import choose, told
from crawler.options import Options, PortalSummary, Snapshot
from crawler.portals import described
from crawler.running.watching import told as progress_line
from crawler.running.watching import watched
from tests.crawler.pages import portal
from tests.crawler.server import site


def test_the_four_portals_are_described() -> None:
    assert {"zhangshu", "hubin", "fuyang", "zhoucun"} <= set(described())
    assert described()["zhangshu"].portal.key == "zhangshu.gov.cn"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('name = "a"', "home: missing"),
        ('name = "a"\nhome = "http://a.gov.cn/"\nfamily = "trz"', "unknown family 'trz'"),
        ('name = "a"\nhome = "http://a.gov.cn/"\nhots = []', "hots: unknown"),
        ('name = "a"\nhome = "a.gov.cn"', "no web address"),
        ('name = "a"\nhome = "http://a.gov.cn/"\nhosts = [1]', "must be text"),
        ("name = ", "no TOML"),
    ],
)
def test_a_wrong_description_names_file_and_key(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "wrong.toml").write_text(text, "utf-8")
    with pytest.raises(PortalInvalid, match=r"wrong\.toml") as raised:
        described(tmp_path)
    assert why in str(raised.value)


def test_portals_are_chosen_by_address_name_or_all() -> None:
    assert [
        portal.key for portal in choose((), ["zhangshu", "http://www.zhangshu.gov.cn/"], every=False)
    ] == ["zhangshu.gov.cn"]
    assert choose((), ["www.example.gov.cn"], every=False)[0].home == "http://www.example.gov.cn/"
    assert len(choose((), [], every=True)) == len(described())
    for words in ([], ["nothing"]):
        with pytest.raises(UsageInvalid):
            choose((), words, every=False)


def test_probe_tells_the_family_and_its_signal(tmp_path: Path) -> None:
    pages = portal()
    pages["/"] = str(pages["/"]).replace(
        "</body>", "<script>createPageHTML('page_div', 2, 1, 'list', 'shtml', 9)</script></body>"
    )
    with site(pages) as served:
        command = [
            sys.executable,
            "-m",
            "gongkai",
            "--db",
            str(tmp_path / "x.db"),
            "portals",
            "probe",
            served.url,
        ]
        done = subprocess.run(
            [*command, "--allow-private-addresses", "--json"], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["family"], found["where"]) == ("ucap", "body")
    assert served.paths == ["/robots.txt", "/"]
    assert not (tmp_path / "x.db").exists()


def test_what_a_crawl_says_fits_a_line() -> None:
    summary = PortalSummary(
        portal="a.gov.cn", home="http://a.gov.cn/", family="ucap", signal=None, signal_at=None, requests=9, reports=3,
        known=0, files=1, outcomes={"gone": 2}, reason="unpromising", failure=None,
    )  # fmt: skip
    assert (
        told(summary)
        == "a.gov.cn (ucap): 3 report pages and 1 file in 9 requests, 2 gone; ended: unpromising"
    )
    snapshot = Snapshot(
        portals=2, over=1, requests=9, reports=3, files=1, waiting=4, outcomes={}, url="http://a.gov.cn/x"
    )
    assert progress_line(snapshot) == "portals 1/2, 3 reports, 1 file, 9 requests (3.0 a report), 4 waiting"
    with watched() as progress:
        progress(snapshot)
    assert Options().delay is None
