"""Setting a quiz up: the scheme follows the segments, the teams get their seats."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.models import Scheme
from blueprints.contests.services import setup as contests
from blueprints.quizzes.models import Contestant, Quiz, Segment
from blueprints.quizzes.rules.segments import PRESETS, SegmentRules
from blueprints.quizzes.services import setup
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.quizzes import make_show


def _quiz(now: datetime, **more: Any) -> tuple[Hall, int]:
    hall = make_hall(now, judges=0, entries=2, open_round=False, **more)
    return hall, setup.create_quiz(SYSTEM, hall.round_id, now, base=100, seats=3)


def _add(quiz_id: int, kind: str, title: str, now: datetime, **changed: Any) -> int:
    rules: SegmentRules = replace(PRESETS[kind], **changed)
    return setup.add_segment(SYSTEM, quiz_id, kind, title, rules, now)


def test_the_scheme_follows_the_segments(app: Flask, now: datetime) -> None:
    hall, quiz_id = _quiz(now)
    first = _add(quiz_id, "required", "第一轮必答", now)
    _add(quiz_id, "tie_break", "加赛", now)
    _add(quiz_id, "buzzer", "抢答", now)
    document = hall.round.scheme.document
    assert [item["title"] for item in document["items"]] == ["第一轮必答", "抢答"]
    assert document["parts"][-1]["constant"] == "100"

    setup.change_segment(SYSTEM, first, "团队必答", PRESETS["required"], now)
    setup.move_segment(SYSTEM, first, 2, now)
    titles = [item["title"] for item in hall.round.scheme.document["items"]]
    assert titles == ["抢答", "团队必答"]
    setup.remove_segment(SYSTEM, first, now)
    assert [item["id"] for item in hall.round.scheme.document["items"]] == ["s2"]
    assert db.session.query(Scheme).filter_by(contest_id=hall.contest_id).count() == 1


def test_a_final_carries_what_was_reached_before(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=0, entries=2, open_round=False)
    event_id = hall.round.event_id
    final = contests.add_round(SYSTEM, event_id, "总决赛", "speech", "each", now)
    quiz_id = setup.create_quiz(SYSTEM, final, now)
    _add(quiz_id, "buzzer", "抢答", now)
    carried = (setup.Carried(hall.round_id, "30%"),)
    setup.change_quiz(SYSTEM, quiz_id, now, base=0, seats=3, carried=carried)
    parts = db.session.get_one(Quiz, quiz_id).round.scheme.document["parts"]
    assert [part["kind"] for part in parts] == ["carried", "sum"]
    assert parts[1]["of"][1] == {"of": "carried1", "factor": "0.3"}
    with pytest.raises(UserError):
        later = (setup.Carried(final),)
        setup.change_quiz(SYSTEM, quiz_id, now, base=0, seats=3, carried=later)


def test_members_of_a_team_take_its_seats(app: Flask, now: datetime) -> None:
    show = make_show(now, teams=2, seats=3)
    team = db.session.query(Contestant).filter_by(entry_id=show.entry_ids[0])
    seats = team.order_by(Contestant.seat).all()
    assert [one.name for one in seats] == [f"赵示一{n}号" for n in (1, 2, 3)]
    setup.rename_seats(SYSTEM, show.quiz_id, show.entry_ids[0], {2: "替示补"}, now)
    assert db.session.get_one(Contestant, show.contestant_ids[0][1]).name == "替示补"


def test_seating_the_teams_again_leaves_substitutes_who_play(app: Flask, now: datetime) -> None:
    show = make_show(now, teams=1, seats=3)
    first, second, third = show.contestant_ids[0]
    setup.rename_seats(SYSTEM, show.quiz_id, show.entry_ids[0], {2: "替示补", 3: ""}, now)
    with write():
        entry = show.hall.entry(0)
        members = entry.document["members"]
        entry.document = {"members": [{"name": "改示名"}, *members[1:]]}
    setup.seat_teams(SYSTEM, show.quiz_id, now)
    names = [db.session.get_one(Contestant, one).name for one in (first, second, third)]
    assert names == ["赵示一1号", "替示补", "赵示一3号"], "only the empty seat gets its member"
    with write():
        show.quiz.round.state = "draft"
    setup.seat_teams(SYSTEM, show.quiz_id, now)
    assert db.session.get_one(Contestant, first).name == "改示名"


def test_seating_the_teams_again_leaves_substitutes_before_the_round(
    app: Flask, now: datetime
) -> None:
    hall, quiz_id = _quiz(now)
    entry_id = hall.entry(0).id

    def members(*names: str) -> None:
        with write():
            hall.entry(0).document = {"members": [{"name": one} for one in names]}
        setup.seat_teams(SYSTEM, quiz_id, now)

    def seated() -> list[str]:
        rows = db.session.query(Contestant).filter_by(quiz_id=quiz_id, entry_id=entry_id)
        return [one.name for one in rows.order_by(Contestant.seat)]

    members("赵示一", "赵示二", "赵示三")
    names = {1: "赵示一", 2: "替示补", 3: "赵示三"}  # as the form sends them
    setup.rename_seats(SYSTEM, quiz_id, entry_id, names, now)
    members("赵示一", "赵示二", "改示名")
    assert seated() == ["赵示一", "替示补", "改示名"], (
        "a member renamed follows, a substitute stays"
    )
    setup.rename_seats(SYSTEM, quiz_id, entry_id, {2: ""}, now)
    members("赵示一", "赵示二", "改示名")
    assert seated()[1] == "赵示二", "an emptied seat is the member's again"


def test_what_is_played_is_fixed_but_for_a_tie_break(app: Flask, now: datetime) -> None:
    show = make_show(now, teams=2, seats=1)
    with pytest.raises(UserError):
        _add(show.quiz_id, "buzzer", "又一轮", now)
    with pytest.raises(UserError):
        setup.change_quiz(SYSTEM, show.quiz_id, now, base=0, seats=1)
    added = _add(show.quiz_id, "tie_break", "第二次加赛", now)
    assert db.session.get_one(Segment, added).item == ""


def test_rules_that_make_no_sense_are_refused(app: Flask, now: datetime) -> None:
    _hall, quiz_id = _quiz(now)
    for kind, changed in (
        ("risk", {"stakes": ()}),
        ("required", {"seat": 4}),
        ("buzzer", {"press_s": -1}),
        ("buzzer", {"wrong": -5000}),
        ("buzzer", {"questions": 0}),
    ):
        with pytest.raises(UserError):
            _add(quiz_id, kind, "轮", now, **changed)
    assert not db.session.get_one(Quiz, quiz_id).segments


def test_a_round_that_has_begun_becomes_no_quiz(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=2)
    with pytest.raises(UserError):
        setup.create_quiz(SYSTEM, hall.round_id, now)


def test_a_quiz_without_segments_leaves_its_round_as_it_was(app: Flask, now: datetime) -> None:
    hall, quiz_id = _quiz(now)
    before = hall.round.scheme_id
    setup.remove_quiz(SYSTEM, quiz_id, now)
    assert hall.round.scheme_id == before
    assert setup.create_quiz(SYSTEM, hall.round_id, now)
