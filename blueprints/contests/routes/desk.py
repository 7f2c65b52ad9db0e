"""The desk of a round: the page, its live parts, calling, pausing, and the round's steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.contests.access import Right, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.life import Step as LifeStep
from blueprints.contests.models import Round
from blueprints.contests.queries.blockers import Blocker, blockers, reveal_under_way
from blueprints.contests.queries.desk.matrix import desk_view, head_view
from blueprints.contests.queries.desk.steps import summary
from blueprints.contests.queries.eyes import is_kept_out
from blueprints.contests.routes.desk_answers import (
    act,
    desk_address,
    desk_page_of,
    live_values,
    order_of_form,
    rights_in,
    seen_round,
)
from blueprints.contests.services import desk, freezing, progress
from store import UserError
from store.actors import Actor
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.paging import page_number
from web.refusals import Refused


@dataclass(frozen=True)
class Step:
    """A step behind a second tap: `run(actor, round_id, now, key)` takes it."""

    name: str
    right: Right
    done: Any
    run: Callable[[Actor, int, datetime, str], None]
    life: LifeStep | None = None  # what the contest's life calls it: it may be in the way
    ends_secrecy: bool = False  # not while the result is being revealed


def _reopen(actor: Actor, round_id: int, at: datetime, key: str) -> None:
    progress.reopen_round(actor, round_id, request.form.get("reason", ""), at, key=key)


def _freeze(actor: Actor, round_id: int, at: datetime, key: str) -> None:
    freezing.freeze(actor, round_id, request.form.get("reason", ""), at, key=key)


def _unfreeze(actor: Actor, round_id: int, at: datetime, key: str) -> None:
    freezing.unfreeze(actor, round_id, request.form.get("reason", ""), at, key=key)


STEPS = {
    step.name: step
    for step in (
        Step("open", Right.SET_UP, _l("The round is open: judges can mark."),
             lambda a, r, t, k: progress.open_round(a, r, t, key=k)),
        Step("close", Right.RUN, _l("Judging is closed. A second person confirms the result."),
             lambda a, r, t, k: progress.close_round(a, r, t, key=k)),
        Step("confirm", Right.CONFIRM, _l("The result is confirmed and can be published."),
             lambda a, r, t, k: progress.confirm_round(a, r, t, key=k), LifeStep.REVIEW),
        Step("publish", Right.PUBLISH, _l("The result is published."),
             lambda a, r, t, k: progress.publish_round(a, r, t, key=k), LifeStep.RESULTS),
        Step("prizes", Right.PUBLISH, _l("The prizes are confirmed."),
             lambda a, r, t, k: progress.confirm_prizes(a, r, t, key=k), LifeStep.PRIZES),
        Step("freeze", Right.RUN, _l("The board is frozen."), _freeze),
        Step("unfreeze", Right.CONFIRM, _l("The board shows everything again."), _unfreeze,
             ends_secrecy=True),
        Step("reopen", Right.CONFIRM, _l("The round is open again: judges can mark."), _reopen,
             ends_secrecy=True),
    )
}  # fmt: skip


@bp.get("/contests/rounds/<int:round_id>/desk")
@require_account
def desk_page(round_id: int) -> ResponseReturnValue:
    """The desk: matrix, what is awaited, what to do next; `?entry=` opens an entrant's panel.

    Whoever only announces has a page of their own: every way to the desk leads them there.
    """
    round_ = round_for(current_actor(), round_id)
    if is_kept_out(current_actor(), round_):
        return redirect(url_for("contests.announcer_page", round_id=round_id))
    return desk_page_of(round_, request.args.get("entry", ""))


@bp.get("/contests/rounds/<int:round_id>/desk/panel")
@require_account
def desk_panel(round_id: int) -> ResponseReturnValue:
    """Head and matrix as they are now: what a page fetches after a gap."""
    round_ = seen_round(round_id)
    page = page_number() if "page" in request.args else None
    view = desk_view(round_.id, page, request.args.get("find", ""))
    return render_template("contests/desk/_live.html", **live_values(round_, view))


@bp.get("/contests/rounds/<int:round_id>/desk/actions")
@require_account
def desk_actions(round_id: int) -> ResponseReturnValue:
    """What the person who looks may do now, and the judges' requests."""
    round_ = seen_round(round_id)
    return render_template(
        "contests/desk/_actions.html",
        round=round_,
        head=head_view(round_.id),
        rights=rights_in(round_),
        refused=Refused(),
        me=current_actor().ref,
    )


