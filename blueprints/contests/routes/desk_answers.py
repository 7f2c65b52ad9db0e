"""How the desk answers a POST: with a page, with a fragment, or with words about a refusal.

A refusal never loses what was typed, and always comes with the state as it is now.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.live.connections import connections
from blueprints.contests.live.desk import room_of
from blueprints.contests.models import Round
from blueprints.contests.queries.desk.detail import Detail, detail
from blueprints.contests.queries.desk.matrix import DeskView, desk_view
from blueprints.contests.queries.eyes import is_kept_out
from realtime import tickets
from store import NotFound, UserError
from web import refusals
from web.access import current_actor, wants_fragment
from web.clock import now
from web.errors import add_toast
from web.languages import chosen_language
from web.paging import page_number
from web.refusals import Refused

CHANGED = "desk-changed"  # the page fetches its live parts anew
SHOWS_ITSELF = "value:"  # forms that say when they were saved
KEY_BYTES = 12


@dataclass(frozen=True)
class Rights:
    """What the person who looks may do."""

    set_up: bool
    run: bool
    confirm: bool
    publish: bool
    panel: bool


def rights_in(round_: Round) -> Rights:
    """The rights of whoever asks, in this round's contest."""
    actor, contest = current_actor(), round_.contest
    asked = (Right.SET_UP, Right.RUN, Right.CONFIRM, Right.PUBLISH, Right.PANEL)
    return Rights(*(may(actor, contest, right) for right in asked))


@bp.app_template_global("form_key")
def form_key() -> str:
    """A fresh idempotency key for a desk form."""
    return secrets.token_urlsafe(KEY_BYTES)


def seen_round(round_id: int) -> Round:
    """The round, for somebody who may see it as the desk does."""
    round_ = round_for(current_actor(), round_id)
    if is_kept_out(current_actor(), round_):
        raise UserError(
            _("Until the result is published, announcers see what the hall sees."),
            status=403,
            code="announcer",
        )
    return round_


def act(
    round_id: int,
    verb: Callable[[], object],
    done: str,
    *,
    entry_key: str = "",
    form: str = "",
    field_of: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    """Carry out a verb of the desk and answer in the asker's form.

    `done` is said on success (a form that shows it by itself says it only without script).
    `form` names the form for its refusal; `field_of` maps error codes to its fields ("" is the
    field of all others).
    """
    round_ = seen_round(round_id)
    try:
        verb()
    except NotFound:
        raise
    except UserError as error:
        names = field_of or {}
        place = names.get(error.code, names.get("", ""))
        refused = Refused(form, str(error.message), place, request.form)
        return _refusal(round_, error, entry_key, refused)
    if wants_fragment():
        body = _form_again(round_, entry_key, form, Refused()) if form else ""
        return told(make_response(body), "" if form.startswith(SHOWS_ITSELF) else done)
    flash(done, "success")
    return redirect(desk_address(round_id, entry_key), 303)


def carried_out(
    verb: Callable[[], object], done: str, address: str, again: Callable[[str], str]
) -> ResponseReturnValue:
    """Carry a verb out and go to `address`, or show the page `again` with why it was refused."""
    try:
        verb()
    except UserError as error:
        return again(refusals.told(error)), error.status
    flash(done, "success")
    return redirect(address, 303)


def told(response: Response, message: str, kind: str = "success") -> Response:
    """An HTMX answer, with a toast where there is a message; the live parts are fetched anew."""
    events: dict[str, object] = {CHANGED: ""}
    if message:
        events["toast"] = {"message": message, "kind": kind}
    response.headers["HX-Trigger"] = json.dumps(events)  # ASCII: headers take nothing else
    return response


def desk_address(round_id: int, entry_key: str = "") -> str:
    """The desk, with an entrant's panel open."""
    return url_for("contests.desk_page", round_id=round_id, entry=entry_key or None)


def desk_page_of(round_: Round, entry_key: str = "", refused: Refused | None = None) -> str:
    """The whole page."""
    page = page_number() if "page" in request.args else None
    view = desk_view(round_.id, page, request.args.get("find", ""))
    return render_template(
        "contests/desk/page.html",
        **live_values(round_, view),
        **panel_values(round_, entry_key, refused),
        me=current_actor().ref,
    )


def live_values(round_: Round, view: DeskView) -> dict[str, object]:
    """What the live part of the page is rendered from."""
    judges = [judge.id for judge in view.matrix.judges]
    return {
        "round": round_,
        "head": view.head,
        "matrix": view.matrix,
        "connections": connections(judges),
        "find": request.args.get("find", ""),
        "room": room_of(round_.id, chosen_language()),
        "ticket": tickets.issue(current_actor().ref, [f"desk:{round_.id}"], now()),
    }


def panel_values(
    round_: Round, entry_key: str, refused: Refused | None = None
) -> dict[str, object]:
    """What the panel of an entrant is rendered from; no entrant, no panel."""
    shown: Detail | None = detail(round_, entry_key) if entry_key else None
    return {"detail": shown, "refused": refused or Refused(), "rights": rights_in(round_)}


def _refusal(
    round_: Round, error: UserError, entry_key: str, refused: Refused
) -> ResponseReturnValue:
    if not wants_fragment():
        if not refused.form or error.status != 422:
            flash(refused.message, "error")
        return desk_page_of(round_, entry_key, refused), error.status
    if refused.form and error.status == 422:
        return _form_again(round_, entry_key, refused.form, refused), 422
    response = make_response("", error.status)
    if error.status == 422:  # nothing else has changed: what was typed elsewhere stays
        add_toast(response, refused.message, "error")
    else:
        told(response, refused.message, "error")
    response.headers["HX-Retarget"] = "#desk-answer"
    response.headers["HX-Reswap"] = "none"  # what was typed stays where it is
    return response


def order_of_form() -> list[str]:
    """Keys of tied entrants by the ranks given to them, which must be all different."""
    form = request.form
    ranks = {key: form.get(f"rank-{key}", "") for key in form.getlist("entry")}
    if set(ranks.values()) != {str(number) for number in range(1, len(ranks) + 1)}:
        raise UserError(_("Give every one of the tied entrants a rank of their own."))
    return sorted(ranks, key=lambda key: int(ranks[key]))


def _form_again(round_: Round, entry_key: str, form: str, refused: Refused) -> str:
    values = panel_values(round_, entry_key, refused)
    return render_template("contests/desk/_form.html", round=round_, form=form, **values)
