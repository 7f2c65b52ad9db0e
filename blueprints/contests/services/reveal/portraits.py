"""The photograph and the line of an entrant, as a ceremony shows them."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, entry_by_key, round_for
from blueprints.contests.models import EntryPortrait, Round
from store import UserError, audit, db, write
from store.actors import Actor
from store.files import files

LONGEST_LINE = 60  # what a hall reads at a glance; columns hold twice that


def set_portrait(
    actor: Actor,
    round_id: int,
    entry_key: str,
    line: str,
    now: datetime,
    *,
    photo: bytes | None = None,
    remove: bool = False,
) -> None:
    """Keep a line, and a photograph that was made ready (`documents.portraits`) if one came."""
    line = " ".join(line.split())
    if len(line) > LONGEST_LINE:
        raise UserError(
            _("The line is longer than %(most)d characters.", most=LONGEST_LINE), code="line"
        )
    round_ = round_for(actor, round_id, Right.SET_UP)
    file = files().put(photo) if photo else ""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        portrait = _portrait(round_, entry_key)
        portrait.line, portrait.changed_at = line, now
        portrait.photo = file or ("" if remove else portrait.photo)
        audit(
            actor,
            "round.portrait_changed",
            f"round:{round_id}",
            now,
            organisation_id=round_.contest.organisation_id,
            entry=entry_key,
            photo=bool(portrait.photo),
        )


def _portrait(round_: Round, entry_key: str) -> EntryPortrait:
    entry = entry_by_key(round_.contest_id, entry_key)
    found = db.session.scalar(sa.select(EntryPortrait).where(EntryPortrait.entry_id == entry.id))
    if found is None:
        found = EntryPortrait(entry_id=entry.id, photo="", line="")
        db.session.add(found)
    return found
