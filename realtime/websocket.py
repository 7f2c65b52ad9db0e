"""The WebSocket below an Engine.IO socket: whole frames only, one lock, and a way to cut it.

Why not simple-websocket: under gevent it calls `sock.send`, so a slow client gets torn frames
(measured). Here every byte leaves through `_write` or `offer`; both keep the frame whole. Links
read in the request's own greenlet, which also saves one greenlet per client.
"""

import base64
import hashlib
import socket as std_socket
import struct
from collections import deque
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any

import gevent  # type: ignore[import-untyped]
from gevent.lock import Semaphore  # type: ignore[import-untyped]
from gevent.ssl import SSLSocket  # type: ignore[import-untyped]
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage
from wsproto.extensions import PerMessageDeflate
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import LocalProtocolError, RemoteProtocolError

from realtime.frames import Prepared, text_frame
from realtime.limits import FRAMES_BURST, FRAMES_PER_S, MAX_MESSAGE_BYTES, Allowance
from realtime.packets import acceptable_text

STUCK_S = 10.0  # a client that takes no byte of a frame for this long is cut off
READ_BYTES = 4096
_ACCEPT_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 §1.3
_LINGER_OFF = struct.pack("ii", 1, 0)  # close() drops what the slow client never took

Environ = dict[str, Any]
Links = MutableMapping[str, "Link"]


