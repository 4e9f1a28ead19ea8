"""Scrapy's settings, each with its reason. `crawler.crawl` sets the few that a command line changes."""

import os
from importlib import metadata

try:
    _VERSION = metadata.version("gongkai")
except metadata.PackageNotFoundError:
    _VERSION = "0"

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
# Who we are, what for, and whom to write to, so that an administrator can tell us apart and refuse us in robots.txt.
_CONTACT = os.environ.get("GONGKAI_CONTACT", "").strip()
USER_AGENT = f"gongkai/{_VERSION} (archives annual disclosure reports; obeys robots.txt{f'; {_CONTACT}' if _CONTACT else ''})"

# Politeness. One connection a host, a second between an answer and the next request, longer where the server is slow.
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# Our own middleware reads robots.txt: Scrapy's takes an error or a challenge for a permission (PORTALS §5).
# No cookies: pages without any of ours are the same for everybody; a session is state that no archive can replay.
# Every answer reaches the spider: what it is, the table of verdicts says.
DOWNLOADER_MIDDLEWARES_BASE = {
    "crawler.middlewares.judged.Judged": 30,
    "crawler.middlewares.guard.Guard": 40,
    "crawler.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "crawler.middlewares.retry.PatientRetry": 550,
    "crawler.middlewares.wire.Wire": 590,
    "crawler.middlewares.redirects.Redirects": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 2
# What was given up is in the archive with its evidence.
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524, 408]

# Hostile sizes and waits are bounded: no report is larger, no portal worth waiting longer for.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
DNS_TIMEOUT = 20
# Old portals offer weak Diffie-Hellman groups, which OpenSSL refuses (Scrapy #3392); the certificate's state is recorded.
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:!DH"

SCHEDULER = "crawler.frontier.Frontier"
# The frontier itself knows what was asked for.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
ITEM_PIPELINES = {"crawler.pipelines.ToArchive": 500}
# An answer gives one bundle; Scrapy starts as many tasks for every answer, of which a hundred cost more than reading the page.
CONCURRENT_ITEMS = 1
# Only what a crawl here needs: what is switched off by name is loaded all the same (aiohttp and requests among it, half a
# second at every start), and what is on is asked about every answer.
EXTENSIONS_BASE = {"scrapy.extensions.throttle.AutoThrottle": 0, "crawler.running.pace.Pace": 0}
SPIDER_MIDDLEWARES_BASE = {"scrapy.spidermiddlewares.referer.RefererMiddleware": 700}
REFERRER_POLICY = "same-origin"
LOG_ENABLED = False
STATS_DUMP = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
