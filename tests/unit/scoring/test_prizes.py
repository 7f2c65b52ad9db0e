"""Prize counts, boundaries, bands."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.quotas import share_of
from tests.unit.scoring.files import final, points_file, points_scheme


def awards(points: dict[str, str], **prizes: Any) -> list[list[str]]:
    result = final(points_file(points, points_scheme(), prizes=prizes))
    return [list(award.entries) for award in result.prizes]


@pytest.mark.parametrize(
    ("people", "percents", "mode", "counts"),
    [
        (39, (10, 20, 30), "floor", [3, 7, 11]),
        (39, (10, 20, 30), "half_up", [4, 8, 12]),
        (13, (5, 15, 30), "floor", [0, 1, 3]),
        (13, (5, 15, 30), "half_up", [1, 2, 4]),
        (13, (5, 15, 30), "ceiling", [1, 2, 4]),
        (40, (5, 15, 30), "ceiling", [2, 6, 12]),
    ],
)
def test_percentages(people: int, percents: tuple[int, ...], mode: str, counts: list[int]) -> None:
    from fractions import Fraction

    assert [share_of(people, Fraction(percent), mode) for percent in percents] == counts


@pytest.mark.parametrize(("mode", "sizes"), [("floor", [3, 7, 11]), ("half_up", [4, 8, 12])])
def test_percentages_of_39_entrants(mode: str, sizes: list[int]) -> None:
    points = {f"A{n}": str(n) for n in range(39)}
    tiers = [{"id": p, "percent": p} for p in ("10", "20", "30")]
    assert [len(names) for names in awards(points, tiers=tiers, rounding=mode)] == sizes


def test_percentages_of_those_who_started() -> None:
    points = {f"A{n}": str(n) for n in range(10)}
    document = points_file(
        points,
        points_scheme(),
        prizes={"tiers": [{"id": "1", "percent": "20"}], "of": "started"},
        statuses=[{"entry": name, "status": "dns"} for name in ("A0", "A1", "A2", "A3", "A4")],
    )
    assert final(document).prizes[0].entries == ("A9",)


TIED_SECOND = {"A": "9", "B": "8", "C": "8", "D": "7", "E": "6"}
ONE_ONE_TWO = [
    {"id": "gold", "count": 2},
    {"id": "silver", "count": 1},
    {"id": "bronze", "count": 1},
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"boundary": "extend"}, [["A", "B", "C"], ["D"], ["E"]]),
        ({"boundary": "extend", "after_tie": "absorb"}, [["A", "B", "C"], [], ["D"]]),
        ({"boundary": "skip"}, [["A"], [], []]),
        ({"boundary": "cut"}, [["A"], [], ["D"]]),
    ],
)
def test_a_tie_across_the_boundary(rule: dict[str, Any], expected: list[list[str]]) -> None:
    assert awards(TIED_SECOND, tiers=ONE_ONE_TWO, **rule) == expected


def test_cut_waits_for_a_tie_break_and_then_gives_the_prizes() -> None:
    prizes = {"tiers": ONE_ONE_TWO, "boundary": "cut"}
    waiting = final(points_file(TIED_SECOND, points_scheme(), prizes=prizes)).prizes
    assert [award.undecided for award in waiting] == [("B", "C"), ("B", "C"), ()]
    decided = final(
        points_file(
            TIED_SECOND,
            points_scheme(),
            prizes=prizes,
            decisions=[{"kind": "tie_break", "order": ["C", "B"]}],
        )
    ).prizes
    assert [award.entries for award in decided] == [("A", "C"), ("B",), ("D",)]


def test_a_minimum_score_leaves_prizes_ungiven() -> None:
    points = {"A": "90", "B": "59.9", "C": "50"}
    tiers = [{"id": "1", "count": 1}, {"id": "2", "count": 2}]
    assert awards(points, tiers=tiers, minimum="60") == [["A"], []]


def test_everybody_above_a_mark_gets_the_medallion() -> None:
    points = {"A": "730", "B": "720", "C": "705", "D": "700", "E": "699"}
    tiers = [{"id": "gold", "count": 1}, {"id": "medallion", "minimum": "700"}]
    assert awards(points, tiers=tiers) == [["A"], ["B", "C", "D"]]


def test_within_a_band_the_medal_is_shared_and_the_next_rolls_down() -> None:
    points = {"A": "730", "B": "728.5", "C": "720", "D": "715", "E": "714", "F": "700"}
    tiers = [{"id": medal, "count": 1} for medal in ("gold", "silver", "bronze")]
    assert awards(points, tiers=tiers, band="2") == [["A", "B"], ["C"], ["D", "E"]]


QUIZ = {
    # team: required right, buzzer right, buzzer wrong, fouls, total
    "古荡": (3, 5, 0, 0, 180),
    "三墩": (3, 3, 0, 0, 160),
    "灵隐": (3, 3, 1, 0, 150),
    "北山": (3, 1, 0, 0, 140),
    "留下": (2, 2, 0, 0, 140),
    "示例甲": (3, 0, 0, 0, 130),
    "示例乙": (2, 1, 0, 0, 130),
    "示例丙": (2, 0, 0, 0, 120),
    "示例丁": (3, 0, 0, 1, 120),
    "示例戊": (1, 1, 1, 0, 110),
    "示例己": (1, 0, 0, 0, 110),
    "示例庚": (2, 0, 1, 0, 110),
    "示例辛": (1, 0, 0, 1, 100),
}


def test_the_demo_quiz_with_its_tie_break() -> None:
    from tests.unit.scoring.files import contest_file, desk

    names = ("required", "right", "wrong", "fouls")
    scheme = {
        "id": "quiz",
        "items": [{"id": name, "kind": "measured", "max": "100"} for name in names],
        "parts": [
            {
                "id": "total",
                "kind": "sum",
                "constant": "100",
                "of": [
                    {"of": "required", "factor": "10"},
                    {"of": "right", "factor": "10"},
                    {"of": "wrong", "factor": "-10"},
                    {"of": "fouls", "factor": "-10"},
                ],
            }
        ],
    }
    marks = [
        mark
        for team, row in QUIZ.items()
        for mark in desk(team, **dict(zip(names, map(str, row), strict=False)))
    ]
    result = final(
        contest_file(
            scheme,
            marks,
            list(QUIZ),
            prizes={
                "tiers": [{"id": str(n), "count": n} for n in (1, 2, 5)],
                "boundary": "cut",
            },
            decisions=[{"kind": "tie_break", "order": ["示例丙", "示例丁"]}],
        )
    )
    assert {row.entry: row.total for row in result.rows} == {
        team: str(row[-1]) for team, row in QUIZ.items()
    }
    first, second, third = (set(award.entries) for award in result.prizes)
    assert first == {"古荡"}
    assert second == {"三墩", "灵隐"}
    assert third == {"北山", "留下", "示例甲", "示例乙", "示例丙"}
    assert all(not award.undecided for award in result.prizes)
