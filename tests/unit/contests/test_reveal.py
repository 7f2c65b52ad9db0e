"""The order of a reveal: ties, shared prizes, entrants without a place, marks that move people."""

import json
from collections.abc import Sequence
from itertools import pairwise

import pytest

from blueprints.contests.reveal import (
    Entrant,
    Options,
    Pending,
    Standing,
    Step,
    StepKind,
    resolver_script,
    stage_of,
    suspense_script,
)
from blueprints.contests.reveal.stage import NEWEST


def standing(key: str, place: int | None, total: str = "", prize: str = "") -> Standing:
    text = str(place) if place else ""
    return Standing(Entrant(key, f"name of {key}"), place, total, text, (prize,) if prize else ())


FINAL = [
    standing("a", 1, "98", "一等奖"),
    standing("b", 2, "95", "二等奖"),
    standing("c", 3, "90"),  # below a pass line
    standing("d", 3, "90", "二等奖"),
    standing("e", 5, "80", "三等奖"),
    standing("f", 5, "80", "三等奖"),
    standing("g", 7, "70"),
    standing("h", None),  # did not start
]


def told(steps: Sequence[Step]) -> list[str]:
    return [
        " ".join([one.kind, one.place, one.prize, *(who.key for who in one.entrants)]).strip()
        for one in steps
    ]


def test_from_the_lowest_place_up_each_prize_is_announced_once() -> None:
    assert [" ".join(line.split()) for line in told(suspense_script(FINAL, Options()))] == [
        "place 7 g",
        "tier 三等奖",
        "score 5 三等奖",
        "winner 5 三等奖 e f",
        "score 3",
        "winner 3 c",
        "tier 二等奖",
        "score 3 二等奖",
        "winner 3 二等奖 d",
        "score 2 二等奖",
        "winner 2 二等奖 b",
        "tier 一等奖",
        "score 1 一等奖",
        "winner 1 一等奖 a",
        "closing 1 一等奖 a",
    ]


def test_from_a_place_on_the_others_come_together() -> None:
    steps = suspense_script(FINAL, Options(from_place=2))
    kinds = [(one.kind, [line.key for line in one.lines]) for one in steps]
    assert kinds[:3] == [
        (StepKind.REST, ["c", "g"]),
        (StepKind.TIER, ["e", "f"]),
        (StepKind.TIER, ["d"]),
    ]
    assert [one.prize for one in steps if one.kind == StepKind.TIER] == [
        "三等奖",
        "二等奖",
        "一等奖",
    ]


def test_nobody_is_named_before_the_own_step() -> None:
    """Whatever is shown after n steps is in those steps: later ones add names, never earlier."""
    for options in (Options(), Options(from_place=2)):
        steps = suspense_script(FINAL, options)
        seen: set[str] = set()
        for step in steps:
            text = json.dumps(step.to_json())
            named = {one.entrant.key for one in FINAL if f'"name of {one.entrant.key}"' in text}
            if step.kind == StepKind.SCORE:
                assert named == set()
            elif step.kind != StepKind.CLOSING:
                assert not named & seen
            seen |= named
        assert seen == {"a", "b", "c", "d", "e", "f", "g"}


def test_a_step_back_shows_what_was_before() -> None:
    steps = suspense_script(FINAL, Options())
    stages = [stage_of(steps[:count]) for count in range(len(steps) + 1)]
    assert stages[0].step is None and stages[0].lines == ()
    assert [line.key for line in stages[4].lines] == ["e", "f", "g"]
    for before, after in pairwise(stages[:-1]):
        assert after.lines[len(after.lines) - len(before.lines) :] == before.lines


def test_a_hall_reads_eight_lines_and_how_many_more_there_are() -> None:
    many = [standing(f"n{place}", place, str(100 - place)) for place in range(1, 31)]
    steps = suspense_script(many, Options())
    shown = stage_of(steps[:20])
    late = stage_of(steps[: len(steps) - 2])
    assert stage_of(steps[len(steps) - 2 - NEWEST : len(steps) - 2]) == late
    assert (len(shown.lines), shown.more) == (8, 12)
    assert shown.lines[0].place == "11"


