"""What an archive holds after a crawl."""

from urllib.parse import urlsplit

from archive.store import Archive


def sighted(archive: Archive) -> set[str]:
    return {urlsplit(url).path for (url,) in archive.db.execute("SELECT url FROM sightings")}


def outcomes(archive: Archive) -> dict[str, str]:
    return {
        urlsplit(url).path: outcome
        for url, outcome in archive.db.execute("SELECT url, outcome FROM captures")
    }
