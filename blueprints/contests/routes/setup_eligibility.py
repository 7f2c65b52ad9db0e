"""The eligibility check of an event: conditions, findings, decisions, the list to print."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right, entry_by_key, event_for, may
from blueprints.contests.blueprint import bp
from blueprints.contests.days import parse_day
from blueprints.contests.forms_entering import ConditionsForm, DetailsForm
from blueprints.contests.models import ContestEvent, EntryDetails
from blueprints.contests.queries.setup.eligibility import (
    CheckedEntry,
    EligibilityCheck,
    details_of,
    eligibility_check,
    opened,
)
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services.setup import eligibility
from store import NotFound, UserError
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault

ELIGIBILITY = f"/contests/events/<{ID}:event_id>/eligibility"
ONE = f"{ELIGIBILITY}/entries/<key>"


@bp.get(ELIGIBILITY)
@require_account
def setup_eligibility(event_id: int) -> str:
    """Everybody with what was found and decided."""
    event = event_for(current_actor(), event_id)
    return _page(event)


@bp.post(ELIGIBILITY)
@require_account
def setup_set_conditions(event_id: int) -> ResponseReturnValue:
    """What the event asks of its entrants."""
    event, form = event_for(current_actor(), event_id, Right.SET_UP), ConditionsForm()
    if form.validate_on_submit():
        try:
            eligibility.set_conditions(current_actor(), event_id, form.given(), now())
            return redirect(_address(event_id), 303)
        except UserError as error:
            add_fault(form, error, {"age": "age_to", "age_on": "age_on", "most": "most_per_unit"})
    return _page(event, form), 422


@bp.get(f"{ELIGIBILITY}/list")
@require_account
def setup_eligibility_list(event_id: int) -> str:
    """The list on paper."""
    event = event_for(current_actor(), event_id)
    return render_template(
        "contests/setup/eligibility_list.html", event=event, check=eligibility_check(event)
    )


@bp.post(f"{ELIGIBILITY}/acceptance")
@require_account
def setup_accept_sound(event_id: int) -> ResponseReturnValue:
    """Accept everybody about whom nothing was found."""
    event_for(current_actor(), event_id)
    return carry_out(
        lambda: eligibility.accept_sound(current_actor(), event_id, now()),
        _("Entrants without findings are accepted."),
        _address(event_id),
    )


@bp.post(f"{ELIGIBILITY}/removal")
@require_account
def setup_remove_refused(event_id: int) -> ResponseReturnValue:
    """Take the refused out of the running orders."""
    event_for(current_actor(), event_id)
    return carry_out(
        lambda: eligibility.remove_refused(current_actor(), event_id, now()),
        _("The refused are out of the rounds that have not begun."),
        _address(event_id),
    )


@bp.route(ONE, methods=["GET", "POST"])
@require_account
def setup_eligibility_entry(event_id: int, key: str) -> ResponseReturnValue:
    """One entrant: what is known, what was found, what was decided; details are corrected here."""
    event = event_for(current_actor(), event_id)
    line, sets_up = _line(event, key), may(current_actor(), event.contest, Right.SET_UP)
    form = DetailsForm(data=_known(event, key)) if sets_up else None
    if request.method == "POST":
        event_for(current_actor(), event_id, Right.SET_UP)
        if form is not None and form.validate_on_submit():
            eligibility.save_details(current_actor(), event_id, key, form.given(), now())
            return redirect(_entry_address(event_id, key), 303)
    page = render_template(
        "contests/setup/eligibility_entry.html",
        event=event,
        line=line,
        form=form,
        confirms=may(current_actor(), event.contest, Right.CONFIRM),
    )
    return page, 422 if form is not None and form.errors else 200


@bp.post(f"{ONE}/decision")
@require_account
def setup_decide(event_id: int, key: str) -> ResponseReturnValue:
    """Eligible, refused, or to be cleared up."""
    _line(event_for(current_actor(), event_id), key)
    verdict, reason = request.form.get("verdict", ""), request.form.get("reason", "")
    return carry_out(
        lambda: eligibility.decide(current_actor(), event_id, key, verdict, reason, now()),
        _("The decision is noted."),
        _entry_address(event_id, key),
    )


@bp.get(f"{ONE}/photograph")
@require_account
def setup_entry_photo(event_id: int, key: str) -> ResponseReturnValue:
    """The photograph that came with a registration, for those who decide."""
    event = event_for(current_actor(), event_id, Right.CONFIRM)
    _line(event, key)
    kept = _details(event, key)
    if kept is None or kept.photo is None:
        raise NotFound
    return Response(files().read(kept.photo), mimetype="image/jpeg")


def _page(event: ContestEvent, form: ConditionsForm | None = None) -> str:
    check = eligibility_check(event)
    actor = current_actor()
    return render_template(
        "contests/setup/eligibility.html",
        event=event,
        check=check,
        form=form or ConditionsForm(formdata=None, data=_asked(check)),
        sets_up=may(actor, event.contest, Right.SET_UP),
        confirms=may(actor, event.contest, Right.CONFIRM),
        told=ngettext("%(num)d entrant", "%(num)d entrants", len(check.entries)),
    )


def _asked(check: EligibilityCheck) -> dict[str, object]:
    asked = check.conditions
    return {
        **asked.document(),
        "age_on": parse_day(asked.age_on),
        "occupations": "、".join(asked.occupations),
    }


def _line(event: ContestEvent, key: str) -> CheckedEntry:
    found = next((one for one in eligibility_check(event).entries if one.key == key), None)
    if found is None:
        raise NotFound
    return found


def _details(event: ContestEvent, key: str) -> EntryDetails | None:
    entry = entry_by_key(event.contest_id, key)
    return details_of(event.id).get(entry.id)


def _known(event: ContestEvent, key: str) -> dict[str, object]:
    kept = _details(event, key)
    if kept is None:
        return {}
    return {
        "born_on": parse_day(opened(kept.born_on)),
        "contact": opened(kept.contact),
        "occupation": kept.occupation,
        "certificate": kept.certificate,
    }


def _address(event_id: int) -> str:
    return url_for("contests.setup_eligibility", event_id=event_id)


def _entry_address(event_id: int, key: str) -> str:
    return url_for("contests.setup_eligibility_entry", event_id=event_id, key=key)
