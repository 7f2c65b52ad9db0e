"""One message, encoded once for everybody: Socket.IO packet, Engine.IO packet, WebSocket frames."""

import struct
import zlib
from typing import Any

from engineio import packet as eio_packet  # type: ignore[import-untyped]

COMPRESS_FROM_BYTES = 256  # below this the saving is eaten by the frame and the work
_TEXT = 0x81  # FIN, opcode 1
_TEXT_DEFLATED = 0xC1  # the same with RSV1: permessage-deflate


def text_frame(payload: bytes) -> bytes:
    """An unmasked server text frame (RFC 6455 §5.2) around `payload`."""
    return _head(_TEXT, len(payload)) + payload


def deflated_frame(payload: bytes) -> bytes:
    """The same, compressed without context (RFC 7692 §7.2.1), so that all clients can share it."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = (deflate.compress(payload) + deflate.flush(zlib.Z_SYNC_FLUSH))[:-4]
    return _head(_TEXT_DEFLATED, len(packed)) + packed


def _head(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 1 << 16:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)


class Prepared(str):
    """The text of an Engine.IO packet that carries its finished frames.

    A plain `str` to polling clients; a WebSocket link takes `plain` or `deflated` as it is.
    """

    __slots__ = ("deflated", "plain")
    plain: bytes
    deflated: bytes

    def __new__(cls, text: str) -> "Prepared":
        prepared = super().__new__(cls, text)
        payload = text.encode()
        prepared.plain = text_frame(payload)
        big = len(payload) >= COMPRESS_FROM_BYTES
        prepared.deflated = deflated_frame(payload) if big else prepared.plain
        return prepared


class Broadcast(eio_packet.Packet):  # type: ignore[misc]
    """An Engine.IO message packet whose encoded form is made once for a whole room."""

    def __init__(self, text: str) -> None:
        super().__init__(eio_packet.MESSAGE, text)
        self.prepared = Prepared(f"{eio_packet.MESSAGE}{text}")

    def encode(self, b64: bool = False) -> Prepared:
        """The prepared text; never binary, so `b64` changes nothing."""
        return self.prepared


def broadcast(packet: Any) -> Broadcast | None:
    """Prepare a Socket.IO packet for many clients; None when it has binary attachments."""
    encoded = packet.encode()
    return Broadcast(encoded) if isinstance(encoded, str) else None
