"""A WebSocket client that looks at every byte: whole frames, right order, honest lengths."""

import base64
import json
import os
import select
import socket
import ssl
import struct
import time
import zlib
from collections.abc import Callable
from typing import Any

PATIENCE_S = 120.0  # on a machine that is busy with other things
DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"


class Gone(Exception):
    """The server has ended the connection."""


class SocketClient:
    """Speaks Socket.IO by hand over one blocking TCP socket."""

    def __init__(
        self,
        port: int,
        *,
        deflate: bool = True,
        device: str = "",
        receive_buffer: int = 0,
        origin: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.events: list[list[Any]] = []
        self.pings = 0  # how often the server has asked whether it is still there
        self._acks: dict[int, Any] = {}
        self._next = 0
        self._buffer = b""
        self._sid = ""
        self.sock = socket.socket()
        self._tls = tls
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.settimeout(PATIENCE_S)
        try:
            self._connect(port, DEFLATE if deflate else "", origin, device)
        except BaseException:
            self.sock.close()
            raise

    def __enter__(self) -> "SocketClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def call(self, event: str, body: Any) -> Any:
        """Send an event and wait for its acknowledgement."""
        return self.answer(self.send(event, body))

    def send(self, event: str, body: Any) -> int:
        """Send an event; the number of its acknowledgement."""
        self._next += 1
        self.send_text(f"42{self._next}" + json.dumps([event, body]))
        return self._next

    def answer(self, number: int) -> Any:
        """Wait for an acknowledgement."""
        self.until(lambda: number in self._acks)
        return self._acks.pop(number)

    def join(self, room: str, ticket: str) -> Any:
        """Ask to join; gives the answer."""
        return self.call("join", {"room": room, "ticket": ticket})

    def until(self, met: Callable[[], Any], patience_s: float = PATIENCE_S) -> None:
        """Read until the condition holds. TimeoutError when it doesn't in time."""
        deadline = time.monotonic() + patience_s
        while not met():
            self.sock.settimeout(max(0.01, deadline - time.monotonic()))
            self._take_frame()
        self.sock.settimeout(PATIENCE_S)

    def hear(self) -> None:
        """Take what has come, waiting for nothing: who answers no ping is cut off after a while."""
        while self._buffer or select.select([self.sock], [], [], 0)[0]:
            self._take_frame()

    def named(self, event: str) -> list[Any]:
        """Bodies of the events of that name received so far."""
        return [body for name, body in self.events if name == event]

    def until_gone(self, patience_s: float = PATIENCE_S) -> None:
        """Read until the server ends the connection."""
        try:
            self.until(lambda: False, patience_s)
        except (Gone, ConnectionError):
            return

    def send_text(self, text: str) -> None:
        """Send a masked text frame."""
        self.send_frame(0x81, text.encode())

    def send_frame(self, first: int, payload: bytes) -> None:
        """Send any frame, masked with zeros."""
        size = len(payload)
        if size < 126:
            head = bytes((first, 0x80 | size))
        elif size < 1 << 16:
            head = struct.pack("!BBH", first, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", first, 0x80 | 127, size)
        self.sock.sendall(head + b"\0\0\0\0" + payload)

    def _connect(self, port: int, extensions: str, origin: str, device: str) -> None:
        self.sock.connect(("127.0.0.1", port))
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname="127.0.0.1")
        self.head = self._shake_hands(port, extensions, origin)
        self._deflate = b"permessage-deflate" in self.head
        self._fresh = b"server_no_context_takeover" in self.head
        self._inflate = zlib.decompressobj(-15)
        if b" 101 " in self.head:
            self.send_text("40" + json.dumps({"device": device}))
            self.until(lambda: self._sid)

    def _shake_hands(self, port: int, extensions: str, origin: str) -> bytes:
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(
            (
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                f"Host: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{extensions}"
                + (f"Origin: {origin}\r\n" if origin else "")
                + "\r\n"
            ).encode()
        )
        while b"\r\n\r\n" not in self._buffer:
            self._more()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        return head

    def _more(self) -> None:
        data = self.sock.recv(65536)
        if not data:
            raise Gone
        self._buffer += data

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _take_frame(self) -> None:
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        assert second & 0x80 == 0, "a server must not mask"
        assert first in (0x81, 0xC1, 0x88, 0x8A, 0x89), f"a torn frame: first byte {first:#x}"
        payload = self._exactly(size)
        if first == 0x88:
            raise Gone
        if first == 0xC1:
            assert self._deflate, "compressed without having been agreed"
            self._inflate = zlib.decompressobj(-15) if self._fresh else self._inflate
            payload = self._inflate.decompress(payload + b"\0\0\xff\xff")
        if first in (0x81, 0xC1):
            self._take_text(payload.decode())

    def _take_text(self, text: str) -> None:
        if text == "2":
            self.pings += 1
            self.send_text("3")
        elif text.startswith("40"):
            self._sid = json.loads(text[2:])["sid"]
        elif text.startswith("42"):
            self.events.append(json.loads(text[2:]))
        elif text.startswith("43"):
            digits = text[2 : text.index("[")]
            self._acks[int(digits)] = json.loads(text[text.index("[") :])[0]
        else:
            assert text.startswith(("0", "44")), f"unexpected packet {text[:40]!r}"
