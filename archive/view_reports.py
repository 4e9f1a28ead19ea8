"""Views of reports: their versions, the reading that stands for each, where they were seen and whether they still are."""

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
  ORDER BY r.status = 'unreadable', {BY_AGE.format("r")}, a.captured_at DESC LIMIT 1)
"""

CURRENT_READINGS = """
SELECT reports.portal, newest.*
FROM reports JOIN version_readings AS newest ON newest.report = reports.report AND newest.version = (
  SELECT v.version FROM versions AS v WHERE v.report = reports.report ORDER BY v.captured_at DESC, v.version DESC LIMIT 1)
"""

ADDRESSES = """
SELECT seen.report, seen.url, seen.first_seen, last.outcome, last.received_at AS last_looked,
  (SELECT c.received_at FROM captures AS c WHERE c.url = seen.url AND c.outcome IN ('ok', 'not_modified')
   ORDER BY c.capture DESC LIMIT 1) AS last_seen,
  CASE WHEN last.outcome IN ('gone', 'soft_404') THEN (
    SELECT c.capture FROM captures AS c WHERE c.url = seen.url AND c.outcome IN ('gone', 'soft_404') AND c.capture > coalesce(
      (SELECT max(ok.capture) FROM captures AS ok WHERE ok.url = seen.url AND ok.outcome IN ('ok', 'not_modified')), '')
    ORDER BY c.capture LIMIT 1) END AS gone
FROM (SELECT report, url, min(captured_at) AS first_seen FROM appearances GROUP BY report, url) AS seen
LEFT JOIN captures AS last ON last.capture = (
  SELECT c.capture FROM captures AS c WHERE c.url = seen.url
  AND c.outcome IN ('ok', 'not_modified', 'redirect', 'gone', 'soft_404') ORDER BY c.capture DESC LIMIT 1)
"""

SEEN = "('ok', 'not_modified')"
GONE = "('gone', 'soft_404')"

# Each report's own addresses are looked up by index: grouping all of them would be done again for every row of a wider view.
WITHDRAWN = f"""
SELECT reports.report, g.received_at AS withdrawn,
  (SELECT max(c.received_at) FROM appearances AS a JOIN captures AS c ON c.url = a.url AND c.outcome IN {SEEN}
   WHERE a.report = reports.report) AS last_seen,
  g.url, g.outcome, g.status, g.evidence, g.capture
FROM reports JOIN captures AS g ON g.capture = (
  SELECT max(first) FROM (
    SELECT (SELECT min(c.capture) FROM captures AS c WHERE c.url = a.url AND c.outcome IN {GONE} AND c.capture > coalesce(
      (SELECT max(ok.capture) FROM captures AS ok WHERE ok.url = a.url AND ok.outcome IN {SEEN}), '')) AS first
    FROM appearances AS a WHERE a.report = reports.report))
WHERE NOT EXISTS (
  SELECT 1 FROM appearances AS a JOIN captures AS last ON last.capture = (
    SELECT c.capture FROM captures AS c WHERE c.url = a.url
    AND c.outcome IN ('ok', 'not_modified', 'redirect', 'gone', 'soft_404') ORDER BY c.capture DESC LIMIT 1)
  WHERE a.report = reports.report AND last.outcome IN {SEEN})
"""


def _key_figure(table: str, row: str, column: str) -> str:
    return (
        f"(SELECT value FROM figures WHERE reading = r.reading AND \"table\" = '{table}' AND \"row\" = '{row}'"
        f" AND \"column\" = '{column}') AS {row if table == 'requests' else f'{table}_{row}'}"
    )


KEY_FIGURES = ",\n  ".join(
    [
        *(
            _key_figure("requests", row, "total")
            for row in (
                "received",
                "carried_in",
                "granted",
                "partially_granted",
                "concluded_total",
                "carried_out",
            )
        ),
        "(SELECT value FROM figures WHERE reading = r.reading AND \"table\" = 'review_litigation' AND \"row\" = 'review'"
        " AND \"column\" = 'total') AS reviews",
        "(SELECT sum(value) FROM figures WHERE reading = r.reading AND \"table\" = 'review_litigation'"
        " AND \"row\" IN ('litigation_direct', 'litigation_after_review') AND \"column\" = 'total') AS litigation",
    ]
)

CURRENT_REPORTS = f"""
SELECT r.report, r.portal, r.organ, r.organ_key, r.division_code, r.year, r.form, r.title, r.published,
  s.url, r.captured_at, r.status, r.why, {KEY_FIGURES},
  (SELECT count(*) FROM findings AS f WHERE f.reading = r.reading AND f.level = 'error') AS errors,
  (SELECT count(*) FROM findings AS f WHERE f.reading = r.reading AND f.level = 'warning') AS warnings,
  (SELECT count(*) FROM versions AS o WHERE o.report = r.report) AS versions,
  (SELECT substr(w.withdrawn, 1, 10) FROM withdrawn AS w WHERE w.report = r.report) AS withdrawn,
  r.division_level, r.sha256, r.media_type, r.extractor, r.published_label, r.contact, r.version, r.reading, r.source,
  t.entry
FROM current_readings AS r JOIN sources AS s ON s.source = r.source
JOIN appearances AS a ON a.source = r.source AND a.report = r.report JOIN texts AS t ON t.reading = r.reading
"""

COVERAGE = """
WITH known AS (
  SELECT portal, organ_key, max(organ) AS organ FROM (
    SELECT portal, organ_key, organ FROM current_readings WHERE organ_key <> '')
  GROUP BY portal, organ_key),
listed AS (
  SELECT o.portal, o.organ FROM organs AS o WHERE NOT EXISTS (
    SELECT 1 FROM known AS k WHERE k.portal = o.portal
      AND (k.organ_key = o.organ OR k.organ LIKE '%' || o.organ OR k.organ_key LIKE '%' || o.organ))
  AND NOT EXISTS (
    SELECT 1 FROM sightings AS s JOIN appearances AS a ON a.url = s.url WHERE s.portal = o.portal AND s.organ = o.organ)
  GROUP BY o.portal, o.organ),
organ AS (
  SELECT portal, organ_key, organ FROM known UNION ALL SELECT portal, organ, organ FROM listed),
year AS (
  SELECT DISTINCT portal, year FROM reports WHERE year IS NOT NULL)
SELECT organ.portal, organ.organ, organ.organ_key, year.year,
  CASE WHEN n.report IS NULL THEN 'missing' WHEN n.status = 'unreadable' THEN 'unreadable'
    WHEN EXISTS (SELECT 1 FROM findings AS f WHERE f.reading = n.reading AND f.code = 'late') THEN 'late'
    ELSE 'found' END AS state,
  n.report, n.published, (SELECT substr(w.withdrawn, 1, 10) FROM withdrawn AS w WHERE w.report = n.report) AS withdrawn
FROM organ JOIN year ON year.portal = organ.portal
LEFT JOIN current_readings AS n ON n.portal = organ.portal AND n.organ_key = organ.organ_key AND n.year = year.year
"""

VIEWS = {
    "report_versions": REPORT_VERSIONS,
    "version_readings": VERSION_READINGS,
    "current_readings": CURRENT_READINGS,
    "addresses": ADDRESSES,
    "withdrawn": WITHDRAWN,
    "current_reports": CURRENT_REPORTS,
    "coverage": COVERAGE,
}
