"""The judge's console: rounds, marks, sheets. Every write carries the phone's own key."""

import hashlib
import secrets
from collections.abc import Callable

from flask import Response, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from blueprints.contests.blueprint import bp
from blueprints.contests.live.judge import room_of
from blueprints.contests.models import RoundState
from blueprints.contests.queries.console import (
    Console,
    Entrant,
    Seated,
    console,
    rounds_of,
    seated,
    version_of,
)
from blueprints.contests.queries.works import gallery_of
from blueprints.contests.routes.joining import give_seat, seat_cookie
from blueprints.contests.routes.judging_input import (
    body_of_request,
    entry_key_of,
    key_of,
    mark_of,
    words,
)
from blueprints.contests.services import judging, seats
from blueprints.contests.services.judging import MarkInput, Receipt
from realtime import log, tickets
from store import NotFound, UserError
from web.access import wants_json
from web.clock import now
from web.formats import clock
from web.languages import chosen_language

JUDGE = "/judge/<int(max=2147483647):judge_id>"
ROUND = JUDGE + "/rounds/<int(max=2147483647):round_id>"
ACTIVE = (RoundState.OPEN, RoundState.PAUSED)


@bp.get(JUDGE + "/")
def judging_start(judge_id: int) -> ResponseReturnValue:
    """The judge's rounds; straight to the one that runs when there is only one."""
    seat = seat_of(judge_id)
    if seat is None or seat.is_replaced:
        return away(judge_id, seat)
    cards = rounds_of(judge_id)
    running = [card for card in cards if card.state in ACTIVE] or cards
    if len(running) == 1 and "all" not in request.args:
        return redirect(_console_url(judge_id, running[0].id), 303)
    return render_template("contests/judge/rounds.html", seat=seat, cards=cards)


@bp.get(ROUND + "/")
def judging_console(judge_id: int, round_id: int) -> ResponseReturnValue:
    """The console at the entrant asked for, else at the one on stage."""
    seat = seat_of(judge_id)
    if seat is None or seat.is_replaced:
        return away(judge_id, seat)
    view = console(judge_id, round_id)
    return _console_page(seat, view, _chosen(view, request.args.get("entry")))


@bp.get(JUDGE + "/state.json")
def judging_state(judge_id: int) -> ResponseReturnValue:
    """Everything the page needs to build itself anew, and a fresh CSRF token."""
    seat = active_seat(judge_id)
    round_id = request.args.get("round", type=int)
    if round_id is None or not 0 < round_id < 2**31:
        raise NotFound
    token = generate_csrf()  # first: it may begin a new session
    etag = _etag(seat, version_of(judge_id, round_id))
    if request.if_none_match.contains(etag):
        return _not_kept(Response(status=304), etag)
    body = {"csrf": token, "device": seat.device_id, "round": console(judge_id, round_id).as_json()}
    return _not_kept(jsonify(body), etag)


@bp.post(ROUND + "/marks")
def judging_mark(judge_id: int, round_id: int) -> ResponseReturnValue:
    """Take one mark: {entry, item, attempt, value, note, key, made_at}."""
    seat = active_seat(judge_id)
    mark = mark_of(body_of_request(), round_id)
    if wants_json():
        return _receipt_json(judging.submit_mark(seat.actor, mark, now()))
    try:
        receipt = judging.submit_mark(seat.actor, mark, now())
    except NotFound:
        raise
    except UserError as error:
        return _refused_form(seat, round_id, mark, error)
    _flash_saved(receipt)
    return redirect(_console_url(judge_id, round_id, mark.entry_key), 303)


@bp.get(ROUND + "/sheets/<entry_key>")
def judging_sheet(judge_id: int, round_id: int, entry_key: str) -> ResponseReturnValue:
    """The sheet to look over before it is locked, or to ask for when it is (without a script)."""
    seat = seat_of(judge_id)
    if seat is None or seat.is_replaced:
        return away(judge_id, seat)
    view = console(judge_id, round_id)
    return _sheet_page(seat, view, _chosen(view, entry_key))


@bp.post(ROUND + "/sheets")
def judging_lock(judge_id: int, round_id: int) -> ResponseReturnValue:
    """Lock the sheet of an entrant: {entry, key}."""
    seat, body = active_seat(judge_id), body_of_request()
    entry = entry_key_of(body)
    return _answer(
        seat,
        round_id,
        entry,
        lambda: judging.submit_sheet(seat.actor, round_id, entry, key_of(body), now()),
    )


@bp.post(ROUND + "/reopenings")
def judging_ask(judge_id: int, round_id: int) -> ResponseReturnValue:
    """Ask the desk for a locked sheet: {entry, reason, key}."""
    seat, body = active_seat(judge_id), body_of_request()
    entry, reason = entry_key_of(body), words(body.get("reason"))
    return _answer(
        seat,
        round_id,
        entry,
        lambda: judging.ask_to_reopen(seat.actor, round_id, entry, reason, key_of(body), now()),
    )