def test_there_may_be_nobody() -> None:
    assert suspense_script([], Options()) == []
    assert suspense_script([standing("h", None)], Options()) == []


def test_steps_go_through_json() -> None:
    steps = suspense_script(FINAL, Options())
    again = [Step.from_json(json.loads(json.dumps(one.to_json()))) for one in steps]
    assert again == steps


PUBLIC = {"a": 30, "b": 50, "c": 40, "d": 20}
HIDDEN = {"a": [40, 25], "b": [5], "c": [-15]}
PRIZES = {"a": "一等奖"}


def rank(shown: Sequence[Pending]) -> list[Standing]:
    totals = {
        key: base + sum(int(one.name) for one in shown if one.key == key)
        for key, base in PUBLIC.items()
    }
    best = sorted(totals, key=lambda key: -totals[key])
    return [standing(key, n, str(totals[key])) for n, key in enumerate(best, 1)]


def pendings() -> list[Pending]:
    return [
        Pending(key, str(value), f"mark {n}")
        for key, values in HIDDEN.items()
        for n, value in enumerate(values, 1)
    ]


def resolved(options: Options) -> list[Step]:
    final = [
        Standing(
            o.entrant,
            o.place,
            o.total,
            o.text,
            (PRIZES[o.entrant.key],) if o.entrant.key in PRIZES else (),
        )
        for o in rank(pendings())
    ]
    return resolver_script(final, pendings(), rank, options)


def test_the_resolver_moves_entrants_mark_by_mark() -> None:
    steps = resolved(Options())
    assert [line.key for line in steps[0].lines] == ["b", "c", "a", "d"]
    assert [line.total for line in steps[0].lines] == ["50", "40", "30", "20"]
    moves = [(s.entrants[0].key, s.what, s.moved, s.count) for s in steps if s.kind == "resolved"]
    # d is lowest, has nothing hidden and stays so: settled; a rises twice; c falls, b stays
    assert moves == [
        ("a", "mark 1", "up", 2),
        ("c", "mark 1", "", 0),
        ("b", "mark 1", "", 0),
        ("a", "mark 2", "", 0),
    ]
    settled = [s.entrants[0].key for s in steps if s.kind in ("place", "winner")]
    assert settled == ["d", "c", "b", "a"]
    assert [s.prize for s in steps if s.kind == "tier"] == ["一等奖"]


def test_no_board_of_the_resolver_tells_what_is_hidden() -> None:
    """Every line is the public total plus the marks that were shown so far."""
    shown: dict[str, int] = dict(PUBLIC)
    left = {key: list(values) for key, values in HIDDEN.items()}
    for step in resolved(Options())[:-1]:
        if step.kind == StepKind.RESOLVED:
            key = step.entrants[0].key
            shown[key] += left[key].pop(0)
        for line in step.lines:
            assert int(line.total) == shown[line.key], (step, line)
            assert line.pending == len(left.get(line.key, ()))


def test_who_loses_the_place_by_a_ruling_is_not_shown_alone() -> None:
    """A disqualification after the freeze: the entrant leaves the board with the rest."""
    out = [Pending("b", "0", "ruling")]

    def with_ruling(given: Sequence[Pending]) -> list[Standing]:
        keys = ["a", "c", "b"] if given else ["b", "a", "c"]
        return [
            standing(key, None if given and key == "b" else n, "9") for n, key in enumerate(keys, 1)
        ]

    steps = resolver_script(with_ruling(out), out, with_ruling, Options())
    assert [line.key for line in steps[0].lines] == ["b", "a", "c"]
    assert steps[1].kind == StepKind.REST and steps[1].entrants == ()
    named = [who.key for step in steps for who in step.entrants]
    assert "b" not in named


@pytest.mark.parametrize("from_place", [None, 1, 2, 9])
def test_every_winner_is_named_however_few_are_revealed_singly(from_place: int | None) -> None:
    for steps in (suspense_script(FINAL, Options(from_place)), resolved(Options(from_place))):
        assert steps[-1].kind == StepKind.CLOSING
        assert [who.key for who in steps[-1].entrants] == ["a"]
