"""The announcer's private page: whom to call, how to read the name, what may be read out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.live.announcer import room_of
from blueprints.contests.models import Round
from blueprints.contests.queries.announcer import announcer_view, notes_of
from blueprints.contests.queries.eyes import is_kept_out, sees_all
from blueprints.contests.services import announcing
from realtime import tickets
from store import NotFound
from web.access import current_actor, require_account
from web.clock import now
from web.languages import chosen_language

PAGE = "/contests/rounds/<int:round_id>/announcer"


@bp.get(PAGE)
@require_account
def announcer_page(round_id: int) -> ResponseReturnValue:
    """The page for the announcer's phone or tablet."""
    round_ = round_for(current_actor(), round_id, Right.ANNOUNCE)
    return render_template(
        "contests/announcer/page.html",
        **_live(round_),
        round=round_,
        at_desk=not is_kept_out(current_actor(), round_),
    )


@bp.get(f"{PAGE}/panel")
@require_account
def announcer_panel(round_id: int) -> ResponseReturnValue:
    """The live part as it is now: what the page fetches after a gap."""
    round_ = round_for(current_actor(), round_id, Right.ANNOUNCE)
    return render_template("contests/announcer/_live.html", **_live(round_))


@bp.post(f"{PAGE}/eyes")
@require_account
def announcer_eyes(round_id: int) -> ResponseReturnValue:
    """Let the announcer see what the desk sees: {everything}."""
    everything = request.form.get("everything") == "1"
    announcing.let_see(current_actor(), round_id, now(), everything=everything)
    flash(
        _("The announcer sees what the desk sees.")
        if everything
        else _("The announcer sees what the hall sees."),
        "success",
    )
    return redirect(url_for("contests.announcer_notes", round_id=round_id), 303)


@bp.route(f"{PAGE}/notes", methods=["GET", "POST"])
@require_account
def announcer_notes(round_id: int) -> ResponseReturnValue:
    """How names are read; fields `say-<key of the entrant>`."""
    round_ = round_for(current_actor(), round_id, Right.ANNOUNCE)
    if round_.contest.names_hidden:
        raise NotFound
    if request.method == "POST":
        given = {
            name.removeprefix("say-"): text
            for name, text in request.form.items()
            if name.startswith("say-")
        }
        announcing.set_pronunciations(current_actor(), round_id, given, now())
        flash(_("Saved."), "success")
        return redirect(url_for("contests.announcer_notes", round_id=round_id), 303)
    return render_template(
        "contests/announcer/notes.html",
        round=round_,
        lines=notes_of(round_),
        sees_all=sees_all(round_),
        runs=may(current_actor(), round_.contest, Right.RUN),
    )


def _live(round_: Round) -> dict[str, object]:
    return {
        "view": announcer_view(round_),
        "room": room_of(round_.id, chosen_language()),
        "ticket": tickets.issue(current_actor().ref, [f"announcer:{round_.id}"], now()),
    }
