"""Limits on what clients send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.limits import MAX_MESSAGE_BYTES, Allowance, plain_json
from realtime.packets import IGNORED, GuardedPacket, acceptable_text


def test_an_allowance_is_a_burst_and_then_a_rate() -> None:
    now = [0.0]
    allowance = Allowance(2, 3, clock=lambda: now[0])
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [allowance.take() for _ in range(2)] == [True, False]
    now[0] = 1000
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ({"a": [1, "x", None, True, 1.5]}, True),
        ([[[[[[1]]]]]], True),
        ([[[[[[[1]]]]]]], False),
        ({"a": float("nan")}, False),
        (float("inf"), False),
        ({"a": b"bytes"}, False),
    ],
)
def test_plain_json_is_shallow_and_finite(value: object, fine: bool) -> None:
    assert plain_json(value) is fine


@given(st.one_of(st.text(), st.binary(), st.from_regex(r"\A[0-9]{1,3}.{0,20}\Z")))
def test_no_packet_raises(encoded: str | bytes) -> None:
    packet = GuardedPacket(encoded_packet=encoded)
    assert packet.packet_type in (0, 1, 2, 3)
    assert packet.attachment_count == 0


@pytest.mark.parametrize(
    "encoded",
    [
        '2["disconnect"]',
        '2["connect",{}]',
        "2[]",
        "2[1]",
        '2["a' + "x" * MAX_MESSAGE_BYTES + '"]',
        "2" + "[" * 9000,
        '51-["a",{"_placeholder":true,"num":0}]',
        "3{}",
        b"2",
    ],
)
def test_what_is_unsound_becomes_an_event_nobody_handles(encoded: str | bytes) -> None:
    assert GuardedPacket(encoded_packet=encoded).data == [IGNORED]


def test_sound_packets_are_read_as_they_are() -> None:
    packet = GuardedPacket(encoded_packet='27["join",{"room":"board:1"}]')
    assert (packet.id, packet.data) == (7, ["join", {"room": "board:1"}])
    assert GuardedPacket(encoded_packet='0{"device":"x"}').data == {"device": "x"}


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("42[]", True),
        ("40", True),
        ("2probe", True),
        ("3", True),
        ("5", True),
        ("4", False),
        ("4[", False),
        ("4b", False),
        ("", False),
        ("0{}", False),
        ("bAA", False),
        ("3" * 17, False),
    ],
)
def test_engine_packets_are_told_from_garbage(text: str, fine: bool) -> None:
    assert acceptable_text(text) is fine
