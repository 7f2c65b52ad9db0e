"""The room of a ceremony, `reveal:<ceremony>:<language>`: it only ever holds what was revealed.

A frame is made from the steps that were taken, as they are in the database at that moment. The
announcer's phone follows the same room and fetches what is private to it over HTTP.
"""

from typing import Any

from blueprints.contests import reveals
from blueprints.contests.events import CeremonyMoved
from blueprints.contests.models import Ceremony
from blueprints.contests.queries.reveal import hall_ceremony, hall_view
from blueprints.contests.queries.reveal.hall import epoch_of
from blueprints.people.queries import actor_for_account
from realtime import Identity, flusher, keys, rooms
from store import after_commit, db
from store.actors import ANONYMOUS, Actor
from web.languages import SHORT_NAMES

KIND = "reveal"
SWAP = "morph:outerHTML"


def room_of(ceremony_id: int, language: str) -> str:
    """The live room of a ceremony in a language."""
    return f"{KIND}:{ceremony_id}:{language}"


def _authorise(identity: Identity, key: str) -> bool:
    """Everybody at a ceremony of a public contest; at a rehearsal the staff."""
    found = _parse(key)
    return found is not None and hall_ceremony(_actor(identity), found[0]) is not None


def _position(key: str) -> tuple[int, int]:
    found = _parse(key)
    ceremony = db.session.get(Ceremony, found[0], populate_existing=True) if found else None
    return (epoch_of(ceremony), ceremony.moves) if ceremony else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    """The screen as it is now; it may be a step newer than `upto`, which does no harm."""
    found = _parse(rooms.key_of(room))
    assert found is not None
    ceremony = db.session.get_one(Ceremony, found[0], populate_existing=True)
    html = reveals.screen(hall_view(ceremony), found[1])
    return {"fragments": [{"target": "#reveal-screen", "swap": SWAP, "html": html}]}


def _panel_url(key: str) -> str:
    ceremony_id, _colon, language = key.partition(":")
    return reveals.panel_address(int(ceremony_id), language)


@after_commit(CeremonyMoved)
def _moved(event: CeremonyMoved) -> None:
    for language in SHORT_NAMES:
        flusher.touch(room_of(event.ceremony_id, language))


def _parse(key: str) -> tuple[int, str] | None:
    return keys.numbered(key, SHORT_NAMES)


def _actor(identity: Identity) -> Actor:
    if identity.kind != "account" or identity.id is None:
        return ANONYMOUS
    return actor_for_account(identity.id) or ANONYMOUS


rooms.register(KIND, authorise=_authorise, position=_position, render=_render, panel_url=_panel_url)
