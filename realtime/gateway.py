"""The socket's front door: connect, join, leave, client events. Nothing a client sends may raise.

The session cookie is never looked at: a join brings a ticket that says who asks, and the right
is read from the database at each join and at each event.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from flask_socketio import SocketIO  # type: ignore[import-untyped]

from realtime import rooms, tickets
from realtime.flusher import Flusher
from realtime.identities import ANONYMOUS, Identity
from realtime.limits import EVENTS_BURST, EVENTS_PER_S, MAX_ROOMS, Allowance, plain_json
from realtime.messages import StateBook
from realtime.presence import Place, Presence

log = logging.getLogger(__name__)

NAMESPACE = "/"
EVENTS = ("join", "leave", "act", "probe")  # all that a client may send
REVIEWED_AT_ONCE = 100  # some milliseconds
_DEVICE = re.compile(r"[A-Za-z0-9_-]{8,40}", re.ASCII)

Answer = dict[str, Any]


class Refusal(Exception):
    """A request from a client that isn't met; `reason` is a stable word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Client:
    """One socket of this process and the rooms it is in."""

    sid: str
    device: str
    allowance: Allowance = field(default_factory=lambda: Allowance(EVENTS_PER_S, EVENTS_BURST))
    rooms: dict[str, Identity] = field(default_factory=dict)


