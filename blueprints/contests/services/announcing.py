"""The announcer's page: what the desk lets it show, and how names are read aloud."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, require_unarchived, round_for
from blueprints.contests.models import AnnouncerNote
from blueprints.contests.queries.facts import members
from blueprints.contests.services.alarms import rules_of
from blueprints.contests.services.setup.common import round_changed
from store import UserError, db, write
from store.actors import Actor

LENGTH = 120


def let_see(actor: Actor, round_id: int, now: datetime, *, everything: bool) -> None:
    """Let the announcer see what the desk sees, or again only what the hall does."""
    with write():
        round_ = round_for(actor, round_id, Right.RUN, lock=True)
        rules = rules_of(round_)
        if rules.announcer_sees_all == everything:
            return
        rules.announcer_sees_all = everything
        round_changed(actor, "round.announcer_sees", round_, now, everything=everything)


def set_pronunciations(
    actor: Actor, round_id: int, given: Mapping[str, str], now: datetime
) -> None:
    """How names are read: entry key → text; entrants that are not named keep theirs."""
    with write():
        round_ = round_for(actor, round_id, Right.ANNOUNCE, lock=True)
        require_unarchived(round_.contest)
        if round_.contest.names_hidden:
            raise UserError(_("Names are hidden until decoding."), status=409)
        count = 0
        for entry in members(round_.id).entries.values():
            if entry.key in given:
                count += _set(entry.id, given[entry.key].strip()[:LENGTH])
        if count:
            round_changed(actor, "round.pronunciations_set", round_, now, count=count)


def _set(entry_id: int, text: str) -> bool:
    """Whether anything changed."""
    note = db.session.get(AnnouncerNote, entry_id)
    if (note.pronunciation if note else "") == text:
        return False
    if note is None:
        note = AnnouncerNote(entry_id=entry_id)
        db.session.add(note)
    note.pronunciation = text
    return True
