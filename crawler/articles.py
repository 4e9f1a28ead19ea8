"""What an article page says of itself outside its text, and the files that belong to it."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

from crawler.page import Article, File, Page
from crawler.wording import folded, iso_date, spaced

_ORGAN_LABELS = (
    "发布机构",
    "发布机关",
    "发文机关",
    "公开责任部门",
    "责任部门",
    "发布单位",
    "信息来源",
    "来源",
)
_DATE_LABELS = (
    "发布日期",
    "公开日期",
    "发布时间",
    "发文日期",
    "成文日期",
    "生成日期",
    "公文生成日期",
    "日期",
)
_WANTED = frozenset({*_ORGAN_LABELS, *_DATE_LABELS})
_ENDS = frozenset(label[-1] for label in _WANTED)
_NOTHING = re.compile(r"^(?:\d{1,2}|无|无文号|none|null|-+|/+|〔〕号|本站|本网|)$", re.IGNORECASE)
_CRUMB = re.compile(
    r"crumb|position|location|weizhi|dqwz|curr?ent|breadcrumb|bread|wz|path|navi?gat", re.IGNORECASE
)
_CRUMB_WORDS = re.compile(r"(?:您?现?在?的?(?:当前|所在)?位置(?:是)?[:：]?)?(首页.*)")
_TITLE_TAGS = frozenset({"ucaptitle", "h1", "h2", "h3"})
_TITLE_CLASSES = frozenset({"title", "bt", "arti_title"})
_BODY_TAG = "ucapcontent"
_BODY_IDS = frozenset(
    {
        "UCAP-CONTENT",
        "zoom",
        "zoomcon",
        "vsb_content",
        "details-content",
        "content",
        "article",
        "NewsContent",
        "mainText",
    }
)
_BODY_CLASS = re.compile(
    r"(?<!\S)TRS_Editor(?!\S)|TRS_UEDITOR|v_news_content|wzzw-article|wp_articlecontent|article-content|bt_content"
)
_LABELLED = ("td", "th", "li", "span", "dt", "dd", "p", "em", "b", "strong", "div")
_INSIDE = re.compile(rf"({'|'.join((*_ORGAN_LABELS, *_DATE_LABELS))})\s*:\s*(?=(\S+(?: \d\d?:\d\d)?))")
_FILE_PATH = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|rtf|odt|zip|rar|7z|txt|ceb|pptx?)$", re.IGNORECASE)
_FILE_ADDRESS = re.compile(
    r"download\.jsp|downfile\.jsp|DownloadAttachUrl|annualreport/download|/download/|downloadfile|filedown|/group\d+/M\d\d/",
    re.IGNORECASE,
)
_PICTURE_PATH = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|tiff?)$", re.IGNORECASE)
_SIGN = re.compile(
    r"icon|filetype|logo|qr_?code|erweima|ewm|/(?:template|skin|style|css|static)s?/", re.IGNORECASE
)
_OPENED = re.compile(r"['\"]([^'\"]+)['\"]")
_RELATED = re.compile(r"reldoc|related|xgwj|xgwd|xgxx|recommend|footer|sidebar|hot", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"\s+[^\s:：]{2,8}[:：]")
_MOST_FILES = 60
_MOST_PICTURES = 30
_LEAST_SIDE = 100
"""Pixels: what is declared smaller holds no table."""
_LEAST_CELLS = 12
"""Cells with words from which a table is no mere frame."""


def article(page: Page) -> Article:
    """Title, breadcrumb, organ and date, each from the best place that has it (PORTALS §3.3)."""
    metas = _metas(page)
    labels = _labels(page)
    organ = next((value for label in _ORGAN_LABELS if (value := _value(labels.get(label, "")))), None)
    label, published = _published(labels, metas)
    crumb = crumbs(page)
    return Article(
        title=_title(page, metas, crumb),
        crumb=crumb,
        organ=organ or _value(metas.get("contentsource", "")),
        published=published,
        published_label=label,
        text=folded(body_text(page)),
    )


def files(page: Page) -> tuple[File, ...]:
    """Links, frames and objects that are files by their address; those in boxes of related documents are left out."""
    found: dict[str, File] = {}
    for element, href in _file_links(page.tree):
        url = page.join(href)
        if not url or url in found or _related(element):
            continue
        name = (
            spaced(str(element.text_content()))[:200] or spaced(element.get("title", "")) or _file_name(url)
        )
        found[url] = File(url=url, name=name)
        if len(found) >= _MOST_FILES:
            break
    return tuple(found.values())


def pictures(page: Page) -> tuple[File, ...]:
    """The pictures in an article that prints no table itself: its tables may stand in them (DEFECTS 19)."""
    places = list(_bodies(page)) or page.tree.xpath("//p")
    cells = (cell for place in places for cell in place.iter("td", "th"))
    worded = (cell for cell in cells if str(cell.text_content()).strip())
    if sum(1 for _ in islice(worded, _LEAST_CELLS)) == _LEAST_CELLS:
        return ()
    found: dict[str, File] = {}
    for image in (image for place in places for image in place.iter("img")):
        source = str(image.get("src") or "")
        if _is_picture(image, source) and (url := page.join(source)):
            found.setdefault(url, File(url=url, name=spaced(image.get("alt", ""))[:200] or _file_name(url)))
    return tuple(found.values())[:_MOST_PICTURES]


def crumbs(page: Page) -> tuple[str, ...]:
    """The breadcrumb's words from 首页 on; empty where the page has none."""
    for element in page.marked:
        if not _CRUMB.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            continue
        words = _crumb_words(element)
        if len(words) >= 2:
            return words
    for element in page.tree.xpath("//*[contains(text(), '位置')]"):
        words = _crumb_words(element) or _crumb_words(element.getparent())
        if len(words) >= 2:
            return words
    return ()


