"""Links inside archived copies: to copies that are held, or cut; never to the live site."""

from urllib.parse import quote

import httpx
import pytest
from lxml import html

from tests.browse.conftest import LIST, LIST_PAGE, MEMENTO, VERSIONS

FRAMED = "/-/web/2024if_/"


@pytest.fixture(scope="module")
def page(web: httpx.Client) -> html.HtmlElement:
    answer = web.get(FRAMED + LIST)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    return html.document_fromstring(answer.text)


def test_a_held_target_is_reached_in_the_copy_nearest_in_time(
    web: httpx.Client, page: html.HtmlElement
) -> None:
    (link,) = page.xpath("//*[@id='held']")
    assert link.get("href").startswith("/-/web/20240123")
    assert "if_/http://www.memento.example/zwgk/a.html?id=1" in link.get("href")
    assert link.get("target") is None
    assert VERSIONS[1].decode() in web.get(link.get("href")).text


@pytest.mark.parametrize("name", ["out", "wide"])
def test_a_target_that_is_not_held_is_cut_and_named(page: html.HtmlElement, name: str) -> None:
    (link,) = page.xpath(f"//*[@id='{name}']")
    assert link.get("href") is None
    assert "没有存档" in link.get("title")
    assert "line-through" in link.get("style")


def test_nothing_else_leads_out(page: html.HtmlElement) -> None:
    left = {
        (element.get("id"), name, value)
        for element in page.iter()
        for name, value in element.attrib.items()
        if name.endswith(("href", "action", "target", "src", "ping"))
    }
    assert {(key, name) for key, name, _ in left} == {("held", "href"), ("in", "href"), ("shown", "src")}
    assert not any("live.example" in value for _, _, value in left)


def test_nothing_is_left_that_a_browser_would_run_or_ask_for(page: html.HtmlElement) -> None:
    assert page.xpath("//script | //link | //iframe | //*[@onclick] | //*[@srcset]") == []
    assert not any("live.example" in style for style in page.xpath("//style/text() | //@style"))


def test_a_picture_that_is_held_is_shown_and_one_that_is_not_keeps_its_words(page: html.HtmlElement) -> None:
    (shown,), (lost,) = page.xpath("//*[@id='shown']"), page.xpath("//*[@id='lost']")
    assert shown.get("src").startswith("data:image/png;base64,iVBOR")
    assert (lost.get("src"), lost.get("alt")) == (None, "失")


def test_the_copy_itself_stays_as_it_was(web: httpx.Client) -> None:
    assert web.get(f"/-/web/2024id_/{LIST}").content == LIST_PAGE


def test_what_is_not_held_is_a_notice(web: httpx.Client) -> None:
    answer = web.get(FRAMED + "http://www.memento.example/<script>.html")
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert "没有存档" in answer.text
    assert "<script" not in answer.text


def test_the_banner_frames_the_changed_copy_and_leads_to_the_original(web: httpx.Client) -> None:
    text = web.get("/-/web/2024/" + quote(MEMENTO, safe=":/?=&")).text
    assert 'if_/http://www.memento.example/zwgk/a.html?id=1&amp;y=%E5%B9%B4" sandbox=""' in text
    assert "id_/http://www.memento.example" in text
