"""Registration from the desk: its window, what came in, decisions, entering; units; one's units."""

from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right, contest_for, may
from blueprints.contests.blueprint import bp
from blueprints.contests.forms_entering import UnitForm, WindowForm
from blueprints.contests.models import Contest, ContestUnit, Registration
from blueprints.contests.queries.registration import (
    UNIT_ROLES,
    page_of,
    registration_counts,
    registrations_of,
    waiting_for_units,
    window_of,
)
from blueprints.contests.routes.setup_answers import (
    ID,
    carry_out,
    carry_out_form,
    contest_to_set_up,
)
from blueprints.contests.services import registration as registering
from blueprints.contests.services.setup import units
from blueprints.home import panels
from store import NotFound, UserError, db
from store.actors import Actor
from store.files import files
from web.access import current_actor, require_account, require_role
from web.addresses import outside_url
from web.clock import now
from web.formats import from_wall, local
from web.refusals import add_fault

WINDOW = f"/contests/<{ID}:contest_id>/registration"
ONE = f"{WINDOW}/<{ID}:registration_id>"
UNITS = f"/contests/<{ID}:contest_id>/units"
USUAL_DAYS = 14


@panels.add_section
def registrations_section(actor: Actor) -> list[panels.Section]:
    """What waits for one's own unit."""
    waiting = waiting_for_units(actor) if any(g.role in UNIT_ROLES for g in actor.grants) else []
    if not waiting:
        return []
    text = ngettext(
        "%(num)d registration waits for your unit.",
        "%(num)d registrations wait for your unit.",
        len(waiting),
    )
    return [
        panels.Section(_("Registrations"), text, url_for("contests.unit_registrations"), "users")
    ]


@bp.route(WINDOW, methods=["GET", "POST"])
@require_account
def setup_registration(contest_id: int) -> ResponseReturnValue:
    """The window with its link and QR, and everything that came in."""
    contest, form = contest_to_set_up(contest_id), WindowForm()
    if form.validate_on_submit():
        try:
            registering.set_window(current_actor(), contest_id, form.given(from_wall), now())
            return redirect(_address(contest_id), 303)
        except UserError as error:
            at = {"closes_at": "closes", "limit": "per_unit", "consent": "consent"}
            add_fault(form, error, {**at, "photograph": "photograph"})
        return _page(contest, form), 422
    if request.method == "POST":
        return _page(contest, form), 422
    return _page(contest, _window_form(contest))


@bp.post(f"{WINDOW}/link")
@require_account
def setup_renew_link(contest_id: int) -> ResponseReturnValue:
    """Another address for the public page."""
    return carry_out(
        lambda: registering.renew_link(current_actor(), contest_id, now()),
        _("The page has another address now."),
        _address(contest_id),
    )


@bp.post(f"{WINDOW}/entering")
@require_account
def setup_enter_approved(contest_id: int) -> ResponseReturnValue:
    """Make entrants of everything that is approved."""
    try:
        taken = registering.enter_approved(current_actor(), contest_id, now())
        flash(
            ngettext("%(num)d entrant is added.", "%(num)d entrants are added.", taken), "success"
        )
    except NotFound:
        raise
    except UserError as error:
        if error.status not in (409, 422):
            raise
        flash(error.message, "error")
    return redirect(_address(contest_id), 303)


@bp.post(f"{ONE}/decision")
@require_account
def setup_decide_registration(contest_id: int, registration_id: int) -> ResponseReturnValue:
    """The contest office approves or refuses."""
    _registration(contest_to_set_up(contest_id), registration_id)
    approve, reason = request.form.get("do") == "approve", request.form.get("reason", "")
    return carry_out(
        lambda: registering.decide(
            current_actor(), registration_id, approve=approve, reason=reason, now=now()
        ),
        _("The decision is noted."),
        _address(contest_id, request.args.get("state", "")),
    )


