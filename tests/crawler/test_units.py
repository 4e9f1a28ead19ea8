"""Times and sizes as people write them."""

import click
import pytest

from crawler.units import Duration, Size


@pytest.mark.parametrize(
    ("written", "seconds"), [("90", 90), (".5", 0.5), ("0.25s", 0.25), ("1.5m", 90), ("6H", 21_600), ("0", 0)]
)
def test_a_time_is_seconds_or_names_its_unit(written: str, seconds: float) -> None:
    assert Duration(none=True).convert(written, None, None) == seconds


@pytest.mark.parametrize("written", ["", ".", "s", "nan", "inf", "1e3", "-1", "1 h 2"])
def test_what_is_no_time_fails(written: str) -> None:
    with pytest.raises(click.BadParameter, match="no time"):
        Duration(none=True).convert(written, None, None)


def test_no_time_at_all_is_one_only_where_that_is_said() -> None:
    with pytest.raises(click.BadParameter):
        Duration().convert("0", None, None)


@pytest.mark.parametrize(("written", "size"), [("512M", 512 * 2**20), ("2gb", 2**31), ("100", 100)])
def test_a_size_is_bytes_or_names_its_unit(written: str, size: int) -> None:
    assert Size().convert(written, None, None) == size
