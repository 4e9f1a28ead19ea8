"""How large a portal is."""

from dataclasses import dataclass
from typing import Literal

SizeName = Literal["demo", "small", "medium", "large"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """Numbers of things; reports come to about seven for each organ."""

    organs: int
    news_columns: int
    news: int
    """Items of news and notices over all columns."""
    affairs: int
    """Items of each organ's column of routine disclosures."""


SIZES: dict[SizeName, Size] = {
    "demo": Size(organs=9, news_columns=5, news=50, affairs=2),
    "small": Size(organs=13, news_columns=6, news=60, affairs=2),
    "medium": Size(organs=80, news_columns=12, news=1_300, affairs=6),
    "large": Size(organs=118, news_columns=20, news=15_500, affairs=20),
}
