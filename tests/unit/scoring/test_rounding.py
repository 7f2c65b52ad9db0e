"""Rounding is exact on decimals; binary floats get these wrong."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.numbers import exact, fraction_text
from scoring.rounding import Rounding

DECIMAL_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("2.675", "2.68"), ("1.005", "1.01"), ("85.345", "85.35"), ("1.115", "1.12")],
)
def test_half_up_where_floats_fail(value: str, rounded: str) -> None:
    assert fraction_text(Rounding.to_places(2).apply(exact(value)), 2) == rounded


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=5),
    st.integers(0, 4),
    st.sampled_from(sorted(DECIMAL_MODES)),
)
def test_places_agree_with_the_decimal_module(value: Decimal, places: int, mode: str) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=DECIMAL_MODES[mode])
    assert Rounding.to_places(places, mode).apply(Fraction(value)) == Fraction(expected)


@pytest.mark.parametrize(
    ("step", "mode", "value", "rounded"),
    [
        ("0.5", "half_up", "8.25", "8.5"),
        ("0.5", "half_even", "8.25", "8.0"),
        ("0.5", "floor", "8.49", "8.0"),
        ("0.5", "ceiling", "8.01", "8.5"),
        ("5", "half_up", "12.5", "15"),
        ("0.25", "half_up", "-0.125", "-0.25"),
    ],
)
def test_steps(step: str, mode: str, value: str, rounded: str) -> None:
    rounding = Rounding.to_step(exact(step), mode)
    assert rounding.apply(exact(value)) == exact(rounded)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(601, 9), None, "66.777778"),
        (Fraction(601, 9), 2, "66.78"),
        (Fraction(88), 2, "88.00"),
        (Fraction(88), None, "88"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(-5, 4), None, "-1.25"),
        (Fraction(100), 0, "100"),
    ],
)
def test_texts(value: Fraction, places: int | None, text: str) -> None:
    assert fraction_text(value, places) == text
