"""The table of rules: each obstacle by its marks, and pages that only look like one."""

import pytest

from archive.records import Outcome
from crawler.verdict import RULES, STOPS_HOST, Answer, verdict

PAGE = (
    "<html><body><h1>青石镇2023年政府信息公开工作年度报告</h1><p>"
    + "总体情况，信息公开。" * 300
    + "</p></body></html>"
)


def answer(status: int = 200, text: str = PAGE, **more: object) -> Answer:
    told: dict[str, object] = {
        "url": "http://a.gov.cn/x",
        "final_url": "http://a.gov.cn/x",
        "headers": {},
    } | more
    return Answer(status=status, body=text.encode(), text=text, **told)  # type: ignore[arg-type]


MIRROR = "http://www.a-gov.example/x.html"
OWN = '<meta name="SiteDomain" content="www.a.gov.cn">'
WALL = "<title>访问确认</title><p>请输入下图中的验证码，以便继续访问</p><form><input name=c></form><script src=c.js></script>"
CASES = [
    ("521", answer(521, "<script>eval(x)</script>"), Outcome.CHALLENGE_JSL),
    (
        "jsl on 200",
        answer(200, "<script>document.cookie='__jsl_clearance_s='+go()</script>"),
        Outcome.CHALLENGE_JSL,
    ),
    (
        "jsluid and a lone script",
        answer(200, "<script>var a=1</script>", headers={"set-cookie": "__jsluid_s=1; path=/"}),
        Outcome.CHALLENGE_JSL,
    ),
    ("412", answer(412, "<html></html>"), Outcome.CHALLENGE_RS),
    ("rs on 202", answer(202, "<html><script>$_ts=window['$_ts'];</script></html>"), Outcome.CHALLENGE_RS),
    ("rs meta", answer(400, "<meta id='9' content='x' r='m'><script></script>"), Outcome.CHALLENGE_RS),
    ("jsl's CDN with 403", answer(403, "", headers={"x-via-jsl": "abc"}), Outcome.BLOCKED_WAF),
    (
        "a script that sets a cookie and comes again",
        answer(200, "<script>document.cookie='confirm=1';\nlocation.reload()</script>"),
        Outcome.BLOCKED_WAF,
    ),
    ("wzws", answer(403, "", headers={"wzws-ray": "1"}), Outcome.BLOCKED_WAF),
    ("aliyun", answer(405, "", headers={"set-cookie": "acw_tc=1;HttpOnly"}), Outcome.BLOCKED_WAF),
    ("bt panel", answer(200, "<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>"), Outcome.BLOCKED_WAF),
    ("safe line", answer(468, "", headers={"set-cookie": "sl-session=1"}), Outcome.BLOCKED_WAF),
    ("code", answer(200, '<form><input name="codeValue">请输入验证码</form>', role="file"), Outcome.CAPTCHA),
    ("code for the home page", answer(200, WALL), Outcome.CAPTCHA),
    ("slider", answer(403, "<title>安全验证</title><p>请拖动滑块</p>"), Outcome.CAPTCHA),
    ("429", answer(429, ""), Outcome.RATE_LIMITED),
    ("503 with Retry-After", answer(503, "", headers={"retry-after": "60"}), Outcome.RATE_LIMITED),
    ("403 after good pages", answer(403, "", good=25), Outcome.RATE_LIMITED),
    ("404", answer(404, "x"), Outcome.GONE),
    ("410", answer(410, "x"), Outcome.GONE),
    ("soft 404", answer(200, "<html><p>抱歉，您访问的页面不存在！</p></html>"), Outcome.SOFT_404),
    ("soft 404 of an article", answer(200, "<html><p>该信息不存在</p></html>"), Outcome.SOFT_404),
    ("soft 404 as a file", answer(200, "<html>文件不存在</html>", role="file"), Outcome.SOFT_404),
    (
        "soft 404 in a box",
        answer(200, "<script>alert('该信息不存在');history.back()</script>"),
        Outcome.SOFT_404,
    ),
    ("soft 404 not found", answer(200, "<p>没有找到您要的页面</p>"), Outcome.SOFT_404),
    ("sent to an error page", answer(final_url="http://a.gov.cn/404.html"), Outcome.SOFT_404),
    (
        "sent home",
        answer(
            final_url="http://www.a.gov.cn/index.html",
            url="http://a.gov.cn/old/1.html",
            home="http://a.gov.cn/",
        ),
        Outcome.SOFT_404,
    ),
    ("sent to a login", answer(final_url="http://sso.a.gov.cn/login?x=1"), Outcome.LOGIN),
    ("401", answer(401, ""), Outcome.LOGIN),
    ("gambling", answer(200, "<p>澳门百家乐 棋牌 真人百家乐 博彩</p>" + PAGE), Outcome.CLONE_SUSPECT),
    (
        "traditional",
        answer(200, "政府信息公開年度報告 機關 辦公室 導航 數據 鄉鎮 縣區 " * 5),
        Outcome.CLONE_SUSPECT,
    ),
    *(
        (
            f"mirrored, {name}",
            answer(200, f"<head>{mark}</head>{PAGE}", final_url=MIRROR),
            Outcome.CLONE_SUSPECT,
        )
        for name, mark in (
            ("site's domain", '<meta name="SiteDomain" content="www.a.gov.cn"/>'),
            ("attributes swapped", "<META content='http://www.a.gov.cn' name='sitedomain'>"),
            ("canonical address", '<link rel="canonical" href="https://www.a.gov.cn/x.html">'),
        )
    ),
    ("304", answer(304, ""), Outcome.NOT_MODIFIED),
    ("500", answer(500, ""), Outcome.SERVER_ERROR),
    ("503 alone", answer(503, ""), Outcome.SERVER_ERROR),
    ("403", answer(403, ""), Outcome.CLIENT_ERROR),
    ("302 left", answer(302, ""), Outcome.REDIRECT),
]


