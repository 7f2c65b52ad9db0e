"""What people type as marks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Item, MarkError, canonical_mark, check_mark, parse_decimal
from scoring.numbers import scaled
from tests.unit.scoring.files import refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("26.5", "26.5"),
        ("２６．５", "26.5"),
        (" 7 ", "7"),
        ("\u30007", "7"),
        ("+3", "3"),
        ("-0", "0"),
        ("−2.50", "-2.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("999999999999.999999", "999999999999.999999"),
    ],
)
def test_decimals_that_are_read(text: str, value: str) -> None:
    assert str(parse_decimal(text)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty; a number is needed"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("1e9", "uses an exponent; write the number out"),
        ("1E-7", "uses an exponent; write the number out"),
        ("٢٦", "uses digits that are not 0–9"),
        ("๙", "uses digits that are not 0–9"),
        ("²", "uses digits that are not 0–9"),
        ("1,5", "contains a comma; use a point for decimals and no separators"),
        ("1，5", "contains a comma; use a point for decimals and no separators"),
        ("1.2.3", "is not a number"),
        ("--1", "is not a number"),
        ("1 2", "is not a number"),
        ("1\n", "is not a number"),
        ("1_0", "is not a number"),
        ("1234567890123", "has more than 12 digits"),
        ("0.1234567", "has more than 6 decimals"),
        ("9" * 1_000_000, "is too long for a number"),
    ],
)
def test_decimals_that_are_refused(text: str, reason: str) -> None:
    with pytest.raises(MarkError) as caught:
        parse_decimal(text)
    assert str(caught.value) == reason


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_scaled_is_exact(value: Decimal) -> None:
    assert Decimal(scaled(f"{value:f}")).scaleb(-6) == value


@given(st.text(max_size=50))
def test_any_text_is_a_decimal_or_a_mark_error(text: str) -> None:
    error = refusal(lambda: parse_decimal(text), MarkError)
    assert str(error) if error else parse_decimal(text).is_finite()


HALVES = Item("craft", "Craft", "judged", minimum=0, maximum=30_000_000, step=500_000, decimals=1)
TIME = Item("time", "Time", "time", decimals=2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30.5", "must be from 0 to 30"),
        ("-0.5", "must be from 0 to 30"),
        ("26.3", "must go in steps of 0.5"),
        ("DNF", "DNF and DNS are only for times and measured attempts"),
        ("x", "is not a number"),
    ],
)
def test_marks_that_are_refused(text: str, reason: str) -> None:
    with pytest.raises(MarkError) as caught:
        check_mark(HALVES, text)
    assert str(caught.value) == reason


def test_a_mark_is_checked_against_its_decimals() -> None:
    tenths = Item("x", "", "measured", decimals=1)
    with pytest.raises(MarkError, match="at most 1 decimals"):
        check_mark(tenths, "1.25")
    assert check_mark(tenths, "1.20") == Decimal("1.20")


def test_steps_start_at_the_minimum() -> None:
    item = Item("x", "", "judged", minimum=5_500_000, maximum=10_000_000, step=1_000_000)
    assert check_mark(item, "6.5") == Decimal("6.5")
    with pytest.raises(MarkError):
        check_mark(item, "6")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("62.35", "62.35"),
        ("1:02.35", "62.35"),
        ("１：０２．３５", "62.35"),
        ("1:01:02.35", "3662.35"),
        ("dnf", "DNF"),
        ("DNS", "DNS"),
    ],
)
def test_times(text: str, stored: str) -> None:
    assert canonical_mark(TIME, text) == stored


@pytest.mark.parametrize("text", ["1:60", "1:2.5", "-3", "1:02:03:04", "1:60:00", ":30", "1:0"])
def test_times_that_are_refused(text: str) -> None:
    with pytest.raises(MarkError):
        canonical_mark(TIME, text)