class Link:
    """One client's WebSocket; engine.io drives it by calling it, then `wait`, `send`, `close`.

    `offer` is the short way past engine.io's queue for broadcasts.
    """

    def __init__(self, handler: Callable[["Link"], Any], links: Links) -> None:
        self.app = handler
        self.eio = handler.__self__  # type: ignore[attr-defined]  # the engineio.Socket
        self._links = links
        self._lock = Semaphore(1)
        self._busy = 0  # who holds the lock or waits for it: only 0 lets a broadcast go first
        self._inbox: deque[str] = deque()
        self._parts: list[str] = []
        self._open = True
        self._allowance = Allowance(FRAMES_PER_S, FRAMES_BURST)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Shake hands, then let engine.io run the connection to its end."""
        extension, answer = _negotiate(environ.get("HTTP_SEC_WEBSOCKET_EXTENSIONS", ""))
        accept = _accept_key(environ)
        if accept is None:
            start_response("400 BAD REQUEST", [("Content-Type", "text/plain")])
            return [b"not a WebSocket handshake"]
        self._tcp = _tcp_of(environ)
        self._raw = self._tcp._sock  # the same descriptor, without gevent's waiting
        self._encrypted = isinstance(self._tcp, SSLSocket)
        self._wire = Connection(ConnectionType.SERVER, [extension] if extension else [])
        self._shared_deflate = bool(extension and extension.server_max_window_bits == 15)
        self._links[self.eio.sid] = self
        try:
            self._write(_switching_protocols(accept, answer))
            return self.app(self) or []
        except OSError:
            return []
        finally:
            self._links.pop(self.eio.sid, None)
            self._shut()

    def wait(self) -> str | None:
        """The next Engine.IO packet from the client, or None when the connection is over."""
        while not self._inbox:
            data = self._read()
            if not data or not self._open:
                return None
            self._feed(data)
        text = self._inbox.popleft()
        if not acceptable_text(text) or not self._allowance.take():
            self._say_goodbye(CloseReason.POLICY_VIOLATION)
            return None
        return text

    def send(self, message: str) -> None:
        """Send one Engine.IO packet, waiting for the client if need be. OSError when it is gone."""
        self._write(self._frame(message))

    def offer(self, message: Prepared) -> bool:
        """Send at once without waiting; False when it has to go through the queue instead.

        Never switches greenlets, so nothing can come between the look and the send.
        """
        if self._busy or not self.eio.upgraded or not self.eio.queue.empty():
            return False
        frame = message.deflated if self._shared_deflate else message.plain
        try:
            sent = self._send_now(frame)
        except OSError:
            self.cut()
            return True  # the reader notices and engine.io takes the client out
        if 0 < sent < len(frame):
            self._finish_later(frame[sent:])
        return sent > 0

    def close(self) -> None:
        """Say goodbye if that can be done at once, and end the connection either way."""
        self._say_goodbye(CloseReason.NORMAL_CLOSURE)
        self._shut()

    def cut(self) -> None:
        """Drop the connection with everything unsent: for clients that don't take their data."""
        with suppress(OSError):
            self._tcp.setsockopt(std_socket.SOL_SOCKET, std_socket.SO_LINGER, _LINGER_OFF)
        self._shut()

    def _frame(self, message: str) -> bytes:
        if isinstance(message, Prepared):
            return message.deflated if self._shared_deflate else message.plain
        return text_frame(message.encode())

    def _write(self, frame: bytes) -> None:
        self._busy += 1
        try:
            with self._lock:
                self._push(frame)
        finally:
            self._busy -= 1

    def _finish_later(self, rest: bytes) -> None:
        self._busy += 1
        self._lock.acquire()  # free, since nobody was busy
        gevent.spawn(self._finish, rest)

    def _finish(self, rest: bytes) -> None:
        try:
            with suppress(OSError):
                self._push(rest)
        finally:
            self._lock.release()
            self._busy -= 1

    def _push(self, frame: bytes) -> None:
        """Send all of `frame`; the caller holds the lock. Cuts a client that is stuck."""
        sent = self._send_now(frame)
        if sent == len(frame):
            return
        patience = gevent.Timeout(STUCK_S)
        try:
            with patience:
                self._tcp.sendall(frame[sent:])
        except gevent.Timeout as timeout:
            if timeout is not patience:
                raise
            self.cut()
            raise TimeoutError from None

    def _send_now(self, frame: bytes) -> int:
        """Bytes the kernel took without waiting. OSError when the connection is gone."""
        if self._encrypted:  # bytes may not go out around TLS, so it has no short way
            return 0
        try:
            return int(self._raw.send(frame, std_socket.MSG_DONTWAIT))
        except BlockingIOError:
            return 0

    def _read(self) -> bytes:
        try:
            return bytes(self._tcp.recv(READ_BYTES))
        except OSError:
            return b""

    def _feed(self, data: bytes) -> None:
        try:
            self._wire.receive_data(data)
            for event in self._wire.events():
                self._take(event)
        except (LocalProtocolError, RemoteProtocolError, AssertionError):
            self._say_goodbye(CloseReason.PROTOCOL_ERROR)

    def _take(self, event: Any) -> None:
        if isinstance(event, TextMessage):
            self._assemble(event)
        elif isinstance(event, Ping):
            self._write(self._wire.send(event.response()))
        elif isinstance(event, CloseConnection):
            self._say_goodbye(CloseReason.NORMAL_CLOSURE)
        elif isinstance(event, BytesMessage):
            self._say_goodbye(CloseReason.UNSUPPORTED_DATA)

    def _assemble(self, event: TextMessage) -> None:
        self._parts.append(event.data)
        if sum(map(len, self._parts)) > MAX_MESSAGE_BYTES:
            self._say_goodbye(CloseReason.MESSAGE_TOO_BIG)
        elif event.message_finished:
            self._inbox.append("".join(self._parts))
            self._parts.clear()

    def _say_goodbye(self, reason: CloseReason) -> None:
        """Send a close frame if nothing is in the way; the connection counts as ended after it."""
        if not self._open:
            return
        self._open = False
        self._inbox.clear()
        if self._busy == 0:
            with suppress(OSError, LocalProtocolError):
                self._send_now(self._wire.send(CloseConnection(reason)))

    def _shut(self) -> None:
        self._open = False
        with suppress(OSError):
            self._raw.shutdown(std_socket.SHUT_RDWR)


def _negotiate(offers: str) -> tuple[PerMessageDeflate | None, str]:
    """The extension to use and the header that says so; both sides keep no context."""
    for offer in offers.split(","):
        if offer.split(";")[0].strip() != PerMessageDeflate.name:
            continue
        extension = PerMessageDeflate(True, server_no_context_takeover=True)
        with suppress(ValueError):
            terms = extension.accept(offer)
            if isinstance(terms, str):
                return extension, f"{PerMessageDeflate.name}; {terms}"
    return None, ""


def _accept_key(environ: Environ) -> str | None:
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    if not key or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return None
    digest = hashlib.sha1(key.strip().encode() + _ACCEPT_GUID, usedforsecurity=False)
    return base64.b64encode(digest.digest()).decode()


def _switching_protocols(accept: str, extension: str) -> bytes:
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept}",
    ]
    if extension:
        lines.append(f"Sec-WebSocket-Extensions: {extension}")
    return "\r\n".join([*lines, "", ""]).encode()


def _tcp_of(environ: Environ) -> Any:
    """The gevent socket of this request, from gevent's own WSGI server."""
    body: Any = environ["wsgi.input"]  # the buffered reader itself when the request is an upgrade
    reader: Any = getattr(body, "rfile", body)
    return reader.raw._sock
