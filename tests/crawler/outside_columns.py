"""More portals of no known system: where their columns of reports hide, and how little those print."""

from typing import TYPE_CHECKING

from tests.crawler.outside import ORGANS, PLACE, YEARS, Outside, every, news, story, title
from tests.crawler.pages import HEADINGS, WORDS

if TYPE_CHECKING:
    from tests.crawler.server import Pages


def called() -> Outside:
    """Organs are added to a tree call by call, with Chinese escaped; lists of three a page, `?pn=`; a law's report in each."""

    def wrap(main: str) -> str:
        bar = "<a href='/index.php'>首 页</a>|<a href='/news/'>要闻</a>|<a href='/open.php'>信息公开</a>"
        return f"<html><head><title>{PLACE}</title></head><body><div>{bar}</div>{main}</body></html>"

    def added(number: int, organ: str) -> str:
        name = organ.encode("unicode-escape").decode() if number % 2 else organ
        return f"d.add({10 + number},1,'{name}','dep.php?dep={number}','','main');"

    calls = "".join(added(number, organ) for number, organ in enumerate(ORGANS))
    pages: Pages = {
        "/": wrap("<p>欢迎</p>"),
        "/index.php": wrap("<p>欢迎</p>"),
        "/open.php": wrap("<a href='zn.php'>公开指南</a><a href='fd.php'>法定主动公开内容</a>"),
        "/zn.php": wrap(story("公开指南")),
        "/fd.php": wrap(f"<script>d=new dTree('d');d.add(0,-1,'目录');{calls}document.write(d);</script>"),
        **news("/news/", wrap),
    }
    for number, organ in enumerate(ORGANS):
        pages[f"/dep.php?dep={number}"] = wrap(
            f"<h2>{organ}</h2><a href='list.php?dep={number}&c=1'>机构职能</a><a href='list.php?dep={number}&c=9'>公开年报</a>"
        )
        pages[f"/list.php?dep={number}&c=1"] = wrap("<p>暂无信息</p>")
        rows = [(f"/show.php?sid={key}", title(of, year)) for key, of, year in every() if of == organ][::-1]
        rows.insert(4, (f"/law.php?id={number}", f"{organ}2023年度法治政府建设情况报告"))
        for page in (1, 2, 3):
            shown = "".join(
                f"<li>· <a href='{url}' title='{name}'>{name[:14]}...</a></li>"
                for url, name in rows[3 * page - 3 : 3 * page]
            )
            more = f"<a href='list.php?dep={number}&c=9&pn={page + 1}'>下一页</a>" if page < 3 else "下一页"
            address = f"/list.php?dep={number}&c=9" + (f"&pn={page}" if page > 1 else "")
            pages[address] = wrap(f"<ul>{shown}</ul>第{page}/3页 {more}")
    for key, organ, year in every():
        pages[f"/show.php?sid={key}"] = wrap(story(title(organ, year), HEADINGS + WORDS))
    return Outside(pages=pages, reports=frozenset(f"/show.php?sid={key}" for key, _, _ in every()))


def framed() -> Outside:
    """The home is a script's shell, the hub a refresh, the list a frame between a counter's and a share's; only its last page is linked."""

    def wrap(main: str) -> str:
        frames = "<iframe src='/plug/visitcount.jsp?u=1'></iframe><iframe src='/plug/share?x=1'></iframe>"
        return f"<html><body>{main}{frames}</body></html>"

    stray = "<tr><td><a href='/site/xw/n1.html'>文化下乡活动走进村社</a></td><td>2024.2.1</td></tr>"
    pages: Pages = {
        "/": "<html><head><script>window.location.href='/site/main.html';</script></head></html>",
        "/site/main.html": wrap("<a href='/site/xw/'>新闻</a> <a href='/site/gk.html'>信息公开</a>"),
        "/site/gk.html": "<html><head><meta http-equiv='refresh' content='0; URL=ml.html'></head></html>",
        "/site/ml.html": wrap("<a href='zn.html'>公开指南</a><a href='nb/index.html'>政府信息公开年报</a>"),
        "/site/zn.html": wrap(story("公开指南")),
        "/site/nb/index.html": wrap(
            "<h2>年报</h2><iframe name=lst src='xxgk_list_1.html?from=col'></iframe>"
        ),
        **news("/site/xw/", wrap),
    }
    rows = [(f"/site/nb/{1749603841671188000 + 7919 * key}.html", of, year) for key, of, year in every()]
    last = len(rows) // 12
    for page in range(1, last + 1):
        shown = "".join(
            f"<tr><td><a target=_parent href='{url}'>{title(organ, year)}</a></td><td>{year + 1}.1.{page}</td></tr>"
            for url, organ, year in rows[12 * page - 12 : 12 * page]
        )
        ends = f"<a href='xxgk_list_1.html'>首页</a> <a href='xxgk_list_{last}.html'>尾页</a>"
        body = f"<html><body><table>{shown}{stray}</table>{ends}</body></html>"
        pages[f"/site/nb/xxgk_list_{page}.html" + ("?from=col" if page == 1 else "")] = body
    for url, organ, year in rows:
        pages[url] = wrap(story(title(organ, year), HEADINGS + WORDS))
    return Outside(pages=pages, reports=frozenset(url for url, _, _ in rows))


