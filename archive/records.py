"""The nouns of the project: frozen records which the crawler, the archive and extraction exchange.

Times are ISO 8601 in UTC, `2025-01-20T09:30:00.000000Z` (archive.clock), so that they sort as text; dates are `2025-01-20`.
Digests are lower-case hexadecimal SHA-256. None always means "not known", never zero and never empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Headers = tuple[tuple[str, str], ...]
Role = Literal["home", "list", "report", "file", "other"]
PartRole = Literal["page", "attachment"]
Level = Literal["error", "warning", "notice"]
Status = Literal["ok", "partial", "unreadable", "not_a_report"]
RunKind = Literal["crawl", "add", "extract"]


class Outcome(StrEnum):
    """What a visit came to. Only OK replaces what is known of a page; NOT_MODIFIED confirms it; the rest are recorded visits."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    REDIRECT = "redirect"
    GONE = "gone"
    SOFT_404 = "soft_404"
    CHALLENGE_JSL = "challenge_jsl"
    CHALLENGE_RS = "challenge_rs"
    BLOCKED_WAF = "blocked_waf"
    CAPTCHA = "captcha"
    RATE_LIMITED = "rate_limited"
    ROBOTS_DENIED = "robots_denied"
    JS_LIST = "js_list"
    LOGIN = "login_or_intranet"
    CLONE_SUSPECT = "clone_suspect"
    TOO_LARGE = "attachment_too_large"
    OFF_HOST = "off_host"
    PRIVATE_ADDRESS = "private_address"
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    TLS_LEGACY = "tls_legacy"
    TLS_CERT = "tls_cert"
    DNS = "dns"
    TIMEOUT = "timeout"
    CONNECTION = "connection"


class State(StrEnum):
    """How a figure's cell was printed (CODEBOOK, "A figure"). Zero is a NUMBER; BLANK is not zero."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    ANNOTATED = "annotated"
    REPAIRED = "repaired"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Portal:
    """A portal as it is known: described, probed, or met through an import."""

    key: str
    """`Capture.portal`."""
    name: str
    home: str
    family: str | None = None
    signal: str | None = None
    """What on the home page told the family."""
    site_code: str | None = None
    """The ten digits of the portal's site identification (网站标识码)."""
    hosts: tuple[str, ...] = ()
    """Hosts that belong to the portal, attachment hosts among them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Organ:
    """An organ that a portal's directory names, whether or not a report of it was found."""

    portal: str
    organ: str
    url: str = ""
    """Its column or page; '' where the directory gives only the name."""
    found_on: str | None = None
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something of a run that people should be able to look up later: a list that repeats itself, a host not followed, a stop."""

    run: str
    portal: str
    url: str
    code: str
    message: str
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """What a server sent for an address at a time. Append-only."""

    id: str
    """Unique and in order of time: `archive.clock.ident()`."""
    run: str
    portal: str
    """The portal's key: the host of its home address without `www.` (with the port where it is not the default); `local` for imported files."""
    url: str
    """The address asked for."""
    final_url: str
    """The address that answered, after redirects."""
    status: int | None
    """HTTP status; null when no answer came."""
    outcome: Outcome
    evidence: str | None = None
    """For any outcome but OK: the rule that decided and what it saw (header names, cookie names, first bytes' digest)."""
    requested_at: str
    received_at: str
    request_headers: Headers = ()
    response_headers: Headers = ()
    sha256: str | None = None
    """Digest of the decoded body; null when there was none. A 304 names the body that it confirms."""
    wire_sha256: str | None = None
    """Digest of the body as it came over the wire, where it was encoded (gzip, br)."""
    media_type: str | None = None
    """By the bytes, not by the name or the header."""
    tls: str | None = None
    """`valid`, `invalid: why`; null over plain HTTP."""
    referrer: str | None = None
    role: Role = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address that a captured page points to and that matters: a file of the report, a report that a list names, or a host
    we do not follow."""

    url: str
    text: str
    kind: Literal["attachment", "report", "off_host"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """The crawler's statement that an address holds an annual report, with what list, breadcrumb and link said about it."""

    portal: str
    url: str
    found_on: str | None
    """The list page that pointed to it."""
    title: str
    organ: str | None
    """From the breadcrumb, header table or column; the reading may know better."""
    year: int | None
    published: str | None
    """The list's date, or the address's."""
    published_label: str | None
    """Where `published` came from: `list`, `url`, or the label printed beside it."""
    at: str
    run: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """One fetch as the crawler hands it to the archive: capture, decoded body, and what the page says of others."""

    capture: Capture
    body: bytes | None
    links: tuple[Link, ...] = ()
    sighting: Sighting | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One body of a published report: its page, or a file attached to it."""

    role: PartRole
    url: str
    name: str
    """File name or anchor text; may be empty."""
    media_type: str | None
    charset: str | None
    """From the Content-Type header, where it said one."""
    sha256: str
    capture: str
    captured_at: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What is read together: a report's page and its attachments as they stood at one time."""

    key: str
    """A digest over role, address and digest of every part: the same bytes at the same addresses are the same source."""
    portal: str
    url: str
    captured_at: str
    parts: tuple[Part, ...]
    sighting: Sighting | None


@dataclass(kw_only=True, slots=True, unsafe_hash=True)
class Place:
    """Where in a part a thing stands. Counted from 1; null where the format has no such notion.

    Nothing changes one. Not frozen all the same, as figures are not.
    """

    part: int = 1
    member: str | None = None
    """Path inside an archive file (zip, rar, 7z)."""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    """x0, top, x1, bottom in points from the page's top left."""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None


@dataclass(kw_only=True, slots=True, unsafe_hash=True)
class Figure:
    """One cell of a statutory table, addressed `table/row/column` (CODEBOOK).

    Nothing changes one. Not frozen all the same: that makes its making three times as slow, and a report has 200.
    """

    table: str
    row: str
    column: str
    value: int | Decimal | None
    """Null where the document prints no number: never zero by default."""
    raw: str
    state: State
    place: Place | None = None

    @property
    def address(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A chapter of the report's text."""

    number: int | None
    """1–6 by its meaning under the statutory outline; null for the preamble and for anything else."""
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that a report got wrong or that we could not settle. Codes, levels and conditions are the CODEBOOK's."""

    code: str
    level: Level
    where: str
    """A figure's address, a row's or table's (`requests/received`), a section (`section 1`), or ''."""
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What our extractor made of a source."""

    source: str
    """Source.key."""
    extractor: str
    status: Status
    why: str | None
    """For any status but ok: the reason in one line."""
    sha256: str
    """Digest of the part that gave the figures (else of the first part)."""
    media_type: str | None
    form: str | None
    title: str
    organ: str
    """As the report names itself, without the year or the words of the title; '' where it does not."""
    organ_key: str
    """The organ's name folded so that its spellings across years and addresses agree: the report's identity with portal and year."""
    division_code: str | None
    division_level: str | None
    year: int | None
    published: str | None
    published_label: str | None
    contact: Mapping[str, str] = field(default_factory=dict)
    """`address`, `telephone`, `postcode`, each only where the report prints it."""
    figures: tuple[Figure, ...] = ()
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    content: str
    """Digest of what the organ published (folded text and figures), and of its files that print it too (archive.derived.contents): the same
    content is the same version, whatever the bytes."""
