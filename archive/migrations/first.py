"""The tables that an archive began with: migrations 1 to 6. What came since stands in archive.schema."""

from sqlite_utils import Database, Migrations

from archive.migrations.repack import script

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
    old_bodies(db)


def old_bodies(db: Database) -> None:
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
