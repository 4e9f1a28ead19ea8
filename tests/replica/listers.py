"""What a walker must know of each family to see its lists: one small reader of each contract of PORTALS."""

import base64
import json
import re
from urllib.parse import quote, unquote, urlencode, urljoin

from tests.replica.walker import Lister, Ucap


class Trs(Lister):
    """createPageHTML with a page count first and pages from 0."""

    def __call__(self, page: str, url: str) -> list[str]:
        """Further pages of a list."""
        pager = re.search(r'createPageHTML\((\d+), (\d+), "(\w+)", "(\w+)"\)', page)
        if not pager or pager[2] != "0":
            return []
        return [urljoin(url, f"{pager[3]}_{n}.{pager[4]}") for n in range(1, int(pager[1]))]


class Jcms(Lister):
    """Records inside CDATA, further groups by page and by record number at once."""

    def __call__(self, page: str, url: str) -> list[str]:
        """Further groups of a list; items are links in the CDATA."""
        jpage = re.search(r"perPage:(\d+),totalRecord:(\d+),proxyUrl:'([^']+)',columnId:(\d+)", page)
        if not jpage:
            return []
        rows, count = int(jpage[1]), int(jpage[2])
        starts = range(rows + 1, count + 1, rows)
        return [
            urljoin(
                url,
                f"{jpage[3]}?columnid={jpage[4]}&page={n}&startrecord={start}&endrecord={start + rows - 1}",
            )
            for n, start in enumerate(starts, start=2)
        ]


class Jpaas(Lister):
    """The unit call, paged by paramJson; its reply is HTML inside JSON."""

    def __call__(self, page: str, url: str) -> list[str]:
        """The call of a column, the items of a reply, its further pages."""
        if page.startswith("{"):
            html = json.loads(page)["data"]["html"]
            found = [urljoin(url, target) for target in re.findall(r'href="(/[^"]+)"', html)]
            pager = re.search(r'rows="(\d+)" count="(\d+)" pageNo=""', html)
            if pager:
                pages = -(-int(pager[2]) // int(pager[1]))
                found += [f"{url}&paramJson={quote(json.dumps({'pageNo': n}))}" for n in range(2, pages + 1)]
            return found
        unit = re.search(r'url="([^"]+)" queryData="([^"]+)"', page)
        if not unit:
            return []
        data = dict(re.findall(r"'(\w+)':'([^']*)'", unit[2]))
        return [urljoin(url, f"{unit[1]}?{urlencode(data)}")]


class Vsb(Lister):
    """Pagers that a script decodes."""

    def __call__(self, page: str, url: str) -> list[str]:
        """Links inside the hidden pager."""
        return [
            urljoin(url, target)
            for packed in re.findall(r"atob\('([^']+)'\)", page)
            for target in _hidden(packed)
        ]


def _hidden(packed: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', unquote(base64.b64decode(packed).decode()))


LISTERS: dict[str, list[Lister]] = {
    "ucap": [Ucap()],
    "trs": [Trs()],
    "hanweb_jcms": [Jcms()],
    "hanweb_jpaas": [Jpaas()],
    "hanweb_xxgk": [],
    "vsb": [Vsb()],
    "webplus": [],
}
