"""Full text for Chinese: single Han characters are the tokens, so any string of one character or more is found exactly."""

import re
import sqlite3
import unicodedata

HAN = re.compile("([\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
WORD = re.compile(r'"([^"]*)"|(\S+)')


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
