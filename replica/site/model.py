"""A portal's content, made from a seed when asked for: columns and the items in them, among which the reports."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from replica.documents import defects, make, names, older
from replica.documents.figures import Shape, Values, history
from replica.documents.names import Organ
from replica.documents.report import Report
from replica.site import news
from replica.site.items import Borne, Column, ColumnKind, Item, NewsItems
from replica.site.life import Life
from replica.site.sizes import SIZES, SizeName

PER_COLUMN = 1_000_000
SLOTS = 16
FIRST_NEWS = date(2016, 3, 1)
LAST_NEWS = date(2026, 4, 10)
LAST_YEAR = 2035
FIRST_FORM = 2019
ODD = ("label_variants", "heading_variants", "repeated_group_label", "short_rowspan", "half_width", "scope", "stale_notice", "residue",
       "doubled_heading", "restarted_numbering", "annotated_cell", "page_break", "damaged_period")  # fmt: skip
WRONG = (
    "missummed_details",
    "wrong_row_total",
    "unbalanced",
    "zero_dispute_totals",
    "contradiction",
    "wrong_period",
    "copied_organ",
)


class Site:
    """Everything a portal holds. Cheap to make; bodies are made when asked for."""

    def __init__(self, *, seed: int, size: SizeName, life: Life | None = None) -> None:
        self.seed = f"{seed}/{size}"
        self.size = SIZES[size]
        self.life = life or Life()
        random = Random(f"site/{self.seed}")
        self.place = names.place(random)
        self.organs = names.organs(random, self.place, self.size.organs)
        self.key = random.randbytes(16)
        self.kinds: tuple[str, ...] = ("docx", "pdf", "doc", "docx", "pdf")
        """Of files; families that carry others say so."""
        self.oldest = 2019
        """The first year that any organ reports on; families that play older portals say an earlier one."""
        self.elsewhere = ""
        """Origin of another host to which every page links in the words of reports; '' where none does."""
        self.columns = list(self._make_columns(random))
        self._history = lru_cache(maxsize=96)(self._make_history)
        self._listed: dict[int, Sequence[Item]] = {}
        self._stamp = self.life.stamp
        # All of a medium portal's: gone through in turn, a few too many for the cache are all made anew each time.
        self._made = lru_cache(maxsize=640)(self._make_report)
        self.news_item = lru_cache(maxsize=4096)(self._make_news_item)

    def _make_columns(self, random: Random) -> Sequence[Column]:
        columns: list[Column] = []

        def put(key: str, name: str, kind: ColumnKind, organ: Organ | None = None, count: int = 0) -> None:
            columns.append(
                Column(no=len(columns) + 1, key=key, name=name, kind=kind, organ=organ, count=count)
            )

        shares = [random.uniform(0.4, 1.6) for _ in range(self.size.news_columns)]
        for (name, key), share in zip(news.columns(random, len(shares)), shares, strict=True):
            put(key, name, "news", count=max(3, round(self.size.news * share / sum(shares))))
        wording = random.choice(
            ("政府信息公开年报", "政府信息公开工作年度报告", "信息公开年度报告", "政府信息公开年度报告")
        )
        ordinals = random.sample(range(0x10, 0xFFF), 3 * len(self.organs))
        stem = random.choice(("zfxxgkndbg", "zfxxgknb", "xxgknb", "ndbg"))
        for organ, a, b, c in zip(self.organs, ordinals[::3], ordinals[1::3], ordinals[2::3], strict=True):
            put(f"{stem}{a:x}", wording, "reports", organ)
            put(f"zfxxgkzn{b:x}", "政府信息公开指南", "guide", organ)
            put(f"fdzdgknr{c:x}", "法定主动公开内容", "affairs", organ, self.size.affairs)
        put(f"zfxxgkndbg{random.randrange(16, 256):x}hz", f"{self.place.name}政府信息公开年报专栏", "topic")
        return columns

    def column(self, kind: ColumnKind, organ: Organ) -> Column:
        """An organ's column of a kind."""
        return next(c for c in self.columns if c.kind == kind and c.organ == organ)

    def by_key(self, key: str) -> Column | None:
        """The column that addresses name so."""
        return next((c for c in self.columns if c.key == key), None)

    # --- items -------------------------------------------------------------------------------------

    def count(self, column: Column) -> int:
        """How many items a list shows now."""
        return len(self.items(column))

    def items(self, column: Column) -> Sequence[Item]:
        """The items that a list shows now, newest first; those of news are made one by one as they are looked at."""
        if self._stamp != self.life.stamp:
            self._listed.clear()
            self._stamp = self.life.stamp
        if column.no not in self._listed:
            self._listed[column.no] = self._make_items(column)
        return self._listed[column.no]

    def _make_items(self, column: Column) -> Sequence[Item]:
        match column.kind:
            case "news" | "affairs":
                return NewsItems(column.count, lambda position: self.news_item(column, position))
            case "guide":
                return [self._guide(column)]
            case "reports":
                return self._report_items(column)
            case "topic":
                return self._topic_items(column)

    def item(self, number: int) -> Item | None:
        """The item of that number, where it is on the portal now."""
        no, position = divmod(number, PER_COLUMN)
        if not 1 <= no <= len(self.columns):
            return None
        column = self.columns[no - 1]
        if column.kind in ("news", "affairs"):
            return self.news_item(column, position) if position < column.count else None
        return next((item for item in self.items(column) if item.number == number), None)

    def _make_news_item(self, column: Column, position: int) -> Item:
        """An item of a column of news; 0 is the oldest."""
        number = column.no * PER_COLUMN + position
        random = Random(f"news/{self.seed}/{number}")
        days = (LAST_NEWS - FIRST_NEWS).days * (position + 1) // column.count
        where = column.organ.short if column.organ else self.place.name
        return Item(
            number=number,
            column=column,
            kind="news",
            title=news.headline(random, where),
            date=(FIRST_NEWS + timedelta(days=days)).isoformat(),
            organ=column.organ,
        )

    def _guide(self, column: Column) -> Item:
        assert column.organ is not None
        title = f"{column.organ.name}政府信息公开指南"
        return Item(
            number=column.no * PER_COLUMN,
            column=column,
            kind="guide",
            title=title,
            date="2021-03-02",
            organ=column.organ,
        )

    def _report_items(self, column: Column) -> list[Item]:
        assert column.organ is not None
        items = [self.report_item(column, column.organ, year) for year in self.years(column.organ)]
        for year in self.years(column.organ):
            items += self._negatives(column, column.organ, year)
        return sorted(items, key=lambda item: (item.date, item.number), reverse=True)

    def report_item(self, column: Column, organ: Organ, year: int) -> Item:
        """A report as a list shows it."""
        slot = 0 if column.kind == "reports" else 15
        offset = 0 if column.kind == "reports" else self.organs.index(organ) * 1000 * SLOTS
        return Item(
            number=column.no * PER_COLUMN + offset + (year - 2000) * SLOTS + slot,
            column=column,
            kind="report",
            title=make.title(Random(f"report/{self.seed}/{organ.key}/{year}"), organ, year),
            date=self.published(organ, year),
            organ=organ,
            year=year,
        )

    def _negatives(self, column: Column, organ: Organ, year: int) -> list[Item]:
        random = Random(f"negatives/{self.seed}/{organ.key}/{year}")
        chosen = [n for n in news.NEGATIVES if random.random() < 0.05]
        items = []
        for slot, (pattern, sort) in enumerate(chosen[: SLOTS - 2], start=1):
            day = date.fromisoformat(self.published(organ, year)) + timedelta(days=random.randrange(1, 9))
            items.append(
                Item(
                    number=column.no * PER_COLUMN + (year - 2000) * SLOTS + slot,
                    column=column,
                    kind="negative",
                    title=pattern.format(organ=organ.name, year=year),
                    date=day.isoformat(),
                    organ=organ,
                    year=year,
                    sort=sort,
                )
            )
        return items

    def _topic_items(self, column: Column) -> list[Item]:
        """The portal's own column: reports of the government and its office, posted a second time at other addresses."""
        leading = [o for o in self.organs if o.kind == "government" or o.office]
        items = [self.report_item(column, o, year) for o in leading for year in self.years(o) if year >= 2022]
        return sorted(items, key=lambda item: (item.date, item.number), reverse=True)

    # --- reports -----------------------------------------------------------------------------------

    def published(self, organ: Organ, year: int) -> str:
        """When the report came out."""
        default = make.published(Random(f"date/{self.seed}/{organ.key}/{year}"), organ, year)
        return self.life.added.get(f"{organ.key}-{year}", default)

    def years(self, organ: Organ) -> list[int]:
        """The years whose reports are on the portal now."""
        random = Random(f"years/{self.seed}/{organ.key}")
        first = max(self.oldest, random.choice((2008, 2012, 2016, 2019) + (self.oldest,) * 6 + (2020, 2021)))
        gaps = {random.randrange(2019, 2026)} if random.random() < 0.12 else set()
        years = []
        for year in range(self.oldest, LAST_YEAR):
            key = f"{organ.key}-{year}"
            exists = (year >= first and year not in gaps) or key in self.life.added
            if exists and key not in self.life.withdrawn and self.published(organ, year) <= self.life.today:
                years.append(year)
        return years

    def shapes(self, organ: Organ) -> dict[int, Shape]:
        """The forms an organ uses by year: a few keep a single 其他处理 row after 2021."""
        hybrid = Random(f"shapes/{self.seed}/{organ.key}").random() < 0.08
        return {2021: Shape(proactive="2021", requests="2019")} if hybrid else {}

    def _make_history(self, key: str) -> dict[int, Values]:
        organ = next(o for o in self.organs if o.key == key)
        return history(
            f"{self.seed}/{key}",
            years=range(FIRST_FORM, LAST_YEAR),
            scale=organ.kind,
            shapes=self.shapes(organ),
        )

    def report(self, organ: Organ, year: int, *, revision: int | None = None) -> Report:
        """The report as it stands now, or as it stood after so many corrections."""
        count = self.life.revision(f"{organ.key}-{year}") if revision is None else revision
        return replace(self._made(organ, year, count), published=self.published(organ, year))

    def _make_report(self, organ: Organ, year: int, count: int) -> Report:
        if year < FIRST_FORM:
            return self._make_older(organ, year, count)
        values = make.corrected(self._history(organ.key)[year], count)
        made = make.report(
            organ, year, seed=self.seed, values=values, shape=self.shapes(organ).get(year), revision=count
        )
        return defects.apply(made, self._defects(organ, year), seed=self.seed)

    def _make_older(self, organ: Organ, year: int, revision: int) -> Report:
        national = year >= 2014 and Random(f"older/{self.seed}").random() < 0.7
        kind: older.Kind = (
            "national" if national else Random(f"local/{self.seed}").choice(("coastal", "coded"))
        )
        return older.report(organ, year, seed=self.seed, kind=kind, revision=revision)

    def _defects(self, organ: Organ, year: int) -> list[str]:
        """What is odd or wrong about a report: an odd hand for one in five, an inconsistency for one in twelve."""
        random = Random(f"defects/{self.seed}/{organ.key}/{year}")
        odd = [random.choice(ODD)] if random.random() < 0.2 else []
        wrong = [random.choice(WRONG)] if random.random() < 0.08 else []
        return odd + wrong

    def borne(self, organ: Organ, year: int) -> tuple[Borne, str]:
        """How the report is carried: in its page, in a file, in both; and the kind of file."""
        random = Random(f"borne/{self.seed}/{organ.key}/{year}")
        borne: Borne = random.choice(("page", "page", "both", "file"))
        return borne, random.choice(self.kinds)
