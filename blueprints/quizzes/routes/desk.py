"""The quiz desk: the page, its live part, and every deed behind a button or a key."""

from collections.abc import Callable

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict

from blueprints.contests.routes.desk_answers import told
from blueprints.contests.routes.setup_answers import ID
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.live.desk import DESK, room_of
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.desk import DeskView, decisions_of, desk_of
from blueprints.quizzes.queries.desk.people import people_of
from blueprints.quizzes.queries.points import rulings_of
from blueprints.quizzes.services.buzzing import settle_quiz
from blueprints.quizzes.services.play import rulings, turns
from blueprints.quizzes.services.play.common import micros
from realtime import tickets
from store import NotFound, UserError
from store.actors import Actor
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.languages import chosen_language

PAGE = f"/quizzes/<{ID}:quiz_id>/desk"
Given = ImmutableMultiDict[str, str]


def number(given: Given, name: str) -> int:
    """A whole number of a form; what is none names nothing that there is."""
    found = optional_number(given, name)
    if found is None:
        raise NotFound
    return found


def optional_number(given: Given, name: str) -> int | None:
    """The same where the field may be missing or empty."""
    text = given.get(name, "").strip().replace("−", "-").removeprefix("+")
    digits = text.removeprefix("-")
    if not text:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        raise NotFound
    return int(text)


def numbers(given: Given, name: str) -> list[int] | None:
    """Ids joined by commas; None where the field is missing or empty."""
    text = given.get(name, "")
    parts = [part for part in text.split(",") if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts):
        raise NotFound
    return [int(part) for part in parts] or None


def _next(actor: Actor, quiz_id: int, given: Given) -> None:
    turns.next_turn(
        actor,
        quiz_id,
        now(),
        key=given.get("key", ""),
        entry_id=optional_number(given, "entry"),
        seen=optional_number(given, "seen"),
        teams=numbers(given, "teams"),
    )


def _undo(actor: Actor, quiz_id: int, given: Given) -> None:
    seq = optional_number(given, "seq")
    rulings.undo(actor, quiz_id, now(), key=given.get("key", ""), seq=seq)


def _rule(kind: str) -> Callable[[Actor, int, Given], None]:
    def verb(actor: Actor, quiz_id: int, given: Given) -> None:
        entry_id, key = optional_number(given, "entry"), given.get("key", "")
        rulings.rule(actor, number(given, "turn"), kind, now(), key=key, entry_id=entry_id)

    return verb


def _reopen(actor: Actor, quiz_id: int, given: Given) -> None:
    turns.reopen(
        actor,
        number(given, "turn"),
        now(),
        teams=numbers(given, "teams"),
        heat=optional_number(given, "heat"),
    )


def _word(actor: Actor, quiz_id: int, given: Given) -> None:
    turn_id, entry_id = number(given, "turn"), number(given, "entry")
    turns.give_word(actor, turn_id, entry_id, optional_number(given, "seat"), now())


def _of_turn(verb: Callable[..., None]) -> Callable[[Actor, int, Given], None]:
    return lambda actor, _quiz_id, given: verb(actor, number(given, "turn"), now())


def _screen(screen: str) -> Callable[[Actor, int, Given], None]:
    return lambda actor, quiz_id, _given: turns.set_screen(actor, quiz_id, screen, now())


