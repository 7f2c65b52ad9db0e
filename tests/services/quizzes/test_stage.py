"""The stage holds what may be known at each moment, and nothing that comes later."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Entry
from blueprints.contests.services import freezing, progress
from blueprints.quizzes.models import Phase, PlayAlong, QuizQuestion, Turn
from blueprints.quizzes.queries.seats import floor_of, phone_of, sitting
from blueprints.quizzes.queries.stage import Stage, media_on_air, stage_of
from blueprints.quizzes.services.play import rulings, turns
from store import NotFound, db, write
from store.actors import SYSTEM
from tests.support.quiz_race import Race, settings
from tests.support.quizzes import Show, make_show
from tests.support.stages import put_on_air

SEALED = ("测试题101", "第一项", "示例条例第101条", "解析101")
TOLD = ("示例条例第101条", "解析101")  # only with the answer


@pytest.fixture
def show(app: Flask, now: datetime) -> Show:
    return make_show(now)


def stage(show: Show, now: datetime) -> Stage:
    return stage_of(show.quiz, now)


@pytest.mark.parametrize("phase", [Phase.READY, Phase.VOID])
def test_a_question_that_is_not_shown_is_nowhere_in_the_stage(
    show: Show, now: datetime, phase: Phase
) -> None:
    put_on_air(show, phase)
    seen = stage(show, now)
    assert seen.turn.question is None
    assert not [words for words in SEALED if words in repr(seen)]


@pytest.mark.parametrize(
    "phase", [Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING, Phase.RULED]
)
def test_a_shown_question_keeps_its_answer(show: Show, now: datetime, phase: Phase) -> None:
    put_on_air(show, phase, shown_at=now)
    seen = stage(show, now)
    question = seen.turn.question
    assert question.text.startswith("测试题101")
    assert [(one.letter, one.right) for one in question.options][:2] == [("A", None), ("B", None)]
    assert (question.answer, question.source, seen.turn.guesses) == ((), "", None)
    assert not [words for words in TOLD if words in repr(seen)]


def test_the_answer_comes_with_the_reveal_and_goes_with_its_undoing(
    show: Show, now: datetime
) -> None:
    turn = put_on_air(show, Phase.REVEALED, shown_at=now)
    with write():
        for player, given in enumerate([[0], [0], [2]]):
            db.session.add(
                PlayAlong(
                    turn_id=turn.id, player=str(player), given=given, right=given == [0], at=now
                )
            )
    seen = stage(show, now).turn
    assert [one.right for one in seen.question.options] == [True, False, False, False]
    assert seen.question.source == "示例条例第101条"
    assert (seen.guesses.percent, seen.guesses.by_option) == (67, (2, 0, 1, 0))
    put_on_air(show, Phase.SHOWN)
    assert not [words for words in TOLD if words in repr(stage(show, now))]


def rule(show: Show, team: int, kind: str, now: datetime) -> None:
    """A question played to its ruling; in required ones the teams take turns."""
    key = f"key-{db.session.scalar(sa.select(sa.func.count(Turn.id))):06d}"
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key=key)
    turns.show(SYSTEM, turn_id, now)
    turns.open_turn(SYSTEM, turn_id, now)
    if db.session.get_one(Turn, turn_id).entry_id is None:
        turns.give_word(SYSTEM, turn_id, show.entry_ids[team], 1, now)
    rulings.rule(SYSTEM, turn_id, kind, now, key=f"{key}-rule")


def test_points_move_the_teams_and_a_freeze_hides_both(show: Show, now: datetime) -> None:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[1], now)
    rule(show, 2, "right", now)
    first = stage(show, now).teams[0]
    assert (first.entry_id, first.total, first.delta) == (show.entry_ids[2], "110", 10)
    assert (first.place.text, first.has_word) == ("1", True)
    freezing.freeze(SYSTEM, show.hall.round_id, "颁奖时揭晓", now)
    for _again in range(2):
        rule(show, 0, "right", now)
    seen = stage(show, now)
    assert (seen.state, seen.freeze.reason) == ("frozen", "颁奖时揭晓")
    assert seen.teams[0].entry_id == show.entry_ids[2] and seen.teams[0].total == "110"
    assert {team.delta for team in seen.teams} == {None} and seen.turn.outcomes == ()


def test_nobody_has_a_place_before_the_first_decision(show: Show, now: datetime) -> None:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[1], now)
    assert [team.place.text for team in stage(show, now).teams] == [""] * len(show.entry_ids)
    for team in range(len(show.entry_ids)):
        rule(show, team, "right", now)  # all level again, and that was decided
    assert {team.place.text for team in stage(show, now).teams} == {"1"}


def test_places_are_compared_with_those_before_the_segment(show: Show, now: datetime) -> None:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[0], now)
    for team, kind in enumerate(("right", "wrong", "wrong")):
        rule(show, team, kind, now)
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[1], now)
    rule(show, 2, "right", now)
    rule(show, 0, "wrong", now)  # 100, 100, 110: the first of 110, 100, 100 is now second
    moves = {team.entry_id: team.place.move for team in stage(show, now).teams}
    assert moves == dict(zip(show.entry_ids, (-1, 0, 1), strict=True))


def test_the_position_grows_with_moves_and_points(show: Show, now: datetime) -> None:
    before = stage(show, now).position
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[1], now)
    begun = stage(show, now).position
    rule(show, 0, "wrong", now)
    ruled = stage(show, now).position
    assert before[0] == begun[0] == ruled[0] and before[1] < begun[1] < ruled[1] - 4


def test_names_stay_behind_codes(show: Show, now: datetime) -> None:
    with write():
        show.hall.round.contest.blind = True
        show.hall.round.contest.version += 1
    put_on_air(show, Phase.ANSWERING, shown_at=now, entry_id=show.entry_ids[0], seat=1)
    seen = stage(show, now)
    names = list(db.session.scalars(sa.select(Entry.name)))
    assert seen.turn.team.label == "A01"
    assert not [name for name in names if name in repr(seen)]


def test_a_clock_runs_only_while_the_question_is_played(show: Show, now: datetime) -> None:
    ends = now + timedelta(seconds=12)
    put_on_air(show, Phase.OPEN, shown_at=now, deadline_at=ends, clock="press")
    clock = stage(show, now).turn.clock
    assert (clock.deadline_ms, clock.whole_ms) == (int(ends.timestamp() * 1000), 15_000)
    put_on_air(show, Phase.ANSWERING, deadline_at=None, paused_ms=4_000)
    assert replace(stage(show, now).turn.clock, whole_ms=0).left_ms == 4_000
    put_on_air(show, Phase.RULED)
    assert stage(show, now).turn.clock is None


def test_media_are_served_for_the_shown_question_alone(show: Show, now: datetime) -> None:
    turn = put_on_air(show, Phase.READY)
    with write():
        question = db.session.get_one(QuizQuestion, turn.question_id)
        question.content = {**question.content, "media": "a" * 64, "media_type": "image/jpeg"}
    with pytest.raises(NotFound):
        media_on_air(show.quiz, 1)
    put_on_air(show, Phase.SHOWN, shown_at=now)
    assert media_on_air(show.quiz, 1) == ("a" * 64, "image/jpeg")
    with pytest.raises(NotFound):
        media_on_air(show.quiz, 2)


def test_phones_play_on_while_the_board_is_frozen(show: Show, now: datetime) -> None:
    """A freeze before the last questions hides points, and must not silence the buzzers."""
    race = Race(show, now).open()
    freezing.freeze(SYSTEM, show.hall.round_id, "颁奖时揭晓", now)
    seat = sitting(show.contestant_ids[0][0])
    assert phone_of(floor_of(show.quiz, now), seat).state == "armed"
    progress.pause_round(SYSTEM, show.hall.round_id, now)
    assert phone_of(floor_of(show.quiz, now), seat).state == "paused"
    assert race.turn.paused_ms == 15_000


@pytest.mark.parametrize(("early", "shown"), [("foul", 1), ("locked", 1), ("ignored", 0)])
def test_who_is_out_by_an_early_press_is_seen_at_once(
    show: Show, now: datetime, early: str, shown: int
) -> None:
    """The hall has seen the hand go down; what it costs is said when it is ruled."""
    settings(show, early=early)
    race = Race(show, now)
    race.press(1, -200, heat=0)
    team = next(one for one in stage(show, now).teams if one.entry_id == show.entry_ids[1])
    assert stage(show, now).turn.early == (team.label,) * shown
    if early == "foul":
        rulings.rule(
            SYSTEM, race.turn_id, "foul", now, key="foul-00001", entry_id=show.entry_ids[1]
        )
        seen = stage(show, now).turn
        assert (seen.early, [one.kind for one in seen.outcomes]) == ((), ["foul"])


def test_a_waived_early_press_is_no_longer_shown(show: Show, now: datetime) -> None:
    race = Race(show, now)
    race.press(1, -200, heat=0)
    rulings.waive_foul(SYSTEM, race.turn_id, show.entry_ids[1], "误触", now, key="waive-0001")
    assert stage(show, now).turn.early == ()
