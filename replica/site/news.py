"""Words for everything on a portal that is no report: news, notices, tables of other statistics, guides."""

from random import Random

_WHERE = ("{place}", "全{level}", "{town}", "{bureau}")
_HEADLINES = (
    "{where}召开第{n}次常务会议研究安全生产", "{where}开展春季义务植树活动", "{where}组织消防应急演练",
    "{where}举办第{n}届农民运动会", "关于{where}部分路段施工封闭的通告", "{where}获评年度先进集体",
    "{where}扎实推进老旧小区改造", "{where}部署汛期值守工作", "{where}走访慰问困难群众",
    "{where}中小学秋季招生安排公布", "{where}{n}个重点项目集中开工", "关于公布{where}便民服务电话的通知",
    "{where}举行政企座谈会", "{where}粮食收购价格公告（第{n}期）", "{where}图书馆延长开放时间",
    "{where}公开招聘工作人员{n}名公告", "关于征集{where}民生实事项目的公告", "{where}特色农产品走进展销会",
    "{where}发布高温天气提醒", "{where}完成{n}公里农村公路养护", "{where}志愿服务队成立",
)  # fmt: skip
_LINES = (
    "活动现场秩序良好，参加的群众超过{n}人。",
    "负责同志实地查看了现场，询问了进展和困难。",
    "工作人员逐户登记了需求，当场答复了{n}个问题。",
    "下一步将按照时间表继续推进，确保年底前见到成效。",
    "据介绍，这项工作已经连续开展了{n}年。",
    "有关安排如有变动，将另行通知。",
    "来自各村的代表先后发言，气氛热烈。",
    "受天气影响，部分环节改在室内进行。",
)
NEWS_COLUMNS = (
    ("时政要闻", "xwdt"), ("部门动态", "bmdt"), ("乡镇动态", "xzdt"), ("通知公告", "tzgg"), ("图片新闻", "tpxw"),
    ("公示公告", "gsgg"), ("招商引资", "zsyz"), ("民生关注", "msgz"), ("政策文件", "zcwj"), ("政策解读", "zcjd"),
    ("财政预决算", "czyjs"), ("招标采购", "zbcg"), ("人事信息", "rsxx"), ("统计信息", "tjxx"), ("应急管理", "yjgl"),
    ("重大项目", "zdxm"), ("教育招生", "jyzs"), ("食品药品", "spyp"), ("环境保护", "hjbh"), ("乡村振兴", "xczx"),
)  # fmt: skip
NEGATIVES = (
    ("{organ}{year}年政府网站工作年度报表", "website"),
    ("{organ}{year}年度法治政府建设情况报告", "law"),
    ("一图读懂：{organ}{year}年政府信息公开工作年度报告", "chart"),
    ("《{organ}{year}年政府信息公开工作年度报告》文字解读", "reading"),
    ("{organ}政府信息公开指南（{year}年版）", "guide"),
    ("{organ}{year}年度行政执法统计年报", "enforcement"),
    ("{organ}{year}年政务公开工作要点", "plan"),
    ("{organ}依申请公开办事流程（{year}）", "process"),
    ("关于{organ}{year}年政务公开工作要点落实情况的函", "letter"),
    ("{organ}{year}年度部门决算公开", "budget"),
)


_WORDS = {
    "disclosure": ("政务公开", "政府信息公开", "信息公开", "政务公开专栏"),
    "departments": (
        "政府部门信息公开目录",
        "部门信息公开",
        "各部门信息公开目录",
        "县（市、区）直部门",
        "政府组成部门",
    ),
    "towns": (
        "乡镇街道信息公开目录",
        "乡镇（街道）信息公开",
        "镇街信息公开目录",
        "乡镇、街道办",
        "基层政务公开",
    ),
    "topic": ("政府信息公开年报", "年度报告", "政府信息公开工作年度报告", "政府信息公开年报专栏"),
}


