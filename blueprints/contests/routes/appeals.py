"""Appeals at the desk: slips with links, what came on paper, hearing and ruling."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries.amendable import entrants_of
from blueprints.contests.queries.appeals import appeals_of, slips_of, takes_appeals
from blueprints.contests.queries.blockers import appeals_until
from blueprints.contests.routes.desk_answers import carried_out, rights_in, seen_round
from blueprints.contests.services import appeals
from blueprints.contests.services.appeals import Letter
from store import UserError
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now

ROUND = "/contests/rounds/<int:round_id>/appeals"


@bp.get(ROUND)
@require_account
def appeals_page(round_id: int) -> ResponseReturnValue:
    """The window, the appeals, and what to do with them."""
    return _page(seen_round(round_id))


@bp.post(ROUND)
@require_account
def appeals_lodge(round_id: int) -> ResponseReturnValue:
    """Enter what came on paper: {entry, words, name, contact, received, key}."""
    form, round_ = request.form, seen_round(round_id)
    return _carried_out(
        round_,
        lambda: appeals.lodge_for(
            current_actor(),
            round_id,
            form.get("entry", ""),
            letter_of_form(),
            now(),
            _received(form.get("received", "")),
        ),
        _("The appeal is lodged."),
    )


@bp.post(f"{ROUND}/<int:number>/hearing")
@require_account
def appeals_hear(round_id: int, number: int) -> ResponseReturnValue:
    """The panel has heard it."""
    return _carried_out(
        seen_round(round_id),
        lambda: appeals.hear(current_actor(), round_id, number, now()),
        _("Noted: the appeal was heard."),
    )


@bp.post(f"{ROUND}/<int:number>/ruling")
@require_account
def appeals_rule(round_id: int, number: int) -> ResponseReturnValue:
    """Rule: {outcome, ruling, key}."""
    form = request.form
    return _carried_out(
        seen_round(round_id),
        lambda: appeals.rule(
            current_actor(),
            round_id,
            number,
            form.get("outcome", ""),
            form.get("ruling", ""),
            now(),
            key=form.get("key"),
        ),
        _("The ruling is published and final."),
    )


@bp.post(f"{ROUND}/slips")
@require_account
def appeals_slips(round_id: int) -> ResponseReturnValue:
    """A slip for every entrant, with the link as a code to scan."""
    round_ = seen_round(round_id)
    appeals.make_links(current_actor(), round_id, now())
    slips = [
        (slip, outside_url("contests.appealing_page", token=slip.token))
        for slip in slips_of(round_)
    ]
    return render_template("contests/defence/slips.html", round=round_, slips=slips)


def letter_of_form() -> Letter:
    """What a form says of an appeal or an objection."""
    form = request.form
    return Letter(*(form.get(name, "") for name in ("words", "name", "contact", "key")))


def _received(text: str) -> datetime | None:
    """The time that the desk typed, in the installation's zone; None for now."""
    if not text:
        return None
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(_("This is no time."), code="received") from None
    zone = ZoneInfo(current_app.extensions["settings"].timezone)
    return typed.replace(tzinfo=zone) if typed.tzinfo is None else typed


def _carried_out(round_: Round, verb: Callable[[], object], done: str) -> ResponseReturnValue:
    address = url_for("contests.appeals_page", round_id=round_.id)
    return carried_out(verb, done, address, partial(_page, round_))


def _page(round_: Round, error: str = "") -> str:
    rights, until = rights_in(round_), appeals_until(round_)
    rules = may(current_actor(), round_.contest, Right.RULE)
    reads = rights.confirm or rules
    return render_template(
        "contests/defence/appeals.html",
        round=round_,
        taken=takes_appeals(round_),
        until=until,
        is_open=until is not None and now() <= until,
        published=round_.state == RoundState.PUBLISHED,
        appeals=appeals_of(round_, with_letters=reads),
        entrants=entrants_of(round_) if rights.run else [],
        rights=rights,
        rules=rules,
        error=error,
        form=request.form,
    )
