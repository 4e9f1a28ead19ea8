"""The only DDL: numbered migrations of the archive's tables, never edited once released; views stand in archive.views.

Keys are text and either digests of what they name or identifiers that sort by time, so that archives merge in any order; numbers,
which many small rows refer by, belong to one file and are given anew elsewhere.
Captures, sources, readings and what hangs on them are only ever appended. `appearances` and `versions` are derived from them
(archive.versions). `figures`, `parts` and other lists that are always read by their owner are clustered by it.
"""

from sqlite_utils import Database, Migrations

from archive import repack, strings
from archive.repack import script

migrations = Migrations("gongkai")

APPLICATION_ID = 0x676F6E67
"""`gong`: tells an archive from any other SQLite file."""


@migrations()
def m001_portals_and_runs(db: Database) -> None:
    script(
        db,
        """
        CREATE TABLE portals (
          portal TEXT PRIMARY KEY, name TEXT NOT NULL, home TEXT NOT NULL, family TEXT, signal TEXT, site_code TEXT,
          hosts TEXT NOT NULL DEFAULT '[]', first_seen TEXT NOT NULL);
        CREATE TABLE runs (
          run TEXT PRIMARY KEY, kind TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, reason TEXT,
          requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, counts TEXT NOT NULL DEFAULT '{}',
          code TEXT, extractor TEXT, arguments TEXT NOT NULL DEFAULT '{}', proof TEXT);
        CREATE TABLE organs (
          portal TEXT NOT NULL, organ TEXT NOT NULL, url TEXT NOT NULL DEFAULT '', found_on TEXT, at TEXT NOT NULL,
          PRIMARY KEY (portal, organ, url));
        CREATE TABLE arms (
          family TEXT NOT NULL, arm TEXT NOT NULL, pulls INTEGER NOT NULL DEFAULT 0, reward REAL NOT NULL DEFAULT 0,
          updated_at TEXT NOT NULL, PRIMARY KEY (family, arm));
        """,
    )


@migrations()
def m002_captures_and_bodies(db: Database) -> None:
    """Bodies may stand in an attached second file, where no foreign key reaches: `verify` proves that reference."""
    script(
        db,
        """
        CREATE TABLE headers (headers TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE captures (
          capture TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES runs, portal TEXT NOT NULL, url TEXT NOT NULL,
          final_url TEXT, status INTEGER, outcome TEXT NOT NULL, evidence TEXT,
          requested_at TEXT NOT NULL, received_at TEXT NOT NULL,
          request_headers TEXT REFERENCES headers, request_values TEXT,
          response_headers TEXT REFERENCES headers, response_values TEXT,
          sha256 TEXT, wire_sha256 TEXT, media_type TEXT, tls TEXT, referrer TEXT, role TEXT NOT NULL);
        CREATE INDEX captures_url ON captures (url, capture);
        CREATE INDEX captures_sha256 ON captures (sha256);
        CREATE INDEX captures_run ON captures (run, role);
        CREATE TABLE links (
          capture TEXT NOT NULL REFERENCES captures, position INTEGER NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL,
          kind TEXT NOT NULL, PRIMARY KEY (capture, position)) WITHOUT ROWID;
        CREATE INDEX links_url ON links (url);
        CREATE TABLE sightings (
          run TEXT NOT NULL REFERENCES runs, portal TEXT NOT NULL, url TEXT NOT NULL, at TEXT NOT NULL, found_on TEXT,
          title TEXT NOT NULL, organ TEXT, year INTEGER, published TEXT, published_label TEXT,
          PRIMARY KEY (url, at, run));
        CREATE TABLE events (
          event TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES runs, portal TEXT NOT NULL, url TEXT NOT NULL,
          code TEXT NOT NULL, message TEXT NOT NULL, at TEXT NOT NULL);
        CREATE INDEX events_run ON events (run);
        CREATE TABLE frontier (
          portal TEXT NOT NULL, fingerprint TEXT NOT NULL, url TEXT NOT NULL, state TEXT NOT NULL, score REAL NOT NULL,
          role TEXT NOT NULL, arm TEXT, found_on TEXT, depth INTEGER NOT NULL, request TEXT NOT NULL, run TEXT,
          at TEXT NOT NULL, PRIMARY KEY (portal, fingerprint)) WITHOUT ROWID;
        CREATE INDEX frontier_best ON frontier (portal, state, score DESC);
        CREATE INDEX frontier_url ON frontier (url)
        """,
    )
    _old_bodies(db)


