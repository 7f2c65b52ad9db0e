"""The rooms `class:<session>:<language>`, `studio:<session>:<language>` and `viewer:<id>`.

Room and studio have one log each, whatever the language; a frame carries its items, and the
panels that they changed in the words of the language.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import gevent  # type: ignore[import-untyped]
from flask import Flask, current_app

from blueprints.classroom import panels
from blueprints.classroom.events import Happened, PutOut, ToldOne
from blueprints.classroom.live import doors, redaction
from realtime import Identity, flusher, log, messages, presence, rooms
from realtime.coalesce import Coalescer, Runner
from store import after_commit, in_transaction
from web.languages import SHORT_NAMES

MOST = 2**31 - 1
COUNT_S, SETTLE_S = 1.0, 0.05


def room_names(session_id: int, where: panels.Where = "room") -> list[str]:
    """The live rooms of a session, one per language."""
    return [f"{_KINDS[where]}:{session_id}:{language}" for language in SHORT_NAMES]


def viewers_in(session_id: int) -> int:
    """How many people watch now: who gives the session is none of them, as in its report."""
    givers = [Identity("viewer", one) for one in doors.giving(session_id)]
    here = presence.count_in_all(room_names(session_id), without=givers)
    return here + len(doors.crowd(session_id))


def present(session_id: int) -> set[int]:
    """The participants in the room now."""
    return {
        member.identity.id
        for room in room_names(session_id)
        for member in presence.members(room)
        if member.identity.id is not None
    } | doors.crowd(session_id)


def tell_state(session_id: int, key: str, value: Any) -> None:
    """A figure that everybody sees: the latest wins. Never from within a write transaction."""
    for room in room_names(session_id):
        messages.state(room, key, value)


def at_join(do: Callable[[], None]) -> Callable[[], None]:
    """Have something done whenever somebody comes into a room: what watches over rooms begins."""
    _at_join.append(do)
    return do


_at_join: list[Callable[[], None]] = []
_KINDS: dict[panels.Where, str] = {"room": "class", "studio": "studio"}


def _log_of(where: panels.Where, session_id: int) -> str:
    return f"{_KINDS[where]}:{session_id}"


def _parse(key: str) -> tuple[int, str] | None:
    """(session id, language) of `12:zh`; None when it is no such thing (it comes from outside)."""
    number, _colon, language = key.partition(":")
    if not (number.isascii() and number.isdigit()) or language not in SHORT_NAMES:
        return None
    return (int(number), language) if len(number) <= 10 and int(number) <= MOST else None


def _register(where: panels.Where, *, with_presence: bool) -> None:
    may_join = doors.may_be_in if where == "room" else doors.may_be_in_studio

    def authorise(identity: Identity, key: str) -> bool:
        found = _parse(key)
        return found is not None and may_join(identity, found[0])

    def position(key: str) -> tuple[int, int]:
        found = _parse(key)
        return log.position(_log_of(where, found[0])) if found else (0, 0)

    def render(room: str, after: int, upto: int) -> dict[str, Any]:
        found = _parse(rooms.key_of(room))
        assert found is not None
        session_id, language = found
        body = log.items(_log_of(where, session_id), after, upto)
        kinds = [item["kind"] for item in body["items"]]
        body["items"] = redaction.redact(body["items"])
        return {**body, "fragments": panels.fragments(where, kinds, session_id, language)}

    rooms.register(
        _KINDS[where],
        authorise=authorise,
        position=position,
        render=render,
        presence=with_presence,
        on_join=_joined if with_presence else None,
        on_leave=_moved if with_presence else None,
    )


def _joined(identity: Identity, key: str, now: object) -> None:
    for do in _at_join:
        do()
    _moved(identity, key, now)


def _moved(_identity: Identity, key: str, _now: object) -> None:
    found = _parse(key)
    if found is not None:
        count_viewers(found[0])


def count_viewers(session_id: int) -> None:
    """Have the viewers counted and told, once a second however many come and go."""
    app: Any = current_app
    _counted[str(session_id)] = app._get_current_object()
    _counting.touch(str(session_id))


def _tell_viewers(name: str) -> None:
    with _counted[name].app_context():
        tell_state(int(name), "people", viewers_in(int(name)))


_counted: dict[str, Flask] = {}  # by session: the application that its room is in
_counting = Coalescer(
    Runner(gevent.spawn, gevent.sleep), _tell_viewers, lambda _name: COUNT_S, SETTLE_S
)


OwnEvent = Callable[[Identity, int, dict[str, Any], datetime], dict[str, Any] | None]
OwnLeave = Callable[[int, int, datetime], None]


def own_event(name: str) -> Callable[[OwnEvent], OwnEvent]:
    """Take an event that a participant sends through their own room; with it the session's id."""

    def register(do: OwnEvent) -> OwnEvent:
        def handle(
            identity: Identity, _key: str, data: dict[str, Any], now: datetime
        ) -> dict[str, Any] | None:
            session_id = doors.session_of(identity.id) if identity.id else None
            return None if session_id is None else do(identity, session_id, data, now)

        _own_events[name] = handle
        return do

    return register


def own_leave(do: OwnLeave) -> OwnLeave:
    """Have something done when a participant has left on their last device."""
    _at_own_leave.append(do)
    return do


_own_events: dict[str, rooms.ClientEvent] = {}
_at_own_leave: list[OwnLeave] = []


def _left(identity: Identity, _key: str, now: datetime) -> None:
    session_id = doors.session_of(identity.id) if identity.id else None
    for do in _at_own_leave:
        if identity.id is not None and session_id is not None:
            do(identity.id, session_id, now)


def _is_own(identity: Identity, key: str) -> bool:
    if identity.kind != "viewer" or str(identity.id) != key or identity.id is None:
        return False
    session_id = doors.session_of(identity.id)
    return session_id is not None and doors.may_be_in(identity, session_id)


_register("room", with_presence=True)
_register("studio", with_presence=False)
rooms.register("viewer", authorise=_is_own, events=_own_events, on_leave=_left)


@in_transaction(Happened)
def _write(event: Happened) -> None:
    """Into the logs with the thing itself, so that nobody misses it."""
    for where in _places(event):
        log.append(_log_of(where, event.session_id), event.kind, event.payload, event.at)


@after_commit(Happened)
def _send(event: Happened) -> None:
    if event.kind.startswith(("session.", "staff.")):
        doors.forget()
    if event.kind.startswith("staff."):
        count_viewers(event.session_id)
    for where in _places(event):
        for room in room_names(event.session_id, where):
            flusher.touch(room)


@in_transaction(ToldOne)
def _write_to_one(event: ToldOne) -> None:
    log.append(f"viewer:{event.participant_id}", event.kind, event.payload, event.at)


@after_commit(ToldOne)
def _send_to_one(event: ToldOne) -> None:
    flusher.touch(f"viewer:{event.participant_id}")


@after_commit(PutOut)
def _put_out(event: PutOut) -> None:
    doors.forget()
    identity = Identity("viewer", event.participant_id)
    for where in _KINDS:
        for room in room_names(event.session_id, where):
            rooms.expel(identity, room, "banned")
    rooms.expel(identity, f"viewer:{event.participant_id}", "banned")


def _places(event: Happened) -> list[panels.Where]:
    places: list[panels.Where] = ["room"] if event.to_room else []
    return [*places, "studio"] if event.to_studio else places
