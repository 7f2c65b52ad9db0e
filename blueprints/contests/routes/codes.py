"""Blind coding in two hands: the encryption referee's pages, and decoding by two people."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may
from blueprints.contests.blueprint import bp
from blueprints.contests.keeping import holds
from blueprints.contests.models import Contest, ContestEvent
from blueprints.contests.queries.codes import (
    KEEPER,
    CodesView,
    codes_view,
    contests_kept_by,
    has_two_hands,
)
from blueprints.contests.services import codes
from blueprints.home import panels
from store import NotFound, UserError, db
from store.actors import Actor
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import told

ID = "int(max=2147483647)"
PAGE = f"/contests/<{ID}:contest_id>/codes"


@panels.add_section
def codes_section(actor: Actor) -> list[panels.Section]:
    """The way to the codes, for encryption referees: they have no other part in a contest."""
    if not contests_kept_by(actor):
        return []
    text = _("Draw the codes of blind contests, print the slips, decode with a witness.")
    return [panels.Section(_("Blind codes"), text, url_for("contests.codes_list"), "eye-off")]


@bp.get("/contests/codes")
@require_account
def codes_list() -> ResponseReturnValue:
    """The contests whose codes the asker keeps."""
    kept = contests_kept_by(current_actor())
    if not kept:
        raise NotFound
    return render_template("contests/codes/list.html", contests=kept)


@bp.get(PAGE)
@require_account
def codes_page(contest_id: int) -> ResponseReturnValue:
    """How coding and decoding stand; for the encryption referee who is who."""
    return _page(_view(contest_id))


@bp.get(f"{PAGE}/slips")
@require_account
def codes_slips(contest_id: int) -> ResponseReturnValue:
    """Slips to print and hand out, for the encryption referee."""
    view = _view(contest_id)
    if not view.keeps:
        raise NotFound
    return render_template("contests/codes/slips.html", view=view)


@bp.post(f"/contests/events/<{ID}:event_id>/codes")
@require_account
def codes_draw(event_id: int) -> ResponseReturnValue:
    """Draw an event's codes: {prefix, seed}."""
    event = db.session.get(ContestEvent, event_id)
    view = _view(event.contest_id if event else 0)
    form = request.form
    try:
        count = codes.draw_sealed(
            current_actor(), event_id, form.get("prefix", ""), form.get("seed", ""), now()
        )
    except UserError as error:
        return _page(view, told(error)), error.status
    flash(
        _("%(count)d codes are drawn. Print the slips and hand them out.", count=count), "success"
    )
    return redirect(url_for("contests.codes_page", contest_id=view.contest_id), 303)


@bp.post(f"{PAGE}/decoding")
@require_account
def codes_decode(contest_id: int) -> ResponseReturnValue:
    """One of the two hands."""
    view = _view(contest_id)
    try:
        done = codes.confirm_decoding(current_actor(), contest_id, now())
    except UserError as error:
        return _page(view, told(error)), error.status
    flash(
        _("Decoded. Names are shown instead of codes.")
        if done
        else _("Your confirmation is recorded. The other person confirms on their own account."),
        "success",
    )
    return redirect(url_for("contests.codes_page", contest_id=contest_id), 303)


def _view(contest_id: int) -> CodesView:
    actor, contest = current_actor(), db.session.get(Contest, contest_id)
    if contest is None or not has_two_hands(contest):
        raise NotFound
    if not (holds(actor, contest, KEEPER) or may(actor, contest, Right.VIEW)):
        raise NotFound
    return codes_view(actor, contest)


def _page(view: CodesView, error: str = "") -> str:
    return render_template("contests/codes/page.html", view=view, error=error)
