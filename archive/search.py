"""Full text for Chinese: single Han characters are the tokens, so any string of one character or more is found exactly."""

import re
import sqlite3
import unicodedata
from dataclasses import dataclass

HAN = re.compile("([\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
WORD = re.compile(r'"([^"]*)"|(\S+)')
RELEVANCE = "bm25(texts_fts, 8.0, 6.0, 1.0)"
"""For queries: how well an entry fits, best first; a word in a title or an organ's name weighs more than one in the text."""


def spaced(text: str) -> str:
    """Text as it is indexed: one width, a space around every Han character."""
    return HAN.sub(r" \1 ", unicodedata.normalize("NFKC", text))


def match(words: str) -> str:
    """An FTS5 query for words apart by blanks, each found as the phrase of its characters; '' where nothing can be searched."""
    phrases = (
        " ".join(spaced((quoted or plain).replace('"', " ")).split()) for quoted, plain in WORD.findall(words)
    )
    return " ".join(f'"{phrase}"' for phrase in phrases if any(map(str.isalnum, phrase)))


def indexed(db: sqlite3.Connection, reading: str) -> tuple[str, str, str]:
    """The three texts that stand in the index for a reading: title, organ, body."""
    title, organ = db.execute("SELECT title, organ FROM readings WHERE reading = ?", (reading,)).fetchone()
    body = db.execute("SELECT heading, text FROM sections WHERE reading = ? ORDER BY position", (reading,))
    told = "\n".join(f"{heading}\n{text}" for heading, text in body)
    return spaced(title), spaced(organ), spaced(told)


def put(db: sqlite3.Connection, reading: str) -> None:
    """Index a stored reading."""
    entry = db.execute("INSERT INTO texts (reading) VALUES (?)", (reading,)).lastrowid
    db.execute(
        "INSERT INTO texts_fts (rowid, title, organ, body) VALUES (?, ?, ?, ?)",
        (entry, *indexed(db, reading)),
    )


def remove(db: sqlite3.Connection, reading: str) -> None:
    """Take a reading out of the index, which must be told the very texts that were put in."""
    row = db.execute("SELECT entry FROM texts WHERE reading = ?", (reading,)).fetchone()
    if row is None:
        return
    db.execute(
        "INSERT INTO texts_fts (texts_fts, rowid, title, organ, body) VALUES ('delete', ?, ?, ?, ?)",
        (row[0], *indexed(db, reading)),
    )
    db.execute("DELETE FROM texts WHERE entry = ?", row)


HITS = f"SELECT rowid FROM texts_fts WHERE texts_fts MATCH ? ORDER BY {RELEVANCE}"
STANDING = """
SELECT c.reading, c.report, c.portal, c.organ, c.year, r.title, s.url
FROM current AS c JOIN readings AS r ON r.reading = c.reading JOIN sources AS s ON s.source = c.source
WHERE c.entry = ?
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A report whose current text holds all the words."""

    report: str
    portal: str
    organ: str
    year: int | None
    title: str
    url: str
    snippet: str


def find(db: sqlite3.Connection, words: str, *, limit: int = 20) -> list[Hit]:
    """Reports that hold every word, best first; a word is any string of one character or more."""
    query = match(words)
    hits: list[Hit] = []
    if not query:
        return hits
    for entry in db.execute(HITS, (query,)):
        row = db.execute(STANDING, entry).fetchone()
        if row:
            reading, report, portal, organ, year, title, url = row
            told = snippet(db, reading, words)
            hits.append(
                Hit(report=report, portal=portal, organ=organ, year=year, title=title, url=url, snippet=told)
            )
        if len(hits) == limit:
            break
    return hits


def snippet(db: sqlite3.Connection, reading: str, words: str, *, around: int = 24) -> str:
    """The text about the first word found in the sections or their headings, else the title."""
    wanted = sought(words)
    sections = db.execute(
        "SELECT heading, text FROM sections WHERE reading = ? ORDER BY position", (reading,)
    )
    for section in sections:
        flat = " ".join(unicodedata.normalize("NFKC", " ".join(section)).split())
        if found := wanted.search(flat):
            start, end = max(found.start() - around, 0), found.end() + around
            return f"{'…' if start else ''}{flat[start:end]}{'…' if end < len(flat) else ''}"
    (title,) = db.execute("SELECT title FROM readings WHERE reading = ?", (reading,)).fetchone()
    return str(title)


def sought(words: str) -> re.Pattern[str]:
    """A pattern that finds any of the words, the 20 longest at most, as the index does: blanks, punctuation and case apart.
    Nothing where none has letters or digits."""
    told = (unicodedata.normalize("NFKC", quoted or plain) for quoted, plain in WORD.findall(words))
    loose = filter(None, (r"[\W_]*".join(map(re.escape, re.findall(r"[^\W_]", word))) for word in told))
    return re.compile("|".join(sorted(loose, key=len, reverse=True)[:20]) or "(?!)", re.IGNORECASE)
