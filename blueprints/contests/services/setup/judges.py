"""Judges' seats (评委席) in a contest and in its rounds."""

import re
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, round_for
from blueprints.contests.models import Judge, LedgerRow, Round, RoundJudge, RoundState
from blueprints.contests.services.setup.common import (
    NAME_LENGTH,
    TITLE_LENGTH,
    changed,
    fresh_ref,
    is_in_a_ledger,
    require_draft,
    require_unnamed,
    required,
    round_changed,
)
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_JUDGES = 200  # of one contest


def add_judge(actor: Actor, contest_id: int, name: str, unit: str, now: datetime) -> int:
    """A judge's seat in the contest and in its rounds that have not begun; its id."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        seats, highest = db.session.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(Judge.number), 0)).where(
                Judge.contest_id == contest.id
            )
        ).one()
        if seats >= MOST_JUDGES:
            raise UserError(_("A contest has at most %(n)d judges.", n=MOST_JUDGES))
        judge = Judge(
            contest_id=contest.id,
            ref=fresh_ref("j"),
            number=highest + 1,
            name=_name(name),
            unit=unit.strip()[:TITLE_LENGTH],
            document={},
        )
        db.session.add(judge)
        db.session.flush()
        for round_ in _drafts(contest.id):
            seat_judge(round_, judge, judge.number)
        changed(actor, "contest.judge_added", contest, now, name=judge.name)
        return judge.id


def add_judges(actor: Actor, contest_id: int, given: list[tuple[str, str]], now: datetime) -> int:
    """Several seats as (name, unit), all or none; how many were added."""
    with write():
        for name, unit in given:
            add_judge(actor, contest_id, name, unit, now)
        return len(given)


def judges_of_lines(text: str) -> list[tuple[str, str]]:
    """Judges from pasted lines "name, unit"; tabs part them as well."""
    found = []
    for line in text.splitlines():
        if line.strip():
            name, _between, unit = re.sub(r"[\t,，;；]", "\t", line, count=1).partition("\t")
            found.append((name.strip(), unit.strip()))
    return found


def rename_judge(
    actor: Actor, contest_id: int, judge_id: int, name: str, unit: str, now: datetime
) -> None:
    """Somebody else sits at the seat, or is spelled otherwise."""
    with write():
        judge = _judge(actor, contest_id, judge_id)
        judge.name = _name(name)
        judge.unit = unit.strip()[:TITLE_LENGTH]
        contest = contest_for(actor, contest_id, Right.SET_UP)
        changed(actor, "contest.judge_renamed", contest, now, judge=judge.id, name=judge.name)


def remove_judge(actor: Actor, contest_id: int, judge_id: int, now: datetime) -> None:
    """Take away a seat that has not marked anything and sits in no round that has begun."""
    with write():
        judge = _judge(actor, contest_id, judge_id)
        if is_in_a_ledger(LedgerRow.judge_id, judge.id):
            raise UserError(_("This judge has marked already and can't be removed."), status=409)
        if _sits_in_begun_round(judge):
            raise UserError(
                _("This judge sits in a round that has begun. Mark them absent at the desk."),
                status=409,
            )
        contest = contest_for(actor, contest_id, Right.SET_UP)
        changed(actor, "contest.judge_removed", contest, now, name=judge.name)
        db.session.delete(judge)


def choose_judges(actor: Actor, round_id: int, judge_ids: Collection[int], now: datetime) -> None:
    """Who sits in a round that has not begun: exactly these judges of the contest."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        seated = {
            seat.judge_id: seat
            for seat in db.session.scalars(
                sa.select(RoundJudge).where(RoundJudge.round_id == round_.id)
            )
        }
        for judge in db.session.scalars(
            sa.select(Judge).where(Judge.contest_id == round_.contest_id)
        ):
            if judge.id in judge_ids and judge.id not in seated:
                seat_judge(round_, judge, judge.number)
            elif judge.id not in judge_ids and judge.id in seated:
                require_unnamed(round_, LedgerRow.judge_id, judge.id)
                db.session.delete(seated[judge.id])
        round_changed(actor, "round.judges_chosen", round_, now, judges=len(judge_ids))


def seat_judge(round_: Round, judge: Judge, position: int, items: list[str] | None = None) -> None:
    """Put a judge into a round, for all judged items or only for those named."""
    db.session.add(
        RoundJudge(round_id=round_.id, judge_id=judge.id, position=position, items=items)
    )


def _name(name: str) -> str:
    return required(name, NAME_LENGTH, _("Give the judge a name."))


def _judge(actor: Actor, contest_id: int, judge_id: int) -> Judge:
    contest = contest_for(actor, contest_id, Right.SET_UP)
    judge = db.session.get(Judge, judge_id)
    if judge is None or judge.contest_id != contest.id:
        raise NotFound
    return judge


def _drafts(contest_id: int) -> list[Round]:
    return list(
        db.session.scalars(
            sa.select(Round).where(Round.contest_id == contest_id, Round.state == RoundState.DRAFT)
        )
    )


def _sits_in_begun_round(judge: Judge) -> bool:
    found = db.session.scalar(
        sa.select(RoundJudge.id)
        .join(Round, Round.id == RoundJudge.round_id)
        .where(RoundJudge.judge_id == judge.id, Round.state != RoundState.DRAFT)
        .limit(1)
    )
    return found is not None
