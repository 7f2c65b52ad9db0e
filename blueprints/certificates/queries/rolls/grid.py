"""Where everybody stands on a poster: sheets of cards in mm of an A3 sheet (297 × 420).

The biggest cards are taken with which everybody fits on one sheet; a crowd gets several sheets.
Other sizes are the same drawing, smaller or larger.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from blueprints.certificates.queries.rolls import AwardGroup, Honoree, even_rows

LEFT, TOP, WIDTH, HEIGHT = 24.0, 101.0, 249.0, 274.0  # the field below the title
GAP = 4.5
HEADING, AFTER_HEADING = 11.0, 6.0
AFTER_GROUP = 4.0
MOST_COLUMNS = 10  # ten columns hold some sixty people on a sheet
WIDEST_PORTRAIT = 62.0
FIRST_TIMES = (1.6, 1.45, 1.3, 1.15, 1.0)  # how much bigger the highest award may be
MOST_SPREAD = 26.0
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

    def scaled(self, times: float) -> "Shape":
        """The same card so many times as big, with as many beside each other as have room."""
        width = min(self.width * times, WIDTH)
        columns = max(int((WIDTH + GAP + 0.01) / (width + GAP)), 1)
        return Shape(columns, width, self.portrait * times, self.name * times, self.unit * times)


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
    shape: "Shape"


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


@dataclass(frozen=True)
class _Line:
    """A row of cards or a heading, with the room it takes."""

    height: float
    heading: str = ""
    people: tuple[Honoree, ...] = ()
    shape: Shape | None = None


def sheets(groups: Sequence[AwardGroup]) -> list[Sheet]:
    """The poster's sheets; none for nobody."""
    portraits = any(one.photo for group in groups for one in group.people)
    trials = []
    for columns in range(1, MOST_COLUMNS + 1):
        shape = _shape(columns, portraits=portraits)
        trials.append((_pages(_lines(groups, shape, 1)), shape))
    fewest = min(len(pages) for pages, _ in trials)
    pages, shape = next(trial for trial in trials if len(trial[0]) == fewest)
    if fewest == 1:
        pages = _with_bigger_first(groups, shape)
    return [_sheet(page) for page in pages if page]


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


def _with_bigger_first(groups: Sequence[AwardGroup], shape: Shape) -> list[list[_Line]]:
    """The highest award's cards as much bigger as the sheet has room for."""
    for times in FIRST_TIMES:
        pages = _pages(_lines(groups, shape, times))
        if len(pages) == 1:
            break
    return pages


def _lines(groups: Sequence[AwardGroup], shape: Shape, first_times: float) -> list[_Line]:
    lines = []
    for index, group in enumerate(groups):
        own = shape.scaled(first_times) if index == 0 and len(groups) > 1 else shape
        if group.award:
            lines.append(_Line(HEADING + AFTER_HEADING, heading=group.award))
        rows = even_rows(group.people, own.columns)
        lines += [_Line(own.height + GAP, people=row, shape=own) for row in rows]
    return lines


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


def _sheet(lines: Sequence[_Line]) -> Sheet:
    """What room is left over goes between the awards, and above them all."""
    spare = max(HEIGHT - _height(lines), 0)
    gap = min(spare / (1 + sum(1 for line in lines if line.heading)), MOST_SPREAD)
    y = TOP + min(gap, (spare + gap) / 2)
    headings, cards = [], []
    for index, line in enumerate(lines):
        if line.heading:
            y += AFTER_GROUP + gap if index else 0
            headings.append(Heading(y, line.heading))
        elif line.shape:
            cards += _row(line.people, y, line.shape)
        y += line.height
    return Sheet(tuple(headings), tuple(cards))


def _row(people: Sequence[Honoree], y: float, shape: Shape) -> list[Card]:
    used = len(people) * shape.width + (len(people) - 1) * GAP
    start = LEFT + (WIDTH - used) / 2
    return [_card(one, start + n * (shape.width + GAP), y, shape) for n, one in enumerate(people)]


def _card(one: Honoree, x: float, y: float, shape: Shape) -> Card:
    room = shape.width - 1
    name = min(shape.name, room / max(width_in_ems(one.name), 1))
    ems = max(width_in_ems(one.unit), 1)
    if ems * shape.unit * SQUEEZE <= room:
        return Card(x, y, one, name, min(shape.unit, room / ems), shape.width, shape)
    unit = min(shape.unit, room / (ems / 2 + 1))
    return Card(x, y, one, name, unit, unit * (ems / 2 + 1), shape)
