"""Merging two archives that hold different rows under one key."""

from pathlib import Path

from archive.store import Archive
from tests.archive.test_merge import joined, told

HELD = (
    "INSERT INTO portals (portal, name, home, first_seen) VALUES ('a.gov.cn', '甲', 'http://a.gov.cn/', '2024-0{}-01')",
    "INSERT INTO organs (portal, organ, url, found_on, at) VALUES ('a.gov.cn', '财政局', '', '/{}', '2024-01-01')",
    "INSERT INTO organs (portal, organ, url, found_on, at) VALUES ('a.gov.cn', '教育局', '', '/', '2024-0{}-01')",
    "INSERT INTO arms (family, arm, pulls, reward, updated_at) VALUES ('ucap', 'li/a', 3, {}.5, '2024-01-01')",
    "INSERT INTO arms (family, arm, pulls, reward, updated_at) VALUES ('ucap', 'dd/a', 3, 1.5, '2024-0{}-01')",
)
"""Rows that archives hold under one key, with what they hold otherwise."""


def test_of_what_two_archives_hold_under_one_key_the_rows_alone_choose(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.db" for number in (1, 2)]
    for number, path in enumerate(paths, 1):
        with Archive.open(path) as archive, archive.transaction():
            for row in HELD:
                archive.db.execute(row.format(number))
    one, other = (told(joined(f"to{at}.db", *order)) for at, order in enumerate((paths, paths[::-1])))
    assert one == other
    assert [row[-1] for row in one["portals"]] == ["2024-01-01"]
    assert [row[3:] for row in one["organs"]] == [("/", "2024-01-01"), ("/1", "2024-01-01")]
    assert [row[3:] for row in one["arms"]] == [(1.5, "2024-02-01"), (2.5, "2024-01-01")]