def words(seed: str) -> dict[str, str]:
    """How a portal names its entrances to disclosure, its directories and its own column of reports."""
    random = Random(f"words/{seed}")
    return {role: random.choice(known) for role, known in _WORDS.items()}


def columns(random: Random, count: int) -> list[tuple[str, str]]:
    """Names and address keys of columns of news; keys carry a suffix on some portals."""
    suffix = random.choice(("", "", "_{:d}", "{:02x}", "lm{:d}"))
    chosen = random.sample(NEWS_COLUMNS, count)
    return [(name, key + suffix.format(random.randrange(10, 99999))) for name, key in chosen]


def headline(random: Random, place: str) -> str:
    """A headline of the portal's daily news."""
    where = random.choice(_WHERE).format(place=place, level=place[-1], town="城关镇", bureau="有关部门")
    return random.choice(_HEADLINES).format(where=where, n=random.randrange(2, 60))


def story(random: Random, title: str) -> str:
    """A few paragraphs of text under a headline."""
    count = random.randrange(2, 6)
    lines = [random.choice(_LINES).format(n=random.randrange(3, 400)) for _ in range(count)]
    return "\n".join(f"<p>{line}</p>" for line in (f"本网讯 {title}。", *lines))


def _website(random: Random, organ: str, year: int) -> str:
    rows = (
        ("网站独立用户访问总量", "个"),
        ("网站总访问量", "次"),
        ("信息发布总数", "条"),
        ("收到留言数量", "条"),
    )
    cells = "".join(
        f"<tr><td>{label}（单位：{unit}）</td><td>{random.randrange(10, 90_000)}</td></tr>"
        for label, unit in rows
    )
    return f"<p>填报单位：{organ}</p><table border=1><tr><th>项目</th><th>{year}年</th></tr>{cells}</table>"


def _enforcement(random: Random, organ: str, year: int) -> str:
    cells = "".join(
        f"<tr><td>{label}</td><td>{random.randrange(0, 900)}</td></tr>"
        for label in ("行政许可", "行政处罚", "行政强制", "行政检查")
    )
    return f"<p>{organ}{year}年度行政执法数据统计如下。</p><table border=1><tr><th>类别</th><th>数量（宗）</th></tr>{cells}</table>"


def _law(random: Random, organ: str, year: int) -> str:
    heads = ("一、主要举措和成效", "二、存在的不足和原因", "三、下一年度工作安排")
    parts = [f"<p>现将{organ}{year}年度法治政府建设情况报告如下。</p>"]
    parts += [
        f"<p>{head}</p><p>{random.choice(_LINES).format(n=random.randrange(2, 90))}</p>" for head in heads
    ]
    return "\n".join(parts)


def _reading(random: Random, organ: str, year: int) -> str:
    return (
        f"<p>{organ}近日公布了{year}年政府信息公开工作年度报告，这里用几句话说明其中的要点。</p>"
        f"<p>一、为什么要公布？条例要求各机关每年公布一次。</p>"
        f"<p>二、群众关心什么？全年收到的申请集中在征地和补偿，网站访问{random.randrange(1000, 90_000)}次。</p>"
    )


def negative(random: Random, *, kind: str, organ: str, year: int) -> str:
    """The body of a page that stands among the reports and is none."""
    match kind:
        case "website":
            return _website(random, organ, year)
        case "enforcement":
            return _enforcement(random, organ, year)
        case "law":
            return _law(random, organ, year)
        case "chart":
            return f'<p style="text-align:center"><img src="/images/chart{year}.jpg" alt="图解"/></p>'
        case "reading":
            return _reading(random, organ, year)
        case _:
            return story(random, organ + str(year))


def guide(organ: str) -> str:
    """The disclosure guide of an organ."""
    return (
        f"<p>为了方便公民、法人和其他组织获得{organ}的政府信息，制定本指南。</p>"
        "<p>一、公开的范围和方式</p><p>凡属主动公开的信息，都可以在网站查到。</p>"
        "<p>二、申请的提出和受理</p><p>申请可以当面、信函或者通过网络提出。</p>"
    )
