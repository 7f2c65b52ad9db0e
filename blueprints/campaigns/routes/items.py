"""What is changed on a campaign's page: calendar, tiers, hosts, outside results."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.campaigns import services
from blueprints.campaigns.access import campaign_for
from blueprints.campaigns.blueprint import bp
from blueprints.campaigns.queries.portal import items_of
from blueprints.campaigns.routes.rows import raised, typed_hosts, typed_tiers
from blueprints.campaigns.routes.setup import ID, hub_page
from blueprints.campaigns.services import HostInput, ItemInput, OutsideInput, TierInput
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import Refused, carry_out, told

DIGITS = 10


@bp.post(f"/campaigns/<{ID}:campaign_id>/items", endpoint="add_item")
@require_account
def add_item(campaign_id: int) -> ResponseReturnValue:
    """A contest of this system, or one that is planned or held elsewhere."""
    contest_id, actor = request.form.get("contest_id", None, int), current_actor()

    def add() -> None:
        if contest_id:
            services.add_contest(actor, campaign_id, contest_id, _item(), now())
        else:
            services.add_item(actor, campaign_id, _item(), now())

    done = _("The contest is in the calendar.")
    return _carried_out(add, done, campaign_id, "calendar", lambda e: _again(campaign_id, "add", e))


@bp.get(f"/campaigns/<{ID}:campaign_id>/items/<{ID}:item_id>", endpoint="item")
@require_account
def item_page(campaign_id: int, item_id: int) -> str:
    """An item of the calendar, to be corrected."""
    return _item_page(campaign_id, item_id)


@bp.post(f"/campaigns/<{ID}:campaign_id>/items/<{ID}:item_id>", endpoint="change_item")
@require_account
def change_item(campaign_id: int, item_id: int) -> ResponseReturnValue:
    """The corrections."""
    return _carried_out(
        lambda: services.change_item(current_actor(), campaign_id, item_id, _item(), now()),
        _("Saved."),
        campaign_id,
        "calendar",
        lambda e: _item_page(campaign_id, item_id, e),
    )


@bp.post(f"/campaigns/<{ID}:campaign_id>/items/<{ID}:item_id>/removal", endpoint="remove_item")
@require_account
def remove_item(campaign_id: int, item_id: int) -> ResponseReturnValue:
    """Out of the calendar; the contest itself stays."""
    return _carry_out(
        lambda: services.remove_item(current_actor(), campaign_id, item_id, now()),
        _("Taken out of the calendar."),
        campaign_id,
        "calendar",
    )


@bp.post(f"/campaigns/<{ID}:campaign_id>/tiers", endpoint="set_tiers")
@require_account
def set_tiers(campaign_id: int) -> ResponseReturnValue:
    """All tiers at once, the lowest first; an empty title leaves one out.

    `up` is the row whose button was pressed: it changes places with the one before.
    """
    rows = raised(typed_tiers(request.form), request.form.get("up", 0, int))
    given = [TierInput(_number(row.id), row.title, row.kind, _number(row.planned)) for row in rows]
    return _carried_out(
        lambda: services.set_tiers(current_actor(), campaign_id, given, now()),
        _("Saved."),
        campaign_id,
        "tiers",
        lambda e: _again(campaign_id, "tiers", e),
    )


@bp.post(f"/campaigns/<{ID}:campaign_id>/hosts", endpoint="set_hosts")
@require_account
def set_hosts(campaign_id: int) -> ResponseReturnValue:
    """All hosts at once, in order."""
    given = [HostInput(row.name, row.part) for row in typed_hosts(request.form)]
    return _carried_out(
        lambda: services.set_hosts(current_actor(), campaign_id, given, now()),
        _("Saved."),
        campaign_id,
        "hosts",
        lambda e: _again(campaign_id, "hosts", e),
    )


@bp.post(f"/campaigns/<{ID}:campaign_id>/outside", endpoint="add_outside")
@require_account
def add_outside(campaign_id: int) -> ResponseReturnValue:
    """A result won elsewhere."""
    names = ("competition", "level", "on_day", "people", "unit", "result")
    given = OutsideInput(**{name: request.form.get(name, "") for name in names})
    return _carried_out(
        lambda: services.add_outside_result(current_actor(), campaign_id, given, now()),
        _("Recorded."),
        campaign_id,
        "outside",
        lambda e: _again(campaign_id, "outside", e),
    )


@bp.post(f"/campaigns/<{ID}:campaign_id>/outside/<{ID}:row_id>/removal", endpoint="remove_outside")
@require_account
def remove_outside(campaign_id: int, row_id: int) -> ResponseReturnValue:
    """Taken back."""
    return _carry_out(
        lambda: services.remove_outside_result(current_actor(), campaign_id, row_id, now()),
        _("Removed."),
        campaign_id,
        "outside",
    )


def _item() -> ItemInput:
    form = request.form
    return ItemInput(
        tier_id=form.get("tier_id", 0, int),
        title=form.get("title", ""),
        on_day=form.get("on_day", ""),
        venue=form.get("venue", ""),
        host=form.get("host", ""),
        zone=form.get("zone", ""),
        orientation=form.get("orientation", ""),
        held=form.get("held") == "1",
        reported_units=_number(form.get("reported_units", "")),
        reported_persons=_number(form.get("reported_persons", "")),
    )


def _number(text: str) -> int | None:
    """A whole number; None for nothing. What isn't one is out of every range."""
    text = text.strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < DIGITS else -1


def _item_page(campaign_id: int, item_id: int, error: UserError | None = None) -> str:
    campaign = campaign_for(current_actor(), campaign_id, change=True)
    item = next((one for one in items_of(campaign.id) if one.id == item_id), None)
    if item is None:
        raise NotFound
    return render_template(
        "campaigns/item.html",
        campaign=campaign,
        item=item,
        shown=request.form if error else item,
        refused=_refused("item", error) if error else Refused(),
    )


def _again(campaign_id: int, form: str, error: UserError) -> str:
    """The campaign's page with what was typed into one of its forms."""
    return hub_page(campaign_id, _refused(form, error))


def _refused(form: str, error: UserError) -> Refused:
    """The codes of these services name the fields."""
    return Refused(form, str(error.message), error.code, request.form)


def _carried_out(
    verb: Callable[[], Any],
    done: str,
    campaign_id: int,
    anchor: str,
    again: Callable[[UserError], str],
) -> ResponseReturnValue:
    """Like `_carry_out`, for forms in which much is typed: refused, they come back as they were."""
    try:
        verb()
    except UserError as error:
        flash(told(error), "error")
        return again(error), error.status
    flash(done, "success")
    return redirect(url_for("campaigns.hub", campaign_id=campaign_id, _anchor=anchor), 303)


def _carry_out(
    verb: Callable[[], Any], done: str, campaign_id: int, anchor: str
) -> ResponseReturnValue:
    """And back to that part of the campaign's page."""
    return carry_out(verb, done, url_for("campaigns.hub", campaign_id=campaign_id, _anchor=anchor))
