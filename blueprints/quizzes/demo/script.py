"""The demonstration quiz as it was played: who was right, who pressed, who fouled.

Thirteen teams of three. Three rounds of required questions (one for every seat), two rounds of ten
buzzer questions, a tie-break for the eighth place. The scores are invented, and so are the teams
whose names begin with 示例; the prizes of the others are as they were published.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

SEED = 20210513
SEATS = 3
BASE = 100
QUESTIONS = 10  # of a buzzer round
SILENT = 13  # the buzzer question (counted from 0) at which nobody presses
FOULED = (4, 15)  # at which a team presses too early


@dataclass(frozen=True)
class Team:
    """A team and what it reached: the figures of the result."""

    name: str
    required: int  # right, of three
    right: int  # at the buzzer
    wrong: int
    fouls: int
    total: int
    prize: str


TEAMS = (
    Team("古荡街道总工会", 3, 5, 0, 0, 180, "一等奖"),
    Team("三墩镇总工会", 3, 3, 0, 0, 160, "二等奖"),
    Team("灵隐街道总工会", 3, 3, 1, 0, 150, "二等奖"),
    Team("北山街道总工会", 3, 1, 0, 0, 140, "三等奖"),
    Team("留下街道总工会", 2, 2, 0, 0, 140, "三等奖"),
    Team("示例小镇甲", 3, 0, 0, 0, 130, "三等奖"),
    Team("示例园区乙", 2, 1, 0, 0, 130, "三等奖"),
    Team("示例街道丙", 2, 0, 0, 0, 120, "三等奖"),
    Team("示例镇丁", 3, 0, 0, 1, 120, ""),
    Team("示例街道戊", 1, 1, 1, 0, 110, ""),
    Team("示例园区己", 1, 0, 0, 0, 110, ""),
    Team("示例街道庚", 2, 0, 1, 0, 110, ""),
    Team("示例镇辛", 1, 0, 0, 1, 100, ""),
)
PRIZES = (("一等奖", 1), ("二等奖", 2), ("三等奖", 5))
TIED = (7, 8)  # at places 8 and 9; the first of them wins the tie-break


@dataclass(frozen=True)
class Race:
    """A buzzer question. Teams by their place in TEAMS; `first` is None when nobody pressed."""

    early: int | None
    first: int | None
    right: bool


def is_right(team: int, seat: int) -> bool:
    """Whether a seat (from 1) answers its required question rightly."""
    return seat <= TEAMS[team].required


def races() -> Iterator[Race]:
    """The buzzer questions of both rounds, in order; the same every time."""
    presses = [
        (team, was_right)
        for team, one in enumerate(TEAMS)
        for was_right in (True,) * one.right + (False,) * one.wrong
    ]
    random.Random(SEED).shuffle(presses)  # noqa: S311 - a demonstration
    early = iter([team for team, one in enumerate(TEAMS) for _foul in range(one.fouls)])
    for number in range(len(presses) + 1):
        if number == SILENT:
            yield Race(None, None, right=False)
            continue
        first, was_right = presses.pop()
        yield Race(next(early) if number in FOULED else None, first, was_right)
