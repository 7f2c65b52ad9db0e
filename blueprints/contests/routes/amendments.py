"""Amendments of a sealed result: ask for one, and decide on what others asked for."""

from collections.abc import Callable
from functools import partial

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import ImmutableMultiDict

from blueprints.contests.access import Right, may
from blueprints.contests.blueprint import bp
from blueprints.contests.models import LedgerKind, Round
from blueprints.contests.queries.amendable import amendable, entrants_of
from blueprints.contests.queries.amendments import amendments_of
from blueprints.contests.queries.appeals import appeals_of
from blueprints.contests.queries.blockers import upheld_without_amendment
from blueprints.contests.queries.ties import shared_places, waiting_prizes
from blueprints.contests.routes.desk_answers import (
    carried_out,
    order_of_form,
    rights_in,
    seen_round,
)
from blueprints.contests.services import amending
from blueprints.contests.services.amending import SEALED, Change
from store import UserError
from web.access import current_actor, require_account
from web.clock import now

ROUND = "/contests/rounds/<int:round_id>/amendments"


@bp.get(ROUND)
@require_account
def amendments_page(round_id: int) -> ResponseReturnValue:
    """What was asked for and decided, and the form for a new one; `?entry=` chooses whom."""
    return _page(seen_round(round_id))


@bp.post(ROUND)
@require_account
def amendments_ask(round_id: int) -> ResponseReturnValue:
    """Ask: {entry, change, target, value, reason, appeal, key}; on a tie, a rank for each entry."""
    form, round_ = request.form, seen_round(round_id)
    appeal = form.get("appeal", "")
    return _carried_out(
        round_,
        lambda: amending.ask(
            current_actor(),
            round_id,
            _change(),
            form.get("reason", ""),
            now(),
            appeal=int(appeal) if _is_number(appeal) else None,
            key=form.get("key"),
        ),
        _("Asked for. Another person decides on it."),
    )


@bp.post(f"{ROUND}/<int:seq>")
@require_account
def amendments_decide(round_id: int, seq: int) -> ResponseReturnValue:
    """Decide: {answer: approve or refuse, reason, key}."""
    form, round_, actor = request.form, seen_round(round_id), current_actor()
    key = form.get("key")
    if form.get("answer") == "approve":
        return _carried_out(
            round_,
            lambda: amending.approve(actor, round_id, seq, now(), key=key),
            _("Approved. The result was worked out anew."),
        )
    reason = form.get("reason", "")
    return _carried_out(
        round_,
        lambda: amending.refuse(actor, round_id, seq, reason, now(), key=key),
        _("Refused. The result stays as it is."),
    )


def _change() -> Change:
    form = request.form
    kind, entry = form.get("change", ""), form.get("entry", "")
    value = form.get("value", "").strip()
    if kind == LedgerKind.MARK:
        judge, attempt, item = _target(form.get("target", ""))
        return Change(LedgerKind.MARK, entry, value, judge, item, attempt)
    if kind == LedgerKind.DEDUCTION_WITHDRAWN:
        number = form.get("target", "")
        return Change(
            LedgerKind.DEDUCTION_WITHDRAWN, entry, seq=int(number) if _is_number(number) else 0
        )
    if kind == LedgerKind.DECISION:
        return Change(LedgerKind.DECISION, value=value, order=tuple(order_of_form()))
    if kind in (LedgerKind.STATUS, LedgerKind.DEDUCTION):
        return Change(LedgerKind(kind), entry, value)
    raise UserError(_("This can't be amended."))


def _target(code: str) -> tuple[int | None, int, str]:
    """(judge or None for the desk, attempt, item) of a code that the page made."""
    judge, _first, rest = code.partition(":")
    attempt, _second, item = rest.partition(":")
    if not (_is_number(judge) and _is_number(attempt) and item):
        raise UserError(_("Choose which value is to be amended."))
    return int(judge) or None, int(attempt), item


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _carried_out(round_: Round, verb: Callable[[], object], done: str) -> ResponseReturnValue:
    address = url_for("contests.amendments_page", round_id=round_.id)
    return carried_out(verb, done, address, partial(_page, round_))


def _page(round_: Round, error: str = "") -> str:
    """The page; with an error what was typed stands in the form that was refused."""
    refused, actor = request.form if error else ImmutableMultiDict[str, str](), current_actor()
    orders = refused.get("change") == LedgerKind.DECISION
    entry = "" if orders else request.values.get("entry", "")
    rights = rights_in(round_)
    asks = round_.state in SEALED and (rights.run or may(actor, round_.contest, Right.RULE))
    found = amendments_of(round_)
    return render_template(
        "contests/defence/amendments.html",
        round=round_,
        open=[one for one in found if one.state == "open"],
        decided=[one for one in reversed(found) if one.state != "open"],
        entrants=entrants_of(round_) if asks else [],
        chosen=amendable(round_, entry) if asks and entry else None,
        shared=shared_places(round_) if asks else [],
        waiting=waiting_prizes(round_) if asks else [],
        pending=_pending(round_) if asks else [],
        appeal=request.values.get("appeal", ""),
        asks=asks,
        rights=rights,
        me=actor.ref,
        error=error,
        refused=refused,
        sealed=round_.state in SEALED,
    )


def _pending(round_: Round) -> list[tuple[int, str]]:
    """Upheld appeals that are still to be carried out: (number, whose)."""
    waiting = upheld_without_amendment(round_.id)
    views = appeals_of(round_, with_letters=False) if waiting else []
    return [(one.number, one.entry) for one in views if one.number in waiting]
