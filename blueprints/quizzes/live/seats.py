"""The rooms of contestants' phones, `quiz-seat:<contestant>:<device>:<language>`.

A phone that was replaced has another device number, so that it is out by the name of its room.
Client events: `clock` (an exchange of clocks) and `press`.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from blueprints.quizzes import clock_receipts, phones
from blueprints.quizzes.clock_receipts import Seat, whole
from blueprints.quizzes.events import QuizMoved, SeatReplaced
from blueprints.quizzes.live.settling import settle_in_time
from blueprints.quizzes.models import Contestant, Quiz
from blueprints.quizzes.queries.seats import Floor, floor_of, phone_of, sitting
from blueprints.quizzes.queries.stage import position
from blueprints.quizzes.services import buzzing, seats
from blueprints.quizzes.services.buzzing import PressInput
from blueprints.quizzes.services.play.common import micros
from realtime import Identity, flusher, messages, rooms
from store import UserError, after_commit, db
from web.clock import now as clock_now
from web.languages import SHORT_NAMES

IDENTITY = "contestant"
MOST = 2**31 - 1
SWAP = "morph:outerHTML"
FLOORS = "quiz_floors"  # in the application's extensions, by quiz: as long as nothing moves


def _parse(key: str) -> tuple[int, int, str] | None:
    """(contestant, device, language) of a key; None for anything else: it is from outside."""
    parts = key.split(":")
    if len(parts) != 3 or parts[2] not in SHORT_NAMES:
        return None
    if not all(one.isascii() and one.isdigit() and len(one) < 11 for one in parts[:2]):
        return None
    contestant, device = int(parts[0]), int(parts[1])
    return (contestant, device, parts[2]) if max(contestant, device) <= MOST else None


def _authorise(identity: Identity, key: str) -> bool:
    """Only the phone that sits at the seat now."""
    found = _parse(key)
    if found is None or identity != Identity(IDENTITY, found[0]):
        return False
    row = db.session.execute(
        sa.select(Contestant.device, Contestant.token_hash).where(Contestant.id == found[0])
    ).first()
    return row is not None and row.token_hash is not None and row.device == found[1]


def _quiz_id(contestant_id: int) -> int:
    found = db.session.scalar(sa.select(Contestant.quiz_id).where(Contestant.id == contestant_id))
    return found or 0


def _position(key: str) -> tuple[int, int]:
    found = _parse(key)
    return position(_quiz_id(found[0])) if found else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    """The screen as it is now; it may be a move newer than `upto`, which does no harm."""
    found = _parse(rooms.key_of(room))
    seat = sitting(found[0]) if found else None
    if found is None or seat is None:
        return {"fragments": []}
    view = phone_of(_floor(seat.quiz_id), seat)
    with current_app.test_request_context(f"/?lang={found[2]}"):  # addresses of assets need one
        html = phones.screen(seat, view, found[2])
    return {"fragments": [{"target": "#seat-screen", "swap": SWAP, "html": html}]}


def _floor(quiz_id: int) -> Floor:
    """What all phones share, read once for each move."""
    floors: dict[int, Floor] = current_app.extensions.setdefault(FLOORS, {})
    known = floors.get(quiz_id)
    if known is None or known.stage.position != position(quiz_id):
        known = floors[quiz_id] = floor_of(db.session.get_one(Quiz, quiz_id), clock_now())
    return known


def _panel_url(key: str) -> str:
    found = _parse(key)
    return phones.panel_address(found[0], found[2]) if found else ""


def _note_contact(identity: Identity, key: str, now: datetime) -> None:
    if identity.kind == IDENTITY and identity.id is not None:
        seats.note_contact(identity.id, now)


def _clock(identity: Identity, key: str, data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """One exchange: when it arrived and when it is answered, and the receipt of both.

    Who asks for the time also looks whether a race waits to be settled: after a crash no timer is.
    """
    contestant_id, device, _language = _parse(key) or (0, 0, "")
    buzzing.settle_quiz(_quiz_id(contestant_id), now=now, now_us=micros(now))
    answered = micros(clock_now())
    seat: Seat = (contestant_id, device)
    token = clock_receipts.receipt(seat, data.get("last"), micros(now), answered)
    trip = whole(data.get("trip"))
    if trip is not None:
        line = {"ms": round(min(abs(trip), 10**8) / 1000)}  # told by the phone, shown to the desk
        messages.state(f"{phones.KIND}:{key}", "line", line)
    return {"arrived": micros(now), "answered": answered, "receipt": token}


def _press(identity: Identity, key: str, data: dict[str, Any], now: datetime) -> dict[str, Any]:
    """A press: the answer is given when it is in the database."""
    contestant_id, device, _language = _parse(key) or (0, 0, "")
    try:
        given = press_input((contestant_id, device), data, "socket")
        taken = buzzing.press(contestant_id, device, given, now=now, now_us=micros(now))
    except UserError as error:
        return {"ok": False, "reason": error.code, "message": str(error.message)}
    return acknowledgement(taken)


def press_input(seat: Seat, data: dict[str, Any], by: str) -> PressInput:
    """A press as a phone tells it, by socket or by POST; what isn't usable is left out."""
    turn, heat, key = whole(data.get("turn")), whole(data.get("heat")), data.get("key")
    if turn is None or heat is None or not isinstance(key, str):
        raise UserError("", status=400, code="malformed")
    return PressInput(
        turn_id=turn if 0 <= turn <= MOST else 0,
        heat=heat if 0 <= heat <= MOST else 0,
        key=key,
        client_us=whole(data.get("at")),
        exchanges=clock_receipts.exchanges(seat, data.get("clock")),
        by=by,
    )


def acknowledgement(taken: buzzing.Pressed) -> dict[str, Any]:
    """What a phone hears of its press."""
    return {
        "press": taken.press_id,
        "verdict": taken.verdict,
        "at": taken.at_us,
        "uncertainty": taken.uncertainty_us,
        "repeated": taken.repeated,
    }


@after_commit(QuizMoved)
def _moved(event: QuizMoved) -> None:
    """Phones follow; that buzzers are open they hear at once, before their screens are made."""
    opened = _opened(event.quiz_id) if event.what == "opened" else None
    for room in _rooms_of(event.quiz_id):
        if opened:
            messages.control(room, "opened", opened)
        flusher.touch(room)
    if event.what == "pressed":
        settle_in_time(event.quiz_id)


def _opened(quiz_id: int) -> dict[str, int] | None:
    floor = _floor(quiz_id)
    turn = floor.stage.turn
    return {"turn": turn.id, "heat": turn.heat} if turn and floor.buzzers else None


def _rooms_of(quiz_id: int) -> list[str]:
    """The rooms of all phones that sit in this quiz."""
    rows = db.session.execute(
        sa.select(Contestant.id, Contestant.device).where(
            Contestant.quiz_id == quiz_id, Contestant.token_hash.is_not(None)
        )
    )
    return [phones.room_of(one.id, one.device, lang) for one in rows for lang in SHORT_NAMES]


@after_commit(SeatReplaced)
def _put_out(event: SeatReplaced) -> None:
    for language in SHORT_NAMES:
        room = phones.room_of(event.contestant_id, event.device, language)
        rooms.expel(Identity(IDENTITY, event.contestant_id), room, "replaced")


rooms.register(
    phones.KIND,
    authorise=_authorise,
    position=_position,
    render=_render,
    panel_url=_panel_url,
    presence=True,
    on_join=_note_contact,
    on_leave=_note_contact,
    events={"clock": _clock, "press": _press},
)
