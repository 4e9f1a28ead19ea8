"""What a walker must know of each family to see its lists: one small reader of each contract of PORTALS."""

import re
from urllib.parse import urljoin

from tests.replica.walker import Lister, Ucap


class Trs(Lister):
    """createPageHTML with a page count first and pages from 0."""

    def __call__(self, page: str, url: str) -> list[str]:
        """Further pages of a list."""
        pager = re.search(r'createPageHTML\((\d+), (\d+), "(\w+)", "(\w+)"\)', page)
        if not pager or pager[2] != "0":
            return []
        return [urljoin(url, f"{pager[3]}_{n}.{pager[4]}") for n in range(1, int(pager[1]))]


LISTERS: dict[str, list[Lister]] = {"ucap": [Ucap()], "trs": [Trs()]}
