"""The announcer's card: what to read, the answer, whose turn it is."""

from dataclasses import dataclass
from datetime import datetime

from blueprints.contests.queries.announcer import notes_of
from blueprints.quizzes.models import Quiz, Turn
from blueprints.quizzes.queries.desk.build import position, segments_of, turn_of
from blueprints.quizzes.queries.desk.history import decisions_of
from blueprints.quizzes.queries.desk.people import people_of
from blueprints.quizzes.queries.desk.views import Decision, DeskSegment, DeskTurn
from blueprints.quizzes.queries.points import rulings_of
from blueprints.quizzes.queries.stage import stage_of
from store import db


@dataclass(frozen=True)
class CardView:
    """What the announcer sees. `spoken` are the decisions of this question, to be read out.

    `total` is what the hall's screen says of the team: while the board is frozen, as of then.
    """

    quiz_id: int
    round_id: int
    epoch: int
    seq: int
    at: datetime
    title: str
    state: str
    segment: DeskSegment | None
    turn: DeskTurn | None
    screen: str
    pronunciation: str = ""
    total: str | None = None
    spoken: tuple[Decision, ...] = ()

    @property
    def at_ms(self) -> int:
        return int(self.at.timestamp() * 1000)


def card_of(quiz: Quiz, now: datetime) -> CardView:
    """The card as it is now."""
    epoch, seq = position(quiz.id)
    db.session.refresh(quiz)
    turn = db.session.get(Turn, quiz.turn_id, populate_existing=True) if quiz.turn_id else None
    people, segments = people_of(quiz), segments_of(quiz)
    decisions = decisions_of(quiz, rulings_of(quiz.id), people) if turn else []
    entry_id = turn.entry_id if turn else None
    return CardView(
        quiz_id=quiz.id,
        round_id=quiz.round_id,
        epoch=epoch,
        seq=seq,
        at=now,
        title=f"{quiz.round.event.title} · {quiz.round.title}",
        state=quiz.round.state,
        segment=next((one for one in segments if one.current), None),
        turn=turn_of(turn, people, segments) if turn else None,
        screen=quiz.screen,
        pronunciation=_pronunciation(quiz, people.teams.get(entry_id or 0, "")),
        total=_total(quiz, entry_id, now) if entry_id else None,
        spoken=tuple(
            one for one in decisions if turn and one.turn_id == turn.id and not one.undone
        ),
    )


def _total(quiz: Quiz, entry_id: int, now: datetime) -> str | None:
    teams = stage_of(quiz, now).teams
    return next((one.total for one in teams if one.entry_id == entry_id), None)


def _pronunciation(quiz: Quiz, name: str) -> str:
    """How the team's name is read, if somebody wrote it down."""
    if not name:
        return ""
    notes = notes_of(quiz.round)
    return next((one.pronunciation for one in notes if one.name == name), "")
