"""Campaigns behind the desk: the list, a new one, its page with calendar, tiers and hosts."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from blueprints.campaigns import actions, services
from blueprints.campaigns.access import (
    ORGANISERS,
    READERS,
    campaign_for,
    may_change,
    organisations_for,
)
from blueprints.campaigns.blueprint import bp
from blueprints.campaigns.forms import CampaignForm, NewCampaignForm
from blueprints.campaigns.models import Campaign
from blueprints.campaigns.queries.lists import campaigns_of, contests_to_add
from blueprints.campaigns.queries.portal import items_of, outside_of, portal_of, published_rounds
from blueprints.campaigns.routes.rows import host_rows, tier_rows, typed_hosts, typed_tiers
from blueprints.contests.services.outcomes import keep_current
from blueprints.people import actions as people_actions
from blueprints.people import queries as people
from store import UserError
from web import navigation
from web.access import current_actor, require_account, require_role
from web.choices import choices
from web.clock import now
from web.refusals import Refused, add_fault

ID = "int(max=2147483647)"
NOT_REFUSED = Refused()
FIELDS = {name: name for name in ("title", "ends_on", "orientations")}  # of codes of refusals

navigation.add(
    lazy_gettext("Contests"),
    "campaigns.list",
    lazy_gettext("Campaigns"),
    "sitemap",
    *READERS,
    order=21,
)
people_actions.add(actions.NAMES)


@bp.get("/campaigns/", endpoint="list")
@require_account
def campaign_list() -> str:
    """Campaigns of one's own organisations."""
    actor = current_actor()
    return render_template(
        "campaigns/list.html",
        campaigns=campaigns_of(actor),
        may_create=bool(organisations_for(actor)),
    )


@bp.route("/campaigns/new", methods=["GET", "POST"], endpoint="new")
@require_role(*ORGANISERS)
def new_campaign() -> ResponseReturnValue:
    """A new campaign."""
    actor, form = current_actor(), NewCampaignForm()
    form.organisation_id.choices = choices(people.organisation_choices(actor, *ORGANISERS))
    if form.validate_on_submit():
        try:
            campaign_id = services.create_campaign(
                actor, form.organisation_id.data, form.given(), now()
            )
            return redirect(url_for("campaigns.hub", campaign_id=campaign_id), 303)
        except UserError as error:
            add_fault(form, error, FIELDS)
    page = render_template("campaigns/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get(f"/campaigns/<{ID}:campaign_id>", endpoint="hub")
@require_account
def hub(campaign_id: int) -> str:
    """The campaign: calendar, tiers, hosts, outside results, and the way to its portal."""
    return hub_page(campaign_id)


def hub_page(campaign_id: int, refused: Refused = NOT_REFUSED) -> str:
    """That page, with what was typed into one of its forms when it was refused."""
    actor = current_actor()
    campaign = campaign_for(actor, campaign_id)
    keep_current(published_rounds(campaign))
    return render_template(
        "campaigns/hub.html",
        refused=refused,
        tiers=typed_tiers(request.form) if refused.form == "tiers" else tier_rows(campaign),
        hosts=typed_hosts(request.form) if refused.form == "hosts" else host_rows(campaign),
        campaign=campaign,
        portal=portal_of(campaign),
        items=items_of(campaign.id),
        outside=outside_of(campaign.id),
        contests=contests_to_add(actor, campaign),
        may_change=may_change(actor, campaign),
    )


@bp.route(f"/campaigns/<{ID}:campaign_id>/settings", methods=["GET", "POST"], endpoint="settings")
@require_account
def settings(campaign_id: int) -> ResponseReturnValue:
    """Other words, other days, public or not."""
    campaign = campaign_for(current_actor(), campaign_id, change=True)
    form = CampaignForm(data=_values(campaign))
    if form.validate_on_submit():
        try:
            services.update_campaign(current_actor(), campaign_id, form.given(), now())
            return redirect(url_for("campaigns.hub", campaign_id=campaign_id), 303)
        except UserError as error:
            add_fault(form, error, FIELDS)
    page = render_template("campaigns/settings.html", form=form, campaign=campaign)
    return page, 422 if form.errors else 200


def _values(campaign: Campaign) -> dict[str, object]:
    names = ("title", "theme", "intro", "public")
    return {name: getattr(campaign, name) for name in names} | {
        "orientations": "\n".join(campaign.orientations),
        "starts_on": date.fromisoformat(campaign.starts_on) if campaign.starts_on else None,
        "ends_on": date.fromisoformat(campaign.ends_on) if campaign.ends_on else None,
    }
