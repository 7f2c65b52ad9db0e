"""Questions and raised hands in the studio."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import hands as hand_queries
from blueprints.classroom.queries import questions as question_queries
from blueprints.classroom.routes.studio import back_to_studio
from blueprints.classroom.services import hands
from blueprints.classroom.services.questions import handling
from web.access import current_actor, require_account
from web.clock import now

panels.add("studio", "questions", question_queries.studio_panel, "question")
panels.add("studio", "hands", hand_queries.hands_panel, "hand")

SESSION = "/classroom/sessions/<int:session_id>"
QUESTION = f"{SESSION}/questions/<int:question_id>"


@bp.post(f"{QUESTION}/merge")
@require_account
def merge_question(session_id: int, question_id: int) -> ResponseReturnValue:
    """Merge it into the question with the number in field `into`."""
    into = request.form.get("into", 0, type=int)
    handling.merge(current_actor(), session_id, question_id, into, now())
    return back_to_studio(session_id)


@bp.post(f"{QUESTION}/<any(admit, refuse, answer, answered, wait):name>")
@require_account
def step_question(session_id: int, question_id: int, name: str) -> ResponseReturnValue:
    """One step of a question: let in, refused, being answered, answered, waiting again."""
    handling.step(current_actor(), session_id, question_id, name, now())
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/hands/<int:hand_id>/call")
@require_account
def call_hand(session_id: int, hand_id: int) -> ResponseReturnValue:
    """Call on somebody."""
    hands.call(current_actor(), session_id, hand_id, now())
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/hands/<int:hand_id>/lower")
@require_account
def lower_hand(session_id: int, hand_id: int) -> ResponseReturnValue:
    """Lower a hand."""
    hands.lower(current_actor(), session_id, hand_id, now())
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/hands/lower")
@require_account
def lower_hands(session_id: int) -> ResponseReturnValue:
    """Lower all hands."""
    hands.lower_all(current_actor(), session_id, now())
    return back_to_studio(session_id)