def _old_bodies(db: Database) -> None:
    """The tables of `bodies` before m008."""
    script(
        db,
        """
        CREATE TABLE IF NOT EXISTS dictionaries (
          dictionary TEXT PRIMARY KEY, portal TEXT NOT NULL, media_type TEXT NOT NULL, trained_at TEXT NOT NULL,
          samples INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS bodies (
          sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, encoding TEXT NOT NULL,
          dictionary TEXT REFERENCES dictionaries, base TEXT REFERENCES bodies, data BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS bodies_base ON bodies (base) WHERE base IS NOT NULL;
        CREATE INDEX IF NOT EXISTS bodies_dictionary ON bodies (dictionary) WHERE dictionary IS NOT NULL
        """,
    )


@migrations()
def m003_sources_and_readings(db: Database) -> None:
    """A showing is the moment from which an address showed a source: what comes back unchanged after an edit is shown anew."""
    script(
        db,
        """
        CREATE TABLE sources (
          source TEXT PRIMARY KEY, portal TEXT NOT NULL, url TEXT NOT NULL, captured_at TEXT NOT NULL,
          run TEXT NOT NULL REFERENCES runs, missing TEXT NOT NULL DEFAULT '[]');
        CREATE INDEX sources_url ON sources (url, captured_at);
        CREATE INDEX sources_captured_at ON sources (captured_at);
        CREATE TABLE showings (
          source TEXT NOT NULL REFERENCES sources, captured_at TEXT NOT NULL, url TEXT NOT NULL,
          run TEXT NOT NULL REFERENCES runs, PRIMARY KEY (source, captured_at)) WITHOUT ROWID;
        CREATE INDEX showings_url ON showings (url, captured_at);
        CREATE TABLE composed (run TEXT PRIMARY KEY REFERENCES runs);
        CREATE TABLE parts (
          source TEXT NOT NULL REFERENCES sources, position INTEGER NOT NULL, role TEXT NOT NULL, url TEXT NOT NULL,
          name TEXT NOT NULL, sha256 TEXT NOT NULL, capture TEXT NOT NULL REFERENCES captures,
          PRIMARY KEY (source, position)) WITHOUT ROWID;
        CREATE INDEX parts_sha256 ON parts (sha256);
        CREATE INDEX parts_capture ON parts (capture);
        CREATE TABLE readings (
          reading TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES sources, extractor TEXT NOT NULL, status TEXT NOT NULL,
          why TEXT, sha256 TEXT NOT NULL, media_type TEXT, form TEXT, title TEXT NOT NULL, organ TEXT NOT NULL,
          organ_key TEXT NOT NULL, division_code TEXT, division_level TEXT, year INTEGER, published TEXT,
          published_label TEXT, contact TEXT NOT NULL DEFAULT '{}', content TEXT NOT NULL, read_at TEXT NOT NULL, proof TEXT NOT NULL);
        CREATE UNIQUE INDEX readings_source ON readings (source, extractor);
        CREATE INDEX readings_extractor ON readings (extractor, source);
        CREATE TABLE figures (
          reading TEXT NOT NULL REFERENCES readings, "table" TEXT NOT NULL, "row" TEXT NOT NULL, "column" TEXT NOT NULL,
          value NUMERIC, raw TEXT NOT NULL, state TEXT NOT NULL, place TEXT,
          PRIMARY KEY (reading, "table", "row", "column")) WITHOUT ROWID;
        CREATE TABLE sections (
          reading TEXT NOT NULL REFERENCES readings, position INTEGER NOT NULL, number INTEGER, heading TEXT NOT NULL,
          text TEXT NOT NULL, PRIMARY KEY (reading, position));
        CREATE TABLE findings (
          reading TEXT NOT NULL REFERENCES readings, position INTEGER NOT NULL, code TEXT NOT NULL, level TEXT NOT NULL,
          "where" TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (reading, position));
        CREATE INDEX findings_code ON findings (code)
        """,
    )


@migrations()
def m004_reports_and_versions(db: Database) -> None:
    script(
        db,
        """
        CREATE TABLE reports (
          report TEXT PRIMARY KEY, portal TEXT NOT NULL, organ_key TEXT NOT NULL, year INTEGER, url TEXT);
        CREATE INDEX reports_organ ON reports (portal, organ_key, year);
        CREATE INDEX reports_year ON reports (year);
        CREATE TABLE versions (
          version TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports, source TEXT NOT NULL REFERENCES sources,
          content TEXT NOT NULL, captured_at TEXT NOT NULL, run TEXT NOT NULL REFERENCES runs);
        CREATE INDEX versions_report ON versions (report, captured_at, version);
        CREATE INDEX versions_source ON versions (source);
        CREATE TABLE appearances (
          source TEXT NOT NULL REFERENCES sources, captured_at TEXT NOT NULL, report TEXT NOT NULL REFERENCES reports,
          version TEXT NOT NULL REFERENCES versions, url TEXT NOT NULL, PRIMARY KEY (source, captured_at)) WITHOUT ROWID;
        CREATE INDEX appearances_report ON appearances (report, captured_at);
        CREATE INDEX appearances_version ON appearances (version, captured_at);
        CREATE INDEX appearances_url ON appearances (url, captured_at)
        """,
    )


