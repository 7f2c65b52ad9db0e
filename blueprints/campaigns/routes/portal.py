"""The public portal of a campaign, and the ranking inside of a zone."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints.campaigns.access import campaign_by_key, may_change
from blueprints.campaigns.blueprint import bp
from blueprints.campaigns.queries.lists import public_campaigns
from blueprints.campaigns.queries.portal import (
    found_in,
    portal_of,
    public_contests,
    published_rounds,
)
from blueprints.contests.queries.zones import zone_lines
from blueprints.contests.services.outcomes import keep_current
from blueprints.home import panels
from store import NotFound
from web.access import current_actor

LONGEST_SEARCH = 60


@bp.get("/campaign/<key>", endpoint="portal")
def page(key: str) -> ResponseReturnValue:
    """Totals, calendar by tier, zones, results won elsewhere; `find` looks for an entrant."""
    campaign = campaign_by_key(current_actor(), key)
    keep_current(published_rounds(campaign))
    words = request.args.get("find", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "campaigns/portal.html",
        campaign=campaign,
        portal=portal_of(campaign),
        words=words,
        found=found_in(campaign, words) if words else None,
        may_change=may_change(current_actor(), campaign),
    )


@bp.get("/campaign/<key>/zones/<path:zone>", endpoint="zone")
def zone_page(key: str, zone: str) -> ResponseReturnValue:
    """Entrants of one zone in all published rounds, ranked among themselves."""
    campaign = campaign_by_key(current_actor(), key)
    keep_current(published_rounds(campaign))
    lines = zone_lines(public_contests(campaign), zone)
    if not lines:
        raise NotFound
    return render_template("campaigns/zone.html", campaign=campaign, zone=zone, lines=lines)


@panels.add
def start_page_panel() -> Markup:
    """Public campaigns on the start page."""
    found = public_campaigns()
    if not found:
        return Markup()
    cards = [
        (url_for("campaigns.portal", key=one.key), one.title, one.theme or one.organisation)
        for one in found
    ]
    html = render_template("campaigns/_start_page.html", title=_("Campaigns"), cards=cards)
    return Markup(html)  # noqa: S704 - rendered and escaped by Jinja
