"""Contests: the list, a new one, its page as the hub of set-up, its settings, decoding."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from blueprints.contests import actions
from blueprints.contests.access import (
    Right,
    contest_for,
    may,
    only_announces,
    organisations_for_set_up,
)
from blueprints.contests.blueprint import bp
from blueprints.contests.forms import RELEASES, ContestForm, NewContestForm
from blueprints.contests.models import Contest
from blueprints.contests.queries.life import life_of_contest
from blueprints.contests.queries.setup import contest_hub, contests_of, has_contests
from blueprints.contests.queries.setup.plays import running_play
from blueprints.contests.routes.setup_answers import ID, carry_out, contest_to_set_up, hub
from blueprints.contests.services import setup
from blueprints.home import panels
from blueprints.people import actions as people_actions
from blueprints.people import queries as people
from store import UserError
from store.actors import Actor
from web import navigation
from web.access import current_actor, require_account, require_role
from web.choices import choices
from web.clock import now
from web.paging import page_number
from web.refusals import add_fault

navigation.add(
    lazy_gettext("Contests"),
    "contests.setup_list",
    lazy_gettext("Contests"),
    "trophy",
    *Right.VIEW.value,
    order=20,
)
people_actions.add(actions.NAMES)


@panels.add_section
def contests_section(actor: Actor) -> list[panels.Section]:
    """The way to the contests, for those who may see any."""
    if not organisations_for_set_up(actor) and not has_contests(actor):
        return []
    text = _("Set contests up, run their desks, follow their boards.")
    return [panels.Section(_("Contests"), text, url_for("contests.setup_list"), "trophy")]


@bp.get("/contests/")
@require_account
def setup_list() -> str:
    """Contests of one's own organisations, or in which one has a role."""
    actor, rehearsals = current_actor(), request.args.get("show") == "rehearsals"
    search = request.args.get("q", "")[:60]
    return render_template(
        "contests/setup/list.html",
        found=contests_of(actor, page_number(), rehearsals=rehearsals, search=search),
        rehearsals=rehearsals,
        search=search,
        may_create=bool(organisations_for_set_up(actor)),
    )


@bp.route("/contests/new", methods=["GET", "POST"])
@require_role(*Right.SET_UP.value)
def setup_new() -> ResponseReturnValue:
    """A new contest."""
    actor, form = current_actor(), NewContestForm()
    form.organisation_id.choices = choices(people.organisation_choices(actor, *Right.SET_UP.value))
    if form.validate_on_submit():
        try:
            holder = form.organisation_id.data
            contest_id = setup.create_contest(actor, holder, form.given(), now())
            return redirect(hub(contest_id), 303)
        except UserError as error:
            add_fault(form, error, {})
    page = render_template("contests/setup/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get(f"/contests/<{ID}:contest_id>")
@require_account
def setup_contest(contest_id: int) -> str:
    """The contest: what is missing, its events and rounds, its judges, and the ways onward."""
    contest = contest_for(current_actor(), contest_id)
    return render_template("contests/setup/contest.html", **hub_values(contest))


@bp.route(f"/contests/<{ID}:contest_id>/settings", methods=["GET", "POST"])
@require_account
def setup_settings(contest_id: int) -> ResponseReturnValue:
    """Title, place, day, and who may see what."""
    contest = contest_to_set_up(contest_id)
    form = ContestForm(data=_settings(contest))
    if form.validate_on_submit():
        try:
            setup.update_contest(current_actor(), contest_id, form.given(), now())
            return redirect(hub(contest_id), 303)
        except UserError as error:
            add_fault(form, error, {})
    page = render_template("contests/setup/settings.html", form=form, contest=contest)
    return page, 422 if form.errors else 200


@bp.post(f"/contests/<{ID}:contest_id>/decoding")
@require_account
def setup_decode(contest_id: int) -> ResponseReturnValue:
    """Names in the place of codes, everywhere and for good."""
    return carry_out(
        lambda: setup.decode(current_actor(), contest_id, now()),
        _("Decoded. Names are shown instead of codes."),
        hub(contest_id),
    )


def hub_values(contest: Contest) -> dict[str, object]:
    """What the contest's page is drawn from."""
    actor = current_actor()
    return {
        "hub": contest_hub(contest),
        "life": life_of_contest(contest, now()),
        "staff": people.contest_staff(contest.id),
        "sets_up": may(actor, contest, Right.SET_UP),
        "confirms": may(actor, contest, Right.CONFIRM),
        "announces": only_announces(actor, contest),
        "playing": running_play(contest, now()),
        "releases": RELEASES,
    }


def _settings(contest: Contest) -> dict[str, object]:
    names = ("title", "venue", "public", "blind", "rehearsal")
    values = {name: getattr(contest, name) for name in names}
    return {**values, "starts_on": _day(contest.starts_on)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
