"""A contest copied: its set-up without entrants, marks, devices or dates."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    ContestUnit,
    EventConditions,
    Judge,
    Round,
    RoundJudge,
    Scheme,
)
from blueprints.contests.services.setup.common import TITLE_LENGTH, fresh_ref, note
from store import UserError, db, write
from store.actors import Actor

KEPT_OF_A_ROUND = ("prizes", "advancement", "advanced_from")  # what names no entrant
Copied = dict[int, int]  # id there → id here


def copy_contest(actor: Actor, contest_id: int, now: datetime, *, judges: bool) -> int:
    """A draft with the same events, rounds, schemes, prizes, conditions and units; its id.

    It is not public yet. Ids inside the contest file stay, so that rounds find each other.
    """
    with write():
        source = contest_for(actor, contest_id, Right.SET_UP)
        if not source.events:
            raise UserError(_("There is nothing in this contest to copy yet."), status=409)
        copy = _contest(source, now)
        schemes, events = _schemes(source, copy), _events(source, copy)
        rounds = _rounds(source, copy, schemes, events)
        _units(source, copy)
        if judges:
            _judges(source, copy, rounds)
        note(
            actor, "contest.copied", f"contest:{copy.id}", copy, now,
            title=copy.title, source=source.id,
        )  # fmt: skip
        return copy.id


def _contest(source: Contest, now: datetime) -> Contest:
    copy = Contest(
        organisation_id=source.organisation_id,
        ref=fresh_ref("c"),
        title=_("%(title)s (copy)", title=source.title[: TITLE_LENGTH - 20]),
        venue=source.venue,
        blind=source.blind,
        rehearsal=source.rehearsal,
        public=False,
        steps=list(source.steps),
        document=source.document,
        created_at=now,
    )
    return _added(copy)


def _schemes(source: Contest, copy: Contest) -> Copied:
    """Those a round is marked by, and the newest of the organiser's own."""
    rows = db.session.scalars(
        sa.select(Scheme).where(Scheme.contest_id == source.id).order_by(Scheme.id)
    ).all()
    used = {round_.scheme_id for event in source.events for round_ in event.rounds}
    newest = {row.family: row.id for row in rows if row.family}
    return {
        row.id: _added(
            Scheme(
                contest_id=copy.id,
                ref=row.ref,
                version=row.version,
                family=row.family,
                title=row.title,
                document=row.document,
                created_at=copy.created_at,
            )
        ).id
        for row in rows
        if row.id in used or newest.get(row.family) == row.id
    }


def _events(source: Contest, copy: Contest) -> Copied:
    found = {}
    for event in source.events:
        made = _added(
            ContestEvent(
                contest_id=copy.id, ref=event.ref, title=event.title, position=event.position
            )
        )
        found[event.id] = made.id
        asked = db.session.get(EventConditions, event.id)
        if asked is not None:
            document = {key: asked.document[key] for key in asked.document if key != "age_on"}
            _added(EventConditions(event_id=made.id, document=document))
    return found


def _rounds(source: Contest, copy: Contest, schemes: Copied, events: Copied) -> Copied:
    rows = db.session.scalars(
        sa.select(Round).where(Round.contest_id == source.id).order_by(Round.id)
    ).all()
    return {
        row.id: _added(
            Round(
                contest_id=copy.id,
                event_id=events[row.event_id],
                scheme_id=schemes[row.scheme_id],
                ref=row.ref,
                title=row.title,
                position=row.position,
                release=row.release,
                document={key: row.document[key] for key in KEPT_OF_A_ROUND if key in row.document},
            )
        ).id
        for row in rows
    }


def _units(source: Contest, copy: Contest) -> None:
    for row in db.session.scalars(
        sa.select(ContestUnit).where(ContestUnit.contest_id == source.id).order_by(ContestUnit.id)
    ).all():
        _added(
            ContestUnit(
                contest_id=copy.id,
                organisation_id=row.organisation_id,
                name=row.name,
                zone=row.zone,
                leader=row.leader,
                most=row.most,
            )
        )


def _judges(source: Contest, copy: Contest, rounds: Copied) -> None:
    """The seats and who sits where; PINs and devices are given anew."""
    seats: Copied = {}
    for row in db.session.scalars(sa.select(Judge).where(Judge.contest_id == source.id)).all():
        made = Judge(
            contest_id=copy.id,
            ref=row.ref,
            number=row.number,
            name=row.name,
            unit=row.unit,
            document=row.document,
        )
        seats[row.id] = _added(made).id
    for row in db.session.scalars(
        sa.select(RoundJudge).where(RoundJudge.round_id.in_(rounds))
    ).all():
        _added(
            RoundJudge(
                round_id=rounds[row.round_id],
                judge_id=seats[row.judge_id],
                position=row.position,
                items=row.items,
            )
        )


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
