"""What a server's answer really is: the first rule (crawler.rules) that holds decides; none holding, the answer is a page.

Obstacles are told, never passed.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from archive.records import Outcome, Role
from crawler.pages.wording import once
from crawler.rules import RULES, SHORT, Rule, Where

STOPS_HOST = frozenset(
    {Outcome.CHALLENGE_JSL, Outcome.CHALLENGE_RS, Outcome.BLOCKED_WAF, Outcome.RATE_LIMITED}
)
"""Outcomes after which nothing more is asked of the host in this run."""

_HEAD = 10_000
_OWN_HOST = re.compile(
    r"<meta\s[^>]*name=['\"]?SiteDomain['\"]?[^>]*content=['\"]?(?:https?://)?[\w.-]+\.gov\.cn"
    r"|<meta\s[^>]*content=['\"]?(?:https?://)?[\w.-]+\.gov\.cn[^>]*name=['\"]?SiteDomain"
    r"|<link\s[^>]*rel=['\"]?canonical['\"]?[^>]*href=['\"]?https?://[\w.-]+\.gov\.cn",
    re.IGNORECASE,
)
"""What a page says of its own host (PORTALS §3.1, §7)."""


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


# From one `<` to the next: a page that is one long script is gone through letter by letter otherwise.
_UNSEEN = re.compile(r"<(script|style)\b[^<]*+(?:<(?!/\1>)[^<]*+)*+(?:</\1>|$)", re.IGNORECASE)
_BEHIND_TAGS = re.compile(r">([^<]+)")
_ALERT = re.compile(r"alert\(\s*['\"]([^'\"]{1,200})['\"]")


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
    return re.search(rule.body, _LOOKED_INTO[rule.where](answer.text)) is not None


def _told(text: str) -> str:
    """What a reader is told: the words of the page and those of the boxes that its script opens."""
    return _seen(text) + " ".join(_ALERT.findall(text[: SHORT * 5]))


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


_LOOKED_INTO: dict[Where, Callable[[str], str]] = {"written": _written, "told": _told, "injected": _injected}


@lru_cache(maxsize=1)
def _seen(text: str) -> str:
    """The words that a reader sees, spaces removed, lower case."""
    text = _UNSEEN.sub(" ", text[: SHORT * 5])
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
