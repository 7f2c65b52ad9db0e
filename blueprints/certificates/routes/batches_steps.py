"""The steps of a batch over HTTP, and the choices about its rows."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates import jobs
from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.models import Batch, BatchState
from blueprints.certificates.routes.batches_answers import BATCHES, ID, check
from blueprints.certificates.services import batches
from blueprints.certificates.services.batches import steps as batches_steps
from store import NotFound
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import carry_out

MOST_ROWS = 10_000


@bp.post(f"{BATCHES}/<{ID}:batch_id>/check")
@require_account
def batch_check(batch_id: int) -> ResponseReturnValue:
    """Check anew, with whoever was added to the list since."""

    def verb() -> None:
        batches.check_again(current_actor(), batch_id, now())
        check(batch_id)

    return carry_out(verb, _("Checked anew."), _page(batch_id))


@bp.post(f"{BATCHES}/<{ID}:batch_id>/rows")
@require_account
def batch_rows(batch_id: int) -> ResponseReturnValue:
    """`action`: skip, take_back or accept; `row`: ids, or `all` for all to review; `note`."""
    actor, at = current_actor(), now()
    rows = _chosen_rows()
    note = request.form.get("note", "")
    verbs = {
        "skip": (lambda: batches.skip_rows(actor, batch_id, rows, note, at), _("Left out.")),
        "take_back": (lambda: batches.take_rows_back(actor, batch_id, rows, at), _("Taken in.")),
        "accept": (lambda: batches.accept_rows(actor, batch_id, rows, at), _("Let pass.")),
    }
    if request.form.get("action") not in verbs:
        raise NotFound
    verb, done = verbs[request.form["action"]]
    return carry_out(verb, done, _page(batch_id, request.form.get("show", "")))


@bp.post(f"{BATCHES}/<{ID}:batch_id>/submission")
@require_account
def batch_submit(batch_id: int) -> ResponseReturnValue:
    """Hand it in; without seal and key it is issued at once."""
    batch = owned(current_actor(), Batch, batch_id, Right.PREPARE)
    second = batch.needs_second_person

    def verb() -> None:
        if batches_steps.submit(current_actor(), batch_id, now()) == BatchState.RUNNING:
            jobs.issue_batch.later(batch_id)

    done = _("Handed in. Somebody else approves it now.") if second else _("Issuing has begun.")
    return carry_out(verb, done, _page(batch_id))


@bp.post(f"{BATCHES}/<{ID}:batch_id>/approval")
@require_account
def batch_approve(batch_id: int) -> ResponseReturnValue:
    """Let seal or key be used, and issue; field `seen`: which handing in is meant."""
    seen = request.form.get("seen", "")

    def verb() -> None:
        batches_steps.approve(current_actor(), batch_id, now(), seen)
        jobs.issue_batch.later(batch_id)

    return carry_out(verb, _("Approved. Issuing has begun."), _page(batch_id))


@bp.post(f"{BATCHES}/<{ID}:batch_id>/return")
@require_account
def batch_send_back(batch_id: int) -> ResponseReturnValue:
    """Back to who prepared it; field `reason`."""
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: batches_steps.send_back(current_actor(), batch_id, reason, now()),
        _("Sent back."),
        _page(batch_id),
    )


@bp.post(f"{BATCHES}/<{ID}:batch_id>/pause")
@require_account
def batch_pause(batch_id: int) -> ResponseReturnValue:
    """Stop for the time being."""
    return carry_out(
        lambda: batches_steps.pause(current_actor(), batch_id, now()), _("Paused."), _page(batch_id)
    )


@bp.post(f"{BATCHES}/<{ID}:batch_id>/resumption")
@require_account
def batch_resume(batch_id: int) -> ResponseReturnValue:
    """Go on."""

    def verb() -> None:
        batches_steps.resume(current_actor(), batch_id, now())
        jobs.issue_batch.later(batch_id)

    return carry_out(verb, _("Issuing goes on."), _page(batch_id))


@bp.post(f"{BATCHES}/<{ID}:batch_id>/cancellation")
@require_account
def batch_cancel(batch_id: int) -> ResponseReturnValue:
    """Issue nothing further."""
    return carry_out(
        lambda: batches_steps.cancel(current_actor(), batch_id, now()),
        _("The batch is cancelled."),
        _page(batch_id),
    )


def _chosen_rows() -> list[int] | None:
    given = request.form.getlist("row")
    if given == ["all"]:
        return None
    numbers = [one for one in given if one.isascii() and one.isdigit() and len(one) < 10]
    return [int(one) for one in numbers[:MOST_ROWS]]


def _page(batch_id: int, show: str = "") -> str:
    shown = {"show": show} if show else {}
    return url_for("certificates.batch", batch_id=batch_id, **shown)
