"""The viewers of a classroom in one process: each with a seat of its own, some slow, some stalled.

`python -m bench.peers.class_load`; commands as in load.py, and `storm`, `stall`, `recover`.
"""

import asyncio
import json
import socket
import time
import urllib.parse
import urllib.request
import zlib
from dataclasses import dataclass
from typing import Any

from bench.peers.load import _DEFLATE, _HANDSHAKE, Crowd, Tally, Viewer, main

SLOW_EVERY = 5  # every fifth is slow or stalled, in turn
SMALL_BUFFER = 4096  # bytes: so that a stalled one is noticed, as on a weak network
SIP_S, SIP_FOR_S = 0.5, 0.002  # how a slow one reads


@dataclass
class ClassTally(Tally):
    """And what concerns single messages."""

    messages: int = 0
    corrupt: int = 0


class Listener(Viewer):
    """One viewer with a seat; `weak` ones have a small buffer and no compression."""

    def __init__(self, crowd: "ClassCrowd", number: int, seat: list[str], *, weak: bool) -> None:
        super().__init__(crowd, number)
        self.seat, self.weak, self.messages = seat, weak, 0
        self.sampled = self.sampled and not weak  # whoever reads late by itself says nothing
        self.joined_at = 0.0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        extensions = _DEFLATE if self.crowd.deflate and not self.weak else ""
        transport.write(_HANDSHAKE.format(port=self.crowd.port, extensions=extensions).encode())

    def _take(self, first: int, payload: bytes) -> None:
        if first in (0x88, 0x89, 0x8A):  # the end, ping, pong: sound, and nothing to look at
            return
        if first not in (0x81, 0xC1):
            self._torn()
            return
        try:
            super()._take(first, payload)
        except (ValueError, KeyError, IndexError, TypeError, zlib.error):
            self._torn()

    def _torn(self) -> None:
        self.crowd.tally.corrupt += 1
        self.transport.abort()

    def _check(self, after: int, seq: int, taps: list[float]) -> None:
        super()._check(after, seq, taps)
        self.messages += len(taps)
        self.crowd.tally.messages += len(taps)

    def _answer(self, payload: bytes) -> None:
        if not self.seat or not payload.startswith((b"40", b"43")):
            super()._answer(payload)
        elif payload.startswith(b"40"):
            for number, room in ((1, self.crowd.room), (2, self.seat[0])):
                ask = {"room": room, "ticket": self.seat[1]}
                self.send(f"42{number}" + json.dumps(["join", ask]))
        elif payload.startswith(b"431"):
            answer = json.loads(payload[3:])[0]
            self.last, self.epoch = answer.get("seq", -1), answer.get("epoch", 0)
            self.joined_at = time.monotonic()
            if not self.ready.done():
                self.ready.set_result(answer["ok"])


class ClassCrowd(Crowd):
    """All viewers of this process."""

    def __init__(self) -> None:
        super().__init__()
        self.tally: Any = ClassTally()
        self._sips: list[asyncio.Task[None]] = []

    async def come(
        self,
        port: int,
        count: int,
        room: str = "",
        seats: list[list[str]] | None = None,
        over_s: float = 0.0,
        weak: bool = False,
        deflate: bool = True,
    ) -> dict[str, Any]:
        """Bring viewers in: a few dozen at a time, or spread evenly over `over_s`."""
        self.port, self.room, self.deflate = port, room, deflate
        turn, start = asyncio.Semaphore(64 if not over_s else count), time.monotonic()

        async def one(number: int) -> bool:
            await asyncio.sleep(over_s * number / count)
            async with turn:
                seat = seats[number] if seats else []
                viewer = await self._connect(number, seat, weak and number % SLOW_EVERY == 0)
                return await asyncio.wait_for(viewer.ready, 60)

        came = await asyncio.gather(*(one(n) for n in range(count)), return_exceptions=True)
        return {"connected": came.count(True), "seconds": time.monotonic() - start}

    async def _connect(self, number: int, seat: list[str], weak: bool) -> Listener:
        plug = socket.socket()
        plug.setblocking(False)
        if weak:
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(plug, ("127.0.0.1", self.port))
        _, viewer = await loop.create_connection(
            lambda: Listener(self, number, seat, weak=weak), sock=plug
        )
        self.viewers.append(viewer)
        return viewer

    async def reset(self, last: int = -1) -> dict[str, Any]:
        """Count anew. With -1 everybody goes on from where they stand."""
        self.tally = ClassTally()
        for viewer in self.viewers:
            viewer.messages = 0
            viewer.last = last if last >= 0 else viewer.last
        return {}

    async def report(self, messages: int, patience: float) -> dict[str, Any]:  # type: ignore[override]
        """Wait until every viewer that can has so many messages, then tell."""
        seen, quiet_since = -1, time.monotonic()
        able = [viewer for viewer in self.viewers if not viewer.weak]
        while any(viewer.messages < messages for viewer in able):
            await asyncio.sleep(0.02)
            if self.tally.messages != seen:
                seen, quiet_since = self.tally.messages, time.monotonic()
            elif time.monotonic() - quiet_since > patience:
                break
        lost = sum(max(0, messages - viewer.messages) for viewer in able)
        return {**vars(self.tally), "lost": lost, "able": len(able)}

    async def stall(self) -> dict[str, Any]:
        """The weak ones stop reading, every second of them for good."""
        weak = [viewer for viewer in self.viewers if viewer.weak]
        for number, viewer in enumerate(weak):
            viewer.transport.pause_reading()
            if number % 2:
                self._sips.append(asyncio.create_task(_sip(viewer)))
        return {"stalled": len(weak[::2]), "slow": len(weak[1::2])}

    async def recover(self, messages: int) -> dict[str, Any]:
        """The weak ones read on, find themselves cut off, and catch up over HTTP."""
        for task in self._sips:
            task.cancel()
        weak = [viewer for viewer in self.viewers if viewer.weak]
        for viewer in weak:
            if not viewer.transport.is_closing():
                viewer.transport.resume_reading()
        await asyncio.sleep(1.0)
        loop = asyncio.get_running_loop()
        missing = 0
        for viewer in weak:
            viewer.transport.abort()  # where it stands now is where it catches up from
            caught = await loop.run_in_executor(None, self._catch_up, viewer)
            missing += abs(messages - viewer.messages - caught)
        return {"missing": missing, "corrupt": self.tally.corrupt}

    def _catch_up(self, viewer: Listener) -> int:
        """How many messages are told after the viewer's place."""
        count, after = 0, viewer.last
        while True:
            place = {"room": self.room, "epoch": viewer.epoch, "after": after}
            query = urllib.parse.urlencode({**place, "ticket": viewer.seat[1]})
            url = f"http://127.0.0.1:{self.port}/live/catch-up?{query}"
            with urllib.request.urlopen(url, timeout=20) as answer:
                frame = json.loads(answer.read())
            count += len(frame.get("items", ()))
            if frame.get("reset") or frame["seq"] <= after or not frame["items"]:
                return count
            after = frame["seq"]


async def _sip(viewer: Listener) -> None:
    while not viewer.transport.is_closing():
        await asyncio.sleep(SIP_S)
        viewer.transport.resume_reading()
        await asyncio.sleep(SIP_FOR_S)
        viewer.transport.pause_reading()


if __name__ == "__main__":
    main(ClassCrowd)
