"""Where everybody stands on a poster: sheets of cards in mm of an A3 sheet (297 × 420).

The biggest cards are taken with which everybody fits on one sheet; a crowd gets several sheets.
Other sizes are the same drawing, smaller or larger.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.certificates.queries.rolls import AwardGroup, Honoree

LEFT, TOP, WIDTH, HEIGHT = 24.0, 101.0, 249.0, 274.0  # the field below the title
GAP = 4.5
HEADING, AFTER_HEADING = 11.0, 6.0
AFTER_GROUP = 4.0
MOST_COLUMNS = 10  # ten columns hold some sixty people on a sheet
WIDEST_PORTRAIT = 62.0
SQUEEZE = 0.85  # a unit is set smaller by so much before it breaks into two lines
NAME_MM = (4.4, 11.0)  # the smallest name is 9 points even on A4


@dataclass(frozen=True)
class Shape:
    """The measures of every card on a poster of so many columns."""

    columns: int
    width: float
    portrait: float  # its width; the height is 4/3 of it; 0 where nobody has a picture
    name: float
    unit: float

    @property
    def height(self) -> float:
        photo = self.portrait * 4 / 3 + 2.5 if self.portrait else 3.0
        return photo + self.name * 1.35 + self.unit * 2.6 + 1.5


@dataclass(frozen=True)
class Card:
    """One person at x, y; `name` and `unit` are type sizes that keep the words inside.

    `unit_width` makes a long unit break into two lines of about the same length.
    """

    x: float
    y: float
    who: Honoree
    name: float
    unit: float
    unit_width: float


@dataclass(frozen=True)
class Heading:
    """The name of an award above its people."""

    y: float
    text: str


@dataclass(frozen=True)
class Sheet:
    """One sheet of the poster."""

    headings: tuple[Heading, ...]
    cards: tuple[Card, ...]
    shape: Shape


@dataclass(frozen=True)
class _Line:
    """A row of cards or a heading, with the room it takes."""

    height: float
    heading: str = ""
    people: tuple[Honoree, ...] = ()


def sheets(groups: Sequence[AwardGroup]) -> list[Sheet]:
    """The poster's sheets; none for nobody."""
    portraits = any(one.photo for group in groups for one in group.people)
    shapes = [_shape(columns, portraits=portraits) for columns in range(1, MOST_COLUMNS + 1)]
    trials = [(_pages(_lines(groups, shape)), shape) for shape in shapes]
    fewest = min(len(pages) for pages, _ in trials)
    pages, shape = next(trial for trial in trials if len(trial[0]) == fewest)
    return [_sheet(page, shape) for page in pages if page]


def width_in_ems(text: str) -> float:
    """About how many ems the words are wide."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide + 0.55 * (len(text) - wide)


def _shape(columns: int, *, portraits: bool) -> Shape:
    width = (WIDTH - GAP * (columns - 1)) / columns
    if portraits:
        portrait = min(width * 0.78, WIDEST_PORTRAIT)
        name = portrait * 0.2
    else:
        portrait, name = 0.0, width * 0.15
    name = min(max(name, NAME_MM[0]), NAME_MM[1])
    return Shape(columns, width, portrait, name, max(name * 0.58, 2.7))


def _lines(groups: Sequence[AwardGroup], shape: Shape) -> list[_Line]:
    lines = []
    for group in groups:
        if group.award:
            lines.append(_Line(HEADING + AFTER_HEADING, heading=group.award))
        rows = _even_rows(group.people, shape.columns)
        lines += [_Line(shape.height + GAP, people=row) for row in rows]
    return lines


def _even_rows(people: Sequence[Honoree], columns: int) -> list[tuple[Honoree, ...]]:
    """Rows that differ by one at most: 7 people in 6 columns stand 4 and 3, not 6 and 1."""
    count = -(-len(people) // columns)
    least, more = divmod(len(people), count)
    rows, start = [], 0
    for index in range(count):
        end = start + least + (index < more)
        rows.append(tuple(people[start:end]))
        start = end
    return rows


def _height(lines: Sequence[_Line]) -> float:
    breaks = sum(1 for line in lines[1:] if line.heading)
    return sum(line.height for line in lines) - GAP + breaks * AFTER_GROUP


def _pages(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Filled one after the other; a heading goes with its first row, and is repeated."""
    pages: list[list[_Line]] = [[]]
    heading: list[_Line] = []
    fresh: list[_Line] = []  # the heading, until its first row stands below it
    for line in lines:
        if line.heading:
            heading = fresh = [line]
            continue
        if pages[-1] and _height([*pages[-1], *fresh, line]) > HEIGHT:
            pages.append([])
            fresh = heading
        pages[-1] += [*fresh, line]
        fresh = []
    return pages


def _sheet(lines: Sequence[_Line], shape: Shape) -> Sheet:
    spare = max(HEIGHT - _height(lines), 0)
    y = TOP + min(spare / 2, 34)  # a few people stand a little above the middle
    headings, cards = [], []
    for index, line in enumerate(lines):
        if line.heading:
            y += AFTER_GROUP if index else 0
            headings.append(Heading(y, line.heading))
        else:
            cards += _row(line.people, y, shape)
        y += line.height
    return Sheet(tuple(headings), tuple(cards), shape)


def _row(people: Sequence[Honoree], y: float, shape: Shape) -> list[Card]:
    used = len(people) * shape.width + (len(people) - 1) * GAP
    start = LEFT + (WIDTH - used) / 2
    return [_card(one, start + n * (shape.width + GAP), y, shape) for n, one in enumerate(people)]


def _card(one: Honoree, x: float, y: float, shape: Shape) -> Card:
    room = shape.width - 1
    name = min(shape.name, room / max(width_in_ems(one.name), 1))
    ems = max(width_in_ems(one.unit), 1)
    if ems * shape.unit * SQUEEZE <= room:
        return Card(x, y, one, name, min(shape.unit, room / ems), shape.width)
    unit = min(shape.unit, room / (ems / 2 + 1))
    return Card(x, y, one, name, unit, unit * (ems / 2 + 1))
