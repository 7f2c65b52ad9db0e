"""Who makes up a team: entrants of an individual round by their codes, or people by name."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Entry, Round, RoundEntry
from blueprints.contests.services.setup.common import NAME_LENGTH
from store import UserError, db


def possible_members(round_: Round) -> dict[str, Entry]:
    """Code → entrant of everybody in the rounds whose totals this round adds up by teams."""
    parts = round_.scheme.document["parts"]
    refs = [part["round"] for part in parts if part["kind"] == "team"]
    found = db.session.scalars(
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .join(Round, Round.id == RoundEntry.round_id)
        .where(Round.contest_id == round_.contest_id, Round.ref.in_(refs), Entry.code != "")
        .order_by(RoundEntry.position)
    )
    return {entry.code: entry for entry in found}


def by_code(codes: tuple[str, ...], known: dict[str, Entry]) -> list[dict[str, Any]]:
    """The members of a team as the contest file lists them."""
    missing = [code for code in codes if code not in known]
    if missing:
        raise UserError(
            _("No entrant has the code %(codes)s.", codes=", ".join(missing)), code="members"
        )
    return [{"name": known[code].name, "entry": known[code].ref} for code in dict.fromkeys(codes)]


def by_name(names: tuple[str, ...], known: dict[str, Entry]) -> list[dict[str, Any]]:
    """Members by name; where it is the code of an entrant, by that entrant."""
    return [
        {"name": known[one].name, "entry": known[one].ref} if one in known else {"name": one}
        for one in dict.fromkeys(one.strip()[:NAME_LENGTH] for one in names)
    ]


def unlinked(entry: Entry) -> tuple[str, ...]:
    """Members that are no entrants themselves, by name."""
    members = entry.document.get("members", ())
    return tuple(one["name"] for one in members if "entry" not in one)
