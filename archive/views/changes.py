"""Views of differences: `changes` by the organ (version to version), `reading_changes` by us (reading to reading)."""

from archive.history import SHORT
from archive.views.reports import BY_AGE

VERSION_PAIRS = f"""
SELECT pair.report, (SELECT count(*) FROM versions AS o WHERE o.report = pair.report
    AND (o.captured_at, o.version) <= (pair.captured_at, pair.version)) AS number,
  pair.previous, pair.version, pair.captured_at, n.extractor, pair.new,
  (SELECT r.reading FROM readings AS m JOIN readings AS r ON r.extractor = m.extractor JOIN appearances AS a ON a.source = r.source
   WHERE m.reading = n.reading AND a.version = pair.previous AND r.status IN ('ok', 'partial')
   ORDER BY r.media_type <> m.media_type, r.status = 'partial', a.captured_at DESC LIMIT 1) AS old
FROM (
  SELECT v.report, p.version AS previous, v.version, v.captured_at, (
    SELECT r.reading FROM appearances AS a JOIN readings AS r ON r.source = a.source
    WHERE a.version = v.version AND r.status IN ('ok', 'partial') AND EXISTS (
      SELECT 1 FROM appearances AS b JOIN readings AS q ON q.source = b.source
      WHERE b.version = p.version AND q.extractor = r.extractor AND q.status IN ('ok', 'partial'))
    ORDER BY {BY_AGE.format("r")}, r.status = 'partial', a.captured_at DESC LIMIT 1) AS new
  FROM current AS c JOIN versions AS v ON v.report = c.report JOIN versions AS p ON p.version = (
    SELECT o.version FROM versions AS o WHERE o.report = v.report AND (o.captured_at, o.version) < (v.captured_at, v.version)
    ORDER BY o.captured_at DESC, o.version DESC LIMIT 1)
  WHERE c.versions > 1) AS pair
JOIN readings AS n ON n.reading = pair.new
"""
"""By way of the few reports that have several versions; their index finds the one before. A version that stands in two formats is compared
in one of them."""

READING_PAIRS = f"""
SELECT newer.source, older.extractor AS old_extractor, newer.extractor AS new_extractor, older.reading AS old,
  newer.reading AS new
FROM readings AS newer JOIN readings AS older ON older.reading = (
  SELECT r.reading FROM readings AS r WHERE r.source = newer.source
  AND (CAST(r.extractor AS INTEGER), r.extractor) < (CAST(newer.extractor AS INTEGER), newer.extractor)
  ORDER BY {BY_AGE.format("r")} LIMIT 1)
"""


PRINTED = "n.raw <> o.raw OR n.value IS NOT o.value"
READ = f"{PRINTED} OR n.state <> o.state"
"""When two cells differ: as a document says them, and as extractors made them; blank and unread are two things."""

CELL = """CASE WHEN n.raw <> o.raw THEN {0}.raw WHEN n.state <> o.state THEN {0}.raw || ' (' || {0}.state || ')'
ELSE {0}.raw || ' = ' || coalesce({0}.value, '') END"""
"""A cell as it is printed; where that is the same on both sides, with what was made of it."""


def _differences(pairs: str, columns: str, figures: str) -> str:
    """One row a cell, a section or a field that is not the same on both sides; null where one side lacks it. `figures` is when two
    cells differ. The pairs come first (CROSS JOIN): they are few, and all figures are many."""
    address = '{0}."table" || \'/\' || {0}."row" || \'/\' || {0}."column"'
    same_cell = 'n."table" = o."table" AND n."row" = o."row" AND n."column" = o."column"'
    name = "coalesce('section ' || {0}.number, {0}.heading)"
    same_section = (
        "(n.number = o.number OR (n.number IS NULL AND o.number IS NULL AND n.heading = o.heading))"
    )
    fields = ("title", "organ", "year", "published", "form", "status")
    files = "json_each(CASE WHEN json_valid({0}.content) THEN {0}.content ELSE '{{}}' END)"
    return " UNION ALL ".join(
        [
            f"SELECT {columns}, 'figure' AS kind, {address.format('o')} AS \"where\","
            f" CASE WHEN n.raw IS NULL THEN o.raw ELSE {CELL.format('o')} END AS before, {CELL.format('n')} AS after"
            f" FROM {pairs} AS p CROSS JOIN figures AS o ON o.reading = p.old LEFT JOIN figures AS n ON n.reading = p.new AND {same_cell}"
            f" WHERE n.raw IS NULL OR {figures}",
            f"SELECT {columns}, 'figure', {address.format('n')}, NULL, n.raw"
            f" FROM {pairs} AS p CROSS JOIN figures AS n ON n.reading = p.new LEFT JOIN figures AS o ON o.reading = p.old AND {same_cell}"
            " WHERE o.raw IS NULL",
            f"SELECT {columns}, 'section', {name.format('o')}, o.text, n.text"
            f" FROM {pairs} AS p CROSS JOIN sections AS o ON o.reading = p.old LEFT JOIN sections AS n ON n.reading = p.new AND {same_section}"
            " WHERE n.text IS NULL OR n.text <> o.text",
            f"SELECT {columns}, 'section', {name.format('n')}, NULL, n.text"
            f" FROM {pairs} AS p CROSS JOIN sections AS n ON n.reading = p.new LEFT JOIN sections AS o ON o.reading = p.old AND {same_section}"
            " WHERE o.text IS NULL",
            *(
                f"SELECT {columns}, 'field', '{field}', o.{field}, n.{field} FROM {pairs} AS p"
                " JOIN readings AS o ON o.reading = p.old JOIN readings AS n ON n.reading = p.new"
                f" WHERE o.{field} IS NOT n.{field}"
                for field in fields
            ),
            f"SELECT {columns}, 'file', was.key, substr(was.value, 1, {SHORT}), substr(now.value, 1, {SHORT})"
            f" FROM {pairs} AS p JOIN readings AS o ON o.reading = p.old JOIN readings AS n ON n.reading = p.new,"
            f" {files.format('o')} AS was JOIN {files.format('n')} AS now ON now.key = was.key"
            " WHERE was.key <> '' AND now.value <> was.value",
        ]
    )


VIEWS = {
    "version_pairs": VERSION_PAIRS,
    "reading_pairs": READING_PAIRS,
    "changes": _differences(
        "version_pairs", "p.report, p.number, p.previous, p.version, p.captured_at", PRINTED
    ),
    "reading_changes": _differences("reading_pairs", "p.source, p.old_extractor, p.new_extractor", READ),
}
