"""Teams for a round that adds members' totals: one team for every unit."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import Round
from blueprints.contests.services.setup.common import require_draft
from blueprints.contests.services.setup.entries import (
    EntryInput,
    add_entries,
    seats_of,
)
from blueprints.contests.services.setup.members import possible_members
from store import UserError, write
from store.actors import Actor


def form_teams(actor: Actor, round_id: int, now: datetime) -> int:
    """A team for every unit of the individual round that this round adds up; how many.

    Units that have a team here already are passed over.
    """
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        units = _members_by_unit(round_)
        for seat in seats_of(round_):
            units.pop(seat.entry.unit, None)
        teams = [
            EntryInput(name=unit, unit=unit, members=tuple(codes)) for unit, codes in units.items()
        ]
        if not teams:
            raise UserError(_("There is no unit left without a team."), status=409)
        return add_entries(actor, round_id, teams, now)


def _members_by_unit(round_: Round) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for code, entry in possible_members(round_).items():
        if entry.unit:
            units.setdefault(entry.unit, []).append(code)
    return units
