"""What every step of setting a quiz up needs: its round still a draft, its scheme kept in step."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.models import RoundState
from blueprints.contests.services import setup
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.rules import scheme
from blueprints.quizzes.services.moving import moved
from store import UserError, audit, db
from store.actors import Actor

TITLE_LENGTH = 80
MOST_POINTS = 1000  # of one question, and of the base
MOST_SEATS = 6
MOST_SEGMENTS = 20


def quiz_to_set_up(actor: Actor, quiz_id: int) -> Quiz:
    """A quiz that the actor sets up, locked."""
    return quiz_for(actor, quiz_id, Right.SET_UP, lock=True)


def is_draft(quiz: Quiz) -> bool:
    """Whether its round has not begun, so that everything may still change."""
    return bool(quiz.round.state == RoundState.DRAFT)


def require_draft(quiz: Quiz) -> None:
    """Refuse what would change a quiz that is being played."""
    if not is_draft(quiz):
        raise UserError(_("The quiz has begun; its points and teams are fixed."), status=409)


def renew_scheme(actor: Actor, quiz: Quiz, now: datetime) -> None:
    """Score the round by the segments as they are now. Only before the round begins.

    A quiz without a segment that counts leaves the round's scheme as it was: it can't be opened.
    """
    db.session.flush()
    db.session.expire(quiz, ["segments"])
    columns = [(one.item, one.title) for one in quiz.segments if one.item]
    carried = [(one["round"], one["title"], one["factor"]) for one in carried_of(quiz)]
    if not columns:
        return
    document = scheme.document(quiz.base, columns, quiz.round.title, _("Total points"), carried)
    setup.score_by(actor, quiz.round_id, document, now)


def carried_of(quiz: Quiz) -> list[dict[str, str]]:
    """Earlier rounds whose totals are added: round (ref), title, factor."""
    found: list[dict[str, str]] = quiz.settings.get("carried", [])
    return found


def changed(actor: Actor, action: str, quiz: Quiz, now: datetime, **detail: Any) -> None:
    """Tell the screens and the audit log."""
    moved(quiz, "setup", now)
    audit(
        actor,
        action,
        f"quiz:{quiz.id}",
        now,
        organisation_id=quiz.round.contest.organisation_id,
        **detail,
    )
