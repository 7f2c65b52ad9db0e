"""Forms of the desk that need words or a choice: fouls, points, throwing out, objections, ties."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.models import Quiz, Turn
from blueprints.quizzes.queries.desk import ties_of
from blueprints.quizzes.routes.desk import (
    PAGE,
    Given,
    answer,
    number,
    optional_number,
    sealed,
    view_of,
)
from blueprints.quizzes.services.play import rulings, turns
from store import NotFound, UserError, db
from store.actors import Actor
from web.access import current_actor, require_account, wants_fragment
from web.clock import now

UNPROCESSABLE = 422


@dataclass(frozen=True)
class Asked:
    """A filled-in form: who sends it, for which quiz."""

    actor: Actor
    quiz_id: int
    given: Given

    @property
    def turn(self) -> int:
        return number(self.given, "turn")

    @property
    def entry(self) -> int:
        entry_id = optional_number(self.given, "entry")
        if entry_id is None:
            raise UserError(_("Choose the team."), code="entry")
        return entry_id

    @property
    def reason(self) -> str:
        return self.given.get("reason", "")

    @property
    def key(self) -> str:
        return self.given.get("key", "")


def _foul(asked: Asked) -> None:
    rulings.rule(asked.actor, asked.turn, "foul", now(), key=asked.key, entry_id=asked.entry)


def _waive(asked: Asked) -> None:
    rulings.waive_foul(asked.actor, asked.turn, asked.entry, asked.reason, now(), key=asked.key)


def _points(asked: Asked) -> None:
    points = _whole(asked.given.get("points", ""))
    rulings.override(
        asked.actor, asked.turn, asked.entry, points, asked.reason, now(), key=asked.key
    )


def _throw_out(asked: Asked) -> None:
    replace = asked.given.get("replace") == "1"
    rulings.throw_out(asked.actor, asked.turn, asked.reason, now(), key=asked.key, replace=replace)


def _restore(asked: Asked) -> None:
    rulings.restore(asked.actor, asked.turn, asked.reason, now(), key=asked.key)


def _objection(asked: Asked) -> None:
    rulings.object_(asked.actor, asked.turn, asked.entry, asked.reason, now(), key=asked.key)


def _rule_objection(asked: Asked) -> None:
    upheld = asked.given.get("upheld")
    if upheld not in ("0", "1"):
        raise UserError(_("Choose whether the objection is upheld."), code="upheld")
    rulings.rule_objection(
        asked.actor,
        asked.turn,
        upheld == "1",
        asked.reason,
        now(),
        key=asked.key,
        seq=optional_number(asked.given, "seq"),
    )


def _word(asked: Asked) -> None:
    seat = optional_number(asked.given, "seat")
    turns.give_word(asked.actor, asked.turn, asked.entry, seat, now())


def _segment(asked: Asked) -> None:
    segment_id = optional_number(asked.given, "segment")
    if segment_id is None:
        raise UserError(_("Choose the segment."), code="segment")
    turns.begin_segment(asked.actor, asked.quiz_id, segment_id, now())


def _tie_teams(asked: Asked) -> None:
    teams = [int(one) for one in asked.given.getlist("team") if one.isascii() and one.isdigit()]
    seen = optional_number(asked.given, "seen")
    turns.next_turn(asked.actor, asked.quiz_id, now(), key=asked.key, teams=teams, seen=seen)


def _decide_tie(asked: Asked) -> None:
    ranks = {
        one: asked.given.get(f"rank-{one}", "")
        for one in asked.given.getlist("team")
        if one.isascii() and one.isdigit()
    }
    if set(ranks.values()) != {str(place) for place in range(1, len(ranks) + 1)}:
        raise UserError(_("Give every one of the tied teams a rank of its own."), code="rank")
    order = [int(one) for one in sorted(ranks, key=lambda one: int(ranks[one]))]
    rulings.decide_tie(asked.actor, asked.quiz_id, order, asked.reason, now(), key=asked.key)


def _whole(text: str) -> int:
    plain = text.strip().replace("−", "-").removeprefix("+")
    digits = plain.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
        raise UserError(_("Points are a whole number, such as 10 or −10."), code="points")
    return int(plain)


FORMS: dict[str, Callable[[Asked], None]] = {
    "foul": _foul,
    "waive": _waive,
    "points": _points,
    "throw-out": _throw_out,
    "restore": _restore,
    "objection": _objection,
    "rule-objection": _rule_objection,
    "word": _word,
    "segment": _segment,
    "tie-teams": _tie_teams,
    "decide-tie": _decide_tie,
}


@bp.route(f"{PAGE}/forms/<name>", methods=["GET", "POST"])
@require_account
def desk_form(quiz_id: int, name: str) -> ResponseReturnValue:
    """A form in a dialog, or on a page of its own without script."""
    quiz = quiz_for(current_actor(), quiz_id)
    act = FORMS.get(name)
    if act is None:
        raise NotFound
    if request.method == "GET":
        return sealed(_form(quiz, name, request.args))
    asked = Asked(current_actor(), quiz_id, request.form)
    try:
        act(asked)
    except UserError as error:
        if error.status != UNPROCESSABLE:
            return answer(quiz_id, _raiser(error))
        return sealed(_form(quiz, name, request.form, str(error.message))), UNPROCESSABLE
    return answer(quiz_id, lambda: None)


def _form(quiz: Quiz, name: str, given: Given, error: str = "") -> str:
    template = "_form" if wants_fragment() else "form"
    return render_template(
        f"quizzes/desk/{template}.html",
        quiz=quiz,
        view=view_of(quiz),
        name=name,
        given=given,
        error=error,
        turn=_turn(quiz, given),
        ties=ties_of(quiz) if name in ("tie-teams", "decide-tie") else [],
    )


def _turn(quiz: Quiz, given: Given) -> Turn | None:
    """The question that the form is about."""
    turn_id = optional_number(given, "turn")
    turn = db.session.get(Turn, turn_id) if turn_id else None
    if turn_id and (turn is None or turn.quiz_id != quiz.id):
        raise NotFound
    return turn


def _raiser(error: UserError) -> Callable[[], Any]:
    def again() -> None:
        raise error

    return again