class Gateway:
    """Answers the sockets of one application."""

    def __init__(
        self, app: Flask, socketio: SocketIO, flusher: Flusher, now: Callable[[], datetime]
    ) -> None:
        self._app, self._socketio, self._flusher, self._now = app, socketio, flusher, now
        self._clients: dict[str, Client] = {}

    def listen(self, presence: Presence, states: StateBook, started: Callable[[], None]) -> None:
        """Take the server's events; `started` is told of the first client."""
        self._presence, self._states, self._started = presence, states, started
        server = self._socketio.server
        server.on("connect", self._connect, namespace=NAMESPACE)
        server.on("disconnect", self._disconnect, namespace=NAMESPACE)
        handlers = (self._join, self._leave, self._act, self._probe)
        for name, handler in zip(EVENTS, handlers, strict=True):
            server.on(name, self._guarded(handler), namespace=NAMESPACE)

    def emit(self, event: str, message: dict[str, Any], to: str) -> None:
        """Send to a room or to one socket."""
        self._socketio.server.emit(event, message, to=to, namespace=NAMESPACE)

    def local_rooms(self) -> set[str]:
        """Rooms that sockets of this process are in."""
        return {room for client in self._clients.values() for room in client.rooms}

    def local_count(self, room: str) -> int:
        """Sockets of this process in a room."""
        return len(self._socketio.server.manager.rooms.get(NAMESPACE, {}).get(room, ()))

    def expel(self, identity: Identity, room: str, reason: str) -> None:
        """Take every socket of the identity out of the room, in all processes."""
        for sid in self._presence.expel(room, identity, self._now()):
            self._put_out(sid, room, reason)

    def review(self) -> None:
        """Put out of their rooms all who have lost the right since they joined: roles taken
        back, accounts deactivated, contests no longer public. Each process looks after its own.
        """
        held: defaultdict[tuple[str, Identity], list[Client]] = defaultdict(list)
        for client in self._clients.values():
            for room, identity in client.rooms.items():
                held[room, identity].append(client)
        with self._app.app_context():
            for number, ((room, identity), clients) in enumerate(held.items(), 1):
                if number % REVIEWED_AT_ONCE == 0:
                    self._socketio.server.sleep(0)  # frames don't wait for a full hall's review
                if not rooms.still_allowed(identity, room):
                    for client in clients:
                        self._presence_left(client, room, identity)
                        self._put_out(client.sid, room, "revoked")

    def _put_out(self, sid: str, room: str, reason: str) -> None:
        message = {"room": room, "name": "expelled", "data": {"reason": reason}}
        self.emit("control", message, sid)
        self._socketio.server.leave_room(sid, room, namespace=NAMESPACE)
        client = self._clients.get(sid)
        if client is not None:
            client.rooms.pop(room, None)

    def _connect(self, sid: str, _environ: object, auth: object = None) -> None:
        device = auth.get("device") if isinstance(auth, dict) else None
        sound = isinstance(device, str) and _DEVICE.fullmatch(device)
        self._clients[sid] = Client(sid, str(device) if sound else sid)
        self._started()

    def _disconnect(self, sid: str, _reason: object = None) -> None:
        client = self._clients.pop(sid, None)
        if client is None or not client.rooms:
            return
        with self._app.app_context():
            for room in client.rooms:
                self._presence_left(client, room, client.rooms[room])

    def _guarded(self, handler: Callable[[Client, dict[str, Any]], Answer]) -> Callable[..., Any]:
        def answer(sid: str, *arguments: object) -> Answer:
            client = self._clients.get(sid)
            if client is None:
                return _refused("closed")
            try:
                body = _body(client, arguments)
                with self._app.app_context():
                    return {"ok": True, **handler(client, body)}
            except Refusal as refusal:
                return _refused(refusal.reason)
            except Exception:
                log.exception("a live event failed")
                return _refused("error")

        return answer

    def _join(self, client: Client, body: dict[str, Any]) -> Answer:
        room, now = body.get("room"), self._now()
        kind = rooms.find(room)
        if kind is None or not isinstance(room, str):
            raise Refusal("unknown")
        identity = self._identity_for(body.get("ticket"), room, now)
        if room not in client.rooms and len(client.rooms) >= MAX_ROOMS:
            raise Refusal("too-many")
        self._enter(client, room, identity, now)
        # The place is read after entering: what is sent from here on, the client hears.
        place = self._flusher.joined(room)
        return {"epoch": place.epoch, "seq": place.seq, "state": self._states.values(room)}

    def _identity_for(self, token: object, room: str, now: datetime) -> Identity:
        try:
            ticket = tickets.read(token, now)
        except tickets.TicketError as error:
            raise Refusal(error.reason) from None
        if not ticket.covers(room) or not rooms.allowed(ticket.identity, room):
            raise Refusal("forbidden")
        return ticket.identity

    def _enter(self, client: Client, room: str, identity: Identity, now: datetime) -> None:
        before = client.rooms.get(room)
        if before is not None and before != identity:
            self._presence_left(client, room, before)
        self._socketio.server.enter_room(client.sid, room, namespace=NAMESPACE)
        client.rooms[room] = identity
        if _is_kept(room, identity):
            self._presence.join(Place(room, identity, client.device, client.sid), now)

    def _leave(self, client: Client, body: dict[str, Any]) -> Answer:
        room = body.get("room")
        identity = client.rooms.pop(room, None) if isinstance(room, str) else None
        if identity is not None and isinstance(room, str):
            self._socketio.server.leave_room(client.sid, room, namespace=NAMESPACE)
            self._presence_left(client, room, identity)
        return {}

    def _act(self, client: Client, body: dict[str, Any]) -> Answer:
        room, name, data = body.get("room"), body.get("name"), body.get("data", {})
        now = self._now()
        kind = rooms.find(room)
        handler = kind.events.get(name) if kind and isinstance(name, str) else None
        if handler is None or not isinstance(room, str) or not isinstance(data, dict):
            raise Refusal("unknown")
        identity = client.rooms.get(room)
        inside = room in self._socketio.server.rooms(client.sid, NAMESPACE)
        if identity is None or not inside or not rooms.allowed(identity, room):
            raise Refusal("forbidden")
        return handler(identity, rooms.key_of(room), data, now) or {}

    def _probe(self, _client: Client, _body: dict[str, Any]) -> Answer:
        """A browser that came back from the background asks whether anybody is there."""
        return {}

    def _presence_left(self, client: Client, room: str, identity: Identity) -> None:
        if _is_kept(room, identity):
            self._presence.leave(Place(room, identity, client.device, client.sid), self._now())


def _is_kept(room: str, identity: Identity) -> bool:
    """Known people are kept everywhere (so that they can be expelled), others where wished."""
    kind = rooms.find(room)
    return identity != ANONYMOUS or bool(kind and kind.presence)


def _body(client: Client, arguments: tuple[object, ...]) -> dict[str, Any]:
    if not client.allowance.take():
        raise Refusal("rate")
    body = arguments[0] if len(arguments) == 1 else None
    if not isinstance(body, dict) or not plain_json(body):
        raise Refusal("malformed")
    return body


def _refused(reason: str) -> Answer:
    return {"ok": False, "reason": reason}
