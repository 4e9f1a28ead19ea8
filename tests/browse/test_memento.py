"""Archived copies by address and date (RFC 7089)."""

import re
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.browse.conftest import CIRCLE, MEMENTO, MOMENTS, MOVED, VERSIONS

ENCODED = quote(MEMENTO, safe=":/?=&")


def path_of(location: str) -> str:
    parts = urlsplit(location)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_the_map_lists_every_copy(web: httpx.Client) -> None:
    answer = web.get("/-/timemap/link/" + ENCODED)
    assert answer.headers["content-type"].startswith("application/link-format")
    found = re.findall(r'<([^>]+)>; rel="([^"]*memento)"; datetime="([^"]+)"', answer.text)
    assert [rel for _, rel, _ in found] == ["first memento", "memento", "memento", "last memento"]
    assert 'rel="original"' in answer.text
    assert 'rel="timegate"' in answer.text
    bodies = [web.get(path_of(target)).content for target, _, _ in found]
    assert bodies == [*VERSIONS, VERSIONS[2]]
    assert answer.text.isascii()


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (MOMENTS[0] - timedelta(days=900), 0),
        (MOMENTS[0], 1),
        (MOMENTS[0] + timedelta(days=30), 1),
        (MOMENTS[2] - timedelta(days=30), 2),
        (MOMENTS[2] + timedelta(days=900), 2),
    ],
)
def test_the_gate_leads_to_the_nearest_copy(web: httpx.Client, wanted: datetime, expected: int) -> None:
    answer = web.get(
        "/-/timegate/" + ENCODED, headers={"Accept-Datetime": format_datetime(wanted, usegmt=True)}
    )
    assert answer.status_code == 302
    assert "accept-datetime" in answer.headers["vary"]
    assert "memento-datetime" not in answer.headers
    copy = web.get(path_of(answer.headers["location"]))
    assert copy.content == VERSIONS[expected]
    told = parsedate_to_datetime(copy.headers["memento-datetime"])
    assert abs(told - MOMENTS[expected]) < timedelta(days=31)
    for relation in ("original", "timegate", "timemap", "first memento", "last memento"):
        assert f'rel="{relation}"' in copy.headers["link"]


def test_without_a_date_the_newest(web: httpx.Client) -> None:
    answer = web.get("/-/timegate/" + ENCODED)
    assert web.get(path_of(answer.headers["location"])).content == VERSIONS[2]


@pytest.mark.parametrize(
    "wanted",
    [
        "yesterday",
        "2024-01-01",
        "Wed, 30 Feb 2022 00:00:00 GMT",
        "Thu, 01 Jan 2015 00:00:00",
        "Thu, 01 Jan 2015 00:00:00 +0800",
        f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT",
    ],
)
def test_a_date_that_is_none_in_gmt_is_400(web: httpx.Client, wanted: str) -> None:
    assert web.get("/-/timegate/" + ENCODED, headers={"Accept-Datetime": wanted}).status_code == 400


def test_a_leap_second_is_a_date(web: httpx.Client) -> None:
    asked = {"Accept-Datetime": "Sat, 31 Dec 2016 23:59:60 GMT"}
    assert web.get("/-/timegate/" + ENCODED, headers=asked).status_code == 302


def test_a_redirect_is_a_memento_that_leads_to_the_copy_of_its_time(web: httpx.Client) -> None:
    assert 'rel="first last memento"' in web.get(f"/-/timemap/link/{MOVED}").text
    gate = web.get(f"/-/timegate/{MOVED}")
    assert gate.status_code == 302
    moved = web.get(path_of(gate.headers["location"]))
    assert moved.status_code == 301
    assert parsedate_to_datetime(moved.headers["memento-datetime"]) == MOMENTS[1].replace(microsecond=0)
    assert f'<{MOVED}>; rel="original"' in moved.headers["link"]
    assert web.get(path_of(moved.headers["location"])).content == VERSIONS[1]
    assert "存档副本" in web.get(f"/-/web/2024/{MOVED}", follow_redirects=True).text


def test_what_led_to_itself_has_nothing_to_show(web: httpx.Client) -> None:
    for page in ("web/2024", "web/2024id_"):
        assert web.get(f"/-/{page}/{CIRCLE}").status_code == 404


def test_unknown_addresses_are_404(web: httpx.Client) -> None:
    for page in ("timegate", "timemap/link", "web/2024", "web/2024id_"):
        for path in ("a", ""):
            assert web.get(f"/-/{page}/http://none.example/{path}").status_code == 404


@pytest.mark.parametrize(
    "moment", ["2024", "202401", "20240120093015", "20240120093015750000", "99999999999999"]
)
def test_moments(web: httpx.Client, moment: str) -> None:
    answer = web.get(f"/-/web/{moment}/{ENCODED}")
    if moment.startswith("9"):
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert "2024-01-20 09:30" in answer.text
    assert 'sandbox=""' in answer.text


@pytest.mark.parametrize(
    "spelling", [ENCODED, MEMENTO, ENCODED.replace("://", ":/"), quote(MEMENTO, safe="")]
)
def test_spellings_of_an_address(web: httpx.Client, spelling: str) -> None:
    assert web.get("/-/timemap/link/" + spelling).status_code == 200


def test_people_are_led_to_the_banner(web: httpx.Client) -> None:
    answer = web.get("/-/timegate/" + ENCODED, headers={"Accept": "text/html"})
    page = web.get(path_of(answer.headers["location"]))
    assert "存档副本" in page.text
