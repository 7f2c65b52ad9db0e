"""What the desk's verbs share: the locked round in a fitting state, and who is in it."""

import sqlalchemy as sa

from blueprints.contests.access import Right, entry_by_key, judge_for_desk, round_for
from blueprints.contests.models import (
    Entry,
    Judge,
    Round,
    RoundEntry,
    RoundJudge,
    RoundState,
)
from blueprints.contests.services.judging import NOTE_LENGTH
from blueprints.contests.services.states import wrong_state
from store import NotFound, db
from store.actors import Actor

RUNNING = (RoundState.OPEN, RoundState.PAUSED)
AMENDABLE = (*RUNNING, RoundState.REVIEW)


def round_in(actor: Actor, round_id: int, states: tuple[RoundState, ...]) -> Round:
    """The round, locked, if the actor runs it and it is in one of `states`."""
    round_ = round_for(actor, round_id, Right.RUN, lock=True)
    if round_.state not in states:
        raise wrong_state(round_)
    return round_


def entry_of(round_: Round, entry_key: str) -> Entry:
    """An entrant of this round."""
    entry = entry_by_key(round_.contest_id, entry_key)
    if not db.session.scalar(
        sa.select(RoundEntry.id).where(
            RoundEntry.round_id == round_.id, RoundEntry.entry_id == entry.id
        )
    ):
        raise NotFound
    return entry


def judge_of(actor: Actor, round_: Round, judge_id: int) -> Judge:
    """A judge who sits in this round."""
    return sitting_judge(round_, judge_for_desk(actor, judge_id, Right.RUN).id)


def sitting_judge(round_: Round, judge_id: int) -> Judge:
    """The same for somebody whose right was looked at already."""
    judge = db.session.scalar(
        sa.select(Judge)
        .join(RoundJudge, RoundJudge.judge_id == Judge.id)
        .where(RoundJudge.round_id == round_.id, Judge.id == judge_id)
    )
    if judge is None:
        raise NotFound
    return judge


def note_of(reason: str) -> str | None:
    """The reason as the ledger keeps it."""
    return reason.strip()[:NOTE_LENGTH] or None
