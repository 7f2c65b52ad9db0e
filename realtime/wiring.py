"""Putting the parts of the engine together for one application."""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

import gevent  # type: ignore[import-untyped]
from flask import Flask
from flask_socketio import SocketIO  # type: ignore[import-untyped]

from realtime import rooms, texts
from realtime.catch_up import CatchUp
from realtime.coalesce import Runner
from realtime.engine import Engine
from realtime.flusher import Flusher
from realtime.gateway import NAMESPACE, Gateway
from realtime.hashes import Hashes, MemoryHashes, RedisHashes
from realtime.identities import Identity
from realtime.limits import MAX_MESSAGE_BYTES
from realtime.manager import choose_manager, install_links
from realtime.messages import StateBook, VolatileBox
from realtime.packets import GuardedPacket
from realtime.presence import Presence
from realtime.routes import blueprint
from realtime.viewers import Viewers

log = logging.getLogger(__name__)

PING_INTERVAL_S = 6  # with the time-out and a tick: a dead link is cut off within 15 s
PING_TIMEOUT_S = 6
TICK_S = 2.0  # grace periods and viewer counts are looked after this often
BEATS_EVERY = 10  # ticks
REVIEWS_EVERY = 5  # ticks: so long may somebody hear a room after losing the right


class Settings(Protocol):
    """What is read of the application's settings."""

    @property
    def redis_url(self) -> str:
        """Empty for one process."""


def init_app(app: Flask, settings: Settings) -> None:
    """Make the live engine of `app`: `app.extensions["realtime"]` and `["socketio"]`."""
    socketio = _socketio(app, settings.redis_url)
    app.extensions["realtime"] = _engine(app, socketio, settings.redis_url)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["connection_attributes"] = texts.connection_attributes


def _socketio(app: Flask, redis_url: str) -> SocketIO:
    manager = choose_manager(redis_url)
    socketio = SocketIO(
        app,
        async_mode="gevent",  # never guessed
        client_manager=manager,
        serializer=GuardedPacket,
        cors_allowed_origins=None,  # the same origin only
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        max_http_buffer_size=MAX_MESSAGE_BYTES,
        transports=["websocket", "polling"],
        manage_session=False,
    )
    install_links(socketio.server.eio, manager)
    return socketio


def _engine(app: Flask, socketio: SocketIO, redis_url: str) -> Engine:
    process = uuid.uuid4().hex
    hashes: Hashes = RedisHashes(redis_url) if redis_url else MemoryHashes()
    runner = Runner(gevent.spawn, gevent.sleep)
    emit = partial(_emit, socketio)
    flusher = Flusher(app, runner, emit, hashes)
    gateway = Gateway(app, socketio, flusher, lambda: datetime.now(UTC))
    told = partial(_tell, app)
    presence = Presence(hashes, process, partial(told, "on_join"), partial(told, "on_leave"))
    viewers = Viewers(hashes, process, gateway.local_count, time.time)
    flusher.widen_with(viewers.count)
    engine = Engine(
        socketio=socketio,
        hashes=hashes,
        gateway=gateway,
        flusher=flusher,
        states=StateBook(runner, emit, hashes),
        volatile=VolatileBox(runner, emit),
        presence=presence,
        viewers=viewers,
        catch_up=CatchUp(time.monotonic),
    )
    gateway.listen(presence, engine.states, _once(partial(gevent.spawn, _tick, engine)))
    return engine


def _emit(socketio: SocketIO, event: str, message: dict[str, Any], to: str) -> None:
    socketio.server.emit(event, message, to=to, namespace=NAMESPACE)


def _tell(app: Flask, hook: str, identity: Identity, room: str, now: datetime) -> None:
    kind = rooms.find(room)
    told = getattr(kind, hook, None)
    if told is not None:
        with app.app_context():
            told(identity, rooms.key_of(room), now)


def _once(start: Callable[[], Any]) -> Callable[[], None]:
    started: list[Any] = []

    def begin() -> None:
        if not started:
            started.append(start())

    return begin


def _tick(engine: Engine) -> None:
    ticks = 0
    while True:
        try:
            _look_after(engine, beat=ticks % BEATS_EVERY == 0)
            if ticks % REVIEWS_EVERY == 0:
                engine.gateway.review()
        except Exception:
            log.exception("looking after the live rooms failed")
        ticks += 1
        gevent.sleep(TICK_S)


def _look_after(engine: Engine, *, beat: bool) -> None:
    now = datetime.now(UTC)
    _cut_silent(engine.socketio.server.eio)
    if beat:
        engine.presence.beat(now)
    engine.presence.sweep(now)
    engine.viewers.tell(engine.gateway.local_rooms())


def _cut_silent(eio: Any) -> None:
    """Let go of clients that answer no ping; engine.io itself takes up to another time-out."""
    for client in list(eio.sockets.values()):
        if not client.closed and not client.closing:
            client.check_ping_timeout()
