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


class Gkmlpt(Lister):
    """The tree in _CONFIG, the JSON list until it answers 404."""

    def __call__(self, page: str, url: str) -> list[str]:
        """The lists of a tree, the posts of a list and its next page."""
        if page.startswith("{"):
            articles = json.loads(page)["articles"]
            return [*(article["url"] for article in articles), _next(url, "page")] if articles else []
        config = re.search(r"window._CONFIG = (\{.*\});</script>", page)
        if not config or "TREE" not in config[1]:
            return []
        tree = json.loads(config[1])
        nodes = tree["TREE"][0]["children"]
        return [f"{tree['BASE_URL']}/api/all/{node['id']}?page=1&sid={tree['SID']}" for node in nodes]


def _next(url: str, parameter: str) -> str:
    return re.sub(rf"\b{parameter}=(\d+)", lambda m: f"{parameter}={int(m[1]) + 1}", url)


class Lonsun(Lister):
    """The label's fragment, page by page."""

    def __call__(self, page: str, url: str) -> list[str]:
        """The first call of a category, then its further pages."""
        call = re.search(r"Ls\.ajax\(\{url:'([^']+)'", page)
        if call:
            return [urljoin(url, call[1])]
        pager = re.search(r"pageIndex:(\d+),pageCount:(\d+)", page)
        if "labelName" in url and pager and int(pager[1]) < int(pager[2]):
            return [_next(url, "pageIndex")]
        return []


class Epoint(Lister):
    """The action by POST."""

    def __call__(self, page: str, url: str) -> list[str]:
        """The call of a category; items and next page of its reply."""
        if page.startswith("{"):
            _, address, body = url.split(" ", 2)
            data, asked = json.loads(page)["custom"], json.loads(body)
            found = [urljoin(address, entry["infourl"]) for entry in data["data"]]
            asked["pageIndex"] += 1
            return [*found, f"POST {address} {json.dumps(asked)}"] if data["data"] else []
        call = re.search(r"projectName='([^']+)';var govParams=(\{.*?\});", page)
        return (
            [f"POST {urljoin(url, call[1])}/rest/lightfrontaction/getgovinfolist {call[2]}"] if call else []
        )


LISTERS: dict[str, list[Lister]] = {
    "ucap": [Ucap()],
    "ucap_moved": [Ucap()],
    "trs": [Trs()],
    "hanweb_jcms": [Jcms()],
    "hanweb_paired": [Jcms()],
    "hanweb_jpaas": [Jpaas()],
    "hanweb_xxgk": [],
    "vsb": [Vsb()],
    "webplus": [],
    "zibo": [],
    "sanmenxia": [],
    "gkmlpt": [Gkmlpt()],
    "lonsun": [Lonsun()],
    "anhui": [],
    "epoint": [Epoint()],
    "generic": [],
}
