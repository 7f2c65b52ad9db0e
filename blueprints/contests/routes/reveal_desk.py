"""A ceremony for the staff: preparing it, the announcer's phone, its end."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Ceremony, Round
from blueprints.contests.queries.reveal import (
    ceremonies_of,
    ceremony_for,
    portrait_lines,
    remote_view,
    running_ceremony,
)
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services import progress, reveal
from blueprints.contests.services.reveal import RevealOptions
from realtime import tickets
from store import UserError
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.languages import chosen_language, short_name

LONGEST_NUMBER = 6


@bp.get(f"/contests/rounds/<{ID}:round_id>/reveal")
@require_account
def reveal_plan(round_id: int) -> str:
    """How the result is to be revealed: rehearse it, begin it, prepare photographs."""
    round_ = round_for(current_actor(), round_id)
    contest = round_.contest
    return render_template(
        "contests/reveal/plan.html",
        round=round_,
        running=running_ceremony(round_id),
        rehearsing=running_ceremony(round_id, rehearsal=True),
        ceremonies=ceremonies_of(round_id),
        portraits=portrait_lines(round_),
        leads=may(current_actor(), contest, Right.PUBLISH),
        sets_up=may(current_actor(), contest, Right.SET_UP),
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/reveal")
@require_account
def reveal_begin(round_id: int) -> ResponseReturnValue:
    """Begin, or rehearse; then to the announcer's page."""
    round_for(current_actor(), round_id)
    options = RevealOptions(
        manner=request.form.get("manner", ""),
        from_place=_number("from_place"),
        rehearsal=request.form.get("rehearsal") == "1",
    )
    try:
        made = reveal.begin(current_actor(), round_id, options, now())
    except UserError as error:
        if error.status not in (409, 422):
            raise
        flash(str(error.message), "error")
        return redirect(url_for("contests.reveal_plan", round_id=round_id), 303)
    return redirect(url_for("contests.reveal_remote", ceremony_id=made), 303)


@bp.get(f"/contests/reveals/<{ID}:ceremony_id>")
@require_account
def reveal_remote(ceremony_id: int) -> str:
    """The announcer's phone."""
    ceremony = ceremony_for(current_actor(), ceremony_id, Right.ANNOUNCE)
    return render_template("contests/reveal/remote.html", **_remote(ceremony))


@bp.get(f"/contests/reveals/<{ID}:ceremony_id>/panel")
@require_account
def reveal_remote_panel(ceremony_id: int) -> ResponseReturnValue:
    """Its live part: the screen as it is, and what comes next."""
    ceremony = ceremony_for(current_actor(), ceremony_id, Right.ANNOUNCE)
    response = make_response(_panel(ceremony))
    response.cache_control.no_store = True
    return response


@bp.post(f"/contests/reveals/<{ID}:ceremony_id>/move")
@require_account
def reveal_move(ceremony_id: int) -> ResponseReturnValue:
    """A tap; `at` is the move that the phone had seen, `back` takes a step back."""
    at, back = _number("at"), request.form.get("back") == "1"
    fault = ""
    try:
        reveal.move(current_actor(), ceremony_id, -1 if at is None else at, back=back, now=now())
    except UserError as error:
        if error.status != 409:
            raise
        fault = str(error.message)
    if wants_fragment():
        ceremony = ceremony_for(current_actor(), ceremony_id, Right.ANNOUNCE)
        return _panel(ceremony, fault)
    if fault:
        flash(fault, "error")
    return redirect(url_for("contests.reveal_remote", ceremony_id=ceremony_id), 303)


@bp.post(f"/contests/reveals/<{ID}:ceremony_id>/end")
@require_account
def reveal_end(ceremony_id: int) -> ResponseReturnValue:
    """End the ceremony, whether everything was shown or not."""
    return carry_out(
        lambda: reveal.end(current_actor(), ceremony_id, now()),
        _("The reveal has ended."),
        url_for("contests.reveal_remote", ceremony_id=ceremony_id),
    )


@bp.post(f"/contests/reveals/<{ID}:ceremony_id>/publish")
@require_account
def reveal_publish(ceremony_id: int) -> ResponseReturnValue:
    """One tap after the last step: the ceremony ends, and everybody may see the result."""
    ceremony = ceremony_for(current_actor(), ceremony_id, Right.PUBLISH)
    round_id, key = ceremony.round_id, request.form.get("key")

    def publish() -> None:
        reveal.end(current_actor(), ceremony_id, now())
        progress.publish_round(current_actor(), round_id, now(), key=key)

    return carry_out(
        publish,
        _("The result is published."),
        url_for("contests.reveal_remote", ceremony_id=ceremony_id),
    )


def _panel(ceremony: Ceremony, fault: str = "") -> str:
    return render_template("contests/reveal/_remote.html", **_remote(ceremony, fault))


def _remote(ceremony: Ceremony, fault: str = "") -> dict[str, object]:
    round_: Round = ceremony.round
    language = short_name(chosen_language())
    return {
        "ceremony": ceremony,
        "round": round_,
        "view": remote_view(ceremony),
        "leads": may(current_actor(), round_.contest, Right.PUBLISH),
        "room": f"reveal:{ceremony.id}:{language}",
        "ticket": tickets.issue(current_actor().ref, [f"reveal:{ceremony.id}"], now()),
        "fault": fault,
    }


def _number(name: str) -> int | None:
    """A small whole number from the form; None for anything else."""
    text = request.form.get(name, "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None
