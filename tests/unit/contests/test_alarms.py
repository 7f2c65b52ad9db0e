"""When judges are too far apart, to the last digit."""

from decimal import Decimal

import pytest

from blueprints.contests.alarms import Finding, Limits, findings, fingerprint


def marks(*texts: str) -> dict[int, Decimal]:
    return {judge: Decimal(text) for judge, text in enumerate(texts, 1)}


@pytest.mark.parametrize(
    ("given", "limit", "found"),
    [
        ((), "1", None),
        (("3",), "1", None),
        (("2", "3"), "1", None),  # WorldSkills: above 1, not from 1 on
        (("1", "3", "2"), "1", ((1, 2), "2")),
        (("26.5", "28.01"), "1.5", ((1, 2), "1.51")),
        (("26.5", "28"), "1.5", None),
        (("3", "3", "1", "1"), "1", ((1, 2, 3, 4), "2")),
    ],
)
def test_spreads(
    given: tuple[str, ...], limit: str, found: tuple[tuple[int, ...], str] | None
) -> None:
    expected = [Finding("spread", found[0], Decimal(found[1]))] if found else []
    assert findings(marks(*given), Limits(spread=Decimal(limit))) == expected


@pytest.mark.parametrize(
    ("given", "limit", "judges", "figure"),
    [
        (("9", "9", "9"), "0.5", (), ""),
        (("9", "7"), "0.5", (), ""),  # of two, neither is the odd one
        (("9", "9", "7"), "1.3", (3,), "1.33"),  # the mean is 8 1/3, not 8.33
        (("9", "9", "6"), "2", (), ""),  # exactly at the limit
        (("9", "9", "6"), "1.99", (3,), "2"),
        (("10", "8", "6"), "1.5", (1, 3), "2"),
    ],
)
def test_outliers(given: tuple[str, ...], limit: str, judges: tuple[int, ...], figure: str) -> None:
    expected = [Finding("outlier", judges, Decimal(figure))] if judges else []
    assert findings(marks(*given), Limits(deviation=Decimal(limit))) == expected


def test_without_limits_nothing_alarms() -> None:
    assert findings(marks("0", "100", "50"), Limits()) == []


def test_a_fingerprint_is_of_these_marks_alone() -> None:
    given = ("spread", "e1", ("finish", 1), {"J1": "1", "J2": "3"})
    assert fingerprint(*given) == fingerprint("spread", "e1", ("finish", 1), {"J2": "3", "J1": "1"})
    others = [
        ("outlier", *given[1:]),
        ("spread", "e2", *given[2:]),
        ("spread", "e1", ("finish", 2), given[3]),
        (*given[:3], {"J1": "2", "J2": "3"}),
    ]
    assert len({fingerprint(*one) for one in [given, *others]}) == 5
