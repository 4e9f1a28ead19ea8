"""Views of reports: their versions, the reading that stands for each, where they were seen and whether they still are."""

from archive.derived.showings import SEEN
from archive.derived.withdrawals import NO_MORE
from archive.rows.strings import stamped

BY_AGE = "CAST({0}.extractor AS INTEGER) DESC, {0}.extractor DESC"
"""Newest extractor first: by number, then by name."""

REPORT_VERSIONS = """
SELECT versions.report, version, row_number() OVER nth AS number, lag(version) OVER nth AS previous,
  source, content, captured_at, run
FROM versions WINDOW nth AS (PARTITION BY versions.report ORDER BY captured_at, version)
"""

VERSION_READINGS = f"""
SELECT versions.report, versions.version, versions.captured_at, readings.*
FROM versions JOIN readings ON readings.reading = (
  SELECT r.reading FROM appearances AS a JOIN readings AS r ON r.source = a.source
  WHERE a.version = versions.version AND r.status <> 'not_a_report'
  ORDER BY r.status = 'unreadable', {BY_AGE.format("r")}, r.status = 'partial', a.captured_at DESC LIMIT 1)
"""

CURRENT_READINGS = """
SELECT c.portal, c.report, c.version, c.captured_at, r.*
FROM current AS c JOIN readings AS r ON r.reading = c.reading
"""

ADDRESSES = f"""
SELECT seen.report, seen.url, seen.first_seen, last.outcome, {stamped("last.received")} AS last_looked,
  (SELECT c.received_at FROM captures AS c WHERE c.url = seen.url AND c.outcome IN ('ok', 'not_modified')
   ORDER BY c.capture DESC LIMIT 1) AS last_seen,
  CASE WHEN last.outcome IN ('gone', 'soft_404') THEN (
    SELECT c.capture FROM captures AS c WHERE c.url = seen.url AND c.outcome IN ('gone', 'soft_404') AND c.capture > coalesce(
      (SELECT max(ok.capture) FROM captures AS ok WHERE ok.url = seen.url AND ok.outcome IN ('ok', 'not_modified')), '')
    ORDER BY c.capture LIMIT 1) END AS gone
FROM (SELECT report, url, min(captured_at) AS first_seen FROM appearances GROUP BY report, url) AS seen
LEFT JOIN capture_rows AS last ON last.capture = (
  SELECT c.capture FROM captures AS c WHERE c.url = seen.url
  AND c.outcome IN ('ok', 'not_modified', 'redirect', 'gone', 'soft_404') ORDER BY c.capture DESC LIMIT 1)
"""

WITHDRAWN = f"""
SELECT n.report, n.withdrawn,
  (SELECT max(c.received_at) FROM appearances AS a JOIN captures AS c ON c.url = a.url AND c.outcome IN {SEEN}
   WHERE a.report = n.report AND c.capture < n.gone) AS last_seen,
  g.url, g.outcome, g.status, coalesce(g.evidence, (
    SELECT 'shows another report: ' || o.organ || coalesce(' ' || o.year, '') FROM appearances AS a JOIN current AS o ON o.report = a.report
    WHERE a.url = g.url ORDER BY a.captured_at DESC LIMIT 1)) AS evidence, g.capture
FROM current AS n JOIN captures AS g ON g.capture = n.gone WHERE n.withdrawn IS NOT NULL
"""

STANDING = f"""(
  SELECT c.outcome FROM captures AS c WHERE c.url = {{url}} AND c.capture < g.capture
  AND c.outcome IN ('ok', 'not_modified', 'redirect', 'gone', 'soft_404') ORDER BY c.capture DESC LIMIT 1) IN {SEEN}"""
"""Whether the last look before a capture `g` still found something at the address `{url}`."""

SHOWN_AFTER = """coalesce(
  (SELECT n.report FROM appearances AS n WHERE n.url = o.url AND n.captured_at > g.received_at ORDER BY n.captured_at LIMIT 1),
  (SELECT n.report FROM appearances AS n WHERE n.url = o.url ORDER BY n.captured_at DESC LIMIT 1))"""
"""What an address `o.url` showed next after a capture `g`: it may have come back as another report."""