@bp.get("/registrations")
@require_role(*UNIT_ROLES)
def unit_registrations() -> str:
    """What waits for the units one looks after."""
    return render_template(
        "contests/registration/units.html", waiting=waiting_for_units(current_actor())
    )


@bp.post(f"/registrations/<{ID}:registration_id>/decision")
@require_role(*UNIT_ROLES)
def unit_decide(registration_id: int) -> ResponseReturnValue:
    """The unit's own staff approve or refuse."""
    approve, reason = request.form.get("do") == "approve", request.form.get("reason", "")
    return carry_out(
        lambda: registering.decide_for_unit(
            current_actor(), registration_id, approve=approve, reason=reason, now=now()
        ),
        _("The decision is noted."),
        url_for("contests.unit_registrations"),
    )


@bp.get(f"/registrations/<{ID}:registration_id>/photograph")
@require_account
def registration_photo(registration_id: int) -> Response:
    """The photograph, for those who decide."""
    found = db.session.get(Registration, registration_id)
    if found is None or not registering.may_decide_for_unit(current_actor(), found):
        raise NotFound
    if found.photo is None:
        raise NotFound
    response = Response(files().read(found.photo), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get(UNITS)
@require_account
def setup_units(contest_id: int) -> str:
    """Participating units."""
    contest = contest_for(current_actor(), contest_id)
    return render_template(
        "contests/setup/units.html",
        contest=contest,
        units=db.session.query(ContestUnit)
        .filter_by(contest_id=contest.id)
        .order_by(ContestUnit.name)
        .all(),
        form=UnitForm(formdata=None),
        sets_up=may(current_actor(), contest, Right.SET_UP),
    )


@bp.post(UNITS)
@require_account
def setup_save_unit(contest_id: int) -> ResponseReturnValue:
    """Add a unit, or change the one of that name."""
    contest_to_set_up(contest_id)
    form = UnitForm()
    return carry_out_form(
        form,
        lambda: units.save_unit(current_actor(), contest_id, form.given(), now()),
        _("Saved."),
        url_for("contests.setup_units", contest_id=contest_id),
    )


@bp.post(f"{UNITS}/<{ID}:unit_id>/removal")
@require_account
def setup_remove_unit(contest_id: int, unit_id: int) -> ResponseReturnValue:
    """Take a unit off the list."""
    return carry_out(
        lambda: units.remove_unit(current_actor(), contest_id, unit_id, now()),
        _("The unit is removed."),
        url_for("contests.setup_units", contest_id=contest_id),
    )


def _page(contest: Contest, form: WindowForm) -> str:
    window, state = window_of(contest.id), request.args.get("state", "")[:12]
    page = page_of(window, now()) if window else None
    return render_template(
        "contests/setup/registration.html",
        contest=contest,
        form=form,
        page=page,
        address=outside_url("contests.register_page", key=window.key) if window else "",
        counts=registration_counts(contest.id),
        lines=registrations_of(contest.id, state),
        state=state,
    )


def _window_form(contest: Contest) -> WindowForm:
    window = window_of(contest.id)
    if window is None:
        opens = local(now()).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        closes = opens + timedelta(days=USUAL_DAYS)
        words = _(
            "The data given here are used for this contest alone: to check eligibility, to reach "
            "me, and for results and certificates."
        )
        data = {"opens": opens, "closes": closes, "by_unit": True, "consent": words}
        return WindowForm(formdata=None, data=data)
    times = {
        "opens": local(window.opens_at).replace(second=0, microsecond=0, tzinfo=None),
        "closes": local(window.closes_at).replace(second=0, microsecond=0, tzinfo=None),
    }
    return WindowForm(formdata=None, data={**window.document, **times})


def _registration(contest: Contest, registration_id: int) -> Registration:
    found = db.session.get(Registration, registration_id)
    if found is None or found.contest_id != contest.id:
        raise NotFound
    return found


def _address(contest_id: int, state: str = "") -> str:
    """The page; with `state`, the tab on which one goes through them."""
    return url_for("contests.setup_registration", contest_id=contest_id, state=state or None)