@migrations()
def m005_full_text(db: Database) -> None:
    """One entry a reading; the index keeps no text of its own, since sections has it (archive.search)."""
    script(
        db,
        """
        CREATE TABLE texts (entry INTEGER PRIMARY KEY, reading TEXT NOT NULL UNIQUE REFERENCES readings);
        CREATE VIRTUAL TABLE texts_fts USING fts5(title, organ, body, content='', tokenize="unicode61 remove_diacritics 0")
        """,
    )


@migrations()
def m006_application_id(db: Database) -> None:
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def m007_current(db: Database) -> None:
    """One row a report for lists, questions and counts, derived (archive.current): `verify` proves what no foreign key could."""
    script(
        db,
        """
        CREATE TABLE current (
          report TEXT PRIMARY KEY, portal TEXT NOT NULL, organ_key TEXT NOT NULL, year INTEGER,
          version TEXT NOT NULL, captured_at TEXT NOT NULL, versions INTEGER NOT NULL,
          source TEXT NOT NULL, reading TEXT NOT NULL, entry INTEGER,
          organ TEXT NOT NULL, form TEXT, status TEXT NOT NULL, published TEXT,
          errors INTEGER NOT NULL, warnings INTEGER NOT NULL, late INTEGER NOT NULL,
          withdrawn TEXT, gone TEXT,
          received NUMERIC, carried_in NUMERIC, granted NUMERIC, partially_granted NUMERIC,
          refused_state_secret NUMERIC, refused_prohibited_by_law NUMERIC, refused_safety_and_stability NUMERIC,
          refused_third_party_rights NUMERIC, refused_internal_affairs NUMERIC, refused_process_information NUMERIC,
          refused_enforcement_files NUMERIC, refused_administrative_inquiry NUMERIC, unavailable_not_held NUMERIC,
          unavailable_needs_creation NUMERIC, unavailable_unclear_request NUMERIC,
          declined_petition_or_complaint NUMERIC, declined_repeated NUMERIC, declined_publications NUMERIC,
          declined_excessive NUMERIC, declined_confirmation NUMERIC, other NUMERIC, other_not_corrected NUMERIC,
          other_fee_unpaid NUMERIC, other_other NUMERIC, concluded_total NUMERIC, carried_out NUMERIC,
          refused NUMERIC, reviews NUMERIC, litigation NUMERIC, corrected NUMERIC) WITHOUT ROWID;
        CREATE INDEX current_organ ON current (portal, organ_key, year, organ);
        CREATE INDEX current_year ON current (year, status, form);
        CREATE INDEX current_entry ON current (entry, year, status, form);
        CREATE INDEX current_captured_at ON current (captured_at);
        CREATE INDEX current_received ON current (year, received DESC, portal);
        CREATE INDEX current_refused ON current (year, refused DESC, portal) WHERE refused > 0;
        CREATE INDEX current_corrected ON current (year, corrected DESC, portal) WHERE corrected > 0;
        CREATE INDEX current_late ON current (published DESC, year) WHERE late;
        CREATE INDEX current_wrong ON current (captured_at DESC, year) WHERE errors;
        CREATE INDEX current_edited ON current (captured_at DESC) WHERE versions > 1;
        CREATE INDEX current_withdrawn ON current (withdrawn DESC) WHERE withdrawn IS NOT NULL;
        CREATE INDEX versions_captured_at ON versions (captured_at);
        CREATE INDEX sightings_organ ON sightings (portal, organ)
        """,
    )


