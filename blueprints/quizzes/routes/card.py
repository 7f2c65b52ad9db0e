"""The announcer's card, and the pictures and sounds of sealed questions for those who run it."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from blueprints.contests.access import Right, may
from blueprints.contests.routes.setup_answers import ID
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.live.desk import CARD, room_of
from blueprints.quizzes.models import Quiz, Turn
from blueprints.quizzes.queries.desk import card_of
from blueprints.quizzes.routes.desk import sealed
from blueprints.quizzes.routes.media_files import media_file
from realtime import tickets
from store import NotFound, db
from web.access import current_actor, require_account
from web.clock import now
from web.languages import chosen_language

PAGE = f"/quizzes/<{ID}:quiz_id>/card"


@bp.get(PAGE)
@require_account
def card_page(quiz_id: int) -> ResponseReturnValue:
    """The card for the lectern: a tablet or a phone."""
    quiz = quiz_for(current_actor(), quiz_id, Right.ANNOUNCE)
    return sealed(render_template("quizzes/card/page.html", **_live(quiz)))


@bp.get(f"{PAGE}/panel")
@require_account
def card_panel(quiz_id: int) -> ResponseReturnValue:
    """The card as it is now: what the page fetches after a gap."""
    quiz = quiz_for(current_actor(), quiz_id, Right.ANNOUNCE)
    return sealed(render_template("quizzes/card/_live.html", **_live(quiz)))


@bp.get(f"/quizzes/<{ID}:quiz_id>/desk/media/<{ID}:turn_id>")
@require_account
def desk_media(quiz_id: int, turn_id: int) -> Response:
    """The picture, sound or film of a question, also before it is shown: for desk and card."""
    actor = current_actor()
    quiz = quiz_for(actor, quiz_id, Right.VIEW)
    if not any(may(actor, quiz.round.contest, right) for right in (Right.RUN, Right.ANNOUNCE)):
        raise NotFound
    turn = db.session.get(Turn, turn_id)
    if turn is None or turn.quiz_id != quiz.id or not turn.question.content.get("media"):
        raise NotFound
    content = turn.question.content
    return media_file(content["media"], content["media_type"])


def _live(quiz: Quiz) -> dict[str, object]:
    return {
        "view": card_of(quiz, now()),
        "room": room_of(CARD, quiz.id, chosen_language()),
        "ticket": tickets.issue(current_actor().ref, [f"{CARD}:{quiz.id}"], now()),
        "runs": may(current_actor(), quiz.round.contest, Right.RUN),
        "plain": True,
    }
