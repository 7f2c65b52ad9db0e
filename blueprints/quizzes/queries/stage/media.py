"""The picture, sound or film of the question on air."""

from blueprints.quizzes.models import Quiz, Turn
from blueprints.quizzes.queries.stage.sealing import is_shown
from store import NotFound, db


def media_on_air(quiz: Quiz, number: int) -> tuple[str, str]:
    """(name of the file, media type) of turn `number`, if it is on air and shown.

    NotFound in every other case, so that the answer tells nothing about what is to come.
    """
    turn = db.session.get(Turn, quiz.turn_id, populate_existing=True) if quiz.turn_id else None
    if turn is None or turn.number != number or not is_shown(turn):
        raise NotFound
    content = turn.question.content
    if not content.get("media"):
        raise NotFound
    return content["media"], content.get("media_type") or "application/octet-stream"
