"""A quiz as its set-up page shows it, and whether it is ready to be played."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import Entry, Round, RoundEntry, RoundState
from blueprints.contests.rules import scheme_of
from blueprints.quizzes.models import Contestant, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.rules.drawing import rule_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM, SegmentRules
from store import db


@dataclass(frozen=True)
class Check:
    """A line of the list "ready to play?". `advice`: the quiz can be played without it."""

    name: str
    done: bool
    have: int = 0
    need: int = 0
    advice: bool = False
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class SegmentLine:
    """A segment in its order. `wanted` and `reserves_wanted` are how many questions it needs."""

    id: int
    position: int
    kind: SegmentKind
    title: str
    rules: SegmentRules
    counts: bool
    by_team: bool
    drawn: int
    wanted: int
    reserves: int
    played: int

    @property
    def is_drawn(self) -> bool:
        return self.drawn >= self.wanted


@dataclass(frozen=True)
class SeatLine:
    """A contestant's seat; whether a phone has sat there."""

    id: int
    seat: int
    name: str
    joined: bool


@dataclass(frozen=True)
class TeamLine:
    """A team in running order."""

    entry_id: int
    key: str
    name: str
    unit: str
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class QuizSetup:
    """Everything that is set up for a quiz."""

    id: int
    key: str
    round_id: int
    contest_id: int
    contest: str
    title: str
    state: str
    base: int
    seats: int
    carried: tuple[tuple[str, str], ...]  # (title of the earlier round, factor)
    segments: tuple[SegmentLine, ...]
    teams: tuple[TeamLine, ...]
    checks: tuple[Check, ...]

    @property
    def is_draft(self) -> bool:
        return self.state == RoundState.DRAFT

    @property
    def is_to_come(self) -> bool:
        """Whether it is still prepared or played."""
        return self.state in (RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing without which it can't be played."""
        return all(check.done or check.advice for check in self.checks)


def quiz_of_round(round_id: int) -> Quiz | None:
    """The quiz that a round is played as, if it is one."""
    return db.session.scalar(sa.select(Quiz).where(Quiz.round_id == round_id))


def quiz_setup(quiz: Quiz) -> QuizSetup:
    """The quiz with its segments, teams and what is missing."""
    round_, teams = quiz.round, _teams(quiz)
    segments = _segments(quiz, len(teams))
    return QuizSetup(
        id=quiz.id,
        key=quiz.key,
        round_id=quiz.round_id,
        contest_id=round_.contest_id,
        contest=round_.contest.title,
        title=round_.title,
        state=round_.state,
        base=quiz.base,
        seats=quiz.seats,
        carried=tuple((one["title"], one["factor"]) for one in quiz.settings.get("carried", ())),
        segments=segments,
        teams=teams,
        checks=tuple(_checks(quiz, segments, teams)),
    )


def earlier_rounds(quiz: Quiz) -> list[Round]:
    """Rounds of the contest whose totals the quiz may carry."""
    query = sa.select(Round).where(
        Round.contest_id == quiz.round.contest_id, Round.id < quiz.round_id
    )
    return list(db.session.scalars(query.order_by(Round.id)))


def _segments(quiz: Quiz, teams: int) -> tuple[SegmentLine, ...]:
    drawn, reserves = _drawn(quiz, reserve=False), _drawn(quiz, reserve=True)
    played: Counter[int] = Counter(
        db.session.scalars(sa.select(Turn.segment_id).where(Turn.quiz_id == quiz.id))
    )
    return tuple(
        _segment(one, teams, drawn[one.id], reserves[one.id], played[one.id])
        for one in quiz.segments
    )


def _segment(one: Segment, teams: int, drawn: int, reserves: int, played: int) -> SegmentLine:
    kind, rules = SegmentKind(one.kind), SegmentRules.of(one.rules)
    return SegmentLine(
        id=one.id,
        position=one.position,
        kind=kind,
        title=one.title,
        rules=rules,
        counts=bool(one.item),
        by_team=kind in BY_TEAM,
        drawn=drawn,
        wanted=rule_of(kind, rules, teams).wanted,
        reserves=reserves,
        played=played,
    )


def _drawn(quiz: Quiz, *, reserve: bool) -> Counter[int]:
    query = sa.select(QuizQuestion.segment_id).where(
        QuizQuestion.quiz_id == quiz.id,
        QuizQuestion.reserve.is_(reserve),
        QuizQuestion.segment_id.is_not(None),
    )
    return Counter(db.session.scalars(query))


def _teams(quiz: Quiz) -> tuple[TeamLine, ...]:
    seats: dict[int, list[SeatLine]] = {}
    rows = db.session.scalars(
        sa.select(Contestant).where(Contestant.quiz_id == quiz.id).order_by(Contestant.seat)
    )
    for one in rows:
        line = SeatLine(one.id, one.seat, one.name, one.joined_at is not None)
        seats.setdefault(one.entry_id, []).append(line)
    entries = db.session.scalars(
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == quiz.round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    return tuple(
        TeamLine(one.id, one.key, one.name, one.unit, tuple(seats.get(one.id, ())))
        for one in entries
    )


def _checks(
    quiz: Quiz, segments: tuple[SegmentLine, ...], teams: tuple[TeamLine, ...]
) -> list[Check]:
    counting = sum(one.counts for one in segments)
    chairs = [seat for team in teams for seat in team.seats]
    wanted = len(teams) * quiz.seats
    unnamed = sum(not seat.name for seat in chairs)
    undrawn = tuple(one.title for one in segments if not one.is_drawn)
    joined = sum(seat.joined for seat in chairs)
    return [
        Check("segments", counting > 0, len(segments), 1),
        Check("scheme", _is_scored_by(quiz)),
        Check("teams", len(teams) > 1, len(teams), 2),
        Check("seats", bool(chairs) and len(chairs) == wanted, len(chairs), wanted),
        Check("names", bool(chairs) and not unnamed, unnamed, advice=True),
        Check("drawn", bool(segments) and not undrawn, len(undrawn), titles=undrawn),
        Check("prizes", bool(quiz.round.document.get("prizes")), advice=True),
        Check("open", quiz.round.state == RoundState.OPEN),
        Check("phones", bool(chairs) and joined == len(chairs), joined, len(chairs), advice=True),
    ]


def _is_scored_by(quiz: Quiz) -> bool:
    """Whether the round's scheme has a column for every segment that counts."""
    items = {item.id for item in scheme_of(quiz.round).items}
    return items == {one.item for one in quiz.segments if one.item}