RETURNED = f"""
SELECT a.report, g.received_at AS withdrawn, back.received_at AS returned,
  (SELECT max(c.received_at) FROM appearances AS o JOIN captures AS c ON c.url = o.url AND c.outcome IN {SEEN}
   WHERE o.report = a.report AND c.capture < g.capture) AS last_seen,
  g.url, g.outcome, g.status, g.evidence, g.capture, back.url AS returned_url, back.capture AS returned_capture
FROM (SELECT DISTINCT report, url FROM appearances) AS a JOIN captures AS g ON g.url = a.url AND g.outcome IN {NO_MORE}
JOIN captures AS back ON back.capture = (
  SELECT min(c.capture) FROM appearances AS o JOIN captures AS c ON c.url = o.url AND c.outcome IN {SEEN}
  WHERE o.report = a.report AND c.capture > g.capture AND {SHOWN_AFTER} = a.report)
WHERE {STANDING.format(url="a.url")} AND a.report = (
  SELECT n.report FROM appearances AS n WHERE n.url = a.url AND n.captured_at < g.received_at ORDER BY n.captured_at DESC LIMIT 1)
AND NOT EXISTS (
  SELECT 1 FROM appearances AS o WHERE o.report = a.report AND o.url <> a.url AND {STANDING.format(url="o.url")})
"""
"""Withdrawals that ended: from the look after which no address of a report stood, to the first that found it again."""


def _of(table: str, *columns: str) -> str:
    """Columns of the one row that belongs to a report's: looked up only where they are asked for, which a join always is."""
    return ", ".join(
        f"(SELECT x.{name} FROM {table}s AS x WHERE x.{table} = c.{table}) AS {name}" for name in columns
    )


CURRENT_REPORTS = f"""
SELECT c.report, c.portal, c.organ, c.organ_key, {_of("reading", "division_code")}, c.year, c.form, {_of("reading", "title")},
  c.published, {_of("source", "url")}, c.captured_at, c.status, {_of("reading", "why")},
  c.received, c.carried_in, c.granted, c.partially_granted, c.concluded_total, c.carried_out, c.reviews, c.litigation,
  c.errors, c.warnings, c.versions, substr(c.withdrawn, 1, 10) AS withdrawn,
  {_of("reading", "division_level", "sha256", "media_type", "extractor", "published_label", "contact")},
  c.version, c.reading, c.source, c.entry
FROM current AS c
"""

# An organ's directory may name it short (县财政局): the end of a full name is the same organ.
COVERAGE = """
SELECT o.portal, o.organ, o.organ_key, y.year,
  CASE WHEN c.report IS NULL THEN 'missing' WHEN c.status = 'unreadable' THEN 'unreadable' WHEN c.late THEN 'late'
    ELSE 'found' END AS state,
  c.report, c.published, substr(c.withdrawn, 1, 10) AS withdrawn, c.errors + c.warnings AS findings
FROM (
  SELECT portal, organ_key, max(organ) AS organ FROM current WHERE organ_key <> '' GROUP BY portal, organ_key
  UNION ALL
  SELECT DISTINCT d.portal, d.organ, d.organ FROM organs AS d WHERE NOT EXISTS (
    SELECT 1 FROM current AS k WHERE k.portal = d.portal AND k.organ_key <> ''
      AND (substr(k.organ, -length(d.organ)) = d.organ OR substr(k.organ_key, -length(d.organ)) = d.organ))
  AND NOT EXISTS (
    SELECT 1 FROM sightings AS s JOIN appearances AS a ON a.url = s.url WHERE s.portal = d.portal AND s.organ = d.organ)) AS o
JOIN (SELECT DISTINCT portal, year FROM current WHERE year IS NOT NULL) AS y ON y.portal = o.portal
LEFT JOIN current AS c ON c.portal = o.portal AND c.organ_key = o.organ_key AND c.year = y.year
"""

VIEWS = {
    "report_versions": REPORT_VERSIONS,
    "version_readings": VERSION_READINGS,
    "current_readings": CURRENT_READINGS,
    "addresses": ADDRESSES,
    "withdrawn": WITHDRAWN,
    "returned": RETURNED,
    "current_reports": CURRENT_REPORTS,
    "coverage": COVERAGE,
}
