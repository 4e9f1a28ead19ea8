"""The families that can be played, by name."""

from replica.families.base import Family
from replica.families.trs import Trs
from replica.families.ucap import Ucap

FAMILIES: dict[str, type[Family]] = {family.name: family for family in (Ucap, Trs)}
