"""Lists of campaigns, and what the pages of set-up choose from."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.campaigns.access import READERS
from blueprints.campaigns.models import Campaign, Item
from blueprints.contests.queries.setup import contests_of
from blueprints.people.models import Organisation
from store import db
from store.actors import Actor

MOST_PUBLIC = 12


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in a list."""

    id: int
    key: str
    title: str
    theme: str
    organisation: str
    starts_on: str
    ends_on: str
    public: bool
    items: int


def campaigns_of(actor: Actor) -> list[CampaignRow]:
    """Campaigns of organisations in which the actor organises or supervises, the newest first."""
    return [row for row, path in _rows() if actor.may(*READERS, organisation_path=path)]


def public_campaigns() -> list[CampaignRow]:
    """Campaigns that everybody may see, the newest first."""
    return [row for row, _path in _rows() if row.public][:MOST_PUBLIC]


def contests_to_add(actor: Actor, campaign: Campaign) -> list[tuple[int, str]]:
    """Contests the actor sees that aren't in the calendar yet: (id, title)."""
    taken = set(
        db.session.scalars(sa.select(Item.contest_id).where(Item.campaign_id == campaign.id))
    )
    page = contests_of(actor, 1, rehearsals=False)
    return [(one.id, one.title) for one in page.items if one.id not in taken]


def _rows() -> list[tuple[CampaignRow, str]]:
    counts = sa.select(sa.func.count()).where(Item.campaign_id == Campaign.id).scalar_subquery()
    rows = db.session.execute(
        sa.select(Campaign, Organisation, counts)
        .join(Organisation, Organisation.id == Campaign.organisation_id)
        .order_by(Campaign.id.desc())
    )
    return [
        (
            CampaignRow(
                one.id,
                one.key,
                one.title,
                one.theme,
                organisation.name,
                one.starts_on,
                one.ends_on,
                one.public,
                items,
            ),
            organisation.path,
        )
        for one, organisation, items in rows
    ]
