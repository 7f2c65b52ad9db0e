"""What is entered for an entry: a judge's mark, a measured value, a time, a deduction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.errors import N_, MarkError
from scoring.numbers import SCALE, canonical_decimal, scaled, scaled_text
from scoring.readings import DID_NOT_FINISH, WAITING, Reading
from scoring.sheets import DNF, ScoreSheet
from scoring.times import canonical_time

JUDGED, MEASURED, TIME, DEDUCTION, IMPORTED = (
    "judged",
    "measured",
    "time",
    "deduction",
    "imported",
)
KINDS = (JUDGED, MEASURED, TIME, DEDUCTION, IMPORTED)
NOT_FINISHED_WORDS = ("DNF", "DNS")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a score sheet. Bounds, step and default are in millionths.

    ``span`` is how many attempts are entered; ``factor`` multiplies the mark inside a
    panel; ``levels`` are the descriptors of a levelled item (0, 1, 2 …) and ``spread`` the
    distance between judges above which the mark is discussed again.
    """

    id: str
    title: str
    kind: str
    minimum: int | None = 0
    maximum: int | None = None
    step: int | None = None
    decimals: int | None = None
    span: int = 1
    factor: Fraction = Fraction(1)
    default: int | None = None
    levels: tuple[str, ...] = ()
    spread: int | None = None

    @property
    def is_judged(self) -> bool:
        return self.kind == JUDGED

    @property
    def less_is_better(self) -> bool:
        return self.kind in (TIME, DEDUCTION)

    @property
    def may_not_finish(self) -> bool:
        """Whether DNF can be entered: for times, and for measured attempts."""
        return self.kind == TIME or (self.span > 1 and not self.is_judged)

    def read(self, sheet: ScoreSheet, attempt: int) -> Reading:
        """The value entered at the desk. Judged items are read by a panel instead."""
        value = sheet.desk.get((self.id, attempt), self.default)
        if value is None:
            value = self.filled(sheet.fill)
        if value is None:
            return WAITING
        return DID_NOT_FINISH if value is DNF else Reading(Fraction(value, SCALE))

    def filled(self, fill: str | None) -> int | None:
        """What a missing mark could become at worst or at best; None when unbounded."""
        if fill is None or (fill == "worst" and self.may_not_finish):
            return None
        return self.maximum if (fill == "best") != self.less_is_better else self.minimum


def check_mark(item: Item, text: str) -> Decimal:
    """The mark that ``text`` stands for, or a ``MarkError`` that says what is wrong.

    Full-width digits are accepted. A time may be written as minutes and seconds; the
    result is in seconds. ``DNF`` is not a number: ask ``mark_amount`` where it is allowed.
    """
    canonical = canonical_mark(item, text)
    if canonical in NOT_FINISHED_WORDS:
        raise MarkError(N_("is not a number"))
    return Decimal(canonical)


def canonical_mark(item: Item, text: str) -> str:
    """``text`` as it is stored: an ASCII decimal (seconds for times), DNF or DNS."""
    if not isinstance(text, str):
        raise MarkError(N_("is not a number"))
    word = text.strip().upper() if len(text) <= 8 else ""
    if word in NOT_FINISHED_WORDS:
        if not item.may_not_finish:
            raise MarkError(N_("DNF and DNS are only for times and measured attempts"))
        return word
    canonical = canonical_time(text) if item.kind == TIME else canonical_decimal(text)
    _check_range(item, scaled(canonical))
    _check_precision(item, canonical)
    return canonical


def mark_amount(canonical: str) -> int:
    """A stored mark in millionths, or ``DNF``."""
    return DNF if canonical in NOT_FINISHED_WORDS else scaled(canonical)


def _check_range(item: Item, amount: int) -> None:
    low, high = item.minimum, item.maximum
    if (low is None or amount >= low) and (high is None or amount <= high):
        return
    if low is not None and high is not None:
        raise MarkError(
            N_("must be from {low} to {high}"), low=scaled_text(low), high=scaled_text(high)
        )
    if low is not None:
        raise MarkError(N_("must be at least {low}"), low=scaled_text(low))
    raise MarkError(N_("must be at most {high}"), high=scaled_text(high or 0))


def _check_precision(item: Item, canonical: str) -> None:
    if item.step is not None and (scaled(canonical) - (item.minimum or 0)) % item.step:
        raise MarkError(N_("must go in steps of {step}"), step=scaled_text(item.step))
    decimals = len(canonical.partition(".")[2].rstrip("0"))
    if item.decimals is not None and decimals > item.decimals:
        raise MarkError(N_("must have at most {places} decimals"), places=item.decimals)
