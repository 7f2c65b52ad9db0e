"""What viewers do in polls, questions, checks, and with their hand; and what is their own."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom import panels
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import checks as check_queries
from blueprints.classroom.queries import hands as hand_queries
from blueprints.classroom.queries import polls as poll_queries
from blueprints.classroom.queries import questions as question_queries
from blueprints.classroom.queries import room as room_queries
from blueprints.classroom.routes.coming import visit
from blueprints.classroom.services import checks, hands
from blueprints.classroom.services.polls import voting
from blueprints.classroom.services.questions import asking
from web.clock import now
from web.formats import minute

ROOM = "/class/<key>"


def _with_key(view: panels.View) -> panels.View:
    """Forms of the room have the session's public address."""
    return lambda number: {**view(number), "key": room_queries.head(number).key}


panels.add("room", "poll", _with_key(poll_queries.room_panel), "poll")
panels.add("room", "questions", _with_key(question_queries.room_panel), "question")
panels.add(
    "room", "check", _with_key(lambda number: check_queries.room_panel(number, now())), "check"
)
panels.add("room", "pick", _with_key(hand_queries.picks_panel), "pick")


@bp.get(f"{ROOM}/mine.json")
def mine(key: str) -> ResponseReturnValue:
    """What is the asker's own in the panels, which are alike for everybody."""
    found = visit(key)
    session_id, participant_id = found.session.id, found.participant.id
    answer = jsonify(
        votes=poll_queries.own_votes(session_id, participant_id),
        questions=question_queries.own(session_id, participant_id),
        checks=check_queries.own_answers(session_id, participant_id),
        hand=hand_queries.own_hand(participant_id),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post(f"{ROOM}/polls/<int:poll_id>/vote")
def vote(key: str, poll_id: int) -> ResponseReturnValue:
    """Vote: field `choice`, as often as there are options chosen, or words given."""
    found = visit(key)
    voted = voting.vote(found.participant.id, poll_id, request.form.getlist("choice"), now())
    message = (
        _("You had voted already. Your first vote counts.")
        if voted.again
        else _("Your vote is counted.")
    )
    return _answer(
        key, message, choice=voted.choice, at=voted.at.isoformat(), again=voted.again, right=None
    )


@bp.post(f"{ROOM}/questions")
def ask(key: str) -> ResponseReturnValue:
    """Ask: fields `text` and `client_key`."""
    found = visit(key)
    text, client_key = request.form.get("text", ""), request.form.get("client_key", "")
    asked = asking.ask(found.participant.id, text, client_key, now())
    message = (
        _("Your question waits for a moderator.")
        if asked.state == "held"
        else _("Your question is asked.")
    )
    return _answer(key, message, id=asked.id, state=asked.state)


@bp.post(f"{ROOM}/questions/<int:question_id>/want")
def want(key: str, question_id: int) -> ResponseReturnValue:
    """Want a question answered, too; with `wanted=0` no longer."""
    found = visit(key)
    wanted = request.form.get("wanted", "1") != "0"
    votes = asking.want(found.participant.id, question_id, wanted=wanted, now=now())
    return _answer(key, "", wanted=wanted, votes=votes)


@bp.post(f"{ROOM}/hand")
def hand(key: str) -> ResponseReturnValue:
    """Raise the hand; with `raised=0` put it down."""
    found = visit(key)
    raised = request.form.get("raised", "1") != "0"
    hands.raise_hand(found.participant.id, raised=raised, now=now())
    return _answer(key, "", hand=hand_queries.own_hand(found.participant.id))


@bp.post(f"{ROOM}/checks/<int:check_id>")
def check_in(key: str, check_id: int) -> ResponseReturnValue:
    """Check in."""
    found = visit(key)
    answer = checks.answer(found.participant.id, check_id, now())
    message = _("You are checked in at %(time)s.", time=minute(answer.at))
    return _answer(key, message, at=answer.at.isoformat(), again=answer.again)


@bp.get(f"{ROOM}/picks/<int:pick_id>")
def draw(key: str, pick_id: int) -> ResponseReturnValue:
    """A draw held again before everybody's eyes."""
    found = visit(key)
    pick, lots = hand_queries.draw(found.session.id, pick_id)
    return render_template("classroom/draw.html", session=found.session, pick=pick, lots=lots)


def _answer(key: str, message: str, **values: Any) -> ResponseReturnValue:
    """A script gets JSON; a plain form goes back to the room, which says it."""
    if request.headers.get("X-Requested-With"):
        return jsonify(message=message, **values)
    if message:
        flash(message, "success")
    return redirect(url_for("classroom.room", key=key), 303)
