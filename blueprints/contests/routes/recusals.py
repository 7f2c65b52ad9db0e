"""Recusals that were found: proposed, confirmed or refused with one tap; declared mentorships."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, may
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round
from blueprints.contests.queries.recusals import may_decide, may_see, mentorship_lines, proposals
from blueprints.contests.services import recusals
from store import NotFound, UserError, db
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import told

ROUND = "/contests/rounds/<int(max=2147483647):round_id>/recusals"
MENTORSHIPS = "/contests/<int(max=2147483647):contest_id>/mentorships"


@bp.get(ROUND)
@require_account
def recusals_page(round_id: int) -> ResponseReturnValue:
    """Everything that was found, with what was decided."""
    return _page(_round(round_id))


@bp.post(f"{ROUND}/<entry_key>")
@require_account
def recusals_decide(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Confirm or refuse: {judge, answer, reason, key}."""
    round_, form = _round(round_id), request.form
    judge = form.get("judge", "")
    recused = form.get("answer") == "recuse"
    try:
        recusals.decide(
            current_actor(),
            round_id,
            entry_key,
            int(judge) if judge.isascii() and judge.isdigit() and len(judge) < 10 else 0,
            now(),
            recused=recused,
            reason=form.get("reason", ""),
            key=form.get("key"),
        )
    except UserError as error:
        return _page(round_, told(error)), error.status
    flash(
        _("Recused. The judge's phone follows.") if recused else _("Noted: no recusal."), "success"
    )
    return redirect(url_for("contests.recusals_page", round_id=round_id), 303)


@bp.route(MENTORSHIPS, methods=["GET", "POST"])
@require_account
def recusals_mentorships(contest_id: int) -> ResponseReturnValue:
    """The list of mentorships: one pair a line."""
    contest = contest_for(current_actor(), contest_id, Right.SET_UP)
    text, error, status = mentorship_lines(contest.id), "", 200
    if request.method == "POST":
        text = request.form.get("lines", "")[:100_000]
        try:
            count = recusals.set_mentorships(current_actor(), contest_id, text, now())
            flash(_("%(count)d pairs are declared.", count=count), "success")
            return redirect(url_for("contests.recusals_mentorships", contest_id=contest_id), 303)
        except UserError as refusal:
            error, status = str(refusal.message), refusal.status
    page = render_template(
        "contests/recusals/mentorships.html", contest=contest, text=text, error=error
    )
    return page, status


def _round(round_id: int) -> Round:
    found = db.session.get(Round, round_id)
    if found is None or not may_see(current_actor(), found):
        raise NotFound
    return found


def _page(round_: Round, error: str = "") -> str:
    actor = current_actor()
    return render_template(
        "contests/recusals/page.html",
        round=round_,
        proposals=proposals(round_),
        decides=may_decide(actor, round_),
        sets_up=may(actor, round_.contest, Right.SET_UP),
        error=error,
    )
