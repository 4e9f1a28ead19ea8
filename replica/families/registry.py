"""The families that can be played, by name."""

from replica.families.base import Family
from replica.families.hanweb_jcms import HanwebJcms
from replica.families.hanweb_jpaas import HanwebJpaas
from replica.families.hanweb_xxgk import HanwebXxgk
from replica.families.trs import Trs
from replica.families.ucap import Ucap
from replica.families.vsb import Vsb
from replica.families.webplus import WebPlus

_PLAYED: tuple[type[Family], ...] = (
    HanwebJcms,
    HanwebJpaas,
    HanwebXxgk,
    Trs,
    Ucap,
    Vsb,
    WebPlus,
)
FAMILIES: dict[str, type[Family]] = {family.name: family for family in _PLAYED}
