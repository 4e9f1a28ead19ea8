"""Files by what they are called: the endings of documents and of other files, and the viewers that show one by its address."""

import re
from urllib.parse import unquote, urlsplit

_DOCUMENTS = r"pdf|docx?|wps|ofd|rtf|odt|ceb"
"""Texts: they lead on to nothing."""
_ARCHIVES = r"zip|rar|7z"
_FILES = rf"{_DOCUMENTS}|{_ARCHIVES}|xlsx?|et|txt|pptx?"
_DOCUMENT = re.compile(rf"\.(?:{_DOCUMENTS})$", re.IGNORECASE)
_ARCHIVE = re.compile(rf"\.(?:{_ARCHIVES})$", re.IGNORECASE)
_FILE = re.compile(rf"(?<=[^/])\.(?:{_FILES})$", re.IGNORECASE)
_QUOTED = re.compile(rf"\.(?:{_FILES})['\"]", re.IGNORECASE)
_SHOWN = re.compile(rf"[?&](?:file|url|src)=([^&#]+\.(?:{_DOCUMENTS}))(?=[&#]|$)", re.IGNORECASE)


def is_document(url: str) -> bool:
    """Whether an address names a document by its ending: a text, and nothing that leads on."""
    return _DOCUMENT.search(urlsplit(url).path) is not None


def is_archive(url: str) -> bool:
    """Whether an address names an archive file by its ending: of one organ it may hold the report, of a year those of many."""
    return _ARCHIVE.search(urlsplit(url).path) is not None


def is_file(name: str) -> bool:
    """Whether a path or a name is a file's by its ending."""
    return _FILE.search(name) is not None


def quotes_file(script: str) -> bool:
    """Whether a script may hold a file's name: most hold none, and their texts need not be looked at one by one."""
    return _QUOTED.search(script) is not None


def bare(name: str) -> str:
    """A file's name without its ending."""
    return _FILE.sub("", name)


def shown(href: str) -> str:
    """The document that a viewer's address names in its query (`viewer.html?file=/upload/7.pdf`); '' for any other address."""
    found = _SHOWN.search(href) if "=" in href else None
    return unquote(found[1]) if found else ""
