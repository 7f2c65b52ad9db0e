"""Finding a question of a session."""

from blueprints.classroom.models import Question
from store import NotFound, db

MOST_ID = 2**31 - 1


def question_of(session_id: int, question_id: int, *, lock: bool = False) -> Question:
    """A question of this session, its row locked when asked for; NotFound for any other."""
    found = None
    if 0 < question_id <= MOST_ID:
        found = db.session.get(
            Question, question_id, with_for_update=lock or None, populate_existing=lock
        )
    if found is None or found.session_id != session_id:
        raise NotFound
    return found
