"""The announcer's rooms `announcer:<round>:<language>`: the page's live part, as it is now."""

from typing import Any

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale

from blueprints.contests.access import Right
from blueprints.contests.events import LedgerWritten, SetupChanged
from blueprints.contests.live.rounds import may_join, round_of
from blueprints.contests.models import Round
from blueprints.contests.queries.announcer import announcer_view
from realtime import Identity, flusher, messages, rooms
from store import db
from store.events import after_commit
from web.languages import LANGUAGES

KIND = "announcer"


def room_of(round_id: int, language: str) -> str:
    """The live room of a round's announcer."""
    return f"{KIND}:{round_id}:{language}"


def _may_join(identity: Identity, key: str) -> bool:
    return may_join(identity, key, Right.ANNOUNCE)


def _position(key: str) -> tuple[int, int]:
    round_, _language = round_of(key)
    return (round_.epoch, round_.seq) if round_ else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    round_, language = round_of(rooms.key_of(room))
    if round_ is None:
        return {"fragments": []}
    view = announcer_view(round_)
    with current_app.test_request_context(f"/?lang={language}"), force_locale(language):
        html = render_template("contests/announcer/_now.html", view=view)
    return {"fragments": [{"target": "#announcer-now", "swap": "morph:outerHTML", "html": html}]}


rooms.register(KIND, authorise=_may_join, position=_position, render=_render)


@after_commit(LedgerWritten)
def _send(event: LedgerWritten) -> None:
    for language in LANGUAGES:
        flusher.touch(room_of(event.round_id, language))


@after_commit(SetupChanged)
def _reload(event: SetupChanged) -> None:
    """Names, notes, or what the announcer may see: the page fetches its live part anew."""
    found = db.session.scalars(sa.select(Round.id).where(Round.contest_id == event.contest_id))
    for round_id in found.all():
        for language in LANGUAGES:
            messages.control(room_of(round_id, language), "setup")
