"""Contestants' seats at the desk: codes to print, who sits there, and how good the lines are."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may
from blueprints.quizzes import phones
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.models import Contestant, Quiz
from blueprints.quizzes.queries.seats import SeatRow, seat_rows
from blueprints.quizzes.services import seats
from realtime import Identity, engine, presence
from store import NotFound, db
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now
from web.languages import SHORT_NAMES

SEATS = "/quizzes/<int:quiz_id>/seats"
SLOW_MS = 150  # a round trip from which a phone's races are often too close to decide


@dataclass(frozen=True)
class Line:
    """A seat with its phone's connection; `trip_ms` is the round trip that the phone measured."""

    seat: SeatRow
    connected: bool
    trip_ms: int | None

    @property
    def is_slow(self) -> bool:
        return self.trip_ms is not None and self.trip_ms > SLOW_MS


@bp.get(SEATS)
@require_account
def seats_page(quiz_id: int) -> ResponseReturnValue:
    """Every seat, who sits there, and whether the phone is connected."""
    quiz = quiz_for(current_actor(), quiz_id, Right.VIEW)
    return render_template(
        "quizzes/seats/seats.html",
        quiz=quiz,
        lines=_lines(quiz),
        runs=may(current_actor(), quiz.round.contest, Right.RUN),
    )


@bp.get(f"{SEATS}/connections", endpoint="seats_connections")
@require_account
def seats_connections(quiz_id: int) -> ResponseReturnValue:
    """The list as it is now: the page asks for it every few seconds."""
    quiz = quiz_for(current_actor(), quiz_id, Right.VIEW)
    return render_template(
        "quizzes/seats/_seats.html",
        quiz=quiz,
        lines=_lines(quiz),
        runs=may(current_actor(), quiz.round.contest, Right.RUN),
    )


@bp.post(f"{SEATS}/slips", endpoint="seats_slips")
@require_account
def seats_slips(quiz_id: int) -> ResponseReturnValue:
    """Slips for all seats to print, each with a fresh one-time code."""
    codes = seats.issue_join_codes(current_actor(), quiz_id, now())
    return _slips(quiz_id, codes)


@bp.post(f"{SEATS}/<int:contestant_id>/code", endpoint="seats_code")
@require_account
def seats_code(quiz_id: int, contestant_id: int) -> ResponseReturnValue:
    """A fresh code for one seat: for a phone that is broken, or somebody who comes late."""
    _require_seat(quiz_id, contestant_id)
    return _slips(
        quiz_id,
        {contestant_id: seats.issue_join_code(current_actor(), contestant_id, now())},
    )


@bp.post(f"{SEATS}/<int:contestant_id>/close", endpoint="seats_close")
@require_account
def seats_close(quiz_id: int, contestant_id: int) -> ResponseReturnValue:
    """Put the phone at a seat out."""
    _require_seat(quiz_id, contestant_id)
    seats.close_seat(current_actor(), contestant_id, now())
    flash(_("The seat is closed. A new code opens it again."), "success")
    return redirect(url_for("quizzes.seats_page", quiz_id=quiz_id), 303)


def _slips(quiz_id: int, codes: dict[int, str]) -> str:
    quiz = quiz_for(current_actor(), quiz_id)
    slips = [
        (row, outside_url("quizzes.seat_invitation", code=codes[row.contestant_id]))
        for row in seat_rows(quiz)
        if row.contestant_id in codes
    ]
    return render_template("quizzes/seats/slips.html", quiz=quiz, slips=slips)


def _require_seat(quiz_id: int, contestant_id: int) -> None:
    quiz_for(current_actor(), quiz_id)
    contestant = db.session.get(Contestant, contestant_id)
    if contestant is None or contestant.quiz_id != quiz_id:
        raise NotFound


def _lines(quiz: Quiz) -> list[Line]:
    return [Line(row, *_connection(row)) for row in seat_rows(quiz)]


def _connection(row: SeatRow) -> tuple[bool, int | None]:
    """Whether the phone at a seat is there, and the round trip it told last."""
    for language in SHORT_NAMES:
        room = phones.room_of(row.contestant_id, row.device, language)
        members = presence.members(room)
        if any(one.identity == Identity("contestant", row.contestant_id) for one in members):
            trip = engine.current().states.values(room).get("line", {}).get("ms")
            return True, trip
    return False, None