@bp.post("/contests/rounds/<int:round_id>/desk/call")
@require_account
def desk_call(round_id: int) -> ResponseReturnValue:
    """Call an entrant; `seen` is whom the page showed on stage."""
    entry = request.form.get("entry", "")
    seen = request.form.get("seen", desk.NOT_LOOKED_AT)
    return act(
        round_id,
        lambda: desk.call_entry(current_actor(), round_id, entry, now(), seen=seen),
        _("Called. The judges' phones follow."),
    )


@bp.post("/contests/rounds/<int:round_id>/desk/pause")
@require_account
def desk_pause(round_id: int) -> ResponseReturnValue:
    """Take no marks for a while."""
    key = request.form.get("key")
    return act(
        round_id,
        lambda: progress.pause_round(current_actor(), round_id, now(), key=key),
        _("Paused. What judges type is kept on their phones."),
    )


@bp.post("/contests/rounds/<int:round_id>/desk/resume")
@require_account
def desk_resume(round_id: int) -> ResponseReturnValue:
    """Take marks again."""
    key = request.form.get("key")
    return act(
        round_id,
        lambda: progress.resume_round(current_actor(), round_id, now(), key=key),
        _("Judging goes on."),
    )


@bp.get("/contests/rounds/<int:round_id>/desk/steps/<name>")
@require_account
def desk_step(round_id: int, name: str) -> ResponseReturnValue:
    """What the step will do, and the button that does it: a dialog, or a page without script."""
    step = STEPS.get(name) or abort(404)
    round_ = round_for(current_actor(), round_id, step.right)
    return _step_view(round_, step)


@bp.post("/contests/rounds/<int:round_id>/desk/steps/<name>")
@require_account
def desk_take_step(round_id: int, name: str) -> ResponseReturnValue:
    """Take the step."""
    step = STEPS.get(name) or abort(404)
    round_ = seen_round(round_id)
    key = request.form.get("key", "")
    try:
        step.run(current_actor(), round_id, now(), key)
    except UserError as error:
        if error.status != 422:
            return act(round_id, _raiser(error), "")
        return _step_view(round_, step, str(error.message)), 422
    return act(round_id, lambda: None, str(step.done))


@bp.post("/contests/rounds/<int:round_id>/desk/ties")
@require_account
def desk_decide_tie(round_id: int) -> ResponseReturnValue:
    """Order entrants that share a place: a tie-break or an arbitration ruling."""
    form = request.form
    return act(
        round_id,
        lambda: desk.decide_tie(
            current_actor(),
            round_id,
            order_of_form(),
            form.get("kind", ""),
            form.get("reason", ""),
            now(),
            key=form.get("key"),
        ),
        _("The order is decided. Totals stay as they are."),
    )


def _raiser(error: UserError) -> Callable[[], None]:
    def again() -> None:
        raise error

    return again


def _step_view(round_: Round, step: Step, error: str = "") -> str:
    template = "_step" if wants_fragment() else "step"
    return render_template(
        f"contests/desk/{template}.html",
        round=round_,
        head=head_view(round_.id),
        step=step.name,
        summary=summary(round_),
        me=current_actor().ref,
        error=error,
        blockers=_in_the_way(round_, step),
        reason=request.form.get("reason", ""),
        address=url_for("contests.desk_take_step", round_id=round_.id, name=step.name),
        back=desk_address(round_.id),
    )


def _in_the_way(round_: Round, step: Step) -> list[Blocker]:
    if step.life is not None:
        return blockers(round_, step.life, now())
    return reveal_under_way(round_) if step.ends_secrecy else []
