"""Campaigns themselves: making one, its words, tiers and hosts."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.campaigns.access import ORGANISERS, campaign_for
from blueprints.campaigns.models import Campaign, Host, HostPart, Item, Tier, TierKind
from blueprints.people.models import Organisation
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

MOST_TIERS, MOST_HOSTS, MOST_ORIENTATIONS = 8, 20, 6
MOST_PLANNED = 10_000


@dataclass(frozen=True)
class CampaignInput:
    """A campaign as typed. Days are ISO dates or empty; `orientations` are tags."""

    title: str
    theme: str = ""
    intro: str = ""
    starts_on: str = ""
    ends_on: str = ""
    orientations: tuple[str, ...] = ()
    public: bool = False


@dataclass(frozen=True)
class TierInput:
    """A tier as typed; `id` of one that exists, None for a new one."""

    id: int | None
    title: str
    kind: str = TierKind.CONTEST
    planned: int | None = None


@dataclass(frozen=True)
class HostInput:
    """Who holds the campaign, and in which part."""

    name: str
    part: str = HostPart.HOST


def create_campaign(actor: Actor, organisation_id: int, given: CampaignInput, now: datetime) -> int:
    """A new campaign of an organisation in which the actor organises; its id."""
    with write():
        organisation = db.session.get(Organisation, organisation_id)
        if organisation is None or not actor.may(*ORGANISERS, organisation_path=organisation.path):
            raise NotFound
        campaign = Campaign(
            organisation_id=organisation_id, key=secrets.token_urlsafe(9), created_at=now
        )
        _fill(campaign, given)
        db.session.add(campaign)
        db.session.flush()
        note(actor, "campaign.created", campaign, now, title=campaign.title)
        return campaign.id


def update_campaign(actor: Actor, campaign_id: int, given: CampaignInput, now: datetime) -> None:
    """Other words, other days, public or not."""
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        _fill(campaign, given)
        note(actor, "campaign.changed", campaign, now, public=campaign.public)


def set_tiers(actor: Actor, campaign_id: int, given: list[TierInput], now: datetime) -> None:
    """The tiers from the lowest to the highest; one without a title is left out.

    One that has contests can't be left out. The code of a refusal names the row: `planned:2`.
    """
    rows = {row: one for row, one in enumerate(given) if one.title.strip()}
    if len(rows) > MOST_TIERS:
        raise UserError(_("A campaign has at most %(count)d tiers.", count=MOST_TIERS))
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        known = {tier.id: tier for tier in campaign.tiers}
        for row, one in enumerate(given):
            _require_title(one, row, known)
        kept = {one.id for one in rows.values()}
        for tier_id in known.keys() - kept:
            row = next((n for n, one in enumerate(given) if one.id == tier_id), 0)
            _require_empty(known[tier_id], row)
        campaign.tiers = [
            _tier(known.get(one.id or 0) or Tier(), one, row, position)
            for position, (row, one) in enumerate(rows.items())
        ]
        note(actor, "campaign.tiers_set", campaign, now, count=len(rows))


def set_hosts(actor: Actor, campaign_id: int, given: list[HostInput], now: datetime) -> None:
    """Who holds it, in order. The code of a refusal names the row: `part:2`."""
    for row, one in enumerate(given):
        if one.name.strip() and one.part not in set(HostPart):
            raise UserError(_("Choose the part of each host."), code=f"part:{row}")
    given = [one for one in given if one.name.strip()]
    if len(given) > MOST_HOSTS:
        raise UserError(_("A campaign has at most %(count)d hosts.", count=MOST_HOSTS))
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        campaign.hosts = [
            Host(position=position, name=one.name.strip()[:200], part=one.part)
            for position, one in enumerate(given)
        ]
        note(actor, "campaign.hosts_set", campaign, now, count=len(given))


def note(actor: Actor, action: str, campaign: Campaign, now: datetime, **detail: Any) -> None:
    """An audit entry in the scope of the campaign's organisation."""
    subject = f"campaign:{campaign.id}"
    audit(actor, action, subject, now, organisation_id=campaign.organisation_id, **detail)


def required(text: str, length: int, message: str, code: str) -> str:
    """The text, trimmed and cut; refused with the message when nothing is left."""
    if not text.strip():
        raise UserError(message, code=code)
    return text.strip()[:length]


def _fill(campaign: Campaign, given: CampaignInput) -> None:
    campaign.title = required(given.title, 120, _("Give the campaign a title."), "title")
    if given.starts_on and given.ends_on and given.ends_on < given.starts_on:
        raise UserError(_("The last day is before the first."), code="ends_on")
    campaign.theme = given.theme.strip()[:200]
    campaign.intro = given.intro.strip()[:5000]
    campaign.starts_on, campaign.ends_on = given.starts_on[:10], given.ends_on[:10]
    tags = dict.fromkeys(tag.strip()[:60] for tag in given.orientations if tag.strip())
    if len(tags) > MOST_ORIENTATIONS:
        raise UserError(
            _("A campaign has at most %(count)d orientations.", count=MOST_ORIENTATIONS),
            code="orientations",
        )
    campaign.orientations = list(tags)
    campaign.public = given.public


def _tier(tier: Tier, given: TierInput, row: int, position: int) -> Tier:
    if given.kind not in set(TierKind):
        raise UserError(_("Choose what kind of tier it is."), code=f"kind:{row}")
    if given.planned is not None and not 0 <= given.planned <= MOST_PLANNED:
        raise UserError(
            _("Enter how many contests are planned, 0 to %(most)d.", most=MOST_PLANNED),
            code=f"planned:{row}",
        )
    tier.position, tier.title = position, given.title.strip()[:60]
    tier.kind, tier.planned = given.kind, given.planned
    return tier


def _require_title(given: TierInput, row: int, known: Mapping[int, Tier]) -> None:
    """A new tier of which something is told isn't one to be left out."""
    if given.planned is not None and given.id not in known and not given.title.strip():
        raise UserError(_("Give the tier a title."), code=f"title:{row}")


def _require_empty(tier: Tier, row: int) -> None:
    used = db.session.scalar(sa.select(Item.id).where(Item.tier_id == tier.id).limit(1))
    if used is not None:
        raise UserError(
            _("“%(tier)s” has contests. Move them to another tier first.", tier=tier.title),
            status=409,
            code=f"title:{row}",
        )
