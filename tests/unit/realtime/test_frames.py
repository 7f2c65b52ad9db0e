"""WebSocket frames as RFC 6455 and RFC 7692 want them, read back by another implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import EVENT, Packet
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage
from wsproto.extensions import PerMessageDeflate

from realtime.frames import COMPRESS_FROM_BYTES, Broadcast, Prepared, broadcast, text_frame


def reader(*, deflate: bool) -> Connection:
    """A client's side of an open connection."""
    extension = PerMessageDeflate(server_no_context_takeover=True)
    extension.finalize("permessage-deflate; server_no_context_takeover")
    return Connection(ConnectionType.CLIENT, [extension] if deflate else [])


def read(connection: Connection, frames: bytes) -> list[str]:
    connection.receive_data(frames)
    texts, parts = [], ""
    for event in connection.events():
        assert isinstance(event, TextMessage)
        parts += event.data
        if event.message_finished:
            texts.append(parts)
            parts = ""
    return texts


@pytest.mark.parametrize("size", [0, 1, 125, 126, 255, 256, 65_535, 65_536, 100_000])
def test_every_length_is_framed_right(size: int) -> None:
    text = "a" * size
    assert read(reader(deflate=False), text_frame(text.encode())) == [text]
    assert read(reader(deflate=True), Prepared(text).deflated) == [text]


@given(st.lists(st.text(max_size=600), min_size=1, max_size=5))
def test_shared_compression_needs_nothing_of_the_frames_before(texts: list[str]) -> None:
    prepared = [Prepared(text) for text in texts]
    assert read(reader(deflate=True), b"".join(p.deflated for p in prepared)) == texts
    for one in prepared:
        assert read(reader(deflate=True), one.deflated) == [str(one)]


def test_small_messages_stay_plain() -> None:
    small = Prepared("标" * (COMPRESS_FROM_BYTES // 3))
    assert small.deflated == small.plain
    big = Prepared("标" * COMPRESS_FROM_BYTES)
    assert len(big.deflated) < len(big.plain) / 4


def test_a_broadcast_is_the_usual_text_to_polling_clients() -> None:
    packet = broadcast(Packet(EVENT, namespace="/", data=["frame", {"html": "<p>"}]))
    assert isinstance(packet, Broadcast)
    assert packet.encode(b64=True) == '42["frame",{"html":"<p>"}]'


def test_bytes_are_left_to_the_stock_way() -> None:
    assert broadcast(Packet(EVENT, namespace="/", data=["frame", b"\x00"])) is None
