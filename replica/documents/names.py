"""Places and organs that do not exist, named as real ones are."""

from dataclasses import dataclass
from random import Random

from replica.documents.figures import Scale

_FIRST = "云清锦翠梧棠松桐芦菱荻澄沅沁洛淇湄滦漳霁岚峦岱岩峰瑞景嘉怀崇永宁安靖泰康乐和"
_LAST = "泽溪川源岭陵坪洲塘浦堰埠湾渡桥亭台阁冈阜谷屏崖泉湖渚汀林樾"
_COUNTY = ("市", "市", "县", "区")
_PROVINCES = ("岭西省", "川南省", "湖东省", "江左省")
_CHARACTERS = {
    "云": "yun", "清": "qing", "锦": "jin", "翠": "cui", "梧": "wu", "棠": "tang", "松": "song",
    "桐": "tong", "芦": "lu", "菱": "ling", "荻": "di", "澄": "cheng", "沅": "yuan", "沁": "qin",
    "洛": "luo", "淇": "qi", "湄": "mei", "滦": "luan", "漳": "zhang", "霁": "ji", "岚": "lan",
    "峦": "luan", "岱": "dai", "岩": "yan", "峰": "feng", "瑞": "rui", "景": "jing", "嘉": "jia",
    "怀": "huai", "崇": "chong", "永": "yong", "宁": "ning", "安": "an", "靖": "jing", "泰": "tai",
    "康": "kang", "乐": "le", "和": "he", "泽": "ze", "溪": "xi", "川": "chuan", "源": "yuan",
    "岭": "ling", "陵": "ling", "坪": "ping", "洲": "zhou", "塘": "tang", "浦": "pu", "堰": "yan",
    "埠": "bu", "湾": "wan", "渡": "du", "桥": "qiao", "亭": "ting", "台": "tai", "阁": "ge",
    "冈": "gang", "阜": "fu", "谷": "gu", "屏": "ping", "崖": "ya", "泉": "quan", "湖": "hu",
    "渚": "zhu", "汀": "ting", "林": "lin", "樾": "yue",
}  # fmt: skip
_DEPARTMENTS = (
    "发展和改革委员会", "教育体育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局",
    "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局",
    "文化广电旅游局", "卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局",
    "林业局", "行政审批局", "城市管理局", "信访局", "机关事务管理中心", "档案馆", "供销合作社联合社", "国有资产监督管理办公室",
    "乡村振兴局", "金融服务中心", "地震局", "气象局", "税务局", "残疾人联合会", "招商服务中心", "公积金管理中心",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Organ:
    """A body that reports every year."""

    key: str
    """Pinyin-like, unique within its portal."""
    name: str
    """In full, as its reports name it."""
    short: str
    """As breadcrumbs and directories print it."""
    kind: Scale
    code: str
    """Unified social credit code: 18 characters."""
    office: bool = False
    """The government's own office, which reports beside the aggregate."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The county, district or town-level city that owns a portal."""

    name: str
    stem: str
    """The name without its last character, where that is 市, 县 or 区."""
    pinyin: str
    province: str
    city: str


def _word(random: Random) -> str:
    return random.choice(_FIRST) + random.choice(_LAST)


def spelled(word: str) -> str:
    """The syllables of a made name, without tones."""
    return "".join(_CHARACTERS.get(character, "") for character in word)


def place(random: Random) -> Place:
    """A county-level place."""
    stem = _word(random)
    return Place(
        name=stem + random.choice(_COUNTY),
        stem=stem,
        pinyin=spelled(stem),
        province=random.choice(_PROVINCES),
        city=_word(random) + "市",
    )


def _credit_code(random: Random, kind: Scale) -> str:
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    head = "11" if kind != "department" else random.choice(("11", "11", "12"))
    return f"{head}36{random.randrange(100, 1000)}0{random.randrange(10**8):08d}{random.choice('ABCDX0')}{random.choice(letters)}"


def _initials(name: str, random: Random) -> str:
    return "".join(chr(97 + (ord(character) * 7 + 3) % 26) for character in name[:4]) + str(
        random.randrange(10)
    )


def _towns(random: Random, where: Place, count: int) -> list[tuple[str, str]]:
    """Full and short names of towns, townships and streets."""
    words: list[str] = []
    while len(words) < count:
        word = _word(random)
        if word not in words and word != where.stem:
            words.append(word)
    named = []
    for word in words:
        suffix, tail = random.choice(
            (("镇", "人民政府"), ("镇", "人民政府"), ("乡", "人民政府"), ("街道", "办事处"))
        )
        named.append((f"{where.name}{word}{suffix}{tail}", word + suffix))
    return named


def organs(random: Random, where: Place, count: int) -> list[Organ]:
    """The government, its office, then departments and towns in about equal number; `count` in all, at most 120."""
    towns = _towns(random, where, max((count - 2) // 2, count - 2 - len(_DEPARTMENTS)))
    departments = random.sample(_DEPARTMENTS, count - 2 - len(towns))
    entries: list[tuple[str, str, Scale]] = [
        (f"{where.name}人民政府", f"{where.name}人民政府", "government"),
        (f"{where.name}人民政府办公室", "政府办公室", "department"),
        *((where.name + name, _short(where, name), "department") for name in departments),
        *((name, short, "town") for name, short in towns),
    ]
    result: list[Organ] = []
    for place_in_list, (name, short, kind) in enumerate(entries):
        spelled_out = spelled(short) if kind == "town" else _initials(name[len(where.name) :], random)
        key = f"{spelled_out}{place_in_list}" if any(o.key == spelled_out for o in result) else spelled_out
        result.append(
            Organ(
                key=key,
                name=name,
                short=short,
                kind=kind,
                code=_credit_code(random, kind),
                office=place_in_list == 1,
            )
        )
    return result


def _short(where: Place, name: str) -> str:
    return where.name[-1] + name
