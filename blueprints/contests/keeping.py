"""Who keeps the codes of a blind contest, and who may witness their decoding.

Other rights of a contest are also those of administrators; these two are not: they are held by a
role that was given for them, and never both by one person.
"""

from dataclasses import replace

import sqlalchemy as sa

from blueprints.contests.access import Right
from blueprints.contests.models import Contest, SealedEntry
from blueprints.people.models import Organisation
from store import db
from store.actors import Actor

KEEPER = "encryption_referee"
WITNESSES = ("supervisor", "chief_referee")
# Whoever sees marks or sets the contest up must not know who is behind a code.
APART_FROM = tuple(role for role in Right.VIEW.value if role != KEEPER)


def is_keeper(actor: Actor, contest: Contest) -> bool:
    """Whether the actor is the encryption referee, and nothing else in this contest."""
    apart = actor.is_administrator or holds(actor, contest, *APART_FROM)
    return holds(actor, contest, KEEPER) and not apart


def is_witness(actor: Actor, contest: Contest) -> bool:
    """Whether the actor is the second of the two who decode."""
    return holds(actor, contest, *WITNESSES) and not holds(actor, contest, KEEPER)


def holds(actor: Actor, contest: Contest, *roles: str) -> bool:
    """Whether one of the roles was given to the actor, for this contest or its organisation."""
    if actor.kind != "account":
        return False
    given = replace(actor, grants=frozenset(one for one in actor.grants if one.role in roles))
    path = db.session.scalar(
        sa.select(Organisation.path).where(Organisation.id == contest.organisation_id)
    )
    return given.may(*roles, organisation_path=path or "", contest_id=contest.id)


def is_sealed(contest_id: int) -> bool:
    """Whether names of the contest's entrants lie in envelopes."""
    found = sa.select(SealedEntry.entry_id).where(SealedEntry.contest_id == contest_id).limit(1)
    return db.session.scalar(found) is not None
