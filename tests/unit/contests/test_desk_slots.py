"""What a judge's marks add up to at the desk."""

from fractions import Fraction

import pytest

from blueprints.contests.queries.desk.slots import subtotal
from scoring.schemes.items import Item


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
