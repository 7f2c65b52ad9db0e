"""Deciding on recusals that were found, and the list of mentorships by which some are."""

import re
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, locked_round, require_unarchived
from blueprints.contests.models import Judge, LedgerKind, Mentorship, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.recusals import (
    found_relations,
    may_decide,
    may_see,
    print_of,
    state_of,
)
from blueprints.contests.queries.standings import reading
from blueprints.contests.relations import Relation
from blueprints.contests.services.codes import require_sealed
from blueprints.contests.services.desk.common import AMENDABLE, entry_of, note_of
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from blueprints.contests.services.setup.common import NAME_LENGTH, changed
from blueprints.contests.services.states import wrong_state
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_PAIRS = 2000
BETWEEN = re.compile(r"[\s,，、;；:：]+")


def decide(
    actor: Actor,
    round_id: int,
    entry_key: str,
    judge_id: int,
    now: datetime,
    *,
    recused: bool,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Confirm a proposed recusal (the judge doesn't mark this entrant) or refuse it."""
    with write():
        round_ = _round(actor, round_id)
        entry = entry_of(round_, entry_key)
        if done_before(round_, key, entry_id=entry.id, judge_id=judge_id):
            return
        found, name = _proposed(round_, entry.id, judge_id)
        judge = db.session.get_one(Judge, judge_id)
        data = {"found": list(found.reasons)}
        kind, value = LedgerKind.RECUSAL, "recused"
        if not recused:
            kind, value = LedgerKind.ALARM_SETTLED, ""
            data = {"alarm": "related", "fingerprint": name, **data}
        append(
            round_,
            kind,
            actor,
            now,
            entry=entry,
            judge=judge,
            value=value or None,
            data=data,
            note=note_of(reason),
            key=desk_key(key),
        )


def set_mentorships(actor: Actor, contest_id: int, text: str, now: datetime) -> int:
    """Declare who is whose master (师徒): one pair a line, in place of the list of before."""
    pairs = _pairs(text)
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        before = {
            (one.mentor, one.apprentice): one
            for one in db.session.scalars(
                sa.select(Mentorship).where(Mentorship.contest_id == contest.id)
            )
        }
        for gone in before.keys() - pairs.keys():
            db.session.delete(before[gone])
        for mentor, apprentice in pairs.keys() - before.keys():
            db.session.add(
                Mentorship(
                    contest_id=contest.id,
                    mentor=mentor,
                    apprentice=apprentice,
                    declared_by=actor.name[:120],
                    declared_at=now,
                )
            )
        if before.keys() != pairs.keys():
            changed(actor, "contest.mentorships_set", contest, now, count=len(pairs))
        return len(pairs)


def _pairs(text: str) -> dict[tuple[str, str], None]:
    found: dict[tuple[str, str], None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        names = [name for name in BETWEEN.split(line.strip()) if name]
        if not names:
            continue
        if len(names) != 2 or any(len(name) > NAME_LENGTH for name in names):
            raise UserError(
                _("Line %(number)d: write two names, the master's first.", number=number),
                code="lines",
            )
        found[names[0], names[1]] = None
    if len(found) > MOST_PAIRS:
        raise UserError(_("At most %(count)d pairs can be declared.", count=MOST_PAIRS))
    return found


def _round(actor: Actor, round_id: int) -> Round:
    round_ = locked_round(round_id)
    if not may_see(actor, round_):
        raise NotFound
    require_unarchived(round_.contest)
    if not may_decide(actor, round_):
        raise UserError(_("Your role in this contest does not allow this."), status=403)
    if round_.state not in (RoundState.DRAFT, *AMENDABLE):
        raise wrong_state(round_)
    require_sealed(round_)  # a draw makes entrants anew, and no ledger may name them before
    return round_


def _proposed(round_: Round, entry_id: int, judge_id: int) -> tuple[Relation, str]:
    with reading(round_.id, Audience.DESK) as live:
        for one in found_relations(live, round_):
            if (one.entry_id, one.judge_id) == (entry_id, judge_id):
                if state_of(live, one)[0] == "recused":
                    break
                return one, print_of(live, one)
    raise UserError(
        _("This was decided already, or is not proposed any more."), status=409, code="decided"
    )
