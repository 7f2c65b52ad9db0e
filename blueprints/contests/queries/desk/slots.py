"""Which marks a round asks for: by every judge, and by the desk itself."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from blueprints.contests.book import Book, MarkKey
from blueprints.contests.models import Round
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.rules import desk_items, is_assigned, judged_items
from scoring.schemes.items import Item

SCALE = 1_000_000  # the engine keeps bounds and spreads in millionths
LEAST_PLACES = 2  # a factor such as 10/3 gives no end of decimals
OPTIONAL = "deduction"  # kind of desk item that most entrants have none of


@dataclass(frozen=True)
class Slots:
    """The items of a round, and whose they are."""

    round: Round
    judged: tuple[Item, ...]
    desk: tuple[Item, ...]

    def of_judge(self, judge: JudgeFacts, entry: EntryFacts) -> tuple[tuple[Item, int], ...]:
        """(item, attempt) of every mark on this judge's sheet of this entrant."""
        return tuple(
            (item, attempt)
            for item in self.judged
            if judge.items is None or item.id in judge.items
            for attempt in attempts(item)
            if is_assigned(self.round, judge.ref, entry.ref, item.id, attempt)
        )

    def of_desk(self) -> tuple[tuple[Item, int], ...]:
        """(item, attempt) of every value that the desk enters."""
        return tuple((item, attempt) for item in self.desk for attempt in attempts(item))

    def desk_missing(self, book: Book, entry_id: int) -> tuple[str, ...]:
        """Titles of what the desk still has to enter for an entrant."""
        marks, missing = book.marks_of(entry_id), []
        for item in filter(is_required, self.desk):
            open_ones = [
                attempt
                for attempt in attempts(item)
                if MarkKey(entry_id, None, item.id, attempt) not in marks
            ]
            if len(open_ones) == 1:
                missing.append(slot_title(item, open_ones[0]))
            elif open_ones:
                missing.append(
                    _("%(item)s (%(count)d)", item=item_title(item), count=len(open_ones))
                )
        return tuple(missing)


def slots_of(round_: Round) -> Slots:
    """The slots of a round by its scheme."""
    return Slots(round_, tuple(judged_items(round_)), tuple(desk_items(round_)))


def is_required(item: Item) -> bool:
    """Whether a desk item must be entered for every entrant."""
    return item.default is None and item.kind != OPTIONAL


def item_title(item: Item) -> str:
    """What people call the item; titles of the ready-made schemes are translated."""
    return str(_(item.title)) if item.title else item.id


def slot_title(item: Item, attempt: int) -> str:
    """The item, with the number of the attempt where there are several."""
    if item.span == 1:
        return item_title(item)
    return _("%(item)s, attempt %(number)d", item=item_title(item), number=attempt)


def subtotal(values: Mapping[tuple[str, int], str], slots: Iterable[tuple[Item, int]]) -> str:
    """What a judge's marks add up to, factors applied; "" before the first one.

    A single mark is shown as it is, also when it is no number (DNF).
    """
    given = [(item, values[item.id, n]) for item, n in slots if (item.id, n) in values]
    if not given:
        return ""
    if len(given) == 1 and given[0][0].factor == 1:
        return given[0][1]
    total = Fraction(0)
    for item, text in given:
        try:
            total += item.factor * Fraction(text)
        except ValueError:  # DNF counts nothing
            continue
    places = max(LEAST_PLACES, *(_places(text) for _item, text in given))
    return _plain(total, places)


def attempts(item: Item) -> range:
    """The numbers of an item's attempts."""
    return range(1, item.span + 1)


def _plain(value: Fraction, places: int) -> str:
    """As few decimals as it takes, but no more than `places` (half up)."""
    unit = 10**places
    amount = math.floor(abs(value) * unit + Fraction(1, 2))
    text = f"{amount // unit}.{amount % unit:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and amount else text


def _places(text: str) -> int:
    return len(text.partition(".")[2])
