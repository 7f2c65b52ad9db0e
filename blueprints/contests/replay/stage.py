"""Getting ready to play: the contest set up as a rehearsal, and the doors into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Contest, Entry, Judge, Round
from blueprints.contests.services import files, seats
from blueprints.people import queries as people_queries
from blueprints.people import services as people
from store import db, write
from store.actors import SYSTEM, Actor

PLAYER = "guildhall-player"


@dataclass(frozen=True)
class Stage:
    """What a player needs: addresses by the ids of the contest file."""

    contest_id: int
    rounds: Mapping[str, int]
    entries: Mapping[str, str]
    judges: Mapping[str, int]
    codes: Mapping[str, str]
    desk_token: str
    grant: int


def prepare(
    actor: Actor,
    organisation_id: int,
    document: Mapping[str, Any],
    now: datetime,
    played: frozenset[str] | None = None,
) -> Stage:
    """Set the contest up as a rehearsal and open its doors.

    Rounds that are not `played` (all are, when None) come in with their marks.
    """
    with write():
        options = files.ImportOptions(rehearsal=True, unplayed=played or every_round(document))
        contest_id = files.import_contest(actor, organisation_id, document, now, options)
        return open_doors(contest_id, now)


def every_round(document: Mapping[str, Any]) -> frozenset[str]:
    """The ids of all rounds of a contest file."""
    return frozenset(one["id"] for one in document["rounds"])


def open_doors(contest_id: int, now: datetime) -> Stage:
    """A join code for every judge, and a sign-in link for an account that is organiser here."""
    with write():
        judges = _by_ref(Judge, contest_id)
        contest = db.session.get_one(Contest, contest_id)
        player = _player(contest.organisation_id, now)
        grant = people.grant_role(SYSTEM, player, "organiser", contest_id=contest_id, now=now)
        return Stage(
            contest_id,
            {ref: one.id for ref, one in _by_ref(Round, contest_id).items()},
            {ref: one.key for ref, one in _by_ref(Entry, contest_id).items()},
            {ref: one.id for ref, one in judges.items()},
            {ref: seats.issue_join_code(SYSTEM, one.id, now) for ref, one in judges.items()},
            people.issue_sign_in_link(player, now),
            grant,
        )


def close_doors(stage: Stage, now: datetime) -> None:
    """The player is nobody in this contest any more."""
    people.revoke_role(SYSTEM, stage.grant, now=now)


def _player(organisation_id: int, now: datetime) -> int:
    """The account that sits at the desk of what is played: it has no password and no other role."""
    known = people_queries.account_named(PLAYER)
    if known is not None:
        return known
    return people.create_account(
        SYSTEM,
        username=PLAYER,
        name=_("Rehearsal player"),
        organisation_id=organisation_id,
        must_change_password=False,
        now=now,
    )


def _by_ref(model: Any, contest_id: int) -> dict[str, Any]:
    found = db.session.scalars(sa.select(model).where(model.contest_id == contest_id))
    return {one.ref: one for one in found}
