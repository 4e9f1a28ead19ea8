"""Pages of a small portal of no known system, for tests."""

from tests.crawler.server import Pages, Reply

HEADINGS = (
    "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况"
    " 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况 五、存在的主要问题及改进情况 六、其他需要报告的事项"
)
WORDS = "本机关按照要求向社会公布有关工作。" * 40


def html(main: str, title: str = "青石县人民政府") -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<nav><a href="/">首页</a> <a href="/gk/">政务公开</a> <a href="/news/">新闻动态</a></nav>{main}</body></html>'
    )


def entries(rows: list[tuple[str, str, str]]) -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{url}">{title}</a><span>{day}</span></li>' for url, title, day in rows)
        + "</ul>"
    )


def report(title: str, organ: str, files: str = "") -> str:
    steps = [
        '<a href="/">首页</a>',
        '<a href="/gk/">政务公开</a>',
        f"<a>{organ}</a>",
        '<a href="/gk/nb/">政府信息公开年报</a>',
    ]
    crumb = f'<div class="crumb">{" &gt; ".join(steps)}</div>'
    return html(
        f'{crumb}<h1>{title}</h1><div>发布日期：2024-01-20</div><div id="zoom">{HEADINGS}{WORDS}</div>{files}',
        title,
    )


def portal() -> Pages:
    """Two organs, three reports, two of their neighbours, a file, news, and what must not be asked for."""
    return {
        "/robots.txt": Reply(body="User-agent: *\nDisallow: /secret/\n"),
        "/": html(
            '<a href="/secret/nb.html">青石县财政局2020年政府信息公开工作年度报告</a>'
            + entries([("/news/1.html", "全县植树活动顺利开展", "2024-03-12")])
        ),
        "/gk/": html(
            '<ul><li><a href="/gk/nb/">政府信息公开年报</a></li><li><a href="/gk/zn.html">政府信息公开指南</a></li></ul>'
        ),
        "/gk/nb/": html(
            entries(
                [
                    ("/gk/nb/c.html", "青石县财政局2023年政府信息公开工作年度报告", "2024-01-20"),
                    ("/gk/nb/w.html", "青石县2023年政府网站工作年度报表", "2024-01-19"),
                    ("/gk/nb/d.html", "青石县2023年政府信息公开工作年度报告解读", "2024-01-21"),
                    (
                        "http://other.example/gk/e.html",
                        "青石县水利局2023年政府信息公开工作年度报告",
                        "2024-01-21",
                    ),
                ]
            )
            + '<a href="/gk/nb/index_2.html">下一页</a>'
        ),
        "/gk/nb/index_2.html": html(
            entries(
                [
                    ("/gk/nb/b.html", "青石县青山镇2022年政府信息公开工作年度报告", "2023-01-20"),
                    ("/gk/nb/a.html", "青石县青山镇2016年政府信息公开年度报告", "2017-01-20"),
                ]
            )
        ),
        "/gk/nb/c.html": report(
            "青石县财政局2023年政府信息公开工作年度报告",
            "青石县财政局",
            '<p><a href="/files/c.pdf">附件：年度报告.pdf</a></p>',
        ),
        "/gk/nb/b.html": report("青石县青山镇2022年政府信息公开工作年度报告", "青山镇"),
        "/gk/nb/a.html": report("青石县青山镇2016年政府信息公开年度报告", "青山镇"),
        "/files/c.pdf": Reply(body=b"%PDF-1.4 a report", headers={"Content-Type": "application/pdf"}),
        "/news/": html(entries([("/news/1.html", "全县植树活动顺利开展", "2024-03-12")])),
        "/news/1.html": html("<h1>全县植树活动顺利开展</h1>"),
    }


REPORTS = {"/gk/nb/a.html", "/gk/nb/b.html", "/gk/nb/c.html"}
