"""The look of a portal: class names, nesting and furniture, all by the seed, so that none of it can be learned by heart."""

from random import Random

from replica.site.items import Item
from replica.site.model import Site

_STEMS = ("main", "wrap", "box", "cont", "inner", "area", "page", "col", "mod", "panel", "sec", "lay")
_LIST_TAGS = ("ul/li", "ul/li", "div/div", "table/tr", "dl/dd")
_SEPARATORS = (" &gt; ", " > ", " » ", "&nbsp;&gt;&nbsp;")


class Theme:
    """Furniture of one portal in one design."""

    def __init__(self, site: Site) -> None:
        self._site = site
        random = Random(f"theme/{site.seed}/{site.life.look}")
        self._name = {
            role: random.choice(_STEMS) + random.choice(("", "_", "-")) + f"{random.randrange(1, 99)}"
            for role in (
                "body",
                "nav",
                "list",
                "item",
                "date",
                "foot",
                "side",
                "crumb",
                "head",
                "text",
                "pager",
            )
        }
        self._depth = random.randrange(1, 5)
        self._outer, self._inner = random.choice(_LIST_TAGS).split("/")
        self._separator = random.choice(_SEPARATORS)
        self._date_first = random.random() < 0.3
        self._cut = random.choice((0, 0, 24, 30))
        self._side_first = random.random() < 0.5

    def name(self, role: str) -> str:
        """The class name that this design gives to a role."""
        return self._name[role]

    def nest(self, inner: str, role: str) -> str:
        """`inner` inside as many boxes as this design likes."""
        opened = "".join(f'<div class="{self._name[role]}{level or ""}">' for level in range(self._depth))
        return f"{opened}\n{inner}\n{'</div>' * self._depth}"

    def links(self, entries: list[tuple[str, str]], role: str = "nav") -> str:
        """A plain list of (address, text)."""
        rows = "".join(f'<li><a href="{address}">{text}</a></li>' for address, text in entries)
        return f'<ul class="{self._name[role]}">{rows}</ul>'

    def entry(self, item: Item, address: str) -> str:
        """One line of a list: link and date; long titles are cut where this design cuts them."""
        text = item.title
        if self._cut and len(text) > self._cut:
            text = text[: self._cut] + "..."
        link = f'<a href="{address}" title="{item.title}" target="_blank">{text}</a>'
        day = f'<span class="{self._name["date"]}">{item.date}</span>'
        inner = day + link if self._date_first else link + day
        if self._inner == "tr":
            inner = f"<td>{inner}</td>"
        return f'<{self._inner} class="{self._name["item"]}">{inner}</{self._inner}>'

    def listing(self, lines: list[str]) -> str:
        """A list of such lines."""
        return f'<{self._outer} class="{self._name["list"]}">\n' + "\n".join(lines) + f"\n</{self._outer}>"

    def crumb(self, steps: list[tuple[str, str]], name: str = "") -> str:
        """The way from the home page down; (address, text), address '' for a step without link."""
        parts = [
            f'<a href="{address}">{text}</a>' if address else f"<a>{text}</a>" for address, text in steps
        ]
        return f'<div class="{name or self._name["crumb"]}">当前位置：{self._separator.join(parts)}</div>'

    def page(
        self, *, title: str, main: str, nav: list[tuple[str, str]], metas: str = "", side: str = ""
    ) -> str:
        """A whole page around `main`."""
        site = self._site
        place = site.place.name
        away = self._away() if site.elsewhere else ""
        blocks = [self.nest(main, "body"), f'<div class="{self._name["side"]}">{side}</div>' if side else ""]
        if self._side_first:
            blocks.reverse()
        return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="{place}人民政府"><meta name="SiteDomain" content="www.{site.place.pinyin}.gov.cn">
<meta name="SiteIDCode" content="36{site.seed.partition("/")[0]:0>8}">
{metas}<link rel="stylesheet" href="/assets/site.css"></head>
<body>
<div class="{self._name["head"]}"><a href="/">{place}人民政府</a> <a href="javascript:void(0)" onclick="toggleAged()">适老化</a>
<a href="javascript:setFont(16)">大</a> <a href="javascript:setFont(14)">中</a></div>
{self.links(nav)}
{chr(10).join(block for block in blocks if block)}
<div class="{self._name["foot"]}">主办：{place}人民政府办公室 网站标识码：36{site.seed.partition("/")[0]:0>8}
<a href="http://www.{site.place.pinyin}sj.gov.cn/">上级部门网站</a> <a href="http://www.gov.cn/">中国政府网</a>
<a href="http://10.12.0.8:8080/oa/">内部办公</a> <a href="https://weibo.com/share?url=x">分享</a>{away}</div>
</body></html>
"""

    def _away(self) -> str:
        """Links to another host that promise just what is looked for: a column, a report, a directory."""
        origin, place = self._site.elsewhere, self._site.place.name
        links = (
            ("/zfxxgknb/", "政府信息公开年报"),
            ("/zfxxgknb/2023.html", f"{place}财政局2023年政府信息公开工作年度报告"),
            ("/bmml/", "各部门信息公开目录"),
        )
        return "".join(f' <a href="{origin}{path}">{words}</a>' for path, words in links)
