"""From when on no address shows a report any more, as the looks at its addresses tell."""

from archive.derived.showings import SEEN

NO_MORE = ("gone", "soft_404")
"""Outcomes after which an address that showed a report shows it no more."""

_OTHER_CAPTURE = """(
  SELECT max(c.capture) FROM captures AS c WHERE c.url = a.url AND c.outcome = 'ok' AND c.received_at <= (
    SELECT min(n.captured_at) FROM appearances AS n WHERE n.url = a.url AND n.report <> a.report AND n.captured_at > (
      SELECT max(o.captured_at) FROM appearances AS o WHERE o.url = a.url AND o.report = a.report)))"""
"""The capture from which on an address shows another report than it did; null where it does not."""

# Each report's own addresses are looked up by index: grouping all of them would be done again for every row of a wider query.
GONE_CAPTURE = f"""
CASE WHEN NOT EXISTS (
  SELECT 1 FROM appearances AS a JOIN captures AS last ON last.capture = (
    SELECT c.capture FROM captures AS c WHERE c.url = a.url
    AND c.outcome IN ('ok', 'not_modified', 'redirect', 'gone', 'soft_404') ORDER BY c.capture DESC LIMIT 1)
  WHERE a.report = {{report}} AND last.outcome IN {SEEN} AND a.report = (
    SELECT n.report FROM appearances AS n WHERE n.url = a.url ORDER BY n.captured_at DESC LIMIT 1))
THEN (
  SELECT max(min(coalesce(gone, other), coalesce(other, gone))) FROM (
    SELECT (SELECT min(c.capture) FROM captures AS c WHERE c.url = a.url AND c.outcome IN {NO_MORE} AND c.capture > coalesce(
      (SELECT max(ok.capture) FROM captures AS ok WHERE ok.url = a.url AND ok.outcome IN {SEEN}), '')) AS gone,
      {_OTHER_CAPTURE} AS other
    FROM appearances AS a WHERE a.report = {{report}}))
END"""
"""The capture from which on no address shows the report `{report}` any more: nothing stands there, or another report does (its year was
corrected); null while one shows it, or where no look failed."""
