"""Promotion from a round: its rule, carrying it out, correcting it."""

import secrets

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may
from blueprints.contests.blueprint import bp
from blueprints.contests.models import RoundState
from blueprints.contests.queries import promotion as query
from blueprints.contests.routes.desk_answers import seen_round
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services import promotion
from blueprints.contests.services.promotion import RuleInput
from web.access import current_actor, require_account
from web.clock import now

QUOTA = "quota:"  # fields of the form: quota:<name of zone>


@bp.get(f"/contests/rounds/<{ID}:round_id>/promotion")
@require_account
def promotion_page(round_id: int) -> str:
    """The rule, whom it names by the result as it stands, and who was sent on."""
    actor = current_actor()
    round_ = seen_round(round_id)
    sets_up = may(actor, round_.contest, Right.SET_UP)
    view = query.promotion_view(round_)
    is_open = view is not None and view.made_at is None and round_.state != RoundState.DRAFT
    return render_template(
        "contests/promotion/page.html",
        round=round_,
        view=view,
        so_far=query.so_far(round_) if is_open else None,
        zones=query.zones_of(round_),
        targets=query.targets_for(actor, round_) if sets_up and round_.state == "draft" else [],
        sets_up=sets_up,
        publishes=may(actor, round_.contest, Right.PUBLISH),
        key=secrets.token_urlsafe(12),
        quota=QUOTA,
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/promotion")
@require_account
def promotion_rule(round_id: int) -> ResponseReturnValue:
    """Declare the rule."""
    given = _given()
    return carry_out(
        lambda: promotion.set_rule(current_actor(), round_id, given, now()),
        _("Saved. The board shows who goes on, certain or not yet."),
        _address(round_id),
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/promotion/removal")
@require_account
def promotion_removal(round_id: int) -> ResponseReturnValue:
    """No rule any more."""
    return carry_out(
        lambda: promotion.remove_rule(current_actor(), round_id, now()),
        _("Nobody goes on from this round."),
        _address(round_id),
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/promotion/carrying")
@require_account
def promotion_carrying(round_id: int) -> ResponseReturnValue:
    """Send them on."""
    key = request.form.get("key")
    return carry_out(
        lambda: promotion.promote(current_actor(), round_id, now(), key=key),
        _("Sent on. They are entrants of the next round now."),
        _address(round_id),
    )


@bp.post(f"/contests/rounds/<{ID}:round_id>/promotion/correction")
@require_account
def promotion_correction(round_id: int) -> ResponseReturnValue:
    """Bring it up to a corrected result."""
    key, reason = request.form.get("key"), request.form.get("reason", "")
    return carry_out(
        lambda: promotion.correct(current_actor(), round_id, reason, now(), key=key),
        _("The advancement follows the corrected result now."),
        _address(round_id),
    )


def _address(round_id: int) -> str:
    return f"/contests/rounds/{round_id}/promotion"


def _given() -> RuleInput:
    form = request.form
    return RuleInput(
        method=form.get("method", ""),
        count=form.get("count", 0, int),
        percent=form.get("percent", ""),
        quotas={
            name.removeprefix(QUOTA): form.get(name, 0, int)
            for name in form
            if name.startswith(QUOTA)
        },
        boundary=form.get("boundary", "extend"),
        only_passed=form.get("only_passed") == "1",
        policy=form.get("policy", ""),
        target_id=form.get("target", None, int),
    )
