"""The rehearsal that is being played in an organisation, if there is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.contests.models import Contest, LedgerKind, LedgerRow, Round, RoundState
from blueprints.contests.plays import PREFIX, PlayRef
from store import db

SILENCE = timedelta(minutes=2)  # a player that has not been heard of for so long is gone
_UNFINISHED = (RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)


@dataclass(frozen=True)
class Play:
    """A rehearsal on its way: `done` of `marks` marks have been given."""

    contest_id: int
    round_id: int
    title: str
    done: int
    marks: int


def running_play(contest: Contest, now: datetime) -> Play | None:
    """What is being played in the contest's organisation just now: one at a time."""
    candidates = db.session.scalars(
        sa.select(Contest)
        .where(
            Contest.organisation_id == contest.organisation_id,
            Contest.rehearsal,
            Contest.ref.startswith(PREFIX),
        )
        .order_by(Contest.id.desc())
        .limit(5)
    )
    return next((play for one in candidates if (play := _play(one, now))), None)


def played_round(contest: Contest) -> Round | None:
    """The round of a rehearsal that is played; None when the contest is no play."""
    known = PlayRef.read(contest.ref)
    source = db.session.get(Round, known.source_round_id) if known else None
    if source is None:
        return None
    return db.session.scalar(
        sa.select(Round).where(Round.contest_id == contest.id, Round.ref == source.ref)
    )


def _play(contest: Contest, now: datetime) -> Play | None:
    known, round_ = PlayRef.read(contest.ref), played_round(contest)
    if known is None or round_ is None or round_.state not in _UNFINISHED:
        return None
    done, heard = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(LedgerRow.at)).where(
            LedgerRow.round_id == round_.id, LedgerRow.kind == LedgerKind.MARK
        )
    ).one()
    if max(heard or contest.created_at, contest.created_at) < now - SILENCE:
        return None
    title = f"{round_.event.title} · {round_.title}"
    return Play(contest.id, round_.id, title, done, known.marks)
