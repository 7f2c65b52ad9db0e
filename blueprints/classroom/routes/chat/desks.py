"""One click of staff: the queue, deleting, pinning, announcing, sanctions, complaints, people."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.live.room import present
from blueprints.classroom.queries.chat import desks, lines
from blueprints.classroom.routes.studio import back_to_studio
from blueprints.classroom.services.chat import complaints, moderating, sanctions
from web.access import current_actor, require_account
from web.clock import now

SESSION = "/classroom/sessions/<int:session_id>"
MESSAGE = f"{SESSION}/messages/<int:message_id>"
PERSON = f"{SESSION}/people/<int:participant_id>"
SEARCHED = 40  # characters

panels.add("studio", "chat", lines.chat_panel)
panels.add("studio", "notice", lines.notice_panel, "notice")
panels.add("studio", "queue", desks.queue_panel, "queue")
panels.add("studio", "complaints", desks.complaints_panel, "complaint")
panels.add("studio", "sanctions", desks.sanctions_panel, "sanction")


@bp.post(f"{MESSAGE}/approve")
@require_account
def approve_message(session_id: int, message_id: int) -> ResponseReturnValue:
    """Show a held message."""
    moderating.approve(current_actor(), session_id, message_id, now())
    return back_to_studio(session_id)


@bp.post(f"{MESSAGE}/refuse")
@require_account
def refuse_message(session_id: int, message_id: int) -> ResponseReturnValue:
    """Don't show a held message."""
    moderating.refuse(current_actor(), session_id, message_id, now())
    return back_to_studio(session_id)


@bp.post(f"{MESSAGE}/delete")
@require_account
def delete_message(session_id: int, message_id: int) -> ResponseReturnValue:
    """Take a message away."""
    moderating.delete(current_actor(), session_id, message_id, now())
    return back_to_studio(session_id)


@bp.post(f"{MESSAGE}/pin")
@require_account
def pin_message(session_id: int, message_id: int) -> ResponseReturnValue:
    """Pin a message."""
    moderating.pin(current_actor(), session_id, message_id, now())
    return back_to_studio(session_id)


@bp.post(f"{MESSAGE}/unpin")
@require_account
def unpin_message(session_id: int, message_id: int) -> ResponseReturnValue:
    """Let it go."""
    moderating.unpin(current_actor(), session_id, message_id, now())
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/announce")
@require_account
def announce(session_id: int) -> ResponseReturnValue:
    """Say something above the chat."""
    moderating.announce(current_actor(), session_id, request.form.get("text", ""), now())
    return back_to_studio(session_id)


@bp.post(f"{PERSON}/mute")
@require_account
def mute(session_id: int, participant_id: int) -> ResponseReturnValue:
    """Mute somebody for `minutes`, or for the whole session (0)."""
    minutes = request.form.get("minutes", 10, type=int)
    reason = request.form.get("reason", "")
    sanctions.mute(current_actor(), session_id, participant_id, minutes, reason, now())
    return back_to_studio(session_id)


@bp.post(f"{PERSON}/ban")
@require_account
def ban(session_id: int, participant_id: int) -> ResponseReturnValue:
    """Put somebody out, with their messages if asked to."""
    sanctions.ban(
        current_actor(),
        session_id,
        participant_id,
        request.form.get("reason", ""),
        now(),
        with_messages=bool(request.form.get("with_messages")),
        with_network=bool(request.form.get("with_network")),
    )
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/sanctions/<int:sanction_id>/undo")
@require_account
def undo_sanction(session_id: int, sanction_id: int) -> ResponseReturnValue:
    """Take a mute or ban back."""
    sanctions.undo(current_actor(), session_id, sanction_id, now())
    return back_to_studio(session_id)


@bp.post(f"{SESSION}/complaints/<int:complaint_id>/decide")
@require_account
def decide_complaint(session_id: int, complaint_id: int) -> ResponseReturnValue:
    """Uphold (`upheld=1`) or dismiss."""
    upheld = bool(request.form.get("upheld"))
    complaints.decide(current_actor(), session_id, complaint_id, upheld=upheld, now=now())
    return back_to_studio(session_id)


@bp.get(f"{SESSION}/people")
@require_account
def people_in_session(session_id: int) -> ResponseReturnValue:
    """The list of people, searched by nickname or name."""
    session_for(current_actor(), session_id, Right.MODERATE)
    search = request.args.get("q", "").strip()[:SEARCHED]
    found, total = desks.people(session_id, present(session_id), search)
    return render_template(
        "classroom/studio/_people.html", session_id=session_id, people=found, total=total
    )
