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

# Politeness. One connection a host, a second between two requests, slower where the server is slow.
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.2
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# Our own middleware reads robots.txt: Scrapy's takes an error or a challenge for a permission (PORTALS §5).
ROBOTSTXT_OBEY = False
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.judged.Judged": 30,
    "crawler.middlewares.guard.Guard": 40,
    "crawler.middlewares.robots.Robots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.retry.PatientRetry": 550,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.wire.Wire": 595,
}
# Pages without cookies of ours are the same for everybody; a session is state that no archive can replay.
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Every answer reaches the spider: what it is, the table of verdicts says.
HTTPERROR_ALLOW_ALL = True
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
URLLENGTH_LIMIT = 2083
# Old portals offer weak Diffie-Hellman groups, which OpenSSL refuses (Scrapy #3392); the certificate's state is recorded.
DOWNLOADER_CLIENT_TLS_CIPHERS = "DEFAULT:!DH"

SCHEDULER = "crawler.frontier.Frontier"
# The frontier itself knows what was asked for.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
ITEM_PIPELINES = {"crawler.pipelines.ToArchive": 500}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
REFERRER_POLICY = "same-origin"
LOG_ENABLED = False
STATS_DUMP = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}
