"""How each participant of a session stands: minutes, rule, credit hours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa

from blueprints.classroom.minutes import Played, Span, count, visits
from blueprints.classroom.models import (
    Adjustment,
    Check,
    CheckAnswer,
    CheckKind,
    ClassSession,
    Participant,
    RoomRole,
    Stay,
    StayKind,
)
from blueprints.classroom.queries import polls
from blueprints.classroom.queries.attendance.course import Facts, facts_of, facts_of_many
from blueprints.people.models import Account, Organisation
from store import db

# Who runs the session or speaks in it is no part of its audience.
_AUDIENCE = (Participant.synthetic.is_(False), Participant.role == RoomRole.VIEWER)
_Person = sa.Row[tuple[int, int, int | None, str, str | None, str | None]]


@dataclass(frozen=True)
class Standing:
    """A participant's minutes and what the session's rule makes of them.

    `short_of` names the parts of the rule that are not met: `minutes`, `progress`, `quiz`,
    `sign_ins`.
    """

    session_id: int
    participant_id: int
    account_id: int | None
    nickname: str
    name: str  # of the account; empty for guests without one
    unit: str
    live_s: int
    replay_s: int
    adjusted_s: int
    share: int  # percent of the session's time, rounded down
    progress: int
    quiz: Fraction | None
    sign_ins: int
    visits: int
    first_at: datetime | None
    last_at: datetime | None
    short_of: tuple[str, ...]

    @property
    def seconds(self) -> int:
        return max(0, self.live_s + self.replay_s + self.adjusted_s)

    @property
    def minutes(self) -> int:
        return self.seconds // 60

    @property
    def quiz_percent(self) -> int | None:
        return None if self.quiz is None else int(self.quiz * 100)

    @property
    def is_fulfilled(self) -> bool:
        return not self.short_of

    def hours(self, facts: Facts) -> Decimal:
        """Credit hours: of who fulfilled the rule, with an account, and never by rehearsing."""
        earned = self.is_fulfilled and self.account_id is not None and facts.counts
        return facts.credit_hours if earned else Decimal(0)


@dataclass
class _Kept:
    """What the ledger has of one participant."""

    live: list[Span] = field(default_factory=list)
    played: list[Played] = field(default_factory=list)
    by_device: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    first: datetime | None = None
    last: datetime | None = None

    def take(self, row: sa.Row[tuple[int, str, str, datetime, datetime, str, int, int]]) -> None:
        span = Span(row.since, row.until)
        if row.kind == StayKind.LIVE:
            self.by_device[row.device].append(span)
            self.first = min(self.first or row.since, row.since)
            self.last = max(self.last or row.until, row.until)
        if row.reason:
            return
        if row.kind == StayKind.LIVE:
            self.live.append(span)
        elif row.from_ms is not None and row.to_ms is not None:
            self.played.append(Played(span, row.from_ms, row.to_ms))


def standings(facts: Facts) -> list[Standing]:
    """Everybody of the audience who was there or watched again, most minutes first."""
    here = Participant.session_id == facts.session_id
    found = _standings({facts.session_id: facts}, here)
    return sorted(found, key=lambda one: (-one.seconds, one.name, one.participant_id))


def standing_of(session_id: int, participant_id: int, now: datetime) -> Standing | None:
    """One participant's; None for who never watched."""
    facts = {session_id: facts_of(session_id, now)}
    return next(iter(_standings(facts, Participant.id == participant_id)), None)


def standings_of_account(
    account_id: int, sessions: Sequence[ClassSession], now: datetime
) -> list[tuple[Facts, Standing]]:
    """How an account stands in each of these sessions."""
    facts = facts_of_many(sessions, now)
    own = sa.and_(Participant.account_id == account_id, Participant.session_id.in_(facts))
    return [(facts[one.session_id], one) for one in _standings(facts, own)]


