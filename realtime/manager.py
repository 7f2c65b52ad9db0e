"""The client manager: who is in which room, and broadcasts as one ready frame per client.

Stock python-socketio queues a packet per client, frames it per client, and scans every room
when one client leaves. Here a broadcast is encoded, framed and compressed once; each idle
client gets the same bytes by one non-blocking send; an index knows every client's rooms.
"""

import logging
from collections import Counter, defaultdict, deque
from typing import Any

from engineio import Server as EngineServer  # type: ignore[import-untyped]
from socketio import Manager, RedisManager  # type: ignore[import-untyped]
from socketio import packet as sio_packet

from realtime.contract import breaches, link_breaches
from realtime.frames import Broadcast, broadcast
from realtime.websocket import Link

log = logging.getLogger(__name__)

MAX_QUEUED = 64  # batches waiting for one client; catch-up is exact, so more is only memory
YIELD_EVERY = 256  # clients served before others get a turn
VOLATILE = "volatile"  # the event that busy clients may miss
CHANNEL = "guildhall-live"  # Redis publish/subscribe

Delivery = tuple[Broadcast, frozenset[str | None], bool]


class HallManager(Manager):  # type: ignore[misc]
    """python-socketio's in-memory manager with the fan-out of this package."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.links: dict[str, Link] = {}  # by Engine.IO sid
        self.counts: Counter[str] = Counter()  # direct, queued, dropped, cut
        self._rooms_of: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)
        self._outboxes: dict[tuple[str, str | None], deque[Delivery]] = {}

    def emit(  # the signature is python-socketio's
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Send one event to a room. Calls with a callback, several rooms or bytes go stock."""
        room = to or room
        packet = None
        if callback is None and (room is None or isinstance(room, str)):
            packet = self._prepare(event, data, namespace)
        if packet is None:
            super().emit(
                event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, **kwargs
            )
            return
        skip = frozenset(skip_sid if isinstance(skip_sid, list) else [skip_sid])
        self._deliver_in_turn(namespace, room, (packet, skip, event == VOLATILE))

    def size(self, room: str, namespace: str = "/") -> int:
        """How many clients of this process are in `room`."""
        return len(self.rooms.get(namespace, {}).get(room, ()))

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        """The rooms a client is in, without looking through all rooms."""
        return [r for r in self._rooms_of.get((namespace, sid), ()) if r is not None]

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Enter, and note it in the index."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Leave, and take it out of the index."""
        super().basic_leave_room(sid, namespace, room)
        rooms = self._rooms_of.get((namespace, sid))
        if rooms is not None:
            rooms.discard(room)
            if not rooms:
                del self._rooms_of[namespace, sid]

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Take a client out of everything it is in."""
        for room in list(self._rooms_of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for waiting in (self.pending_connect, self.pending_disconnect):
            sids = waiting.get(namespace, [])
            if sid in sids:
                sids.remove(sid)
                if not sids:
                    del waiting[namespace]

    def _prepare(self, event: str, data: Any, namespace: str) -> Broadcast | None:
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        if sio_packet.Packet.data_is_binary(arguments):
            return None
        return broadcast(
            self.server.packet_class(
                sio_packet.EVENT, namespace=namespace, data=[event, *arguments]
            )
        )

    def _deliver_in_turn(self, namespace: str, room: str | None, delivery: Delivery) -> None:
        """Deliver in the order of the calls: delivering yields, and a later call may come in."""
        place = (namespace, room)
        outbox = self._outboxes.get(place)
        if outbox is not None:  # somebody is delivering to this room and will take it along
            outbox.append(delivery)
            return
        outbox = self._outboxes[place] = deque([delivery])
        try:
            while outbox:
                self._deliver(namespace, room, *outbox.popleft())
        finally:
            del self._outboxes[place]

    def _deliver(
        self,
        namespace: str,
        room: str | None,
        packet: Broadcast,
        skip: frozenset[str | None],
        volatile: bool,
    ) -> None:
        members = self.rooms.get(namespace, {}).get(room)
        if not members:
            return
        for number, (sid, eio_sid) in enumerate(list(members._fwdm.items()), 1):
            if sid not in skip:
                self._hand_over(eio_sid, packet, volatile)
            if number % YIELD_EVERY == 0:
                self.server.sleep(0)

    def _hand_over(self, eio_sid: str, packet: Broadcast, volatile: bool) -> None:
        link = self.links.get(eio_sid)
        if link is not None and link.offer(packet.prepared):
            self.counts["direct"] += 1
        elif volatile and link is not None:
            self.counts["dropped"] += 1
        else:
            self._enqueue(eio_sid, packet, link)

    def _enqueue(self, eio_sid: str, packet: Broadcast, link: Link | None) -> None:
        socket = self.server.eio.sockets.get(eio_sid)
        if socket is None or socket.closed:
            return
        if socket.queue.qsize() < MAX_QUEUED:
            self.counts["queued"] += 1
            socket.queue.put(packet)
            return
        self.counts["cut"] += 1
        if link is not None:
            link.cut()  # the reader ends, and engine.io takes the client out
        else:
            self.server.start_background_task(socket.close, wait=False, abort=True)


class RedisHallManager(RedisManager, HallManager):  # type: ignore[misc]
    """The same fan-out in each of several processes, which hear of broadcasts through Redis."""


def install_links(engine: EngineServer, manager: Manager) -> None:
    """Put our WebSocket link below every Engine.IO connection, unless its contract is broken."""
    problems = link_breaches()
    if problems:
        log.warning("stock WebSockets in use: %s", "; ".join(problems))
        return
    links = manager.links if isinstance(manager, HallManager) else {}
    make = lambda handler, _engine: Link(handler, links)  # noqa: E731
    engine._async = {**engine._async, "websocket": make}


def choose_manager(redis_url: str) -> Manager:
    """Our manager, or the stock one with a warning when the contract is broken."""
    problems = breaches()
    if not problems:
        return RedisHallManager(redis_url, channel=CHANNEL) if redis_url else HallManager()
    log.warning("stock Socket.IO manager in use, broadcasts are slower: %s", "; ".join(problems))
    return RedisManager(redis_url, channel=CHANNEL) if redis_url else Manager()
