"""The calendar of a campaign, and results won elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.campaigns.access import campaign_for
from blueprints.campaigns.models import Campaign, Item, Level, OutsideResult
from blueprints.campaigns.services.campaigns import note, required
from blueprints.contests.access import contest_for
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_ITEMS, MOST_OUTSIDE = 500, 500
MOST_REPORTED = 10_000_000


@dataclass(frozen=True)
class ItemInput:
    """A contest in the calendar as typed; figures only where no contest here has them."""

    tier_id: int
    title: str
    on_day: str = ""
    venue: str = ""
    host: str = ""
    zone: str = ""
    orientation: str = ""
    held: bool = False
    reported_units: int | None = None
    reported_persons: int | None = None


@dataclass(frozen=True)
class OutsideInput:
    """A result won elsewhere as typed."""

    competition: str
    level: str
    on_day: str
    people: str
    unit: str
    result: str


def add_contest(
    actor: Actor, campaign_id: int, contest_id: int, given: ItemInput, now: datetime
) -> int:
    """Put a contest of this system into the calendar; the actor has to see it. Its item's id."""
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        contest = contest_for(actor, contest_id)
        if contest.rehearsal:
            raise UserError(
                _("A rehearsal never counts. Choose a real contest."), code="contest_id"
            )
        taken = sa.select(Item.id).where(
            Item.campaign_id == campaign.id, Item.contest_id == contest.id
        )
        if db.session.scalar(taken) is not None:
            raise UserError(_("This contest is in the campaign already."), code="contest_id")
        title = given.title.strip() or contest.title
        item = _new(campaign, ItemInput(**{**vars(given), "title": title}), now)
        item.contest_id = contest.id
        db.session.flush()
        note(actor, "campaign.item_added", campaign, now, title=item.title)
        return item.id


def add_item(actor: Actor, campaign_id: int, given: ItemInput, now: datetime) -> int:
    """Put a contest into the calendar that is planned, or held outside of this system."""
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        item = _new(campaign, given, now)
        db.session.flush()
        note(actor, "campaign.item_added", campaign, now, title=item.title)
        return item.id


def change_item(
    actor: Actor, campaign_id: int, item_id: int, given: ItemInput, now: datetime
) -> None:
    """Correct an item of the calendar."""
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        item = _item(campaign, item_id)
        _fill(campaign, item, given)
        note(actor, "campaign.item_changed", campaign, now, title=item.title)


def remove_item(actor: Actor, campaign_id: int, item_id: int, now: datetime) -> None:
    """Take an item out of the calendar; a contest itself stays."""
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        item = _item(campaign, item_id)
        db.session.delete(item)
        note(actor, "campaign.item_removed", campaign, now, title=item.title)


def add_outside_result(actor: Actor, campaign_id: int, given: OutsideInput, now: datetime) -> int:
    """Record what was won elsewhere."""
    if given.level not in set(Level):
        raise UserError(_("Choose the level of the competition."), code="level")
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        _require_room(OutsideResult, campaign, MOST_OUTSIDE)
        row = OutsideResult(
            campaign_id=campaign.id,
            competition=required(given.competition, 200, _("Name the competition."), "competition"),
            level=given.level,
            on_day=_day(given.on_day),
            people=required(given.people, 200, _("Say who won it."), "people"),
            unit=given.unit.strip()[:200],
            result=required(given.result, 60, _("Say what was won."), "result"),
            created_at=now,
        )
        db.session.add(row)
        db.session.flush()
        note(actor, "campaign.outside_added", campaign, now, result=row.result)
        return row.id


def remove_outside_result(actor: Actor, campaign_id: int, row_id: int, now: datetime) -> None:
    """Take a recorded result back."""
    with write():
        campaign = campaign_for(actor, campaign_id, change=True, lock=True)
        row = db.session.get(OutsideResult, row_id)
        if row is None or row.campaign_id != campaign.id:
            raise NotFound
        db.session.delete(row)
        note(actor, "campaign.outside_removed", campaign, now, result=row.result)


def _new(campaign: Campaign, given: ItemInput, now: datetime) -> Item:
    _require_room(Item, campaign, MOST_ITEMS)
    item = Item(campaign_id=campaign.id, created_at=now)
    _fill(campaign, item, given)
    db.session.add(item)
    return item


def _fill(campaign: Campaign, item: Item, given: ItemInput) -> None:
    if given.tier_id not in {tier.id for tier in campaign.tiers}:
        raise UserError(_("Choose a tier of the campaign."), code="tier_id")
    # A contest keeps a tag that the campaign has given up since.
    if given.orientation not in ("", item.orientation, *campaign.orientations):
        raise UserError(_("Choose an orientation of the campaign."), code="orientation")
    item.tier_id = given.tier_id
    item.title = required(given.title, 200, _("Give the contest a title."), "title")
    item.on_day, item.held = _day(given.on_day), given.held
    item.venue, item.host = given.venue.strip()[:200], given.host.strip()[:200]
    item.zone, item.orientation = given.zone.strip()[:120], given.orientation
    item.reported_units = _reported(given.reported_units, "reported_units")
    item.reported_persons = _reported(given.reported_persons, "reported_persons")


def _reported(number: int | None, code: str) -> int | None:
    if number is not None and not 0 <= number <= MOST_REPORTED:
        raise UserError(_("A reported figure is out of range."), code=code)
    return number


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UserError(_("Enter the day as year-month-day."), code="on_day") from error


def _item(campaign: Campaign, item_id: int) -> Item:
    item = db.session.get(Item, item_id)
    if item is None or item.campaign_id != campaign.id:
        raise NotFound
    return item


def _require_room(model: type[Item] | type[OutsideResult], campaign: Campaign, most: int) -> None:
    query = sa.select(sa.func.count()).where(model.campaign_id == campaign.id)
    if (db.session.scalar(query) or 0) >= most:
        raise UserError(_("The list is full: at most %(count)d.", count=most), status=409)
