"""Bodies that try what a page must not be able to do, and the captures that bring them in."""

import hashlib
from datetime import datetime, timedelta

from archive.clock import stamp
from archive.records import Capture, Fetched, Outcome

LIVE = "http://live.example"
"""Any request to this host proves a leak."""

PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>before</title>
<meta http-equiv="refresh" content="0;url={LIVE}/refreshed">
<link rel="stylesheet" href="{LIVE}/style.css"><link rel="prefetch" href="{LIVE}/prefetched"><base href="{LIVE}/">
<script>document.title = "pwned"; parent.postMessage("pwned", "*"); try {{ top.location = "{LIVE}/top"; }} catch (e) {{}}</script>
<script src="{LIVE}/script.js"></script></head>
<body onload="document.title='pwned'"><h1 id="what">测试页面</h1>
<img src="{LIVE}/pixel.png" onerror="document.title='pwned'"><svg onload="document.title='pwned'"><script>document.title='pwned'</script></svg>
<form id="form" action="{LIVE}/form" method="post"><input name="a" value="b"><button id="send">发送</button></form>
<a id="js" href="javascript:document.title='pwned'">点我</a> <a id="out" target="_blank" href="{LIVE}/out">外</a> <a id="in" href="{LIVE}/in">内</a>
<iframe src="{LIVE}/frame"></iframe><object data="{LIVE}/object"></object><video src="{LIVE}/video" autoplay></video>
<div style="background:url({LIVE}/background.png)">底</div></body></html>""".encode()

SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><script>document.title="pwned"</script>
<image href="{LIVE}/image.png" width="9" height="9"/><a href="javascript:alert(1)"><text y="20">图</text></a></svg>""".encode()

GBK = '<html><head><meta charset="gbk"></head><body><p>国标编码</p></body></html>'.encode("gb18030")

# name → (bytes, Content-Type the portal sent or null, type by the bytes)
BODIES: dict[str, tuple[bytes, str | None, str]] = {
    "page.html": (PAGE, "text/html; charset=utf-8", "text/html"),
    "drawing.svg": (SVG, "image/svg+xml", "image/svg+xml"),
    "报告.doc": (PAGE, "application/msword", "text/html"),
    "gbk.html": (GBK, 'text/html; charset="GBK"', "text/html"),
    "code.js": (b"alert(1)", "application/javascript", "text/plain"),
    "..%2f..%2fetc%2fpasswd.sh": (b"\x7fELF", "application/octet-stream", "application/octet-stream"),
    "unlabelled": ("没有类型的文本\n第二行\n第三行".encode(), None, "text/plain"),
}


def fetched(name: str, *, run: str, at: datetime, number: int) -> Fetched:
    """A capture of one hostile body."""
    body, content_type, media_type = BODIES[name]
    url = f"http://www.hostile.example/{name}"
    headers = (("Set-Cookie", "secret-cookie=1"),) + (
        (("Content-Type", content_type),) if content_type else ()
    )
    capture = Capture(
        id=f"{int(at.timestamp() * 1_000_000):014x}{number:012x}",
        run=run,
        portal="www.hostile.example",
        url=url,
        final_url=url,
        status=200,
        outcome=Outcome.OK,
        requested_at=stamp(at),
        received_at=stamp(at + timedelta(seconds=number)),
        request_headers=(("Cookie", "secret-cookie=1"), ("Authorization", "secret-cookie")),
        response_headers=headers,
        sha256=hashlib.sha256(body).hexdigest(),
        media_type=media_type,
        role="file",
    )
    return Fetched(capture=capture, body=body)


def digest(name: str) -> str:
    """The digest of a hostile body."""
    return hashlib.sha256(BODIES[name][0]).hexdigest()
