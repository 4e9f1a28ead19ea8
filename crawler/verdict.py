"""What a server's answer really is: a table of rules over status, headers, cookies and body. Obstacles are told, never passed.

Rules and names are those of PORTALS §5. The first rule that holds decides; none holding, the answer is a page.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from archive.records import Outcome, Role
from crawler.pages.wording import once

STOPS_HOST = frozenset(
    {Outcome.CHALLENGE_JSL, Outcome.CHALLENGE_RS, Outcome.BLOCKED_WAF, Outcome.RATE_LIMITED}
)
"""Outcomes after which nothing more is asked of the host in this run."""

_SHORT = 20_000
_HEAD = 10_000
_OWN_HOST = re.compile(
    r"<meta\s[^>]*name=['\"]?SiteDomain['\"]?[^>]*content=['\"]?(?:https?://)?[\w.-]+\.gov\.cn"
    r"|<meta\s[^>]*content=['\"]?(?:https?://)?[\w.-]+\.gov\.cn[^>]*name=['\"]?SiteDomain"
    r"|<link\s[^>]*rel=['\"]?canonical['\"]?[^>]*href=['\"]?https?://[\w.-]+\.gov\.cn",
    re.IGNORECASE,
)
"""What a page says of its own host (PORTALS §3.1, §7)."""
_BRIEF = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the rules look at."""

    status: int
    url: str
    final_url: str
    headers: Mapping[str, str]
    """Names in lower case; several values of one name joined by a line break."""
    body: bytes
    text: str
    """The body decoded, where it is text; '' otherwise."""
    charset: str = ""
    """What it was decoded by."""
    media_type: str = ""
    """What the body's bytes show; '' for an empty one."""
    role: Role = "other"
    home: str = ""
    good: int = 0
    """Good answers of the same host before this one, in this run."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """An outcome, with the rule that decided and what it saw; evidence is null only for a good page."""

    outcome: Outcome
    evidence: str | None = None


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

_BEHIND_TAGS = re.compile(r">([^<]+)")
_ALERT = re.compile(r"alert\(\s*['\"]([^'\"]{1,200})['\"]")
_CODE_ASKED = r"(?is)<(?:form|input|img)[^>]*(?:codeValue|captcha|verifycode|yzm|验证码)|请输入验证码"

RULES = (
    Rule(name="304", outcome=Outcome.NOT_MODIFIED, statuses=_of(304)),
    Rule(name="521", outcome=Outcome.CHALLENGE_JSL, statuses=_of(521)),
    Rule(name="__jsl_clearance", outcome=Outcome.CHALLENGE_JSL, body="__jsl_clearance", most=_SHORT),
    Rule(
        name="__jsluid with a lone script",
        outcome=Outcome.CHALLENGE_JSL,
        cookie="^__jsluid",
        body=r"^\s*<script",
        most=_SHORT,
        words=20,
    ),
    Rule(
        name="a lone script that sets a cookie and comes again",
        outcome=Outcome.BLOCKED_WAF,
        body=r"(?s)document\.cookie\s*=.*location\.reload\(|document\.cookie\s*=.*location(?:\.href)?\s*=\s*(?:\w+\.)?location\b",
        most=_SHORT,
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
        most=_SHORT,
        words=_BRIEF,
    ),
    Rule(
        name="code asked for",
        outcome=Outcome.CAPTCHA,
        roles=frozenset({"file", "report"}),
        statuses=_of(200),
        body=_CODE_ASKED,
        most=_SHORT,
        words=1000,
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
        words=_BRIEF,
    ),
    Rule(
        name="an error page's address",
        outcome=Outcome.SOFT_404,
        statuses=_of(200),
        address=r"(?i)/(?:40[34]|410|50[023]|error(?:page)?|not_?found)(?:\.\w+|/)?$",
    ),
    Rule(name="gambling words", outcome=Outcome.CLONE_SUSPECT, statuses=_of(200), body=_GAMBLING),
)


def verdict(answer: Answer) -> Verdict:
    """The first rule that holds; then the server's own status; else a page."""
    for rule in RULES:
        if _holds(rule, answer):
            return Verdict(outcome=rule.outcome, evidence=_evidence(rule.name, answer))
    if _sent_home(answer):
        return Verdict(outcome=Outcome.SOFT_404, evidence=_evidence("redirected to the home page", answer))
    if _traditional(_seen(answer.text)):
        return Verdict(outcome=Outcome.CLONE_SUSPECT, evidence=_evidence("traditional script", answer))
    if _elsewhere(answer):
        return Verdict(outcome=Outcome.CLONE_SUSPECT, evidence=_evidence("it names another host", answer))
    for floor, outcome in ((500, Outcome.SERVER_ERROR), (400, Outcome.CLIENT_ERROR), (300, Outcome.REDIRECT)):
        if answer.status >= floor:
            walled = floor == 300 and cookies(answer)
            why = "asks for a cookie, of which a crawl keeps none" if walled else "the server's own status"
            return Verdict(outcome=outcome, evidence=_evidence(why, answer))
    return Verdict(outcome=Outcome.OK)


