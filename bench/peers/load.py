"""Viewers by the thousand in one process: `python -m bench.peers.load`, told what to do by lines.

Raw WebSockets over uvloop. Every frame of every viewer is looked at: whole, in order, without
gaps. Commands come as JSON lines on standard input and are answered by JSON lines:
`connect`, `reset`, `report`, `leave`.
"""

import asyncio
import json
import resource
import sys
import time
import zlib
from dataclasses import dataclass, field
from typing import Any

import uvloop

SAMPLE_EVERY = 7  # viewers of whom all latencies are kept
_HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n{extensions}\r\n"
)
_DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"


@dataclass
class Tally:
    """What all viewers of this process saw since the last reset."""

    received: int = 0
    gaps: int = 0
    disordered: int = 0
    lost_connections: int = 0
    wire_bytes: int = 0
    last_at: float = 0.0
    latencies: list[float] = field(default_factory=list)


Frame = tuple[int, int, list[float]]  # after, seq, taps


class Decoder:
    """Payloads that are the same bytes for everybody are read once."""

    def __init__(self) -> None:
        self._known: dict[bytes, Frame | bytes] = {}

    def read(self, first: int, payload: bytes, inflate: Any) -> Frame | bytes:
        """The frame in a payload, or its text when it is something else."""
        if inflate is not None and first == 0xC1:  # a stream of the viewer's own
            return _parsed(inflate.decompress(payload + b"\0\0\xff\xff"))
        known = self._known.get(payload)
        if known is None:
            text = payload
            if first == 0xC1:
                text = zlib.decompressobj(-15).decompress(payload + b"\0\0\xff\xff")
            if len(self._known) > 4000:
                self._known.clear()
            known = self._known[payload] = _parsed(text)
        return known


def _parsed(text: bytes) -> Frame | bytes:
    if not text.startswith(b'42["frame",'):
        return text
    body = json.loads(text[2:])[1]
    return body["after"], body["seq"], body["taps"] if "taps" in body else _taps(body["items"])


def _taps(items: list[dict[str, Any]]) -> list[float]:
    """When chat messages were sent: their texts begin with that."""
    texts = [item["payload"]["text"] for item in items if item["kind"] == "chat.message"]
    return [float(text.split()[0]) for text in texts]


class Viewer(asyncio.Protocol):
    """One viewer: shakes hands, joins, then checks every frame."""

    def __init__(self, crowd: "Crowd", number: int) -> None:
        self.crowd, self.number = crowd, number
        self.ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.last = -1
        self.sampled = number % SAMPLE_EVERY == 0
        self._buffer = b""
        self._open = False
        self._inflate: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        extensions = _DEFLATE if self.crowd.deflate else ""
        transport.write(_HANDSHAKE.format(port=self.crowd.port, extensions=extensions).encode())

    def connection_lost(self, _error: Exception | None) -> None:
        self.crowd.tally.lost_connections += 1
        if not self.ready.done():
            self.ready.set_result(False)

    def data_received(self, data: bytes) -> None:
        self.crowd.tally.wire_bytes += len(data)
        data = self._buffer + data if self._buffer else data
        if not self._open:
            data = self._after_handshake(data)
        start, size = 0, len(data)
        while size - start >= 2:
            length, body = data[start + 1], start + 2
            if length > 125:
                wide = 2 if length == 126 else 8
                if size - body < wide:
                    break
                length = int.from_bytes(data[body : body + wide], "big")
                body += wide
            if size - body < length:
                break
            self._take(data[start], data[body : body + length])
            start = body + length
        self._buffer = data[start:]

    def send(self, text: str) -> None:
        payload = text.encode()
        head = bytes((0x81, 0x80 | len(payload)))
        if len(payload) > 125:
            head = b"\x81\xfe" + len(payload).to_bytes(2, "big")
        self.transport.write(head + b"\0\0\0\0" + payload)

    def _after_handshake(self, data: bytes) -> bytes:
        head, separator, rest = data.partition(b"\r\n\r\n")
        if not separator:
            return data
        self._open = True
        if b"permessage-deflate" in head and b"server_no_context_takeover" not in head:
            self._inflate = zlib.decompressobj(-15)
        return rest

    def _take(self, first: int, payload: bytes) -> None:
        if first not in (0x81, 0xC1):  # the end, or a torn frame
            self.transport.close()
            return
        read = self.crowd.decoder.read(first, payload, self._inflate)
        if isinstance(read, bytes):
            self._answer(read)
        else:
            self._check(*read)

    def _check(self, after: int, seq: int, taps: list[float]) -> None:
        tally = self.crowd.tally
        if after != self.last and self.last >= 0:
            tally.gaps += after > self.last
            tally.disordered += after < self.last
        self.last = seq
        tally.received += 1
        tally.last_at = now = time.monotonic()
        if self.sampled:
            tally.latencies += [now - tap for tap in taps]

    def _answer(self, payload: bytes) -> None:
        if payload[:1] == b"0":
            self.send("40")
        elif payload[:2] == b"40" and self.crowd.room:
            self.send("421" + json.dumps(["join", self.crowd.ask]))
        elif payload == b"2":
            self.send("3")
        elif payload[:2] in (b"40", b"43") and not self.ready.done():
            self.ready.set_result(b'"ok":false' not in payload)


class Crowd:
    """All viewers of this process."""

    def __init__(self) -> None:
        self.tally, self.decoder = Tally(), Decoder()
        self.viewers: list[Viewer] = []

    async def connect(
        self, port: int, count: int, deflate: bool, room: str = "", ticket: str = ""
    ) -> dict[str, Any]:
        """Bring `count` viewers in, a few dozen at a time."""
        self.port, self.deflate, self.room = port, deflate, room
        self.ask = {"room": room, "ticket": ticket}
        loop, turn, start = asyncio.get_running_loop(), asyncio.Semaphore(64), time.monotonic()

        async def one(number: int) -> bool:
            async with turn:
                _, viewer = await loop.create_connection(
                    lambda: Viewer(self, number), "127.0.0.1", port
                )
                self.viewers.append(viewer)
                return await asyncio.wait_for(viewer.ready, 60)

        came = await asyncio.gather(*(one(n) for n in range(count)), return_exceptions=True)
        return {"connected": came.count(True), "seconds": time.monotonic() - start}

    async def reset(self, last: int = -1) -> dict[str, Any]:
        """Count anew; frames have to continue `last`."""
        self.tally = Tally()
        for viewer in self.viewers:
            viewer.last = last
        return {}

    async def report(self, seq: int, patience: float) -> dict[str, Any]:
        """Wait until every viewer stands at `seq` (or nothing comes any more), then tell."""
        seen, quiet_since = -1, time.monotonic()
        while any(viewer.last < seq for viewer in self.viewers):
            await asyncio.sleep(0.02)
            if self.tally.received != seen:
                seen, quiet_since = self.tally.received, time.monotonic()
            elif time.monotonic() - quiet_since > patience:
                break
        behind = sum(viewer.last < seq for viewer in self.viewers)
        return {**vars(self.tally), "behind": behind}

    async def leave(self) -> dict[str, Any]:
        """All go at once."""
        for viewer in self.viewers:
            viewer.transport.abort()
        self.viewers.clear()
        return {}


async def _obey(kind: type[Crowd]) -> None:
    """Do what the lines say."""
    crowd, loop = kind(), asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        answer = await getattr(crowd, command.pop("do"))(**command)
        print(json.dumps(answer), flush=True)


def main(kind: type[Crowd]) -> None:
    """Be such a crowd, with as many connections as the machine allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(_obey(kind))


if __name__ == "__main__":
    main(Crowd)
