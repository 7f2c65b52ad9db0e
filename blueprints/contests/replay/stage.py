"""Getting ready to play: the contest set up without marks, codes for judges, a desk account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import Entry, Judge, Round
from blueprints.contests.services import files, seats
from blueprints.people import services as people
from store import db, write
from store.actors import SYSTEM, Actor


@dataclass(frozen=True)
class Stage:
    """What a player needs: addresses by the ids of the contest file."""

    contest_id: int
    rounds: Mapping[str, int]
    entries: Mapping[str, str]
    judges: Mapping[str, int]
    codes: Mapping[str, str]
    desk_token: str


def prepare(
    actor: Actor,
    account_id: int,
    organisation_id: int,
    document: Mapping[str, Any],
    now: datetime,
) -> Stage:
    """Set the contest up as a rehearsal, without marks; `account_id` will sit at the desk."""
    with write():
        contest_id = files.import_contest(
            actor, organisation_id, document, now, with_marks=False, rehearsal=True
        )
        judges = _by_ref(Judge, contest_id)
        return Stage(
            contest_id,
            {ref: one.id for ref, one in _by_ref(Round, contest_id).items()},
            {ref: one.key for ref, one in _by_ref(Entry, contest_id).items()},
            {ref: one.id for ref, one in judges.items()},
            {ref: seats.issue_join_code(SYSTEM, one.id, now) for ref, one in judges.items()},
            people.issue_sign_in_link(account_id, now),
        )


def _by_ref(model: Any, contest_id: int) -> dict[str, Any]:
    found = db.session.scalars(sa.select(model).where(model.contest_id == contest_id))
    return {one.ref: one for one in found}
