"""Tables that a page break has cut: the parts joined, with cut rows and lost group labels made whole."""

import re
from collections.abc import Sequence

from extract.layout.edges import Piece, compact
from extract.layout.ruled import TOLERANCE, Table

_NUMBERED = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十\d]+\s*[)）]|[一二三四五六七八九十]+\s*[、.．]|\d+\s*[.．、,，])"
)
_AMONG = re.compile(r"\s*其\s*中\s*[:：]?")
_FIGURE = re.compile(
    r"[\s\d.,，．%+\-—－–/／无]*|[\s\d.,，．+\-—－–]*\d\s*(?:人次|万元|[件条个次篇人元份种起户场期项宗])\s*"
)
_COMMON = 0.6
"""The share of the narrower part's inner column edges that the other part must have too."""


def same_columns(above: Table, below: Table) -> bool:
    """Whether two parts can be one table: one outer side in common at least, and column edges wherever both have any.

    A part may lack its outermost columns: a label over many rows is not always drawn again on the next page.
    """
    shift = offset(above, below)
    sides = [abs(above.box[0] - below.box[0] - shift), abs(above.box[2] - below.box[2] - shift)]
    if min(sides) > 2 * TOLERANCE:
        return False
    few, many = sorted((_inner(above, 0), _inner(below, shift)), key=len)
    if not few:
        return max(sides) <= 2 * TOLERANCE
    common = sum(any(abs(x - other) <= TOLERANCE for other in many) for x in few)
    return common >= _COMMON * len(few)


def offset(above: Table, below: Table) -> float:
    """How far the lower part must move right to stand under the upper: pages may have mirrored margins."""
    left, right = above.box[0] - below.box[0], above.box[2] - below.box[2]
    if abs(left - right) <= TOLERANCE and abs(left) > 2 * TOLERANCE:
        return left
    return 0.0


def _inner(table: Table, shift: float) -> list[float]:
    return [x + shift for x in table.columns[1:-1]]


def join(parts: Sequence[tuple[int, Table]]) -> list[Piece]:
    """The cells of a table from its parts in order, each with the page it stands on."""
    page, table = parts[0]
    pieces = compact([_moved(piece, page, 0.0) for piece in table.pieces])
    height = max(piece.bottom for piece in pieces)
    for page, part in parts[1:]:
        shift = offset(table, part)
        below = compact([_moved(piece, page, shift) for piece in part.pieces])
        below = _without_header(pieces, below)
        if not below:
            continue
        pieces, gained = _joined(pieces, height, below)
        height += gained
    return compact(pieces)


def _moved(piece: Piece, page: int, shift: float) -> Piece:
    text, top, bottom, left, right, _, box = piece
    return Piece(text, top, bottom, left + shift, right + shift, page, box)


def _rows(pieces: Sequence[Piece]) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for piece in sorted(pieces, key=lambda each: (each.top, each.left)):
        rows.setdefault(piece.top, []).append("".join(piece.text.split()))
    return rows


def _without_header(above: list[Piece], below: list[Piece]) -> list[Piece]:
    """The lower part without the header rows that Word repeats at the top of a page."""
    first, again = _rows(above), _rows(below)
    count = 0
    while count in again and again[count] == first.get(count) and _worded(again[count]):
        count += 1
    while any(piece.top < count < piece.bottom for piece in below):
        count -= 1
    return [each.lowered(-count) for each in below if each.top >= count]


def _worded(texts: Sequence[str]) -> bool:
    """Whether a row is a heading: words in it, and no figure."""
    return any(texts) and not any(text and _figure(text) for text in texts)


Pair = tuple[int, int]


def _pairs(above: Sequence[Piece], height: int, below: Sequence[Piece]) -> list[Pair]:
    """Indexes of cells that meet at the break with the same sides."""
    feet = [i for i, piece in enumerate(above) if piece.bottom == height]
    heads = [i for i, piece in enumerate(below) if piece.top == 0]
    pairs = [(i, j) for i in feet for j in heads if _same_sides(above[i], below[j])]
    # Without rulings a label is as wide as its words.
    upper = [i for i in feet if all(i != met for met, _ in pairs)]
    lower = [j for j in heads if all(j != met for _, met in pairs)]
    if pairs and len(upper) == len(lower) == 1 and _lead(above, upper[0], below, lower[0], pairs):
        pairs += zip(upper, lower, strict=True)
    return pairs


def _lead(above: Sequence[Piece], i: int, below: Sequence[Piece], j: int, pairs: Sequence[Pair]) -> bool:
    """Whether two cells stand left of all others that meet at the break."""
    right = max(above[i].right, below[j].right)
    return all(right <= above[met].left + TOLERANCE for met, _ in pairs)


def _same_sides(one: Piece, other: Piece) -> bool:
    return abs(one.left - other.left) <= TOLERANCE and abs(one.right - other.right) <= TOLERANCE


