"""Judges' seats: PINs, one-time codes on slips to print, and who sits there with which device."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right, contest_for, judge_for_desk, may
from blueprints.contests.blueprint import bp
from blueprints.contests.live.connections import connections
from blueprints.contests.models import Contest
from blueprints.contests.queries.desk.seats import seats_of
from blueprints.contests.services import seats
from store import NotFound
from web.access import current_actor, require_account, wants_fragment
from web.addresses import outside_url
from web.clock import now

SEATS = "/contests/<int:contest_id>/seats"


@bp.get(SEATS)
@require_account
def seats_page(contest_id: int) -> ResponseReturnValue:
    """Every seat with its PIN, who sits there, and since when."""
    contest = contest_for(current_actor(), contest_id)
    runs = may(current_actor(), contest, Right.RUN)
    rows = seats_of(contest.id, with_pins=runs)
    return render_template(
        "contests/desk/seats.html",
        contest=contest,
        seats=rows,
        runs=runs,
        connections=connections(row.judge_id for row in rows),
        join_address=outside_url("contests.joining_form"),
    )


@bp.get(f"{SEATS}/connections")
@require_account
def seats_connections(contest_id: int) -> ResponseReturnValue:
    """Who is connected now, as fragments that replace themselves on the page."""
    contest = contest_for(current_actor(), contest_id)
    found = connections(row.judge_id for row in seats_of(contest.id, with_pins=False))
    return render_template(
        "contests/desk/_connections.html", contest=contest, connections=found, oob=True
    )


@bp.post(f"{SEATS}/pins")
@require_account
def seats_issue_pins(contest_id: int) -> ResponseReturnValue:
    """A PIN for everybody who has none."""
    given = seats.issue_missing_pins(current_actor(), contest_id, now())
    return _back(
        contest_id, ngettext("%(num)d PIN was issued.", "%(num)d PINs were issued.", given)
    )


@bp.post(f"{SEATS}/<int:judge_id>/pin")
@require_account
def seats_issue_pin(contest_id: int, judge_id: int) -> ResponseReturnValue:
    """Another PIN for one judge."""
    _require_seat(contest_id, judge_id)
    seats.issue_pin(current_actor(), judge_id, now())
    return _back(contest_id, _("A new PIN is issued. The one before no longer works."))


@bp.post(f"{SEATS}/<int:judge_id>/withdraw")
@require_account
def seats_withdraw(contest_id: int, judge_id: int) -> ResponseReturnValue:
    """Close a seat and put the device there out."""
    _require_seat(contest_id, judge_id)
    seats.withdraw_seat(current_actor(), judge_id, now())
    return _back(contest_id, _("The seat is closed. Its marks stay."))


@bp.post(f"{SEATS}/<int:judge_id>/code")
@require_account
def seats_issue_code(contest_id: int, judge_id: int) -> ResponseReturnValue:
    """A one-time code for one judge, shown once: as a QR to scan from the screen, or to print."""
    contest = _require_seat(contest_id, judge_id)
    code = seats.issue_join_code(current_actor(), judge_id, now())
    template = "_slip" if wants_fragment() else "slips"
    return _slips(contest, {judge_id: code}, template)


@bp.post(f"{SEATS}/slips")
@require_account
def seats_slips(contest_id: int) -> ResponseReturnValue:
    """Slips for all judges to print, each with a fresh one-time code."""
    actor = current_actor()
    contest = contest_for(actor, contest_id, Right.RUN)
    return _slips(contest, seats.issue_join_codes(actor, contest_id, now()), "slips")


def _slips(contest: Contest, codes: dict[int, str], template: str) -> str:
    rows = [row for row in seats_of(contest.id, with_pins=True) if row.judge_id in codes]
    slips = [
        (row, outside_url("contests.joining_invitation", code=codes[row.judge_id])) for row in rows
    ]
    return render_template(
        f"contests/desk/{template}.html",
        contest=contest,
        slips=slips,
        join_address=outside_url("contests.joining_form"),
    )


def _require_seat(contest_id: int, judge_id: int) -> Contest:
    judge = judge_for_desk(current_actor(), judge_id, Right.RUN)
    if judge.contest_id != contest_id:
        raise NotFound
    return contest_for(current_actor(), contest_id, Right.RUN)


def _back(contest_id: int, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("contests.seats_page", contest_id=contest_id), 303)
