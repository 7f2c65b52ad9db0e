"""Participating units (参赛单位) of a contest."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.models import Contest, ContestUnit
from blueprints.contests.services.setup.common import NAME_LENGTH, TITLE_LENGTH, changed, required
from blueprints.people.models import Organisation
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_UNITS = 2000
MOST_OF_A_UNIT = 9999


@dataclass(frozen=True)
class UnitInput:
    """A unit as typed or read from a sheet. `most`: entrants it may have, None for any number."""

    name: str
    zone: str = ""
    leader: str = ""
    most: int | None = None


def save_unit(actor: Actor, contest_id: int, given: UnitInput, now: datetime) -> int:
    """Add a unit, or change the one of that name; its id."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        unit = put_unit(contest, given)
        changed(actor, "contest.unit_saved", contest, now, name=unit.name)
        return unit.id


def remove_unit(actor: Actor, contest_id: int, unit_id: int, now: datetime) -> None:
    """Take a unit off the list; entries keep its name."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        unit = db.session.get(ContestUnit, unit_id)
        if unit is None or unit.contest_id != contest.id:
            raise NotFound
        changed(actor, "contest.unit_removed", contest, now, name=unit.name)
        db.session.delete(unit)


def put_unit(contest: Contest, given: UnitInput) -> ContestUnit:
    """The unit of that name with these values; an organisation of that name is its own."""
    name = required(given.name, TITLE_LENGTH, _("Give the unit a name."))
    if given.most is not None and not 1 <= given.most <= MOST_OF_A_UNIT:
        raise UserError(
            _("A whole number from 1 to %(n)d, or nothing.", n=MOST_OF_A_UNIT), code="most"
        )
    unit = unit_named(contest.id, name)
    if unit is None:
        _require_room(contest.id)
        unit = ContestUnit(contest_id=contest.id, name=name)
        unit.organisation_id = _organisation_named(contest, name)
        db.session.add(unit)
    unit.zone = given.zone.strip()[:NAME_LENGTH]
    unit.leader = given.leader.strip()[:NAME_LENGTH]
    unit.most = given.most
    db.session.flush()
    return unit


def unit_named(contest_id: int, name: str) -> ContestUnit | None:
    """The unit of exactly that name."""
    return db.session.scalar(
        sa.select(ContestUnit).where(ContestUnit.contest_id == contest_id, ContestUnit.name == name)
    )


def _require_room(contest_id: int) -> None:
    there = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(ContestUnit)
        .where(ContestUnit.contest_id == contest_id)
    )
    if (there or 0) >= MOST_UNITS:
        raise UserError(_("A contest has at most %(n)d units.", n=MOST_UNITS))


def _organisation_named(contest: Contest, name: str) -> int | None:
    """The organisation of that name below the one that holds the contest, if it is the only one.

    Its own staff approve its registrations; a namesake elsewhere must not come to see them.
    """
    holder = db.session.get(Organisation, contest.organisation_id)
    found = db.session.scalars(
        sa.select(Organisation.id)
        .where(
            Organisation.active,
            Organisation.path.startswith(holder.path if holder else ""),
            sa.or_(Organisation.name == name, Organisation.short_name == name),
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None