VERBS: dict[str, Callable[[Actor, int, Given], None]] = {
    "segment": lambda a, q, given: turns.begin_segment(a, q, number(given, "segment"), now()),
    "next": _next,
    "stake": lambda a, q, given: turns.choose_stake(
        a, number(given, "turn"), number(given, "stake"), now()
    ),
    "show": _of_turn(turns.show),
    "open": _of_turn(turns.open_turn),
    "reopen": _reopen,
    "word": _word,
    "begins": _of_turn(turns.answer_begins),
    "stop": _of_turn(turns.stop_clock),
    "resume": _of_turn(turns.resume_clock),
    "add-time": lambda a, q, given: turns.add_time(
        a, number(given, "turn"), number(given, "seconds"), now()
    ),
    "void": _of_turn(turns.void),
    "audience": _of_turn(turns.ask_audience),
    "reveal": _of_turn(turns.reveal),
    "close": lambda a, q, given: rulings.close_answers(
        a, number(given, "turn"), now(), key=given.get("key", "")
    ),
    "undo": _undo,
    **{f"rule-{kind}": _rule(kind) for kind in ("right", "wrong", "pass", "foul")},
    **{
        f"screen-{screen}": _screen(screen)
        for screen in ("welcome", "segment", "question", "standings", "break")
    },
}


@bp.get(PAGE)
@require_account
def desk_page(quiz_id: int) -> ResponseReturnValue:
    """The whole show on one page."""
    quiz = quiz_for(current_actor(), quiz_id)
    page = render_template("quizzes/desk/page.html", quiz=quiz, **live_values(quiz))
    return sealed(page)


@bp.get(f"{PAGE}/panel")
@require_account
def desk_panel(quiz_id: int) -> ResponseReturnValue:
    """The live part as it is now: after a gap, and after everything this page sends."""
    quiz = quiz_for(current_actor(), quiz_id)
    return sealed(render_template("quizzes/desk/_live.html", **live_values(quiz)))


@bp.get(f"{PAGE}/history")
@require_account
def desk_history(quiz_id: int) -> ResponseReturnValue:
    """Every decision of the quiz, and what can still be done about its question."""
    quiz = quiz_for(current_actor(), quiz_id)
    decisions = decisions_of(quiz, rulings_of(quiz.id), people_of(quiz))
    return sealed(
        render_template(
            "quizzes/desk/history.html", quiz=quiz, decisions=decisions, view=view_of(quiz)
        )
    )


@bp.post(f"{PAGE}/<verb>")
@require_account
def desk_act(quiz_id: int, verb: str) -> ResponseReturnValue:
    """Carry out a deed; the fields are those of its button."""
    quiz_for(current_actor(), quiz_id)
    act = VERBS.get(verb)
    if act is None:
        raise NotFound
    return answer(quiz_id, lambda: act(current_actor(), quiz_id, request.form))


def answer(quiz_id: int, verb: Callable[[], object]) -> ResponseReturnValue:
    """Do it, then lead back to the desk as it is now, with the reason if it was refused."""
    try:
        verb()
    except UserError as error:
        if error.status in (403, 404):
            raise
        return _back(quiz_id, str(error.message), error.status)
    return _back(quiz_id)


def _back(quiz_id: int, message: str = "", status: int = 204) -> ResponseReturnValue:
    if wants_fragment():
        response = told(make_response("", status), message, "error")
        if message:  # it is told: no second, general notice
            response.headers["HX-Retarget"] = "#desk-answer"
            response.headers["HX-Reswap"] = "none"
        return response
    if message:
        flash(message, "error")
    return redirect(url_for("quizzes.desk_page", quiz_id=quiz_id), 303)


def view_of(quiz: Quiz) -> DeskView:
    """The desk as it is now: a race whose window is over is settled first."""
    at = now()
    settle_quiz(quiz.id, now=at, now_us=micros(at))
    return desk_of(quiz, at)


def live_values(quiz: Quiz) -> dict[str, object]:
    """What the live part of the page is rendered from."""
    return {
        "view": view_of(quiz),
        "room": room_of(DESK, quiz.id, chosen_language()),
        "ticket": tickets.issue(current_actor().ref, [f"{DESK}:{quiz.id}"], now()),
        "plain": True,  # on a page forms carry their token; in a frame the script adds it
    }


def sealed(html: str) -> Response:
    """An answer with sealed questions in it: nothing on the way keeps a copy."""
    response = make_response(html)
    response.cache_control.no_store = True
    return response
