"""大汉 Hanweb JCMS with columns of two numbers (PORTALS §2.2, Huaian): `/col/<a>_<b>/index.html`, articles under mixed-case ids.

Seen in reality [P][C]: the address forms. Assumed [A]: that lists are those of JCMS, that `<n>` of `/art/<n>/` counts articles.
"""

import re
from collections.abc import Sequence

from replica.documents.names import Organ
from replica.families.hanweb_jcms import HanwebJcms
from replica.families.pages import Answer
from replica.server.http import Request
from replica.site.cipher import mixed, unmixed
from replica.site.items import Column, Item

_MODULUS = 9973


class HanwebPaired(HanwebJcms):
    """A portal on JCMS whose columns are named by a pair."""

    name = "hanweb_paired"

    def paths(self) -> dict[str, str]:
        """Columns like all others."""
        names = ("disclosure", "departments", "towns", "map", "calendar")
        return {name: f"/col/1_{700 + place}/index.html" for place, name in enumerate(names)}

    def organ_address(self, organ: Organ) -> str:
        """A column without a list."""
        return f"/col/2_{self.site.organs.index(organ)}/index.html"

    def list_address(self, column: Column, page: int = 1) -> str:
        """One address a column; further groups are calls."""
        return f"{self._folder(column)}/index.html"

    def _folder(self, column: Column) -> str:
        ident = self.column_ident(column)
        return f"/col/{ident % _MODULUS + 3}_{ident}"

    def address(self, item: Item) -> str:
        """Under the column's pair, by letters of both cases."""
        return (
            f"{self._folder(item.column)}/art/{17 + item.number % 4}/{mixed(self.site.key, item.number)}.html"
        )

    def own_routes(self) -> Sequence[tuple[str, Answer]]:
        """Articles, organs and columns by pairs; the rest as ever."""
        return (
            (r"/col/\d+_\d+/art/\d+/(\w+)\.html", self._mixed_article),
            (r"/col/2_(\d+)/index\.html", self._organ),
            (r"/col/\d+_(\d+)/index\.html", self._column),
            *super().own_routes(),
        )

    def _mixed_article(self, match: re.Match[str], _: Request) -> str | None:
        number = unmixed(self.site.key, match[1]) if match[1].isalnum() else None
        item = self.at(self.site.item(number) if number is not None else None, match[0])
        return self._shown(item) if item else None
