"""The rules by which a server's answer is told for what it really is, over status, headers, cookies and body.

Rules and names are those of PORTALS §5; the first that holds decides (crawler.verdict).
"""

from dataclasses import dataclass
from typing import Literal

from archive.records import Outcome

Where = Literal["written", "told", "injected"]
"""The text as it stands; what a reader is told; wherever words that were smuggled in may stand."""

SHORT = 20_000
_BRIEF = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Holds when every condition that is given holds."""

    name: str
    outcome: Outcome
    statuses: frozenset[int] = frozenset()
    header: str = ""
    """A regular expression over `name: value` lines."""
    cookie: str = ""
    """A regular expression over the names of the cookies that are set."""
    body: str = ""
    """A regular expression over the text."""
    where: Where = "written"
    """What of the text `body` is looked for in."""
    most: int = 0
    """Only where the text is at most so long."""
    words: int = 0
    """Only where the words that a reader sees are at most so many letters."""
    address: str = ""
    """A regular expression over the final address, which is not the one asked for."""
    roles: frozenset[str] = frozenset()
    after: int = 0
    """Only after so many good answers of the host."""


def _of(*statuses: int) -> frozenset[int]:
    return frozenset(statuses)


_WAF_WORDS = (
    r"help\.365cyd\.com|创宇盾|WZWS|wzws-waf|safedog|安全狗|yunsuo|云锁|waf\.tencent-cloud|HWWAF|SafeLine|雷池"
    r"|您的请求带有不合法参数|您的访问(?:请求)?(?:被拦截|可能对网站造成)|请求已被(?:该站点的)?(?:安全策略)?拦截|WAF拦截"
)
_WANTED = r"(?:您要|该|您访问|请求)?的?"
# Every alternative begins with letters of its own: else each place of a text is tried for all of them.
_MISSING = "|".join(
    (
        "页面不存在",
        rf"找不到{_WANTED}(?:页面|网页|文件|内容|信息)",
        *(f"{page}(?:无法访问|找不到|已删除|已经删除)" for page in ("页面", "网页")),
        *(rf"{not_found}找到{_WANTED}(?:页面|网页|文件|文章)" for not_found in ("没有", "未", "未能")),
        *(f"{text}(?:不存在|已被?删除|已撤销|已下线)" for text in ("文章", "稿件", "文件")),
        # 「政府信息不存在」 and 「申请信息不存在数」 are words of the reports themselves.
        *(f"{text}(?:已被?删除|已撤销|已下线)" for text in ("信息", "内容")),
        *(f"{this}条?(?:信息|内容)不存在" for this in ("该", "此", "本", "您(?:访问|查看|请求|浏览)的")),
        r"您访问的(?:页面|资源|内容).{0,12}(?:不存在|已删除|错误)",
        "404notfound",
        "错误页",
        "pagenotfound",
        "无法访问",
    )
)
_SPAM = "博彩|赌场|六合彩|时时彩|百家乐|老虎机|棋牌平台|彩票平台|成人视频|色情"
_GAMBLING = rf"(?s)(?:{_SPAM}).*(?:{_SPAM})"

_WALL_WORDS = r"(?:输入|填写|点击|完成|进行|拖动).{0,8}验证|(?:人机|安全|访问|滑块|滑动)验证"
_CODE_ASKED = r"(?is)<(?:form|input|img)[^>]*(?:codeValue|captcha|verifycode|yzm|验证码)|请输入验证码"

RULES = (
    Rule(name="304", outcome=Outcome.NOT_MODIFIED, statuses=_of(304)),
    Rule(name="521", outcome=Outcome.CHALLENGE_JSL, statuses=_of(521)),
    Rule(name="__jsl_clearance", outcome=Outcome.CHALLENGE_JSL, body="__jsl_clearance", most=SHORT),
    Rule(
        name="__jsluid with a lone script",
        outcome=Outcome.CHALLENGE_JSL,
        cookie="^__jsluid",
        body=r"^\s*<script",
        most=SHORT,
        words=20,
    ),
    Rule(
        name="a lone script that sets a cookie and comes again",
        outcome=Outcome.BLOCKED_WAF,
        body=r"(?s)document\.cookie\s*=.*location\.reload\(|document\.cookie\s*=.*location(?:\.href)?\s*=\s*(?:\w+\.)?location\b",
        most=SHORT,
        words=20,
    ),
    Rule(name="412", outcome=Outcome.CHALLENGE_RS, statuses=_of(412)),
    Rule(
        name="$_ts",
        outcome=Outcome.CHALLENGE_RS,
        statuses=_of(200, 202, 400, 403),
        body=r"\$_ts\s*[=.\[]|<meta[^>]+\br=['\"]?m\b",
        words=200,
    ),
    Rule(name="X-Via-JSL", outcome=Outcome.BLOCKED_WAF, statuses=_of(403), header=r"(?i)^x-via-jsl:"),
    Rule(
        name="firewall's header",
        outcome=Outcome.BLOCKED_WAF,
        statuses=_of(403, 405, 406, 418, 493, 501),
        header=r"(?i)^(?:wzws-ray|x-waf|x-safe-firewall|x-powered-by-anquanbao|x-yunsuo)",
    ),
    Rule(
        name="firewall's cookie",
        outcome=Outcome.BLOCKED_WAF,
        statuses=_of(403, 405, 418, 468),
        cookie=r"^(?:wzws_|sl-session|safedog|yunsuo|acw_tc|HWWAFSESID|HWWAFSESTIME)",
    ),
    Rule(
        name="firewall's words",
        outcome=Outcome.BLOCKED_WAF,
        statuses=_of(200, 403, 405, 406, 418),
        body=_WAF_WORDS,
        most=SHORT,
        words=_BRIEF,
    ),
    Rule(
        name="code asked for",
        outcome=Outcome.CAPTCHA,
        roles=frozenset({"file", "report"}),
        statuses=_of(200),
        body=_CODE_ASKED,
        most=SHORT,
        words=1000,
    ),
    Rule(
        name="nothing but a check of who asks",
        outcome=Outcome.CAPTCHA,
        statuses=_of(200, 403),
        body=_WALL_WORDS,
        where="told",
        words=80,
    ),
    Rule(name="429", outcome=Outcome.RATE_LIMITED, statuses=_of(429)),
    Rule(
        name="503 with Retry-After",
        outcome=Outcome.RATE_LIMITED,
        statuses=_of(503),
        header=r"(?i)^retry-after:",
    ),
    Rule(name="403 after good pages", outcome=Outcome.RATE_LIMITED, statuses=_of(403), after=20),
    Rule(
        name="login's address",
        outcome=Outcome.LOGIN,
        address=r"(?i)/(?:sso|cas|oauth|passport)/|/(?:login|signin|userlogin)[./?]?",
    ),
    Rule(name="401", outcome=Outcome.LOGIN, statuses=_of(401, 407)),
    Rule(name="gone", outcome=Outcome.GONE, statuses=_of(404, 410)),
    Rule(
        name="words of a missing page",
        outcome=Outcome.SOFT_404,
        statuses=_of(200),
        body=_MISSING,
        where="told",
        words=_BRIEF,
    ),
    Rule(
        name="an error page's address",
        outcome=Outcome.SOFT_404,
        statuses=_of(200),
        address=r"(?i)/(?:40[34]|410|50[023]|error(?:page)?|not_?found)(?:\.\w+|/)?$",
    ),
    Rule(
        name="gambling words",
        outcome=Outcome.CLONE_SUSPECT,
        statuses=_of(200),
        body=_GAMBLING,
        where="injected",
    ),
)
