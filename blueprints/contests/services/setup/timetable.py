"""The plan of a round: when it takes place, and who is on at which station."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import Round, RoundPlan
from blueprints.contests.services.setup.common import CODE_LENGTH, round_changed
from blueprints.contests.services.setup.entries import seats_of
from blueprints.contests.timetable import (
    MOST_BREAKS,
    MOST_GAP,
    MOST_MINUTES,
    MOST_STATIONS,
    Plan,
    slots,
)
from store import UserError, db, write
from store.actors import Actor


def set_plan(actor: Actor, round_id: int, plan: Plan | None, now: datetime) -> None:
    """Plan a round, or take its plan away. Stations are given out in running order."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        found = db.session.get(RoundPlan, round_.id)
        if plan is None:
            if found is not None:
                db.session.delete(found)
        elif found is None:
            document = _checked(plan).document()
            db.session.add(RoundPlan(round_id=round_.id, document=document))
        else:
            found.document = _checked(plan).document()
        db.session.flush()
        give_stations(round_)
        round_changed(actor, "round.planned", round_, now)


def plan_of(round_id: int) -> Plan | None:
    """A round's plan, if it has one."""
    found = db.session.get(RoundPlan, round_id)
    return Plan.of(found.document) if found else None


def give_stations(round_: Round) -> None:
    """Where the plan names stations, they follow the running order."""
    plan = plan_of(round_.id)
    if plan is None or not plan.stations:
        return
    seats = seats_of(round_)
    for seat, slot in zip(seats, slots(plan, len(seats)), strict=True):
        seat.station = slot.station


def _checked(plan: Plan) -> Plan:
    if not 1 <= plan.minutes <= MOST_MINUTES or not 0 <= plan.gap <= MOST_GAP:
        raise UserError(
            _("Minutes: 1 to %(n)d for an entrant, 0 to %(m)d between.", n=MOST_MINUTES, m=MOST_GAP)
        )
    if len(plan.breaks) > MOST_BREAKS or any(
        not 1 <= one.minutes <= MOST_MINUTES for one in plan.breaks
    ):
        raise UserError(_("A break takes 1 to %(n)d minutes.", n=MOST_MINUTES))
    stations = tuple(
        dict.fromkeys(one.strip()[:CODE_LENGTH] for one in plan.stations if one.strip())
    )
    if len(stations) > MOST_STATIONS:
        raise UserError(_("At most %(n)d stations can be named.", n=MOST_STATIONS))
    if plan.until is not None and plan.until <= plan.starts.time():
        raise UserError(_("The day ends before it begins."))
    return replace(plan, stations=stations)