@bp.post(JUDGE + "/seat")
def judging_take_back(judge_id: int) -> ResponseReturnValue:
    """A replaced device takes its seat again."""
    token = request.cookies.get(seat_cookie(judge_id), "")
    if seat_of(judge_id) is None:
        raise NotFound
    return give_seat(seats.take_seat_back(judge_id, token, now()))


def seat_of(judge_id: int) -> Seated | None:
    """The device of this request at the judge's seat; None when it was never known there."""
    token = request.cookies.get(seat_cookie(judge_id), "")
    return seated(judge_id, seats.token_hash(token)) if token else None


def active_seat(judge_id: int) -> Seated:
    """The same for scripts and writes: unknown is not found, replaced is refused."""
    seat = seat_of(judge_id)
    if seat is None:
        raise NotFound
    if seat.is_replaced:
        raise UserError(
            _("Another device has taken over this seat. Your unsent marks are kept on this one."),
            status=409,
            code="replaced",
        )
    return seat


def away(judge_id: int, seat: Seated | None) -> ResponseReturnValue:
    """No seat here: the PIN form, the same for every number. Replaced: how to come back."""
    if seat is None:
        message = _("This device doesn't sit at this seat. Enter your PIN to sit down.")
        return render_template("contests/join/form.html", error=message), 404
    return render_template("contests/judge/replaced.html", seat=seat), 409


def _chosen(view: Console, key: str | None) -> Entrant | None:
    """The entrant asked for; one who isn't in the round is not found."""
    entrant = view.entrant(key)
    if key is not None and entrant is None:
        raise NotFound
    return entrant


def _console_page(
    seat: Seated, view: Console, entrant: Entrant | None, refused: dict[str, str] | None = None
) -> str:
    room = room_of(seat.judge_id)
    place = log.position(room)
    return render_template(
        "contests/judge/console.html",
        seat=seat,
        round=view,
        entrant=entrant,
        refused=refused or {},
        has_works=gallery_of(view.round_id) is not None,
        live_room=room,
        ticket=tickets.issue(f"device:{seat.device_id}", [room], now()),
        place=place,
        new_key=new_key,
        etag=_etag(seat, version_of(seat.judge_id, view.round_id)),
    )


def _sheet_page(seat: Seated, view: Console, entrant: Entrant | None, error: str = "") -> str:
    return render_template(
        "contests/judge/sheet.html",
        seat=seat,
        round=view,
        entrant=entrant,
        error=error,
        new_key=new_key,
    )


def _refused_form(
    seat: Seated, round_id: int, mark: MarkInput, error: UserError
) -> ResponseReturnValue:
    """The page again with what was typed and, beside it, why it wasn't taken."""
    view = console(seat.judge_id, round_id)
    refused = {
        "slot": f"{mark.item}.{mark.attempt}",
        "text": mark.text[:40],
        "note": mark.note or "",
        "message": str(error.message),
    }
    page = _console_page(seat, view, _chosen(view, mark.entry_key), refused)
    return page, error.status


def _answer(
    seat: Seated, round_id: int, entry: str, act: Callable[[], Receipt]
) -> ResponseReturnValue:
    """A sheet's step: a receipt for scripts, back to the console or the sheet for forms."""
    if wants_json():
        return _receipt_json(act())
    try:
        _flash_saved(act())
    except NotFound:
        raise
    except UserError as error:
        view = console(seat.judge_id, round_id)
        return _sheet_page(seat, view, _chosen(view, entry), str(error.message)), error.status
    return redirect(_console_url(seat.judge_id, round_id, entry), 303)


def _receipt_json(receipt: Receipt) -> ResponseReturnValue:
    proof = {
        "seq": receipt.seq,
        "hash": receipt.hash,
        "at": receipt.at.isoformat(),
        "clock": clock(receipt.at),
    }
    return jsonify(receipt=proof, value=receipt.value, repeated=receipt.repeated)


def _flash_saved(receipt: Receipt) -> None:
    flash(_("Saved %(time)s", time=clock(receipt.at)), "success")


def _console_url(judge_id: int, round_id: int, entry: str | None = None) -> str:
    return url_for("contests.judging_console", judge_id=judge_id, round_id=round_id, entry=entry)


def _etag(seat: Seated, version: str) -> str:
    """Changes with the round, the device, the language, and the session (its CSRF token)."""
    parts = (version, str(seat.device_id), chosen_language(), str(session.get("csrf_token")))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def _not_kept(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def new_key() -> str:
    """An idempotency key for a form that a browser sends without a script."""
    return secrets.token_urlsafe(12)
