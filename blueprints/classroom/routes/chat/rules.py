"""How the chat is run, set in the studio."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries.chat import lines
from blueprints.classroom.routes.studio import back_to_studio
from blueprints.classroom.services.chat import ordering
from web.access import current_actor, require_account
from web.clock import now


def _panel(session_id: int) -> dict[str, object]:
    return {**lines.order_panel(session_id), "pauses": ordering.PAUSES}


panels.add("studio", "order", _panel, "order", "session")


@bp.post("/classroom/sessions/<int:session_id>/order")
@require_account
def set_rules(session_id: int) -> ResponseReturnValue:
    """Take the whole form: a box that isn't ticked is off."""
    fields = request.form
    rules = ordering.Rules(
        chat_open=bool(fields.get("chat_open")),
        danmaku=bool(fields.get("danmaku")),
        slow_seconds=fields.get("slow_seconds", -1, type=int),
        auto_slow=bool(fields.get("auto_slow")),
        pre=bool(fields.get("pre")),
        new=bool(fields.get("new")),
    )
    ordering.set_rules(current_actor(), session_id, rules, now())
    return back_to_studio(session_id)


@bp.post("/classroom/sessions/<int:session_id>/door")
@require_account
def set_door(session_id: int) -> ResponseReturnValue:
    """Let new guests in (`guests=1`), or none any more."""
    ordering.set_door(current_actor(), session_id, request.form.get("guests") == "1", now())
    return back_to_studio(session_id)
