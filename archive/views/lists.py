"""The view `unlisted`: reports whose lists no longer name them, whether or not their pages still answer.

A list goes over pages, and what is published later moves a report from one to the next. So a list speaks against a report only as a
whole: in one later crawl that came to its own end for the portal, every page of the portal that named a report when this one was last named must have
been looked at, and neither then nor since may any page name it. Crawls that look at some lists only say nothing.
"""

from archive.rows.strings import stamped

CUT = ("interrupted", "max_time", "max_pages", "disk", "stopped", "failed")
"""Words in the reason of a crawl that did not come to its own end for some portal, where it does not name these (`counts.cut`)."""
LOOKED = "('ok', 'not_modified', 'gone', 'soft_404')"
_WHOLE = f"""CASE WHEN json_type(r.counts, '$.cut') IS NULL THEN {" AND ".join(f"instr(r.reason, '{word}') = 0" for word in CUT)}
    ELSE (SELECT text FROM strings WHERE string = last.portal) NOT IN (SELECT value FROM json_each(r.counts, '$.cut')) END"""

# By `+` SQLite looks for a page's own captures, of which there are few, and not among all that a run brought.
UNLISTED = f"""
SELECT a.report, a.url, {stamped("last.received")} AS last_listed, later.started_at AS unlisted, later.run, 'list' AS evidence
FROM (SELECT DISTINCT report, url FROM appearances) AS a JOIN strings AS s ON s.text = a.url
JOIN capture_rows AS last ON last.capture = (
  SELECT max(c.capture) FROM link_rows AS l JOIN capture_rows AS c ON c.link_set = l.link_set
  WHERE l.url = s.string AND l.kind = 'report')
JOIN runs AS later ON later.run = (
  SELECT min(r.run) FROM runs AS r JOIN strings AS rs ON rs.text = r.run
  WHERE r.run > (SELECT text FROM strings WHERE string = last.run) AND r.kind = 'crawl' AND {_WHOLE} AND NOT EXISTS (
    SELECT 1 FROM capture_rows AS p JOIN link_rows AS named ON named.link_set = p.link_set AND named.kind = 'report'
    WHERE p.run = last.run AND p.portal = last.portal AND NOT EXISTS (
      SELECT 1 FROM capture_rows AS q WHERE q.url = p.url AND +q.run = rs.string AND q.outcome IN {LOOKED})))
"""

VIEWS = {"unlisted": UNLISTED}
