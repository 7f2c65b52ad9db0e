"""One entrant at the desk: the panel, and everything that is entered or ruled there."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.queries.desk.detail import detail
from blueprints.contests.routes.desk_answers import (
    act,
    desk_address,
    panel_values,
    seen_round,
)
from blueprints.contests.services import desk
from blueprints.contests.services.judging import MarkInput
from store import UserError
from web.access import current_actor, require_account, wants_fragment
from web.clock import now

ENTRY = "/contests/rounds/<int:round_id>/desk/entries/<entry_key>"
FIELDS = {"reason": "reason"}


@bp.get(ENTRY)
@require_account
def desk_entry(round_id: int, entry_key: str) -> ResponseReturnValue:
    """The panel of an entrant; a whole page goes to the desk with the panel open."""
    round_ = seen_round(round_id)
    if not wants_fragment():
        return redirect(desk_address(round_id, entry_key), 303)
    values = panel_values(round_, entry_key)
    return render_template("contests/desk/_panel.html", round=round_, **values)


@bp.get(f"{ENTRY}/facts")
@require_account
def desk_entry_facts(round_id: int, entry_key: str) -> ResponseReturnValue:
    """The part of the panel that changes by itself: no field is in it."""
    round_ = seen_round(round_id)
    values = panel_values(round_, entry_key)
    return render_template("contests/desk/_facts.html", round=round_, oob=True, **values)


@bp.post(f"{ENTRY}/marks")
@require_account
def desk_enter_mark(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Enter a value that is measured, timed or imported; an empty one is taken back."""
    form = request.form
    item, attempt = form.get("item", ""), form.get("attempt", "1", str)
    number = int(attempt) if attempt.isascii() and attempt.isdigit() and len(attempt) < 4 else 0
    given = MarkInput(round_id, entry_key, item, form.get("value", ""), form.get("key", ""), number)
    return act(
        round_id,
        lambda: desk.enter_mark(current_actor(), given, now()),
        _("Saved."),
        entry_key=entry_key,
        form=f"value:{item}:{number}",
        field_of={"": "value"},
    )


@bp.post(f"{ENTRY}/deductions")
@require_account
def desk_deduct(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Take points off, with the reason."""
    form = request.form
    points, reason, key = form.get("points", ""), form.get("reason", ""), form.get("key", "")
    return act(
        round_id,
        lambda: desk.deduct(current_actor(), round_id, entry_key, points, reason, key, now()),
        _("The deduction is entered."),
        entry_key=entry_key,
        form="deduct",
        field_of={**FIELDS, "": "points"},
    )


@bp.get(f"{ENTRY}/deductions/<int:seq>/withdrawal")
@require_account
def desk_withdrawal(round_id: int, entry_key: str, seq: int) -> ResponseReturnValue:
    """Ask for the reason before a deduction is taken back."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    template = "_withdrawal" if wants_fragment() else "withdrawal"
    return render_template(
        f"contests/desk/{template}.html",
        round=round_,
        detail=detail(round_, entry_key),
        seq=seq,
        back=desk_address(round_id, entry_key),
    )


@bp.post(f"{ENTRY}/deductions/<int:seq>/withdrawal")
@require_account
def desk_withdraw_deduction(round_id: int, entry_key: str, seq: int) -> ResponseReturnValue:
    """Take a deduction back."""
    reason, key = request.form.get("reason", ""), request.form.get("key")
    return act(
        round_id,
        lambda: desk.withdraw_deduction(current_actor(), round_id, seq, reason, now(), key=key),
        _("The deduction is withdrawn."),
        entry_key=entry_key,
    )


@bp.post(f"{ENTRY}/status")
@require_account
def desk_set_status(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Did not start, did not finish, disqualified, withdrawn — or back in the contest."""
    form = request.form
    status, reason, key = form.get("status", ""), form.get("reason", ""), form.get("key")
    return act(
        round_id,
        lambda: desk.set_status(
            current_actor(), round_id, entry_key, status, reason, now(), key=key
        ),
        _("The status is recorded."),
        entry_key=entry_key,
        form="status",
        field_of={**FIELDS, "": "status"},
    )


@bp.post(f"{ENTRY}/judges")
@require_account
def desk_treat_judge(round_id: int, entry_key: str) -> ResponseReturnValue:
    """For this entrant: a judge is recused, absent or back, or gets the sheet back."""
    return act(
        round_id,
        lambda: _treat_judge(round_id, entry_key),
        _("Recorded. The judge's phone follows."),
        entry_key=entry_key,
        form="judge",
        field_of={**FIELDS, "": "what"},
    )


@bp.post(f"{ENTRY}/requests")
@require_account
def desk_answer_request(round_id: int, entry_key: str) -> ResponseReturnValue:
    """Grant or refuse a judge's request for a locked sheet."""
    granted = request.form.get("answer") == "grant"
    return act(
        round_id,
        lambda: desk.answer_reopening(
            current_actor(),
            round_id,
            entry_key,
            _judge_id(),
            now(),
            granted=granted,
            key=request.form.get("key"),
        ),
        _("The sheet is given back.") if granted else _("The sheet stays locked."),
    )


def _treat_judge(round_id: int, entry_key: str) -> None:
    form, actor, judge_id = request.form, current_actor(), _judge_id()
    what, reason, key = form.get("what", ""), form.get("reason", ""), form.get("key")
    if what == "reopen":
        desk.answer_reopening(
            actor, round_id, entry_key, judge_id, now(), granted=True, reason=reason, key=key
        )
    elif what == "leaves":
        desk.excuse_from_here(actor, round_id, judge_id, reason, now(), key=key)
    else:
        desk.excuse_judge(actor, round_id, entry_key, judge_id, what, reason, now(), key=key)


def _judge_id() -> int:
    text = request.form.get("judge", "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise UserError(_("Choose a judge."))
    return int(text)