def mapped() -> Outside:
    """Only the site map leads on; departments by first letters, towns on an image map; titles without organ or year."""

    def wrap(main: str) -> str:
        bar = "<a href='/'>首页</a> <a href='/1/101/'>要闻</a> <a href='/map.htm'>网站地图</a>"
        return f"<html><head><title>{PLACE}</title></head><body>{bar}{main}</body></html>"

    letters = "".join(f"<a href='/3/302/{letter}.htm'>{letter}</a> " for letter in "ABC")
    towns = "".join(
        f"<area shape=rect coords='0,0,9,9' href='/3/{number}/index.htm' alt='{ORGANS[number]}'>"
        for number in range(6, 10)
    )
    pages: Pages = {
        "/": wrap("<img src='/banner.jpg'>"),
        "/map.htm": wrap(
            "<dl><dt>公开</dt><dd><a href='/3/302/'>部门信息公开</a><a href='/3/303/'>乡镇信息公开</a></dd></dl>"
        ),
        "/3/302/": wrap(letters),
        "/3/303/": wrap(f"<img src='/map.png' usemap='#m'><map name=m>{towns}</map>"),
        **news("/1/101/", wrap),
    }
    for first, letter in enumerate("ABC"):
        shown = "".join(f"<a href='/3/{n}/index.htm'>{ORGANS[n]}</a><br>" for n in range(first, 6, 3))
        pages[f"/3/302/{letter}.htm"] = wrap(f"<b>{letter}</b><br>{shown}")
    for number, organ in enumerate(ORGANS):
        pages[f"/3/{number}/index.htm"] = wrap(
            f"<h2>{organ}</h2><a href='/3/{number}/2/index.htm'>公开年报</a>"
        )
        years = "".join(f"<a href='/3/{number}/2/{year % 100}/index.htm'>{year}年</a> " for year in YEARS)
        pages[f"/3/{number}/2/index.htm"] = wrap(f"<h2>公开年报</h2>{years}")
    reports = set()
    for key, organ, year in every():
        column = f"/3/{ORGANS.index(organ)}/2/{year % 100}"
        url = f"{column}/{5000 + key}/index.htm"
        reports.add(url)
        pages[f"{column}/index.htm"] = wrap(
            f"<table><tr><td>1</td><td><a href='{url}'>政府信息公开工作年度报告</a></td><td>{organ}</td></tr></table>"
        )
        pages[url] = wrap(story("政府信息公开工作年度报告", HEADINGS + WORDS))
    return Outside(pages=pages, reports=frozenset(reports))


def topics() -> Outside:
    """A topic of reports among others, a column a year in a select; links name organs alone; no page marks its title."""

    def wrap(main: str) -> str:
        return f"<html><head><title>{PLACE}</title></head><body><div class=h><a href='/zt/'>专题专栏</a></div>{main}</body></html>"

    def article(name: str, body: str) -> str:
        return wrap(
            f"<div class=pos>专题 - 年报</div><table><tr><td><font size=5>{name}</font></td></tr></table>{body}"
        )

    names = (("乡村振兴", "xc"), ("政府信息公开工作年度报告专题", "nb"), ("法治政府建设年度报告", "fz"))
    years = "".join(f"<option value='/zt/nb/{year}/'>{year}</option>" for year in YEARS)
    pages: Pages = {
        "/": wrap("<p>欢迎</p>"),
        "/zt/": wrap(
            "".join(f"<a href='/zt/{path}/'><img src='/{path}.jpg' alt='{name}'></a>" for name, path in names)
        ),
        "/zt/xc/": wrap("<p>乡村振兴</p>"),
        "/zt/nb/": wrap(
            f"<select onchange='location=this.value'><option value=''>年份</option>{years}</select>"
        ),
    }
    for year in YEARS:
        rows = [(f"/c/{year + 1}-01-20/{6830000 + key}.shtml", of) for key, of, at in every() if at == year]
        shown = "".join(f"<li><a href='{url}'>{organ}</a></li>" for url, organ in rows)
        beside = (f"一图读懂{PLACE}{year}年政府信息公开工作年度报告", f"【图解】{title('财政局', year)}")
        others = "".join(f"<a href='/c/{year}x{n}.shtml'>{name}</a>" for n, name in enumerate(beside))
        pages[f"/zt/nb/{year}/"] = wrap(
            f"<h1>{year}年</h1><a href='/c/{year}zf.shtml'>县政府年度报告</a><ul>{shown}</ul>{others}"
        )
        pages[f"/c/{year}zf.shtml"] = article(f"{PLACE}{year}年政府信息公开工作年度报告", HEADINGS + WORDS)
        pages.update({f"/c/{year}x{n}.shtml": article(name, WORDS) for n, name in enumerate(beside)})
        pages.update({url: article(title(organ, year), HEADINGS + WORDS) for url, organ in rows})
    reports = {f"/c/{year + 1}-01-20/{6830000 + key}.shtml" for key, _, year in every()}
    return Outside(pages=pages, reports=frozenset(reports | {f"/c/{year}zf.shtml" for year in YEARS}))


COLUMNS = {"called": called, "framed": framed, "mapped": mapped, "topics": topics}
