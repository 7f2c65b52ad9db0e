"""Who may do what in a contest. Loading through here *is* the authorisation.

What an actor may not see is not found (404); what they see but may not do is refused (403).
"""

from enum import Enum

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Contest, ContestEvent, Entry, Judge, Round
from blueprints.people.models import Organisation
from store import NotFound, UserError, db
from store.actors import Actor

ANNOUNCER = "announcer"
_EVERYONE = (
    "organisation_admin",
    "organiser",
    "chief_referee",
    "scorer",
    ANNOUNCER,
    "supervisor",
)


class Right(Enum):
    """A right in a contest, with the roles that hold it."""

    VIEW = _EVERYONE
    SET_UP = ("organisation_admin", "organiser")
    RUN = ("organisation_admin", "organiser", "chief_referee", "scorer")
    CONFIRM = ("organisation_admin", "organiser", "chief_referee", "supervisor")
    PUBLISH = ("organisation_admin", "organiser", "chief_referee")
    PANEL = ("chief_referee", "supervisor")  # how judges judged: not even organisers see it
    ANNOUNCE = ("organisation_admin", "organiser", "chief_referee", "announcer")  # to read out
    RULE = ("supervisor",)  # on appeals: supervision and arbitration, nobody else


LOOKING = (Right.VIEW, Right.PANEL, Right.ANNOUNCE)  # rights that an archived contest leaves


def may(actor: Actor, contest: Contest, right: Right) -> bool:
    """Whether the actor holds the right in this contest, by the organisation or directly.

    In an archived contest nobody holds more than the right to look.
    """
    if right not in LOOKING and contest.archived_at is not None:
        return False
    return _holds(actor, contest, *right.value)


def only_announces(actor: Actor, contest: Contest) -> bool:
    """Whether the actor is staff by nothing but the announcer's role."""
    others = (role for role in _EVERYONE if role != ANNOUNCER)
    return _holds(actor, contest, ANNOUNCER) and not _holds(actor, contest, *others)


def _holds(actor: Actor, contest: Contest, *roles: str) -> bool:
    path = db.session.scalar(
        sa.select(Organisation.path).where(Organisation.id == contest.organisation_id)
    )
    return actor.may(*roles, organisation_path=path or "", contest_id=contest.id)


def require(actor: Actor, contest: Contest | None, right: Right) -> Contest:
    """The contest, or NotFound when the actor may not see it, or a refusal (403)."""
    if contest is None or not may(actor, contest, Right.VIEW):
        raise NotFound
    if right not in LOOKING:
        require_unarchived(contest)
    if right is not Right.VIEW and not may(actor, contest, right):
        raise UserError(_("Your role in this contest does not allow this."), status=403)
    return contest


def require_unarchived(contest: Contest) -> None:
    """Refuse whatever would change an archived contest."""
    if contest.archived_at is not None:
        raise UserError(
            _("This contest is archived. Nothing in it can be changed any more."),
            status=409,
            code="archived",
        )


def contest_for(actor: Actor, contest_id: int, right: Right = Right.VIEW) -> Contest:
    """A contest that the actor may treat so."""
    return require(actor, db.session.get(Contest, contest_id), right)


def round_for(
    actor: Actor, round_id: int, right: Right = Right.VIEW, *, lock: bool = False
) -> Round:
    """A round of such a contest; locked for writing when a service asks for it."""
    found = locked_round(round_id) if lock else db.session.get(Round, round_id)
    if found is None:
        raise NotFound
    require(actor, found.contest, right)
    return found


def locked_round(round_id: int) -> Round:
    """The round, its row locked until the commit: writers of one ledger queue up here.

    Read anew even if this transaction knows it already: on PostgreSQL another writer may have
    moved the ledger's head meanwhile.
    """
    db.session.flush()
    found = db.session.get(Round, round_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def event_for(actor: Actor, event_id: int, right: Right = Right.VIEW) -> ContestEvent:
    """An event of such a contest."""
    found = db.session.get(ContestEvent, event_id)
    require(actor, found.contest if found else None, right)
    assert found is not None
    return found


def judge_for_desk(actor: Actor, judge_id: int, right: Right = Right.VIEW) -> Judge:
    """A judge's seat, seen from the desk."""
    found = db.session.get(Judge, judge_id)
    contest_for(actor, found.contest_id if found else 0, right)
    assert found is not None
    return found


def entry_by_key(contest_id: int, key: str) -> Entry:
    """An entry by the unguessable key that addresses carry."""
    found = db.session.scalar(
        sa.select(Entry).where(Entry.contest_id == contest_id, Entry.key == key)
    )
    if found is None:
        raise NotFound
    return found


def organisations_for_set_up(actor: Actor) -> list[Organisation]:
    """Organisations in whose name the actor may hold contests, in tree order."""
    every = db.session.scalars(
        sa.select(Organisation).where(Organisation.active).order_by(Organisation.path)
    )
    return [o for o in every if actor.may(*Right.SET_UP.value, organisation_path=o.path)]
