"""The check-in's rooms `checkin:<round>:<language>`: for staff, derived from its taps."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale

from blueprints.contests.access import Right
from blueprints.contests.events import CheckedIn
from blueprints.contests.live.rounds import may_join, round_of
from blueprints.contests.queries.checking_in import check_in_list, last_tap, tapped_since
from realtime import Identity, flusher, rooms
from store.events import after_commit
from web.languages import LANGUAGES

KIND, EPOCH = "checkin", 1


def room_of(round_id: int, language: str) -> str:
    """The live room of a round's check-in."""
    return f"{KIND}:{round_id}:{language}"


def _may_join(identity: Identity, key: str) -> bool:
    return may_join(identity, key, Right.VIEW)


def _position(key: str) -> tuple[int, int]:
    round_, _language = round_of(key)
    return (EPOCH, last_tap(round_.id)) if round_ else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    """The counts, and the lines of those who were tapped."""
    round_, language = round_of(rooms.key_of(room))
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
