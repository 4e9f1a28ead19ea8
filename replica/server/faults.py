"""Misbehaviours of PORTALS §5 and §9: what portals answer instead of the page."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from replica.documents import pdf
from replica.server.http import Reply, Request

_JSL = b"<script>document.cookie='__jsl_clearance_s='+('1'+'7')+';Max-age=3600';location.href=location.pathname</script>"
_RS = b"<!DOCTYPE html><html><head><meta content='{}' r='m'><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>"
_WAF = "<html><head><title>访问被拦截</title></head><body>您的请求带有不合法参数，已被网站管理员设置拦截！</body></html>"
_SOFT = "<html><head><title>提示信息</title></head><body><p>抱歉，您访问的页面不存在或已删除。</p><a href='/'>返回首页</a></body></html>"
_CAPTCHA = (
    "<html><head><title>附件下载</title></head><body><form action='/system/_content/download.jsp'>"
    "<p>请输入验证码后下载</p><input name='codeValue'><img src='/system/resource/js/filedownload/createimage.jsp'></form></body></html>"
)
_LOGIN = (
    "<html><head><title>统一身份认证</title></head><body><form action='/sso/login'>"
    "用户名<input name='u'>密码<input name='p' type='password'></form></body></html>"
)


def _canned(
    status: int,
    body: bytes | str = b"",
    *,
    headers: Mapping[str, str] | None = None,
    media_type: str = "text/html; charset=utf-8",
) -> Reply:
    raw = body.encode() if isinstance(body, str) else body
    return Reply(status=status, body=raw, headers=headers or {}, media_type=media_type)


REPLIES: dict[str, Reply] = {
    "challenge_jsl": _canned(
        521, _JSL, headers={"Set-Cookie": "__jsluid_s=4f1a; HttpOnly", "X-Via-JSL": "ab,-"}
    ),
    "challenge_rs": _canned(412, _RS, headers={"Set-Cookie": "kQx9O=5abc; HttpOnly"}),
    "blocked_waf": _canned(403, _WAF, headers={"WZWS-Ray": "1-2-3"}),
    "blocked_waf_405": _canned(405, "<html><body>405</body></html>", headers={"Set-Cookie": "acw_tc=1a2b"}),
    "rate_limited": _canned(429, "too many requests", headers={"Retry-After": "1"}),
    "unavailable": _canned(503, "busy", headers={"Retry-After": "1"}),
    "server_error": _canned(500, "<html><body>Internal Server Error</body></html>"),
    "bad_gateway": _canned(502, "<html><body>502 Bad Gateway</body></html>"),
    "soft_404": _canned(200, _SOFT),
    "gone": _canned(410, "gone"),
    "captcha": _canned(200, _CAPTCHA),
    "login": _canned(302, b"", headers={"Location": "/sso/login?service=x"}),
    "login_page": _canned(200, _LOGIN),
    "redirect_home": _canned(302, b"", headers={"Location": "/"}),
    "redirect_private": _canned(302, b"", headers={"Location": "http://10.1.2.3:8080/oa/"}),
    "robots_html": _canned(200, _SOFT),
    "robots_521": _canned(521, _JSL, headers={"Set-Cookie": "__jsluid_s=4f1a"}),
    "html_as_file": _canned(200, _SOFT, media_type="application/msword"),
    "empty": _canned(200, b""),
}


# Done to the proper answer.
_ALTERED = frozenset(
    {"reset", "truncate", "hang", "slow", "scan", "oversize", "soft_missing", "wrong_charset", "loop"}
)
# What happens to the portal when such a request comes, just before it is answered as ever.
EVENTS = frozenset({"publish", "redesign"})


@dataclass(kw_only=True)
class Rule:
    """One misbehaviour: on which paths, after how many requests, how often."""

    kind: str
    path: re.Pattern[str]
    after: int = 0
    """Begins when the portal has answered so many requests in all."""
    times: int | None = None
    """Stops after so many replies; null for ever."""
    seconds: float = 0.0
    """For `slow`: the delay; for `oversize`: megabytes."""
    headers: Mapping[str, str]
    organ: str | None = None
    """For `publish`: whose next report."""

    def applies(self, request: Request, served: int) -> bool:
        """Whether this request meets the rule."""
        if self.times == 0 or served <= self.after:
            return False
        robots = self.kind.startswith("robots_") == (request.url.path == "/robots.txt")
        return robots and self.path.search(request.target) is not None

    def spend(self) -> None:
        """One reply fewer is left."""
        if self.times is not None:
            self.times -= 1

    def reply(self, request: Request, proper: Callable[[], Reply]) -> Reply:
        """The answer it makes; `proper` gives what the portal would have said."""
        match self.kind:
            case "reset" | "truncate" | "hang":
                return replace(proper(), fault=self.kind)
            case "slow":
                return replace(proper(), delay=self.seconds)
            case "scan":
                return replace(proper(), body=scan())
            case "oversize":
                return replace(proper(), body=b"%PDF-1.4\n" + b"0" * int(self.seconds * 1_000_000))
            case "wrong_charset":
                return replace(proper(), media_type="text/html; charset=ISO-8859-1")
            case "soft_missing":
                reply = proper()
                return REPLIES["soft_404"] if reply.status == 404 else reply
            case "loop":
                return _canned(302, headers={"Location": request.target})
            case _:
                canned = REPLIES[self.kind]
                return replace(canned, headers={**canned.headers, **self.headers})


def scan() -> bytes:
    """A PDF of one page that is a picture, without a letter."""
    picture = b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 64 >>\nstream\n"
    drawing = b"q 595 0 0 842 0 0 cm /I Do Q"
    return pdf.file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>",
            picture + bytes(range(64)) + b"\nendstream",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        ]
    )


def rule_of(arguments: Mapping[str, Any], *, since: int) -> Rule:
    """A rule from its arguments: kind, path (a pattern, default all), after (further requests), times, seconds, headers."""
    kind = arguments["kind"]
    known = {*REPLIES, *EVENTS, *_ALTERED}
    if kind not in known:
        raise ValueError(f"unknown misbehaviour {kind!r} (known: {', '.join(sorted(known))})")
    return Rule(
        kind=kind,
        path=re.compile(arguments.get("path", "")),
        after=since + arguments.get("after", 0),
        times=arguments.get("times"),
        seconds=arguments.get("seconds", 0.0),
        headers=arguments.get("headers", {}),
        organ=arguments.get("organ"),
    )
