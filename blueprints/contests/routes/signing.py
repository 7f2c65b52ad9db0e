"""Signing for the sheets: the judge's page with the pad, and the desk's list of signatures."""

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round
from blueprints.contests.queries.console import Seated
from blueprints.contests.queries.signing import has_signing, own_signing, signings
from blueprints.contests.routes.desk_answers import rights_in, seen_round
from blueprints.contests.routes.judging import ROUND, active_seat, away, new_key, seat_of
from blueprints.contests.routes.judging_input import key_of
from blueprints.contests.services import signing
from store import NotFound, UserError, db
from store.files import files
from web.access import current_actor, require_account, wants_json
from web.clock import now
from web.formats import clock
from web.uploads import read_upload

DESK = "/contests/rounds/<int:round_id>/signing"


@bp.get(f"{ROUND}/signing")
def signing_page(judge_id: int, round_id: int) -> ResponseReturnValue:
    """What the judge gave, and the pad to sign on."""
    seat = seat_of(judge_id)
    if seat is None or seat.is_replaced:
        return away(judge_id, seat)
    return _own_page(seat, round_id)


@bp.post(f"{ROUND}/signing")
def signing_sign(judge_id: int, round_id: int) -> ResponseReturnValue:
    """Sign: {image (PNG), seen, key}."""
    seat = active_seat(judge_id)
    seen = request.form.get("seen", "")[:64]
    try:
        picture = read_upload(request.files.get("image"), ("png",), signing.MOST_BYTES)
        receipt = signing.sign(
            seat.actor, round_id, picture.content, seen, key_of(request.form), now()
        )
    except NotFound:
        raise
    except UserError as error:
        if wants_json():
            raise
        return _own_page(seat, round_id, str(error.message)), error.status
    address = url_for("contests.signing_page", judge_id=judge_id, round_id=round_id)
    if wants_json():
        return jsonify(seq=receipt.seq, hash=receipt.hash, goto=address)
    flash(_("Signed %(time)s", time=clock(receipt.at)), "success")
    return redirect(address, 303)


@bp.get(DESK)
@require_account
def signing_desk(round_id: int) -> ResponseReturnValue:
    """Who has signed, who has to, and the signatures."""
    return _desk_page(_signing_round(round_id))


@bp.get(f"{DESK}/<int:judge_id>.png")
@require_account
def signing_picture(round_id: int, judge_id: int) -> ResponseReturnValue:
    """A judge's newest signature, for staff of the contest."""
    round_ = _signing_round(round_id)
    found = next((one for one in signings(round_) if one.judge.id == judge_id), None)
    if found is None or found.signature is None or found.signature.image is None:
        raise NotFound
    response = Response(files().read(found.signature.image), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post(f"{DESK}/<int:judge_id>/paper")
@require_account
def signing_paper(round_id: int, judge_id: int) -> ResponseReturnValue:
    """What the desk records for a judge: signed on paper, or with `refused` would not sign."""
    reason, key = request.form.get("reason", ""), request.form.get("key")
    refused = "refused" in request.form
    how: signing.Instead = "refused" if refused else "paper"
    try:
        signing.record_instead(current_actor(), round_id, judge_id, how, reason, now(), key=key)
    except NotFound:
        raise
    except UserError as error:
        round_ = round_for(current_actor(), round_id)
        flash(str(error.message), "error")
        return _desk_page(round_), error.status
    told = _("The refusal is recorded.") if refused else _("The signature on paper is recorded.")
    flash(told, "success")
    return redirect(url_for("contests.signing_desk", round_id=round_id), 303)


def _signing_round(round_id: int) -> Round:
    round_ = seen_round(round_id)
    if not has_signing(round_):
        raise NotFound
    return round_


def _desk_page(round_: Round) -> str:
    return render_template(
        "contests/signing/desk.html",
        round=round_,
        signings=signings(round_),
        rights=rights_in(round_),
    )


def _own_page(seat: Seated, round_id: int, error: str = "") -> str:
    round_ = db.session.get(Round, round_id)
    if round_ is None or not has_signing(round_):
        raise NotFound
    return render_template(
        "contests/signing/judge.html",
        seat=seat,
        round_id=round_id,
        own=own_signing(seat.judge_id, round_id, round_),
        error=error,
        key=new_key(),
    )