def _holds(rule: Rule, answer: Answer) -> bool:
    return (
        (not rule.statuses or answer.status in rule.statuses)
        and (not rule.roles or answer.role in rule.roles)
        and answer.good >= rule.after
        and (not rule.most or len(answer.text) <= rule.most)
        and (not rule.header or any(re.search(rule.header, line) for line in _lines(answer)))
        and (not rule.cookie or any(re.search(rule.cookie, name) for name in cookies(answer)))
        and (
            not rule.address or (answer.url != answer.final_url and _in_path(rule.address, answer.final_url))
        )
        # A page is found to be long once; the texts of short ones are searched for what they say.
        and (not rule.words or len(_seen(answer.text)) <= rule.words)
        and (not rule.body or (bool(answer.text) and _said(rule, answer)))
    )


def _said(rule: Rule, answer: Answer) -> bool:
    return re.search(rule.body, _LOOKED_INTO.get(rule.outcome, _written)(answer.text)) is not None


def _told(text: str) -> str:
    """What a reader is told: the words of the page and those of the boxes that its script opens."""
    return _seen(text) + " ".join(_ALERT.findall(text[: _SHORT * 5]))


def _in_path(pattern: str, url: str) -> bool:
    parts = urlsplit(url)
    return re.search(pattern, f"/{parts.netloc}{parts.path}") is not None


def cookies(answer: Answer) -> list[str]:
    """The names of the cookies that the answer sets."""
    return [
        line.partition("=")[0].strip() for line in answer.headers.get("set-cookie", "").split("\n") if line
    ]


def _lines(answer: Answer) -> list[str]:
    return [f"{name}: {value}" for name, value in answer.headers.items()]


def _written(text: str) -> str:
    return text[:200_000]


def _injected(text: str) -> str:
    """Where words that were smuggled in may stand: anywhere, attributes too; long pages repeat most of their pieces."""
    return once(text)[:200_000]


_LOOKED_INTO = {Outcome.SOFT_404: _told, Outcome.CLONE_SUSPECT: _injected}
"""What a rule's words are looked for in, where that is not the text as it stands."""


@lru_cache(maxsize=1)
def _seen(text: str) -> str:
    """The words that a reader sees, spaces removed, lower case."""
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1>|$)", " ", text[: _SHORT * 5])
    return "".join("".join(_BEHIND_TAGS.findall(f">{text}")).split()).lower()


def _sent_home(answer: Answer) -> bool:
    def path(url: str) -> str:
        parts = urlsplit(url)
        return re.sub(r"/(?:index\.\w+)?$", "", parts.netloc.removeprefix("www.") + parts.path)

    return bool(
        answer.home
        and answer.url != answer.final_url
        and path(answer.final_url) == path(answer.home)
        and path(answer.url) != path(answer.home)
    )


def _traditional(text: str) -> bool:
    """A portal of the mainland that answers in the traditional script is a clone that converts it."""
    traditional = sum(map(text.count, "報開辦務機關訊據錄導區鄉鎮縣"))
    return traditional >= 12 and traditional > 4 * sum(map(text.count, "报开办务机关讯据录导区乡镇县"))


def _elsewhere(answer: Answer) -> bool:
    """A page that names a government's host as its own and comes from a host that is none. Addresses by number tell nothing."""
    host = urlsplit(answer.final_url).hostname or ""
    if host == "gov.cn" or host.endswith(".gov.cn") or not re.search(r"\.[a-z]", host):
        return False
    return answer.status == 200 and _OWN_HOST.search(answer.text[:_HEAD]) is not None


def _evidence(rule: str, answer: Answer) -> str:
    digest = hashlib.sha256(answer.body[:1024]).hexdigest()[:16]
    names = ",".join(cookies(answer))
    return (
        f"{rule}; status {answer.status}"
        + (f"; cookies {names}" if names else "")
        + f"; first bytes {digest}"
    )
