"""The programme for everybody, and slots for one's own calendar."""

from collections.abc import Iterable

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, may
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Contest, Judge, RoundJudge
from blueprints.contests.queries.calendars import Appointment, calendar
from blueprints.contests.queries.programme import (
    PlannedRound,
    conflicts_of,
    programme_contest,
    programme_of,
)
from blueprints.contests.routes.setup_answers import ID
from extensions import limiter
from store import NotFound, db
from web.access import current_actor, require_account
from web.clock import now

PROGRAMME = f"/contests/<{ID}:contest_id>/programme"
PER_READER = "120 per minute"


@bp.get(PROGRAMME)
def programme_page(contest_id: int) -> str:
    """Who is on when and where."""
    actor = current_actor()
    contest = programme_contest(actor, contest_id)
    sets_up = actor.kind == "account" and may(actor, contest, Right.SET_UP)
    return render_template(
        "contests/programme.html",
        contest=contest,
        rounds=programme_of(actor, contest),
        conflicts=conflicts_of(contest) if sets_up else [],
    )


@bp.get(f"{PROGRAMME}/events/<{ID}:event_id>.ics")
@limiter.limit(PER_READER)
def programme_event(contest_id: int, event_id: int) -> Response:
    """The rounds of an event for one's calendar."""
    contest = programme_contest(current_actor(), contest_id)
    rounds = [one for one in programme_of(current_actor(), contest) if one.event_id == event_id]
    found = [
        Appointment(
            f"round-{contest.ref}-{one.id}@guildhall", _round_title(one), contest.venue, span
        )
        for one in rounds
        if (span := one.span)
    ]
    return _calendar(contest, found, f"event-{event_id}.ics")


@bp.get(f"{PROGRAMME}/entries/<key>.ics")
@limiter.limit(PER_READER)
def programme_entry(contest_id: int, key: str) -> Response:
    """The slots of one entry for its own calendar; the address is as unguessable as its key."""
    contest = programme_contest(current_actor(), contest_id)
    found = [
        Appointment(
            f"entry-{contest.ref}-{one.id}-{place.key}@guildhall",
            f"{_round_title(one)} · {place.label}",
            " ".join(part for part in (contest.venue, place.slot.station) if part),
            place.slot,
        )
        for one in programme_of(current_actor(), contest)
        for place in one.places
        if place.key == key
    ]
    return _calendar(contest, found, "contest.ics")


@bp.get(f"{PROGRAMME}/judges/<{ID}:judge_id>.ics")
@require_account
def programme_judge(contest_id: int, judge_id: int) -> ResponseReturnValue:
    """The rounds that a judge sits in, for the staff to send on."""
    contest = contest_for(current_actor(), contest_id)
    judge = db.session.get(Judge, judge_id)
    if judge is None or judge.contest_id != contest.id:
        raise NotFound
    seats = {seat.round_id for seat in db.session.query(RoundJudge).filter_by(judge_id=judge.id)}
    found = [
        Appointment(
            f"judge-{contest.ref}-{one.id}-{judge.ref}@guildhall",
            f"{_round_title(one)} · {_('Judge %(number)d', number=judge.number)}",
            contest.venue,
            span,
        )
        for one in programme_of(current_actor(), contest)
        if one.id in seats and (span := one.span)
    ]
    return _calendar(contest, found, f"judge-{judge.number}.ics")


def _round_title(round_: PlannedRound) -> str:
    return f"{round_.event} · {round_.title}"


def _calendar(contest: Contest, found: Iterable[Appointment], name: str) -> Response:
    appointments = list(found)
    if not appointments:
        raise NotFound
    content = calendar(contest.title, appointments, contest.version, now())
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