def _joined(above: list[Piece], height: int, below: list[Piece]) -> tuple[list[Piece], int]:
    """Both parts as one, and how many rows that adds to the upper: one less where the break cut a row in two."""
    tall = max(piece.bottom for piece in below)
    pairs = _pairs(above, height, below)
    cut = _cut_row(above, height, below, pairs)
    start = height - 1 if cut else height
    merged = list(above)
    absorbed: set[int] = set()
    for i, j in pairs:
        if cut or _one_group(above[i], below[j], _leads(below, j)):
            merged[i] = above[i]._replace(
                text=_together(above[i].text, below[j].text), bottom=below[j].bottom + start
            )
            absorbed.add(j)
    merged += [piece.lowered(start) for j, piece in enumerate(below) if j not in absorbed]
    edge = min((piece.left for piece in below), default=0.0)
    # A label left of all that the lower part draws still stands for its rows.
    merged = [
        piece._replace(bottom=start + tall)
        if piece.bottom == height and piece.right <= edge + TOLERANCE
        else piece
        for piece in merged
    ]
    return merged, tall + start - height


def _cut_row(above: Sequence[Piece], height: int, below: Sequence[Piece], pairs: Sequence[Pair]) -> bool:
    """Whether the last row above and the first below are halves of one row.

    Their cells must meet side by side; the words of the lower half must continue those of the upper rather than begin a label of
    their own; and figures stand in one half, or where some of them are wrapped or set lower than others, not all of them in both.
    """
    single = [(i, j) for i, j in pairs if above[i].top == height - 1 and below[j].bottom == 1]
    edge = min(piece.left for piece in below)
    heads = sum(1 for piece in below if piece.top == 0)
    feet = sum(1 for piece in above if piece.bottom == height and piece.right > edge + TOLERANCE)
    if len(single) < 2 or len(pairs) != heads or len(pairs) != feet:
        return False
    met = [(above[i].text.strip(), below[j].text.strip()) for i, j in pairs]
    if any(upper and lower and _figure(upper) != _figure(lower) for upper, lower in met):
        return False
    halves = [(above[i].text.strip(), below[j].text.strip()) for i, j in single]
    figures = [half for half in halves if _figures(*half)]
    words = [half for half in halves if not _figures(*half)]
    if any(upper for upper, _ in figures) and any(lower for _, lower in figures):
        return _parts_figures(figures, words)
    if any(upper or lower for upper, lower in figures):
        return _is_rest(figures, words) or all(_runs_on(upper, lower) for upper, lower in words)
    return _heading(words) or (bool(words) and all(_runs_on(upper, lower) for upper, lower in words))


Half = tuple[str, str]
"""What a cell prints above the break and below it."""


def _parts_figures(figures: Sequence[Half], words: Sequence[Half]) -> bool:
    """Whether figures on both sides of a break are those of one row: its label stands above or runs on, and a row below it by itself
    would lack its label and one figure at least."""
    labelled = any(upper for upper, _ in words) and all(_runs_on(upper, lower) for upper, lower in words)
    runs_on = any(upper and lower for upper, lower in words)
    return labelled and (runs_on or not all(lower for _, lower in figures))


def _is_rest(figures: Sequence[Half], words: Sequence[Half]) -> bool:
    """Whether nothing stands below the break but the rest of a label, or of a remark too, whose unit and figures stand above."""
    rests = [lower for upper, lower in words if upper and lower]
    units = any(upper and not lower for upper, lower in words)
    return units and bool(rests) and not any(map(_begins, rests)) and not any(lower for _, lower in figures)


def _heading(words: Sequence[Half]) -> bool:
    """Whether a row of words alone was cut: a row of column headings, most of them wrapped."""
    if any(_NUMBERED.match(lower) for _, lower in words):
        return False
    wrapped = sum(bool(upper and lower) for upper, lower in words)
    below = sum(bool(lower and not upper) for upper, lower in words)
    return (wrapped >= 3 and 2 * wrapped > len(words)) or (
        below > 0 and below < len(words) and len(words) >= 3
    )


def _figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _figures(upper: str, lower: str) -> bool:
    return _figure(upper) and _figure(lower)


def _runs_on(upper: str, lower: str) -> bool:
    if not upper.strip() or not lower.strip():
        return True
    return upper.rstrip().endswith((":", "：")) or (_begins(upper) and not _begins(lower))


def _begins(label: str) -> bool:
    """Whether a sign shows that a label begins."""
    return bool(_NUMBERED.match(label) or _AMONG.match(label))


def _leads(below: Sequence[Piece], index: int) -> bool:
    """Whether a cell stands left of another cell with words in the same row: a group's label does."""
    own = below[index]
    row = [piece for piece in below if piece.top == own.top and piece.left >= own.right - TOLERANCE]
    return any(piece.text.strip() and not _figure(piece.text) for piece in row)


def _one_group(upper: Piece, lower: Piece, leads: bool) -> bool:
    """Whether the break cut a cell over several rows: its label stands on one side, or runs on."""
    tall = upper.bottom - upper.top > 1 or lower.bottom - lower.top > 1
    if not lower.text.strip():
        return (tall or leads) and not _figure(upper.text)
    if not upper.text.strip():
        return tall and not _figure(lower.text)
    same = "".join(upper.text.split()) == "".join(lower.text.split())
    return tall and leads and (same or _runs_on(upper.text, lower.text))


def _together(upper: str, lower: str) -> str:
    if "".join(upper.split()) == "".join(lower.split()):
        return upper
    return "\n".join(each for each in (upper, lower) if each.strip())
