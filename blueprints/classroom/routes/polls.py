"""Polls in the studio: set up, opened, closed, shown."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.models import Poll, PollKind
from blueprints.classroom.queries import polls as queries
from blueprints.classroom.routes.studio import back_to_studio
from blueprints.classroom.services.polls import course, editing
from blueprints.classroom.services.polls.common import poll_of
from web.access import current_actor, require_account
from web.clock import now

panels.add("studio", "polls", queries.studio_panel, "poll")

POLLS = "/classroom/sessions/<int:session_id>/polls"
POLL = f"{POLLS}/<int:poll_id>"


@bp.get(f"{POLLS}/new")
@require_account
def new_poll(session_id: int) -> ResponseReturnValue:
    """The form of a new poll: a piece of the studio, or a page of its own."""
    session_for(current_actor(), session_id, Right.RUN)
    return _editor(session_id, None)


@bp.get(f"{POLL}/edit")
@require_account
def edit_poll(session_id: int, poll_id: int) -> ResponseReturnValue:
    """The form of a draft."""
    session_for(current_actor(), session_id, Right.RUN)
    return _editor(session_id, poll_of(session_id, poll_id))


@bp.post(POLLS)
@require_account
def create_poll(session_id: int) -> ResponseReturnValue:
    """A new draft; with `open` it is opened at once."""
    poll_id = editing.create(current_actor(), session_id, _draft(), now())
    return _opened_if_wanted(session_id, poll_id)


@bp.post(POLL)
@require_account
def change_poll(session_id: int, poll_id: int) -> ResponseReturnValue:
    """Change a draft; with `open` it is opened at once."""
    editing.change(current_actor(), session_id, poll_id, _draft(), now())
    return _opened_if_wanted(session_id, poll_id)


@bp.post(f"{POLL}/copy")
@require_account
def copy_poll(session_id: int, poll_id: int) -> ResponseReturnValue:
    """A draft like it."""
    editing.copy(current_actor(), session_id, poll_id, now())
    return back_to_studio(session_id)


@bp.post(f"{POLL}/delete")
@require_account
def delete_poll(session_id: int, poll_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    editing.delete(current_actor(), session_id, poll_id, now())
    return back_to_studio(session_id)


@bp.post(f"{POLL}/open")
@require_account
def open_poll(session_id: int, poll_id: int) -> ResponseReturnValue:
    """Let everybody vote."""
    course.open_poll(current_actor(), session_id, poll_id, now())
    return back_to_studio(session_id)


@bp.post(f"{POLL}/close")
@require_account
def close_poll(session_id: int, poll_id: int) -> ResponseReturnValue:
    """End the voting."""
    course.close_poll(current_actor(), session_id, poll_id, now())
    return back_to_studio(session_id)


@bp.post(f"{POLL}/results")
@require_account
def show_poll_results(session_id: int, poll_id: int) -> ResponseReturnValue:
    """Show viewers the totals; with `shown=0` hide them."""
    shown = request.form.get("shown", "1") != "0"
    course.show_results(current_actor(), session_id, poll_id, shown=shown, now=now())
    return back_to_studio(session_id)


@bp.post(f"{POLL}/words")
@require_account
def take_out_word(session_id: int, poll_id: int) -> ResponseReturnValue:
    """Take a word out of a word cloud: field `word`."""
    word = request.form.get("word", "")
    course.take_out_word(current_actor(), session_id, poll_id, word, now())
    return back_to_studio(session_id)


def _opened_if_wanted(session_id: int, poll_id: int) -> ResponseReturnValue:
    if request.form.get("open"):
        course.open_poll(current_actor(), session_id, poll_id, now())
    return back_to_studio(session_id)


def _draft() -> editing.Draft:
    rows = range(editing.MOST_OPTIONS)
    return editing.Draft(
        kind=request.form.get("kind", ""),
        question=request.form.get("question", ""),
        options=tuple(request.form.get(f"option-{row}", "") for row in rows),
        right=frozenset(row for row in rows if request.form.get(f"right-{row}")),
        show_results=bool(request.form.get("show_results")),
    )


def _editor(session_id: int, poll: Poll | None) -> str:
    template = "_poll_editor" if request.headers.get("HX-Request") else "poll_page"
    return render_template(
        f"classroom/studio/{template}.html",
        session_id=session_id,
        poll=poll,
        kinds=list(PollKind),
        most=editing.MOST_OPTIONS,
        longest_question=editing.LONGEST_QUESTION,
        longest_option=editing.LONGEST_OPTION,
    )
