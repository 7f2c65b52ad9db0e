"""The desk as it is at this moment."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.quizzes.models import Clock, Phase, Quiz, QuizQuestion, Ruling, Segment, Turn
from blueprints.quizzes.queries.desk import steps
from blueprints.quizzes.queries.desk.history import decisions_of
from blueprints.quizzes.queries.desk.people import People, people_of
from blueprints.quizzes.queries.desk.presses import fouls_of, presses_of
from blueprints.quizzes.queries.desk.teams import teams_of
from blueprints.quizzes.queries.desk.views import (
    Decision,
    DeskClock,
    DeskSegment,
    DeskTurn,
    DeskView,
)
from blueprints.quizzes.queries.desk.words import (
    clock_words,
    phase_words,
    rules_words,
    screen_words,
)
from blueprints.quizzes.queries.objections import open_objections
from blueprints.quizzes.queries.order import competing, next_team, waiting
from blueprints.quizzes.queries.points import rulings_of
from blueprints.quizzes.queries.stage import Guesses
from blueprints.quizzes.queries.stage.sealing import is_revealed, unsealed
from blueprints.quizzes.queries.stage.turn import guesses_of, takes_guesses
from blueprints.quizzes.queries.turns import asks_audience, rules_of
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.rules.segments import BY_TEAM, SegmentRules
from blueprints.quizzes.undoing import UNDOABLE, newest_standing, taken_with
from store import db

RECENT = 7


def position(quiz_id: int) -> tuple[int, int]:
    """(epoch, seq) of the desk and the card: every move, and every row of the round's ledger."""
    row = db.session.execute(
        sa.select(Quiz.epoch, Quiz.moves, Round.epoch.label("round_epoch"), Round.seq)
        .join(Round, Round.id == Quiz.round_id)
        .where(Quiz.id == quiz_id)
    ).first()
    return (row.epoch + row.round_epoch, row.moves + row.seq) if row else (0, 0)


def desk_of(quiz: Quiz, now: datetime) -> DeskView:
    """Everything on the desk's page. Built for all desks alike: who looks may do all of it."""
    epoch, seq = position(quiz.id)
    db.session.refresh(quiz)
    turn = db.session.get(Turn, quiz.turn_id, populate_existing=True) if quiz.turn_id else None
    rulings, people = rulings_of(quiz.id), people_of(quiz)
    decisions = decisions_of(quiz, rulings, people)
    seen = _seen(quiz, turn, rulings, decisions, people, now)
    objected = {one.seq for one in open_objections(quiz.id)}
    return DeskView(
        epoch=epoch,
        seq=seq,
        at=now,
        **_about(quiz),
        **_buttons(seen),
        segments=tuple(seen.segments),
        teams=tuple(seen.teams),
        turn=turn_of(turn, people, seen.segments) if turn else None,
        presses=tuple(seen.presses),
        fouls=tuple(fouls_of(turn, people)),
        decisions=tuple(decisions[:RECENT]),
        objections=tuple(one for one in decisions if one.seq in objected),
    )


def _seen(
    quiz: Quiz,
    turn: Turn | None,
    rulings: list[Ruling],
    decisions: list[Decision],
    people: People,
    now: datetime,
) -> steps.Seen:
    """What decides which steps are possible."""
    newest = newest_standing(rulings, *UNDOABLE)
    segment = next((one for one in quiz.segments if one.id == quiz.segment_id), None)
    return steps.Seen(
        quiz,
        turn,
        segment,
        segments_of(quiz),
        teams_of(quiz, turn, rulings, people),
        presses_of(turn, people),
        following=_following(quiz, segment, now),
        undo=_undo_words(decisions, rulings, newest),
        undo_seq=newest.seq if newest else 0,
    )


def _about(quiz: Quiz) -> dict[str, Any]:
    """Which show it is, and where it stands."""
    return {
        "quiz_id": quiz.id,
        "round_id": quiz.round_id,
        "key": quiz.key,
        "moves": quiz.moves,
        "contest": quiz.round.contest.title,
        "title": f"{quiz.round.event.title} · {quiz.round.title}",
        "state": quiz.round.state,
        "screen": quiz.screen,
        "on_screen": screen_words(quiz.screen),
    }


def _buttons(seen: steps.Seen) -> dict[str, Any]:
    """What can be done now."""
    return {
        "primary": steps.primary(seen),
        "rulings": tuple(steps.rulings(seen)),
        "others": tuple(steps.others(seen)),
        "screens": tuple(steps.screens(seen)),
    }


