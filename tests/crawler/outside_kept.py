"""Portals that keep their lists as text, which scripts of theirs show."""

import json
from html import escape

from tests.crawler.outside import YEARS, Outside, every, title
from tests.crawler.outside_paged import entries, outside, portal, report, wrap


def _in(year: int) -> str:
    return f"<ul>{entries([one for one in every() if one[2] == year])}</ul>"


def _rows(year: int, *, link: str) -> list[dict[str, str]]:
    return [
        {link: report(key), "bt": title(of, at), "rq": f"{at + 1}-01-2{key % 9}"}
        for key, of, at in every()
        if at == year
    ]


def kept() -> Outside:
    """A column a year, each keeping its list in another way: escaped, in a template, as XML, in CDATA, as JSON, in a frame's own text."""
    names = ("部门", "乡镇", "街道", "县直", "镇办", "单位")
    pages = portal("".join(f"<a href='/nb/{n}'>{name}年报</a>" for n, name in enumerate(names)))
    pattern = "<script type='text/html'>{{each d}}<li><a href='/info/{{id}}'>{{bt}}公开年报</a></li>{{/each}}</script>"
    xml = "".join(
        f"<row><bt>{row['bt']}</bt><link>{row['link']}</link><rq>{row['rq']}</rq></row>"
        for row in _rows(YEARS[2], link="link")
    )
    told = json.dumps(_rows(YEARS[4], link="href"), ensure_ascii=False)
    kept = (
        f"<textarea class=lazy style='display:none'>{escape(_in(YEARS[0]))}</textarea>",
        f"{pattern}<script type='text/template' id=t>{_in(YEARS[1])}</script>",
        f"<xml id=data style='display:none'><rows>{xml}</rows></xml>",
        f"<div class=lm><![CDATA[{_in(YEARS[3]).removeprefix('<ul>')}]]></div>",
        f"<input type=hidden id=d value='{told}'>",
        f'<iframe srcdoc="{escape(_in(YEARS[5]))}"></iframe>',
    )
    pages.update({f"/nb/{n}": wrap(f"<div id=box></div>{held}") for n, held in enumerate(kept)})
    return outside(pages)


KEPT = {"kept": kept}
