"""What was handed in only to take part is forgotten when the contest is archived."""

import sqlalchemy as sa

from blueprints.contests.models import Entry, EntryDetails, Registration
from store import db


def forget_private(contest_id: int) -> None:
    """Days of birth and contacts go, of entrants and of everybody who registered, with the
    photographs that came with registrations. Names, units and decisions stay: they defend the
    result. Called inside the archiving transaction.
    """
    db.session.execute(
        sa.update(Registration)
        .where(Registration.contest_id == contest_id)
        .values(born_on=None, contact=None, photo=None)
    )
    entries = sa.select(Entry.id).where(Entry.contest_id == contest_id)
    db.session.execute(
        sa.update(EntryDetails)
        .where(EntryDetails.entry_id.in_(entries))
        .values(born_on=None, contact=None)
    )
