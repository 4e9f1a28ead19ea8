"""UCAP after a move (PORTALS §0.1): what was published before 2018 stayed at the addresses of the TRS system before it.

Seen in reality [P][C]: `./201710/t20171018_398194.html` beside the newer forms, dates without a year, titles cut with "...", the table
layout. Assumed [A]: that one list holds both forms, the older entries last.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from replica.families.ucap import Ucap
from replica.server.http import Reply, Request
from replica.site.items import Item

_UNTIL = "2018-06"
_CUT = 16
_FACTOR, _SHIFT = 7, 300_013


class UcapMoved(Ucap):
    """A county portal that came to UCAP from TRS."""

    name = "ucap_moved"
    oldest = 2013

    def routes(self) -> Sequence[tuple[str, Callable[[re.Match[str], Request], Reply | str | None]]]:
        """Also the older pages."""
        older = (rf"/{re.escape(self._code)}/(\w+)/(\d{{6}})/t(\d{{8}})_(\d+)\.html", self._older)
        return (older, *super().routes())

    def address(self, item: Item) -> str:
        """By day and number until the move."""
        if not self._is_older(item):
            return super().address(item)
        day = item.date.replace("-", "")
        return f"{self._stem(item)}/t{day}_{item.number * _FACTOR + _SHIFT}.html"

    def _is_older(self, item: Item) -> bool:
        return item.date < _UNTIL and self.site.life.generation < 3

    def _older(self, match: re.Match[str], _: Request) -> str | None:
        number, rest = divmod(int(match[4]) - _SHIFT, _FACTOR)
        item = self.site.item(number) if rest == 0 and number > 0 else None
        if item is None or match[0] != self.address(item):
            return None
        files = "".join(f'<a href="{address}">{name}</a>' for address, name in self.attachments(item))
        main = (
            f'{self._crumb(item.column)}<table><tr><td class="bt">{item.title}</td></tr><tr><td>发布时间：{item.date}</td></tr>'
            f'<tr><td><div class="TRS_Editor">{self.body(item)}</div>{files}</td></tr></table>'
        )
        return self.page(item.title, main)

    def lines(self, items: Sequence[Item]) -> list[str]:
        """Older entries as they were: cut, and without a year."""
        return [self._entry(item) for item in items]

    def _entry(self, item: Item) -> str:
        if not self._is_older(item):
            return self.theme.entry(item, self.address(item))
        title = item.title if len(item.title) <= _CUT else f"{item.title[:_CUT]}..."
        return self.theme.entry(replace(item, title=title, date=item.date[5:]), self.address(item))
