"""The public notice: the page for everybody, objections, and the desk that answers them."""

from collections.abc import Callable
from functools import partial

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.blueprint import bp
from blueprints.contests.life import Step
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries.blockers import blockers
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.notices import notice_of, own_objection
from blueprints.contests.queries.results import result_round, result_view
from blueprints.contests.queries.trail import trail
from blueprints.contests.routes.appeals import letter_of_form
from blueprints.contests.routes.desk_answers import carried_out, rights_in, seen_round
from blueprints.contests.services import notices
from extensions import limiter
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import told
from web.unlisted import unlisted

ROUND = "/contests/rounds/<int:round_id>/notice"
LOOKS = "60 per minute"
LETTERS = "10 per hour"  # a union's office may share one address


@bp.get("/notice/<int:round_id>")
@limiter.limit(LOOKS)
def notice_public(round_id: int) -> ResponseReturnValue:
    """The notice for everybody: the result, how long it hangs, what was objected and answered."""
    return _public(_published(round_id))


@bp.post("/notice/<int:round_id>/objections")
@limiter.limit(LETTERS)
def notice_object(round_id: int) -> ResponseReturnValue:
    """Object: {words, name, contact, key}; the key is also the sender's link to the answer."""
    round_, letter = _published(round_id), letter_of_form()
    try:
        notices.object_to(current_actor(), round_id, letter, now())
    except UserError as error:
        return _public(round_, told(error), error.code), error.status
    return redirect(url_for("contests.notice_own", token=letter.key), 303)


@bp.get("/objection/<token>")
@limiter.limit(LOOKS)
def notice_own(token: str) -> ResponseReturnValue:
    """The sender's own page: what was sent, and the answer once there is one."""
    round_, objection = own_objection(notices.key_hash(token))
    html = render_template("contests/defence/objection.html", round=round_, objection=objection)
    return unlisted(make_response(html))


@bp.get("/results/<int:round_id>/trail", endpoint="results_trail")
@limiter.limit(LOOKS)
def trail_page(round_id: int) -> ResponseReturnValue:
    """How this result came about, step by step, for a stranger to follow."""
    round_ = _published(round_id)
    return render_template("contests/defence/trail.html", round=round_, steps=trail(round_))


@bp.get(ROUND)
@require_account
def notice_page(round_id: int) -> ResponseReturnValue:
    """The notice at the desk."""
    return _desk(seen_round(round_id))


@bp.post(ROUND)
@require_account
def notice_begin(round_id: int) -> ResponseReturnValue:
    """Begin it: {key}."""
    key = request.form.get("key")
    return _carried_out(
        seen_round(round_id),
        lambda: notices.begin_notice(current_actor(), round_id, now(), key=key),
        _("The public notice has begun."),
    )


@bp.post(f"{ROUND}/objections/<int:number>")
@require_account
def notice_answer(round_id: int, number: int) -> ResponseReturnValue:
    """Answer an objection: {outcome, answer, key}."""
    form = request.form
    return _carried_out(
        seen_round(round_id),
        lambda: notices.answer_objection(
            current_actor(),
            round_id,
            number,
            form.get("outcome", ""),
            form.get("answer", ""),
            now(),
            key=form.get("key"),
        ),
        _("The answer is published."),
    )


def _published(round_id: int) -> Round:
    round_ = result_round(current_actor(), round_id)
    if round_.state != RoundState.PUBLISHED:
        raise NotFound
    return round_


def _public(round_: Round, error: str = "", code: str = "") -> str:
    notice = notice_of(round_, now(), with_words=False)
    if notice.state == "none" and not error:
        raise NotFound
    return render_template(
        "contests/defence/notice.html",
        notice=notice,
        result=result_view(round_.id, Audience.PUBLIC),
        error=error,
        field=code if code in ("words", "name", "contact") else "",
        form=request.form,
    )


def _desk(round_: Round, error: str = "") -> str:
    rights = rights_in(round_)
    published = round_.state == RoundState.PUBLISHED
    return render_template(
        "contests/defence/notice_desk.html",
        round=round_,
        taken=Step.NOTICE in round_.contest.steps,
        notice=notice_of(round_, now(), with_words=rights.confirm) if published else None,
        blockers=blockers(round_, Step.NOTICE, now()),
        rights=rights,
        error=error,
    )


def _carried_out(round_: Round, verb: Callable[[], object], done: str) -> ResponseReturnValue:
    address = url_for("contests.notice_page", round_id=round_.id)
    return carried_out(verb, done, address, partial(_desk, round_))
