"""Whatever a client sends, the server goes on and logs no traceback."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.realtime.engine.client import SocketClient
from tests.realtime.engine.conftest import Hall

DEEP = "[" * 3000 + "]" * 3000

HARMLESS = {
    "no such event": '42["nothing",{"a":1}]',
    "event without arguments": '42["join"]',
    "wrong types": '42["join",[1,2]]',
    "many arguments": '42["join",1,2,3,4,5]',
    "null": '42["join",null]',
    "number": '42["join",12]',
    "deep": '42["join",{"room":' + "[" * 40 + "]" * 40 + "}]",
    "very deep": f'42["join",{DEEP}]',
    "not a number": '42["join",{"room":NaN}]',
    "no list": '42{"a":1}',
    "empty list": "42[]",
    "event name is a list": '42[["join"],{}]',
    "event name is huge": f'42["{"x" * 500}",{{}}]',
    "reserved connect": '42["connect",{}]',
    "reserved disconnect": '42["disconnect","x"]',
    "cut off": '42["join",{"room":"testchat:1"',
    "binary event": '451-["join",{"_placeholder":true,"num":0}]',
    "many attachments": '459999999999-["join"]',
    "unknown acknowledgement": "43999[]",
    "acknowledgement of nothing": "43999",
    "huge number": "42" + "9" * 200 + '["join",{}]',
    "connect error": "44{}",
    "another namespace": "40/admin,",
    "event in another namespace": '42/admin,["join",{}]',
    "lone surrogate": '42["join",{"room":"\\ud800"}]',
    "room of another kind": '42["act",{"room":{"a":1},"name":["x"],"data":7}]',
}
FATAL = {
    "engine packet unknown": "9abc",
    "engine packet b64": "bAAAA",
    "json in engine packet": f"4{DEEP}",
    "empty": "",
    "long heartbeat": "3" + "x" * 100,
    "too large": '42["join","' + "x" * 20_000 + '"]',
}


@pytest.fixture(scope="module")
def quiet_hall(open_hall: Callable[..., Hall]) -> Iterator[Hall]:
    """A hall whose log must hold no traceback in the end."""
    hall = open_hall()
    yield hall
    assert "Traceback" not in hall.log.read_text()


def still_serves(hall: Hall, socket: SocketClient) -> bool:
    return bool(socket.join("testchat:hostile", hall.ticket("anonymous", "testchat:hostile"))["ok"])


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_hostile_packet_is_ignored(quiet_hall: Hall, text: str) -> None:
    with quiet_hall.socket() as socket:
        socket.send_text(text)
        assert still_serves(quiet_hall, socket)


@pytest.mark.parametrize("text", FATAL.values(), ids=FATAL)
def test_what_is_no_packet_ends_the_connection(quiet_hall: Hall, text: str) -> None:
    with quiet_hall.socket() as socket:
        socket.send_text(text)
        socket.until_gone()
    with quiet_hall.socket() as socket:
        assert still_serves(quiet_hall, socket)


@pytest.mark.parametrize(
    ("first", "payload"),
    [(0x82, b"4abc"), (0xF1, b"x"), (0x8F, b""), (0x81, b"\xff\xfe"), (0xC1, b"\x00\x01\x02")],
    ids=["binary", "reserved bits", "unknown opcode", "not UTF-8", "not deflate"],
)
def test_broken_frames_end_the_connection(quiet_hall: Hall, first: int, payload: bytes) -> None:
    with quiet_hall.socket() as socket:
        socket.send_frame(first, payload)
        socket.until_gone()
    with quiet_hall.socket() as socket:
        assert still_serves(quiet_hall, socket)


def test_fragments_add_up_to_the_same_limit(quiet_hall: Hall) -> None:
    with quiet_hall.socket() as socket:
        socket.send_frame(0x01, b'42["join","')
        with suppress(ConnectionError):  # it may end before all is sent
            for _ in range(40):
                socket.send_frame(0x00, b"x" * 1000)
        socket.until_gone()


def test_too_many_events_are_refused_and_a_flood_ends_the_connection(quiet_hall: Hall) -> None:
    with quiet_hall.socket() as socket:
        # Without waiting for each answer: so many a second are allowed.
        asked = [socket.send("leave", {"room": "testchat:1"}) for _ in range(60)]
        answers = [socket.answer(number) for number in asked]
        assert answers[0] == {"ok": True}
        assert answers[-1] == {"ok": False, "reason": "rate"}
        flood = '42["leave",{}]'
        with suppress(ConnectionError):
            for _ in range(2000):
                socket.send_text(flood)
        socket.until_gone()


def test_forged_fields_of_the_handshake_do_no_harm(quiet_hall: Hall) -> None:
    for device in ("x" * 500, "a|b|c|d|e", json.dumps({"a": 1}), "正常"):
        with quiet_hall.socket(device=device) as socket:
            assert still_serves(quiet_hall, socket)
