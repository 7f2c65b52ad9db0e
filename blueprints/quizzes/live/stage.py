"""The rooms of a quiz's stage, `quiz:<quiz_id>:<language>` and, for the projector, `…:hall`.

A frame is made from the stage as it is at that moment: nothing sealed can be in it.
"""

from typing import Any

from flask import current_app

from blueprints.contests.access import Right, may
from blueprints.contests.events import LedgerWritten, SetupChanged
from blueprints.people.queries import actor_for_account
from blueprints.quizzes import screens
from blueprints.quizzes.events import QuizMoved
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.listing import quiz_ids_of
from blueprints.quizzes.queries.stage import position, stage_of
from realtime import Identity, flusher, keys, rooms
from store import after_commit, db
from store.actors import ANONYMOUS, Actor
from web.clock import now
from web.languages import SHORT_NAMES

KIND = "quiz"
HALL = ":hall"
SWAP = "morph:outerHTML"


def _authorise(identity: Identity, key: str) -> bool:
    """Everybody in a public contest, else its staff."""
    found = _parse(key)
    quiz = db.session.get(Quiz, found[0], populate_existing=True) if found else None
    if quiz is None:
        return False
    round_ = quiz.round
    return round_.is_public or may(_actor(identity), round_.contest, Right.VIEW)


def _position(key: str) -> tuple[int, int]:
    found = _parse(key)
    return position(found[0]) if found else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    """The screen as it is now; it may be a move newer than `upto`, which does no harm."""
    found = _parse(rooms.key_of(room))
    assert found is not None
    quiz_id, language, view = found
    stage = stage_of(db.session.get_one(Quiz, quiz_id), now())
    with current_app.test_request_context():  # addresses of assets need one
        html = screens.screen(stage, view, language)
    return {"fragments": [{"target": "#quiz-screen", "swap": SWAP, "html": html}]}


def _panel_url(key: str) -> str:
    found = _parse(key)
    quiz = db.session.get(Quiz, found[0]) if found else None
    return screens.panel_address(quiz.key, found[2], found[1]) if found and quiz else ""


@after_commit(QuizMoved)
def _moved(event: QuizMoved) -> None:
    _touch(event.quiz_id)


@after_commit(LedgerWritten)
def _ledger_written(event: LedgerWritten) -> None:
    """A freeze, the publication, points of a round before; unchanged rooms send nothing."""
    _touch_contest(event.contest_id)


@after_commit(SetupChanged)
def _setup_changed(event: SetupChanged) -> None:
    _touch_contest(event.contest_id)


def _touch_contest(contest_id: int) -> None:
    for quiz_id in quiz_ids_of(contest_id):
        _touch(quiz_id)


def _touch(quiz_id: int) -> None:
    for language in SHORT_NAMES:
        for view in screens.VIEWS:
            flusher.touch(screens.room_of(quiz_id, view, language))


def _parse(key: str) -> tuple[int, str, str] | None:
    """(quiz id, language, view) of `12:zh:hall`; None for anything else: it is from outside."""
    view = "hall" if key.endswith(HALL) else "page"
    found = keys.numbered(key.removesuffix(HALL), SHORT_NAMES)
    return (*found, view) if found else None


def _actor(identity: Identity) -> Actor:
    if identity.kind != "account" or identity.id is None:
        return ANONYMOUS
    return actor_for_account(identity.id) or ANONYMOUS


rooms.register(KIND, authorise=_authorise, position=_position, render=_render, panel_url=_panel_url)