def body_text(page: Page) -> str:
    """The words of the article's own node; of the whole page where no known node holds them."""
    nodes = [str(node.text_content()) for node in _bodies(page)]
    longest = max(nodes, key=len, default="")
    if len(longest.strip()) >= 40:
        return longest
    return " ".join(
        str(words) for words in page.tree.xpath("//body//text()[not(parent::script) and not(parent::style)]")
    )


def _bodies(page: Page) -> Iterator[HtmlElement]:
    return filter(_is_body, page.marked)


def _is_body(element: HtmlElement) -> bool:
    return (
        element.tag == _BODY_TAG
        or element.get("id") in _BODY_IDS
        or _BODY_CLASS.search(element.get("class", "")) is not None
    )


def _is_title(element: HtmlElement) -> bool:
    return (
        element.tag in _TITLE_TAGS
        or element.get("id") == "title"
        or element.get("class", "") in _TITLE_CLASSES
    )


def _metas(page: Page) -> dict[str, str]:
    return {
        str(meta.get("name")).lower(): spaced(meta.get("content") or "")
        for meta in page.tree.xpath("//meta[@name and @content]")
    }


def _title(page: Page, metas: dict[str, str], crumb: tuple[str, ...]) -> str:
    candidates = [metas.get("articletitle", "")]
    titles = islice(filter(_is_title, page.marked), 8)
    candidates += [spaced(str(node.text_content())) for node in titles]
    candidates += [
        re.split(r"[_|]|\s-\s|--", spaced(str(node.text_content())))[0]
        for node in page.tree.xpath("//title")[:1]
    ]
    site = metas.get("sitename", "")
    fitting = [
        words for words in candidates if 4 <= len(words) <= 200 and words != site and words not in crumb
    ]
    return fitting[0] if fitting else next((words for words in candidates if words), "")


def _labels(page: Page) -> dict[str, str]:
    """Label → value of the header table: in one cell, in neighbours, or as list entries."""
    labels: dict[str, str] = {}
    for element in page.tree.iter(*_LABELLED):
        words = str(element.text_content()) if len(element) < (4 if element.tag == "div" else 12) else ""
        # Most cells of a report are figures: they are passed by as cheaply as can be.
        if _ENDS.isdisjoint(words) or len(words := spaced(words)) > 120:
            continue
        words = words.replace("：", ":")
        label, colon, value = words.partition(":")
        label = folded(label).strip("[]【】")
        if label in _WANTED and label not in labels:
            following = element.getnext()
            value = (
                value
                if colon and value.strip()
                else ("" if following is None else str(following.text_content()))
            )
            labels[label] = _NEXT_LABEL.split(spaced(value))[0][:80]
        if colon:
            for name, inside in _INSIDE.findall(words):
                labels.setdefault(name, inside)
    return labels


def _published(labels: dict[str, str], metas: dict[str, str]) -> tuple[str | None, str | None]:
    for label in _DATE_LABELS:
        if published := iso_date(labels.get(label, "")):
            return label, published
    if published := iso_date(metas.get("pubdate", "")):
        return "PubDate", published
    return None, None


def _value(words: str) -> str | None:
    words = words.strip()
    return None if _NOTHING.match(words) else words


def _crumb_words(element: HtmlElement | None) -> tuple[str, ...]:
    if element is None:
        return ()
    links = [spaced(str(link.text_content())) for link in element.iter("a")]
    if not any("首页" in link for link in links):
        return ()
    text = spaced(str(element.text_content()))[:400]
    tail = _CRUMB_WORDS.search(text)
    words = [part.strip() for part in re.split(r"[>»›》→/|]|&gt;", tail.group(1) if tail else text)]
    words = [word for word in words if word]
    return (
        tuple(words) if len(words) > len(links) or len(words) >= 2 else tuple(link for link in links if link)
    )


def _file_links(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in tree.iter("a", "iframe", "embed", "object"):
        for href in (
            element.get("href"),
            element.get("src"),
            element.get("data"),
            *_OPENED.findall(element.get("onclick") or ""),
        ):
            if href and (inner := _file_address(str(href))):
                yield element, inner


def _file_address(href: str) -> str:
    """The file that `href` names, also inside a viewer's query; '' where it names none."""
    parts = urlsplit(href.strip())
    if _FILE_PATH.search(unquote(parts.path)) or _FILE_ADDRESS.search(href):
        return href
    inner = parse_qs(parts.query)
    for key in ("file", "filename", "pathfile", "url", "src"):
        if key in inner and _FILE_PATH.search(inner[key][0]):
            return inner[key][0] if key in ("file", "url", "src") else href
    return ""


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def _is_picture(image: HtmlElement, source: str) -> bool:
    """Whether an image may be a page or a table: no sign, no sliver, none of the page's furniture."""
    sides = [re.match(r"\d+", image.get(side, "")) for side in ("width", "height")]
    small = any(side is not None and int(side[0]) < _LEAST_SIDE for side in sides)
    path = unquote(urlsplit(source.strip()).path)
    return bool(_PICTURE_PATH.search(path)) and not (small or _SIGN.search(path) or _related(image))


def _related(element: HtmlElement) -> bool:
    return any(
        _RELATED.search(f"{node.get('class') or ''} {node.get('id') or ''}") or node.tag in ("footer", "nav")
        for node in element.iterancestors()
        if isinstance(node.tag, str)
    )
