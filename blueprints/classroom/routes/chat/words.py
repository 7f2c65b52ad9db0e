"""The editor of the word lists."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries.chat import desks
from blueprints.classroom.services.chat import wordlists
from store import UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import refusal_flashed

WORDS = "/classroom/sessions/<int:session_id>/words"


@bp.get(WORDS)
@require_account
def words(session_id: int) -> ResponseReturnValue:
    """Both lists: of this session, of the organisation."""
    return _page(session_id)


@bp.post(WORDS)
@require_account
def add_words(session_id: int) -> ResponseReturnValue:
    """Add words, one a line; a whole list can be pasted."""
    fields = request.form
    try:
        count = wordlists.add_words(
            current_actor(),
            session_id,
            fields.get("words", ""),
            fields.get("action", ""),
            now(),
            for_all=bool(fields.get("for_all")),
        )
    except UserError as refusal:
        if refusal.status != 422:
            raise
        return _page(session_id, str(refusal.message), fields.get("words", "")), 422
    flash(ngettext("%(num)d word was added.", "%(num)d words were added.", count), "success")
    return _back(session_id)


@bp.post(f"{WORDS}/<int:word_id>/remove")
@require_account
def remove_word(session_id: int, word_id: int) -> ResponseReturnValue:
    """Take a word off its list."""
    with refusal_flashed():
        wordlists.remove_word(current_actor(), session_id, word_id, now())
    return _back(session_id)


def _page(session_id: int, error: str = "", typed: str = "") -> str:
    actor = current_actor()
    session = session_for(actor, session_id, Right.RUN)
    own, general = desks.word_lists(session)
    return render_template(
        "classroom/studio/words.html",
        session=session,
        own=own,
        general=general,
        may_edit_for_all=wordlists.may_edit_for_all(actor, session),
        error=error,
        typed=typed,
    )


def _back(session_id: int) -> ResponseReturnValue:
    return redirect(url_for("classroom.words", session_id=session_id), 303)
