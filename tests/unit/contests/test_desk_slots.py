"""What a judge's marks add up to at the desk, and when judges are too far apart."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from blueprints.contests.book import Book, MarkKey, MarkNow
from blueprints.contests.queries.desk.slots import spreads, subtotal
from scoring.schemes.items import Item

AT = datetime(2026, 5, 12, tzinfo=UTC)


def judged(item_id: str, **more: object) -> Item:
    return Item(item_id, item_id, "judged", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "factors", "expected"),
    [
        ([], [1, 1], ""),
        (["9.50"], [1, 1], "9.50"),
        (["9.5", "8"], [1, 1], "17.5"),
        (["9.125", "8.5"], [1, 1], "17.625"),
        (["0.1", "0.2"], [1, 1], "0.3"),
        (["2", "3"], [Fraction(10, 3), Fraction(10, 3)], "16.67"),
        (["2"], [Fraction(10, 3)], "6.67"),
        (["DNF"], [1], "DNF"),
        (["DNF", "7.5"], [1, 1], "7.5"),
        (["-0.5", "0.2"], [1, 1], "-0.3"),
    ],
)
def test_subtotals(values: list[str], factors: list[int | Fraction], expected: str) -> None:
    slots = [(judged(str(n), factor=Fraction(f)), 1) for n, f in enumerate(factors)]
    given = {(str(n), 1): value for n, value in enumerate(values)}
    assert subtotal(given, slots) == expected


def book_with(*marks: str) -> Book:
    book = Book()
    book.marks[1] = {
        MarkKey(1, judge, "finish", 1): MarkNow(value, None, judge, AT, "", 1)
        for judge, value in enumerate(marks, 1)
    }
    return book


@pytest.mark.parametrize(
    ("marks", "distance"),
    [((), None), (("3",), None), (("2", "3"), None), (("1", "3"), "2"), (("0", "DNF", "2"), "2")],
)
def test_judges_too_far_apart_are_named(marks: tuple[str, ...], distance: str | None) -> None:
    found = spreads(book_with(*marks), 1, [judged("finish", spread=1_000_000)])
    assert found == ((("finish", distance),) if distance else ())


def test_marks_of_a_recused_judge_do_not_alarm() -> None:
    book = book_with("0", "3")
    book.excused[1, 1] = "recused"
    assert spreads(book, 1, [judged("finish", spread=1_000_000)]) == ()
    assert spreads(book_with("0", "3"), 1, [judged("finish")]) == ()
