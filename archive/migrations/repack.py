"""What m008 and m009 do: rows of the earlier tables into those that hold what repeats once. Part of the DDL, and as little edited."""

from sqlite_utils import Database

from archive.rows import strings


def script(db: Database, statements: str) -> None:
    """Run DDL inside the migration's transaction, which `executescript` would commit."""
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)


def move_captures(db: Database) -> None:
    texts = " UNION ALL ".join(
        f"SELECT {column} AS text FROM {table}"
        for table, columns in (
            ("captures", "run portal url final_url media_type referrer"),
            ("links", "url text"),
            ("sightings", "run portal url found_on title organ"),
        )
        for column in columns.split()
    )
    db.execute(f"INSERT OR IGNORE INTO strings (text) SELECT text FROM ({texts})")
    db.execute("INSERT INTO headers (headers, fields) SELECT headers, fields FROM old_headers")
    string = "(SELECT string FROM strings WHERE strings.text = {0})"
    micros = "(strftime('%s', substr({0}, 1, 19)) * 1000000 + substr({0}, 21, 6))"
    of = {
        **{name: string.format(f"o.{name}") for name in ("run", "portal", "url", "found_on", "title", "organ")},
        **{name: string.format(f"o.{name}") for name in ("final_url", "media_type", "referrer")},
        **{name: f"(SELECT number FROM headers WHERE headers.headers = o.{name})" for name in ("request_headers", "response_headers")},
        **{name: f"from_hex(o.{name})" for name in ("sha256", "wire_sha256")},
        "received": micros.format("o.received_at"),
        "waited": f"{micros.format('o.received_at')} - {micros.format('o.requested_at')}",
        "at": micros.format("o.at"),
        "link_set": "NULL",
    }  # fmt: skip
    for new, old in (("capture_rows", "captures"), ("sighting_rows", "sightings")):
        names = [row[1] for row in db.execute(f"PRAGMA table_info({new})")]
        values = ", ".join(of.get(name, f"o.{name}") for name in names)
        db.execute(f"INSERT INTO {new} ({', '.join(names)}) SELECT {values} FROM {old} AS o ORDER BY o.rowid")
    db.execute("INSERT INTO parts SELECT * FROM old_parts")
    for (capture,) in db.execute("SELECT DISTINCT capture FROM links"):
        rows = db.execute(
            "SELECT url, text, kind FROM links WHERE capture = ? ORDER BY position", (capture,)
        ).fetchall()
        number = strings.link_set(db.conn, rows)
        db.execute("UPDATE capture_rows SET link_set = ? WHERE capture = ?", (number, capture))


def bodies(db: Database) -> None:
    """The tables that hold bytes, made alike in the archive and in a second file."""
    script(
        db,
        """
        CREATE TABLE dictionaries (
          number INTEGER PRIMARY KEY, dictionary TEXT NOT NULL UNIQUE, portal TEXT NOT NULL, media_type TEXT NOT NULL,
          trained_at TEXT NOT NULL, samples INTEGER NOT NULL, data BLOB NOT NULL);
        CREATE TABLE body_rows (
          body INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, size INTEGER NOT NULL, encoding TEXT NOT NULL,
          dictionary INTEGER REFERENCES dictionaries, base INTEGER REFERENCES body_rows, data BLOB NOT NULL);
        CREATE UNIQUE INDEX bodies_digest ON body_rows (sha256);
        CREATE INDEX bodies_base ON body_rows (base) WHERE base IS NOT NULL
        """,
    )


def move_bodies(db: Database) -> None:
    """From the tables of m002 to those of m008, in the archive or in a second file.

    A table that is dropped is first emptied row by row, and whether a row is another's base is then asked of each: by an index.
    """
    db.conn.create_function("from_hex", 1, strings.raw, deterministic=True)
    script(
        db,
        """
        ALTER TABLE bodies RENAME TO old_bodies;
        ALTER TABLE dictionaries RENAME TO old_dictionaries;
        DROP INDEX bodies_base
        """,
    )
    bodies(db)
    script(
        db,
        """
        INSERT INTO dictionaries (dictionary, portal, media_type, trained_at, samples, data)
          SELECT dictionary, portal, media_type, trained_at, samples, data FROM old_dictionaries ORDER BY rowid;
        INSERT INTO body_rows (body, sha256, size, encoding, dictionary, base, data)
          SELECT rowid, from_hex(sha256), size, encoding,
            (SELECT number FROM dictionaries AS d WHERE d.dictionary = o.dictionary),
            (SELECT b.rowid FROM old_bodies AS b WHERE b.sha256 = o.base), data
          FROM old_bodies AS o ORDER BY o.base IS NOT NULL, rowid;
        UPDATE old_bodies SET base = NULL WHERE base IS NOT NULL;
        CREATE INDEX old_bodies_base ON old_bodies (base);
        DROP TABLE old_bodies;
        DROP TABLE old_dictionaries
        """,
    )


def index_bodies(db: Database) -> None:
    """From the index that m008 first made, in the archive or in a second file: half as large."""
    script(
        db,
        """
        DROP INDEX IF EXISTS bodies_sha256;
        CREATE UNIQUE INDEX IF NOT EXISTS bodies_digest ON body_rows (sha256);
        """,
    )
