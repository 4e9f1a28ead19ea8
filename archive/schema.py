"""The only DDL: numbered migrations of the archive's tables, the first of them in archive.migrations.first, never edited once released;
views stand in archive.views.

Keys are text and either digests of what they name or identifiers that sort by time, so that archives merge in any order; numbers,
which many small rows refer by, belong to one file and are given anew elsewhere.
Captures, sources, readings and what hangs on them are only ever appended. `appearances` and `versions` are derived from them
(archive.derived.versions). `figures`, `parts` and other lists that are always read by their owner are clustered by it.
"""

from sqlite_utils import Database

from archive.migrations import first, repack
from archive.migrations.repack import script
from archive.rows import strings

migrations = first.migrations
"""All of them, in order."""


@migrations()
def m007_current(db: Database) -> None:
    """One row a report for lists, questions and counts, derived (archive.derived.current): `verify` proves what no foreign key could."""
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

    The nouns keep their names and columns as views (archive.views.captures). Numbers belong to one file; archives merge by texts
    and digests.
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
    """The lists that a portal is looked through by (archive.rows.lists), and what finds a portal's own captures."""
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
    """What two years of an organ say against each other, derived (archive.derived.years) like `current`."""
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


@migrations()
def m014_versions_anew(db: Database) -> None:
    """Versions are derived by more: two formats of one text are one, what was edited and moved at once is one edit, and what moved and said
    an earlier text again is a version."""
    script(db, "PRAGMA user_version = 0")
