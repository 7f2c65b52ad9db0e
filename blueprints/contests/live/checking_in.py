"""The check-in's rooms `checkin:<round>:<language>`: for staff, derived from its taps."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale

from blueprints.contests.access import Right, may
from blueprints.contests.events import CheckedIn
from blueprints.contests.models import Round
from blueprints.contests.queries.checking_in import check_in_list, last_tap, tapped_since
from blueprints.people import queries as people
from realtime import Identity, flusher, rooms
from store import db
from store.events import after_commit
from web.languages import LANGUAGES

KIND, EPOCH = "checkin", 1


def room_of(round_id: int, language: str) -> str:
    """The live room of a round's check-in."""
    return f"{KIND}:{round_id}:{language}"


def _round(key: str) -> tuple[Round | None, str]:
    number, _colon, language = key.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and language in LANGUAGES):
        return None, language
    return db.session.get(Round, int(number)), language


def _may_join(actor: Identity, key: str) -> bool:
    round_, _language = _round(key)
    if round_ is None or actor.kind != "account" or actor.id is None:
        return False
    account = people.actor_for_account(actor.id)
    return account is not None and may(account, round_.contest, Right.VIEW)


def _position(key: str) -> tuple[int, int]:
    round_, _language = _round(key)
    return (EPOCH, last_tap(round_.id)) if round_ else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    """The counts, and the lines of those who were tapped."""
    round_, language = _round(rooms.key_of(room))
    if round_ is None:
        return {"fragments": []}
    found, touched = check_in_list(round_), tapped_since(round_.id, after, upto)
    with current_app.test_request_context(f"/?lang={language}"), force_locale(language):
        html = render_template("contests/checkin/_counts.html", found=found)
        fragments = [{"target": "#checkin-counts", "swap": "morph:outerHTML", "html": html}]
        for line in found.lines:
            if line.entry_id in touched:
                html = render_template("contests/checkin/_who.html", line=line)
                target = f"#who-{line.key}"
                fragments.append({"target": target, "swap": "morph:outerHTML", "html": html})
    return {"fragments": fragments}


def _panel(key: str) -> str:
    number, _colon, _language = key.partition(":")
    return url_for("contests.checkin_panel", round_id=int(number))


rooms.register(KIND, authorise=_may_join, position=_position, render=_render, panel_url=_panel)


@after_commit(CheckedIn)
def _send(event: CheckedIn) -> None:
    for language in LANGUAGES:
        flusher.touch(room_of(event.round_id, language))