@migrations()
def m008_texts_and_digests_once(db: Database) -> None:
    """What repeats from capture to capture stands once: addresses and other texts, digests as bytes, times as numbers, lists of links.

    The nouns keep their names and columns as views (archive.view_captures). Numbers belong to one file; archives merge by texts and digests.
    """
    for view in db.view_names():
        db.execute(f"DROP VIEW [{view}]")
    if "bodies" in db.table_names():
        repack.move_bodies(db)
    db.conn.create_function("from_hex", 1, strings.raw, deterministic=True)
    script(
        db,
        """
        ALTER TABLE headers RENAME TO old_headers;
        ALTER TABLE parts RENAME TO old_parts;
        CREATE TABLE strings (string INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
        CREATE TABLE headers (number INTEGER PRIMARY KEY, headers TEXT NOT NULL UNIQUE, fields TEXT NOT NULL);
        CREATE TABLE link_sets (link_set INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE);
        CREATE TABLE link_rows (
          link_set INTEGER NOT NULL REFERENCES link_sets, position INTEGER NOT NULL,
          url INTEGER NOT NULL REFERENCES strings, text INTEGER NOT NULL REFERENCES strings, kind TEXT NOT NULL,
          PRIMARY KEY (link_set, position)) WITHOUT ROWID;
        CREATE TABLE capture_rows (
          capture TEXT PRIMARY KEY NOT NULL, run INTEGER NOT NULL REFERENCES strings, portal INTEGER NOT NULL REFERENCES strings,
          url INTEGER NOT NULL REFERENCES strings, final_url INTEGER REFERENCES strings, status INTEGER, outcome TEXT NOT NULL,
          evidence TEXT, received INTEGER NOT NULL, waited INTEGER NOT NULL,
          request_headers INTEGER REFERENCES headers, request_values TEXT,
          response_headers INTEGER REFERENCES headers, response_values TEXT,
          sha256 BLOB, wire_sha256 BLOB, media_type INTEGER REFERENCES strings, tls TEXT,
          referrer INTEGER REFERENCES strings, role TEXT NOT NULL, link_set INTEGER REFERENCES link_sets);
        CREATE TABLE sighting_rows (
          url INTEGER NOT NULL REFERENCES strings, at INTEGER NOT NULL, run INTEGER NOT NULL REFERENCES strings,
          portal INTEGER NOT NULL REFERENCES strings, found_on INTEGER REFERENCES strings,
          title INTEGER NOT NULL REFERENCES strings, organ INTEGER REFERENCES strings, year INTEGER, published TEXT,
          published_label TEXT, PRIMARY KEY (url, at, run)) WITHOUT ROWID;
        CREATE TABLE parts (
          source TEXT NOT NULL REFERENCES sources, position INTEGER NOT NULL, role TEXT NOT NULL, url TEXT NOT NULL,
          name TEXT NOT NULL, sha256 TEXT NOT NULL, capture TEXT NOT NULL REFERENCES capture_rows,
          PRIMARY KEY (source, position)) WITHOUT ROWID
        """,
    )
    repack.move_captures(db)
    script(
        db,
        """
        DROP TABLE links;
        DROP TABLE old_parts;
        DROP TABLE sightings;
        DROP TABLE captures;
        DROP TABLE old_headers;
        CREATE INDEX parts_sha256 ON parts (sha256);
        CREATE INDEX parts_capture ON parts (capture);
        CREATE INDEX links_url ON link_rows (url);
        CREATE INDEX captures_url ON capture_rows (url, capture);
        CREATE INDEX captures_sha256 ON capture_rows (substr(sha256, 1, 8));
        CREATE INDEX captures_run ON capture_rows (run, role);
        CREATE INDEX sightings_run ON sighting_rows (run);
        CREATE INDEX captures_link_set ON capture_rows (link_set) WHERE link_set IS NOT NULL
        """,
    )


@migrations()
def m009_bodies_by_digest(db: Database) -> None:
    if "body_rows" in db.table_names():
        repack.index_bodies(db)


@migrations()
def m010_lists(db: Database) -> None:
    """The lists that a portal is looked through by (archive.lists), and what finds a portal's own captures."""
    script(
        db,
        """
        CREATE TABLE lists (
          portal TEXT NOT NULL, fingerprint TEXT NOT NULL, parent TEXT, request TEXT NOT NULL, page INTEGER NOT NULL,
          shown TEXT NOT NULL, total INTEGER, looked_at TEXT NOT NULL, changed_at TEXT NOT NULL, misses INTEGER NOT NULL,
          PRIMARY KEY (portal, fingerprint)) WITHOUT ROWID;
        CREATE INDEX captures_portal ON capture_rows (portal, role)
        """,
    )


@migrations()
def m011_sightings_by_organ(db: Database) -> None:
    """What the coverage of a portal asks of each organ that only its directory names."""
    script(db, "CREATE INDEX sightings_organ ON sighting_rows (organ) WHERE organ IS NOT NULL")


@migrations()
def m012_year_findings(db: Database) -> None:
    """What two years of an organ say against each other, derived (archive.years) like `current`."""
    script(
        db,
        """
        DROP VIEW IF EXISTS all_findings;
        DROP VIEW IF EXISTS year_findings;
        CREATE TABLE year_findings (
          report TEXT NOT NULL, portal TEXT NOT NULL, organ_key TEXT NOT NULL, year INTEGER NOT NULL, version TEXT NOT NULL,
          code TEXT NOT NULL, level TEXT NOT NULL, "where" TEXT NOT NULL, message TEXT NOT NULL);
        CREATE INDEX year_findings_report ON year_findings (report)
        """,
    )


@migrations()
def m013_parts_before(db: Database) -> None:
    """Address of a part that is another than at the showing before → when the address was last seen with another body: an edit of it
    came later than that. Where it is not known, each change counts as an edit."""
    script(
        db,
        """
        ALTER TABLE showings ADD COLUMN before TEXT NOT NULL DEFAULT '{}';
        PRAGMA user_version = 0
        """,
    )