@pytest.mark.parametrize(("name", "given", "outcome"), CASES, ids=[name for name, _, _ in CASES])
def test_obstacle_is_told_with_evidence(name: str, given: Answer, outcome: Outcome) -> None:
    told = verdict(given)
    assert told.outcome is outcome
    assert told.evidence
    assert f"status {given.status}" in told.evidence


@pytest.mark.parametrize(
    "given",
    [
        answer(),
        answer(headers={"x-via-jsl": "abc", "set-cookie": "__jsluid_s=1"}),
        answer(headers={"set-cookie": "acw_tc=1\nHWWAFSESID=2"}),
        answer(text=PAGE + "<p>有的市民反映个别页面不存在更新。</p>"),
        answer(text="<html><p>6.申请信息不存在数：0件。政府信息不存在的，已告知申请人。</p></html>"),
        answer(text=PAGE + '<form><input name="captcha"></form>', role="report"),
        answer(text=PAGE + "<p>留言</p><form><p>请输入验证码</p><input name=captcha></form>"),
        answer(text="<html><body><p>详见附件</p></body></html>"),
        answer(text="<ul></ul><p>没有找到相关信息</p><script>alert('请输入关键字')</script>"),
        answer(
            final_url="https://a.gov.cn/gk/404.html?id=3", text=PAGE, url="https://a.gov.cn/gk/404.html?id=3"
        ),
        answer(text=PAGE + "查处网络赌场一案"),
        answer(final_url="https://www.a.gov.cn/x"),
        answer(text=OWN + PAGE, final_url="https://old.b.gov.cn/x"),
        answer(text=OWN + PAGE, final_url="http://127.0.0.1:8000/x"),
        answer(text=OWN + PAGE, final_url="http://[::1]:8000/x"),
        answer(text=OWN + PAGE, final_url="http://localhost/x"),
        answer(text="", status=200),
    ],
)
def test_a_page_that_only_looks_like_an_obstacle_is_a_page(given: Answer) -> None:
    assert verdict(given).outcome is Outcome.OK


def test_evidence_names_cookies_and_never_their_values() -> None:
    told = verdict(answer(521, "x", headers={"set-cookie": "__jsluid_h=secret; path=/"}))
    assert told.evidence is not None
    assert "__jsluid_h" in told.evidence
    assert "secret" not in told.evidence


def test_challenges_and_limits_stop_the_host_but_missing_pages_do_not() -> None:
    assert {
        Outcome.CHALLENGE_JSL,
        Outcome.CHALLENGE_RS,
        Outcome.BLOCKED_WAF,
        Outcome.RATE_LIMITED,
    } == STOPS_HOST
    assert len({rule.name for rule in RULES}) == len(RULES)