def _following(quiz: Quiz, segment: Segment | None, now: datetime) -> int | None:
    if segment is None or segment.kind not in BY_TEAM:
        return None
    ready = waiting(segment)
    return ready.entry_id if ready else next_team(segment, competing(quiz), now)


def turn_of(turn: Turn, people: People, segments: Sequence[DeskSegment]) -> DeskTurn:
    """The question on air, with its answer."""
    segment = next(one for one in segments if one.id == turn.segment_id)
    of_team = not asks_audience(turn)
    return DeskTurn(
        id=turn.id,
        number=turn.number,
        place=_place(turn),
        of=segment.played + segment.left,
        phase=turn.phase,
        phase_words=phase_words(turn.phase, turn.segment.kind),
        kind=turn.segment.kind,
        question=unsealed(turn),
        team=people.teams.get(turn.entry_id or 0, "") if of_team else "",
        seat=turn.seat if of_team else None,
        name=people.seat(turn.entry_id, turn.seat) if of_team else "",
        stake=turn.stake,
        heat=turn.shown_heat,
        clock=_clock(turn),
        thrown_out=turn.thrown_out,
        guesses=_guesses(turn),
        takes_guesses=takes_guesses(turn) and not of_team,
    )


def _guesses(turn: Turn) -> Guesses | None:
    """The audience's answers, once it is asked, and where anybody has played along."""
    if turn.shown_at is None or turn.question.content["kind"] == QuestionKind.OPEN:
        return None
    if asks_audience(turn):
        return guesses_of(turn)
    found = guesses_of(turn) if is_revealed(turn) else None
    return found if found and found.total else None


def segments_of(quiz: Quiz) -> list[DeskSegment]:
    """The parts of the quiz, with what is left of their questions."""
    counts = _counts(quiz)
    return [
        DeskSegment(
            id=one.id,
            number=number,
            title=one.title,
            kind=one.kind,
            played=counts[one.id, True, False] + counts[one.id, True, True],
            left=counts[one.id, False, False],
            reserves=counts[one.id, False, True],
            current=one.id == quiz.segment_id,
            counts=bool(one.item),
            rules=rules_words(one.kind, SegmentRules.of(one.rules)),
        )
        for number, one in enumerate(quiz.segments, 1)
    ]


def _counts(quiz: Quiz) -> Counter[tuple[int | None, bool, bool]]:
    """(segment, played, reserve) → questions.

    One that is only ready has not been played; a reserve that is ready is none any more.
    """
    rows = db.session.execute(
        sa.select(QuizQuestion.segment_id, QuizQuestion.reserve, Turn.phase)
        .outerjoin(Turn, Turn.question_id == QuizQuestion.id)
        .where(QuizQuestion.quiz_id == quiz.id)
    )
    return Counter(
        (
            one.segment_id,
            one.phase not in (None, Phase.READY),
            one.reserve and one.phase != Phase.READY,
        )
        for one in rows
    )


def _place(turn: Turn) -> int:
    """Which question of its segment it is."""
    earlier = sa.select(sa.func.count(Turn.id)).where(
        Turn.segment_id == turn.segment_id, Turn.number <= turn.number, Turn.thrown_out == ""
    )
    return db.session.scalar(earlier) or 1


def _clock(turn: Turn) -> DeskClock | None:
    if not turn.clock or (turn.deadline_at is None and turn.paused_ms is None):
        return None
    rules = rules_of(turn)
    whole = {
        Clock.PRESS: rules.press_s,
        Clock.START: rules.start_s,
        Clock.ANSWER: rules.answer_s,
    }[Clock(turn.clock)]
    ends = None if turn.deadline_at is None else int(turn.deadline_at.timestamp() * 1000)
    return DeskClock(turn.clock, whole * 1000, ends, turn.paused_ms, clock_words(turn.clock))


def _undo_words(decisions: list[Decision], rulings: list[Ruling], newest: Ruling | None) -> str:
    """What an undo would take back."""
    if newest is None:
        return ""
    found = next(one for one in decisions if one.seq == newest.seq)
    count = len(taken_with(rulings, newest))
    if count > 1:
        return _("#%(n)s, all %(count)s decisions", n=found.number, count=count)
    return " ".join(filter(None, [f"#{found.number}", found.team, found.words, found.points]))