def _standings(facts: dict[int, Facts], who: sa.ColumnElement[bool]) -> list[Standing]:
    """Of participants of these sessions."""
    meant = sa.select(Participant.id).where(who, *_AUDIENCE)
    kept, adjusted, sign_ins = _ledger(meant), _adjusted(meant), _sign_ins(meant)
    quiz = {key: polls.quiz_share(key) for key, one in facts.items() if one.quizzes}
    return [
        _standing(
            facts[one.session_id],
            one,
            kept.get(one.id) or _Kept(),
            adjusted[one.id],
            quiz[one.session_id].get(one.id, Fraction(0)) if one.session_id in quiz else None,
            sign_ins[one.id],
        )
        for one in _people(who)
        if one.id in kept or adjusted[one.id]
    ]


def _standing(
    facts: Facts, who: _Person,
    kept: _Kept, adjusted: int, quiz: Fraction | None, sign_ins: int,
) -> Standing:  # fmt: skip
    counted = count(facts.course, kept.live, kept.played)
    seconds = max(0, counted.seconds + adjusted)
    return Standing(
        session_id=facts.session_id,
        participant_id=who.id,
        account_id=who.account_id,
        nickname=who.nickname,
        name=who.name or "",
        unit=who.unit or "",
        live_s=counted.live,
        replay_s=counted.replay,
        adjusted_s=adjusted,
        share=_share(seconds, facts.course.seconds),
        progress=counted.progress,
        quiz=quiz,
        sign_ins=sign_ins,
        visits=sum(visits(spans) for spans in kept.by_device.values()),
        first_at=kept.first,
        last_at=kept.last,
        short_of=(
            *_short_of(facts, seconds, counted.replay, counted.progress, quiz),
            *(("sign_ins",) if sign_ins < facts.sign_ins else ()),
        ),
    )


def _short_of(
    facts: Facts, seconds: int, replay: int, progress: int, quiz: Fraction | None
) -> Iterable[str]:
    """Exactly, not by rounded percentages. A replay also has to have been seen, not repeated."""
    if seconds * 100 < facts.minutes_share * facts.course.seconds or not seconds:
        yield "minutes"
    if replay and progress < facts.minutes_share:
        yield "progress"
    if quiz is not None and quiz * 100 < facts.quiz_share:
        yield "quiz"


def _share(seconds: int, whole: int) -> int:
    return min(100, seconds * 100 // whole) if whole else 0


def _ledger(meant: sa.Select[tuple[int]]) -> dict[int, _Kept]:
    query = sa.select(
        Stay.participant_id,
        Stay.kind,
        Stay.device,
        Stay.since,
        Stay.until,
        Stay.reason,
        Stay.from_ms,
        Stay.to_ms,
    ).where(Stay.participant_id.in_(meant))
    kept: defaultdict[int, _Kept] = defaultdict(_Kept)
    for row in db.session.execute(query):
        kept[row.participant_id].take(row)
    return kept


def _adjusted(meant: sa.Select[tuple[int]]) -> Counter[int]:
    query = (
        sa.select(Adjustment.participant_id, sa.func.sum(Adjustment.seconds))
        .where(Adjustment.participant_id.in_(meant))
        .group_by(Adjustment.participant_id)
    )
    return Counter({person: int(seconds) for person, seconds in db.session.execute(query)})


def _sign_ins(meant: sa.Select[tuple[int]]) -> Counter[int]:
    """How many check-ins each of them answered; checks of presence ask for something else."""
    query = (
        sa.select(CheckAnswer.participant_id, sa.func.count())
        .join(Check, Check.id == CheckAnswer.check_id)
        .where(CheckAnswer.participant_id.in_(meant), Check.kind == CheckKind.SIGN_IN)
        .group_by(CheckAnswer.participant_id)
    )
    return Counter(dict(tuple(row) for row in db.session.execute(query)))


def _people(who: sa.ColumnElement[bool]) -> Iterable[_Person]:
    query = (
        sa.select(
            Participant.id,
            Participant.session_id,
            Participant.account_id,
            Participant.nickname,
            Account.name,
            Organisation.name.label("unit"),
        )
        .outerjoin(Account, Account.id == Participant.account_id)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .where(who, *_AUDIENCE)
    )
    return db.session.execute(query)
