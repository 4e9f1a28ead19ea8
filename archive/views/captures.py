"""Views of what was fetched, under the names that everybody asks for; the rows beneath are packed (archive.rows.strings)."""

from archive.rows.strings import hexed, stamped


def _text(column: str) -> str:
    return f"(SELECT text FROM strings WHERE string = {column})"


def _headers(column: str) -> str:
    return f"(SELECT headers FROM headers WHERE number = {column})"


# What is looked up by its text is joined, since a subquery's value has no index; what is only shown is a subquery.
CAPTURES = f"""
SELECT c.capture, run.text AS run, portal.text AS portal, url.text AS url, {_text("c.final_url")} AS final_url, c.status,
  c.outcome, c.evidence, {stamped("c.received - c.waited")} AS requested_at, {stamped("c.received")} AS received_at,
  {_headers("c.request_headers")} AS request_headers, c.request_values,
  {_headers("c.response_headers")} AS response_headers, c.response_values,
  {hexed("c.sha256")} AS sha256, {hexed("c.wire_sha256")} AS wire_sha256, {_text("c.media_type")} AS media_type, c.tls,
  {_text("c.referrer")} AS referrer, c.role
FROM capture_rows AS c JOIN strings AS url ON url.string = c.url JOIN strings AS run ON run.string = c.run
JOIN strings AS portal ON portal.string = c.portal
"""

LINKS = """
SELECT c.capture, l.position, url.text AS url, words.text AS text, l.kind
FROM capture_rows AS c JOIN link_rows AS l ON l.link_set = c.link_set JOIN strings AS url ON url.string = l.url
JOIN strings AS words ON words.string = l.text
"""

SIGHTINGS = f"""
SELECT run.text AS run, portal.text AS portal, url.text AS url, {stamped("s.at")} AS at, {_text("s.found_on")} AS found_on,
  {_text("s.title")} AS title, organ.text AS organ, s.year, s.published, s.published_label
FROM sighting_rows AS s JOIN strings AS url ON url.string = s.url JOIN strings AS run ON run.string = s.run
JOIN strings AS portal ON portal.string = s.portal LEFT JOIN strings AS organ ON organ.string = s.organ
"""

BODIES = """
SELECT lower(hex(b.sha256)) AS sha256, b.size, b.encoding,
  (SELECT dictionary FROM dictionaries WHERE number = b.dictionary) AS dictionary,
  (SELECT lower(hex(o.sha256)) FROM body_rows AS o WHERE o.body = b.base) AS base, b.data
FROM body_rows AS b
"""
"""Made in the file that has the bodies: a view cannot look into another one."""

VIEWS = {"captures": CAPTURES, "links": LINKS, "sightings": SIGHTINGS}
