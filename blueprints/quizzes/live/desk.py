"""The rooms of desk and announcer, `quiz-desk:<quiz>:<language>` and `quiz-card:<quiz>:<language>`.

Their frames hold sealed questions and answers: only who runs the round, or announces it, may join.
"""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale  # type: ignore[import-untyped]

from blueprints.contests.access import Right, may
from blueprints.contests.events import LedgerWritten, SetupChanged
from blueprints.people.queries import actor_for_account
from blueprints.quizzes.events import QuizMoved
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.desk import card_of, desk_of, position
from blueprints.quizzes.queries.listing import quiz_ids_of
from realtime import Identity, flusher, keys, rooms
from store import db
from store.events import after_commit
from web.clock import now
from web.languages import LANGUAGES

DESK, CARD = "quiz-desk", "quiz-card"


def room_of(kind: str, quiz_id: int, language: str) -> str:
    """The live room of a quiz's desk or card."""
    return f"{kind}:{quiz_id}:{language}"


def _quiz(key: str) -> tuple[Quiz | None, str]:
    found = keys.numbered(key, LANGUAGES)
    return (db.session.get(Quiz, found[0]), found[1]) if found else (None, "")


def _may_join(identity: Identity, key: str, right: Right) -> bool:
    quiz, _language = _quiz(key)
    if quiz is None or identity.kind != "account" or identity.id is None:
        return False
    account = actor_for_account(identity.id)
    return account is not None and may(account, quiz.round.contest, right)


def _position(key: str) -> tuple[int, int]:
    quiz, _language = _quiz(key)
    return position(quiz.id) if quiz else (0, 0)


def _render_desk(room: str, after: int, upto: int) -> dict[str, Any]:
    quiz, language = _quiz(rooms.key_of(room))
    if quiz is None:
        return {"fragments": []}
    with current_app.test_request_context(f"/?lang={language}"), force_locale(language):
        html = render_template("quizzes/desk/_now.html", view=desk_of(quiz, now()))
    return {"fragments": [_fragment("#quiz-desk-now", html)]}


def _render_card(room: str, after: int, upto: int) -> dict[str, Any]:
    quiz, language = _quiz(rooms.key_of(room))
    if quiz is None:
        return {"fragments": []}
    with current_app.test_request_context(f"/?lang={language}"), force_locale(language):
        html = render_template("quizzes/card/_now.html", view=card_of(quiz, now()))
    return {"fragments": [_fragment("#quiz-card-now", html)]}


def _fragment(target: str, html: str) -> dict[str, str]:
    return {"target": target, "swap": "morph:outerHTML", "html": html}


rooms.register(
    DESK,
    authorise=lambda identity, key: _may_join(identity, key, Right.RUN),
    position=_position,
    render=_render_desk,
)
rooms.register(
    CARD,
    authorise=lambda identity, key: _may_join(identity, key, Right.ANNOUNCE),
    position=_position,
    render=_render_card,
)


@after_commit(QuizMoved)
def _moved(event: QuizMoved) -> None:
    _touch(event.quiz_id)


@after_commit(LedgerWritten)
def _ledger_written(event: LedgerWritten) -> None:
    """The round is opened, paused or corrected; points of a round before this one."""
    for quiz_id in quiz_ids_of(event.contest_id):
        _touch(quiz_id)


@after_commit(SetupChanged)
def _setup_changed(event: SetupChanged) -> None:
    for quiz_id in quiz_ids_of(event.contest_id):
        _touch(quiz_id)


def _touch(quiz_id: int) -> None:
    for kind in (DESK, CARD):
        for language in LANGUAGES:
            flusher.touch(room_of(kind, quiz_id, language))
