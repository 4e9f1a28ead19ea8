"""The call for the next page of a list: by the page's number, by how many entries came before, or by what the last reply hands on."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.pages import queries
from crawler.pages.page import Ask
from crawler.pages.pagers import is_page_key

_OFFSET = re.compile(r"offset|skip|(?:idisplay)?start(?:_?(?:index|row|num))?", re.IGNORECASE)
_CURSOR = re.compile(r"(?:next_?)?(?:cursor|token|after|last_?id)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:page|no|num|index|idx|cur|current)(?:no|num|index)?|[a-z]", re.IGNORECASE)
_ENDING = re.compile(r"(?P<stem>.*/)(?P<number>\d{1,4})(?P<extension>/?)")
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,4})(?P<extension>\.\w+)")


def is_offset(name: str) -> bool:
    """Whether a field says how many entries come before the page."""
    return _OFFSET.fullmatch(name) is not None


def is_cursor(name: str) -> bool:
    """Whether a field of a call hands on what the reply before told, or one of a reply tells it."""
    return _CURSOR.fullmatch(name) is not None


def is_place(name: str) -> bool:
    """Whether a field says which page of a list is asked for."""
    return is_page_key(name) or is_offset(name) or is_cursor(name)


def is_number(variable: str) -> bool:
    """Whether a variable that fills a file's name numbers the pages of a list, by its own name."""
    return is_page_key(variable) or _NUMBER.fullmatch(variable.rpartition(".")[2]) is not None


def turned(ask: Ask, *, shown: int, cursor: str = "") -> Ask | None:
    """The same call for the next page, after a reply of `shown` entries that handed on `cursor`; None where there is none."""

    def following(name: str, value: str) -> str | None:
        if is_cursor(name):
            return cursor or None
        return str((int(value) if value.isdigit() else 1) + (shown if is_offset(name) else 1))

    parts = urlsplit(ask.url)
    if (told := _object(ask.body)) is not None:
        place = place_in(told)
        value = following(*place) if place else None
        if place is None or value is None:
            return None
        return replace(ask, body=json.dumps(placed(told, place[0], value), ensure_ascii=False))
    if query := _next_query(parts.query, following):
        return replace(ask, url=parts._replace(query=query, fragment="").geturl())
    if ask.body:
        body = _next_query(ask.body, following)
        return replace(ask, body=body) if body else None
    found = _NUMBERED.fullmatch(parts.path) or (_ENDING.fullmatch(parts.path) if ask.numbered else None)
    if found and not any(map(is_place, _names(parts.query))):
        path = f"{found['stem']}{int(found['number']) + 1}{found['extension']}"
        return replace(ask, url=parts._replace(path=path, fragment="").geturl())
    return None


def _names(query: str) -> list[str]:
    return [piece.partition("=")[0] for piece in query.split("&")]


def _next_query(query: str, following: Callable[[str, str], str | None]) -> str | None:
    name = next(filter(is_place, _names(query)), None)
    value = following(name, queries.field(query, name) or "") if name else None
    return queries.changed(query, {name: value}) if name and value else None


def cursor_in(ask: Ask) -> str:
    """The field of a call that hands on what the reply before told; '' where none does."""
    if (told := _object(ask.body)) is not None:
        place = place_in(told)
        return place[0] if place and is_cursor(place[0]) else ""
    return next(filter(is_cursor, [*_names(urlsplit(ask.url).query), *_names(ask.body)]), "")


def _object(body: str) -> Mapping[str, object] | None:
    """What a call sends, where it is JSON; None for a form, or what only looks like an object."""
    if not body.startswith("{"):
        return None
    try:
        told: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def place_in(told: Mapping[str, object]) -> tuple[str, str] | None:
    """The field of an object, however deep, that says which page is asked for, and its value; None where none does."""
    if name := next(filter(is_place, (name for name in told if not isinstance(told[name], dict))), None):
        return name, str(told[name])
    inner = (place_in(value) for value in told.values() if isinstance(value, dict))
    return next(filter(None, inner), None)


def placed(told: Mapping[str, object], name: str, value: str) -> dict[str, object]:
    """The object with its field `name`, however deep, set to `value`."""
    typed: object = int(value) if value.isdigit() else value
    return {
        key: typed if key == name else placed(old, name, value) if isinstance(old, dict) else old
        for key, old in told.items()
    }
