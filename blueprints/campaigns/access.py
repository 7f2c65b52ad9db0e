"""Who may do what with a campaign. Loading through here *is* the authorisation."""

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.campaigns.models import Campaign
from blueprints.people.models import Organisation
from store import NotFound, UserError, db
from store.actors import Actor

ORGANISERS = ("organisation_admin", "organiser")
READERS = (*ORGANISERS, "supervisor")


def path_of(organisation_id: int) -> str:
    """The path of an organisation."""
    query = sa.select(Organisation.path).where(Organisation.id == organisation_id)
    return db.session.scalar(query) or ""


def may_change(actor: Actor, campaign: Campaign) -> bool:
    """Whether the actor organises in the campaign's organisation."""
    return actor.may(*ORGANISERS, organisation_path=path_of(campaign.organisation_id))


def campaign_for(
    actor: Actor, campaign_id: int, *, change: bool = False, lock: bool = False
) -> Campaign:
    """A campaign that the actor may look at from inside, or change; locked if asked."""
    found = db.session.get(
        Campaign, campaign_id, with_for_update=lock or None, populate_existing=lock
    )
    path = path_of(found.organisation_id) if found else ""
    if found is None or not actor.may(*READERS, organisation_path=path):
        raise NotFound
    if change and not actor.may(*ORGANISERS, organisation_path=path):
        raise UserError(_("Your role does not allow changing this campaign."), status=403)
    return found


def campaign_by_key(actor: Actor, key: str) -> Campaign:
    """The campaign behind a public address; before it is public only its organisers'."""
    found = db.session.scalar(sa.select(Campaign).where(Campaign.key == key))
    if found is None:
        raise NotFound
    path = path_of(found.organisation_id)
    if not found.public and not actor.may(*READERS, organisation_path=path):
        raise NotFound
    return found


def organisations_for(actor: Actor) -> list[Organisation]:
    """Organisations in whose name the actor may hold campaigns, in tree order."""
    every = db.session.scalars(
        sa.select(Organisation).where(Organisation.active).order_by(Organisation.path)
    )
    return [one for one in every if actor.may(*ORGANISERS, organisation_path=one.path)]
