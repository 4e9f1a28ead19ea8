"""The families that can be played, by name."""

from replica.families.anhui import Anhui
from replica.families.base import Family
from replica.families.epoint import Epoint
from replica.families.generic import Generic
from replica.families.gkmlpt import Gkmlpt
from replica.families.hanweb_jcms import HanwebJcms
from replica.families.hanweb_jpaas import HanwebJpaas
from replica.families.hanweb_paired import HanwebPaired
from replica.families.hanweb_xxgk import HanwebXxgk
from replica.families.lonsun import Lonsun
from replica.families.sanmenxia import Sanmenxia
from replica.families.trs import Trs
from replica.families.ucap import Ucap
from replica.families.ucap_moved import UcapMoved
from replica.families.vsb import Vsb
from replica.families.webplus import WebPlus
from replica.families.zibo import Zibo

_PLAYED: tuple[type[Family], ...] = (
    Anhui,
    Epoint,
    Generic,
    Gkmlpt,
    HanwebJcms,
    HanwebJpaas,
    HanwebPaired,
    HanwebXxgk,
    Lonsun,
    Sanmenxia,
    Trs,
    Ucap,
    UcapMoved,
    Vsb,
    WebPlus,
    Zibo,
)
FAMILIES: dict[str, type[Family]] = {family.name: family for family in _PLAYED}
