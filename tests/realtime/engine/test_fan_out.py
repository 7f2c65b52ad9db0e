"""Broadcasts: whole frames for everybody, the slow cut off, nothing left behind."""

import json
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme

from realtime.wiring import PING_INTERVAL_S, PING_TIMEOUT_S, TICK_S
from tests.realtime.engine.client import SocketClient
from tests.realtime.engine.conftest import Hall
from tests.support.processes import DEADLINE_S, wait_until

SMALL_BUFFER = 4096  # bytes the kernel takes for a client that doesn't read


def numbers(socket: SocketClient) -> list[int]:
    return [message["data"]["n"] for message in socket.named("control")]


@pytest.mark.parametrize("deflate", [True, False])
@pytest.mark.parametrize("size", [10, 600, 70_000])
def test_everybody_gets_every_frame_in_order(
    hall: Hall, room: str, deflate: bool, size: int
) -> None:
    ticket = hall.ticket("anonymous", room)
    with ExitStack() as stack:
        sockets = [stack.enter_context(hall.socket(deflate=deflate)) for _ in range(5)]
        for socket in sockets:
            assert socket.join(room, ticket)["ok"]
        hall.post("/control/emit", room=room, n=30, size=size)
        for socket in sockets:
            socket.until(lambda s=socket: len(s.named("control")) == 30)
            assert numbers(socket) == list(range(30))
            assert {len(m["data"]["pad"]) for m in socket.named("control")} == {size}


def test_frames_stay_whole_for_a_client_that_reads_late(hall: Hall, room: str) -> None:
    """50 frames of 200 KB don't fit anywhere: partial sends and the queue both come into play."""
    ticket = hall.ticket("anonymous", room)
    options: dict[str, Any] = {"deflate": False, "receive_buffer": SMALL_BUFFER}
    with hall.socket(**options) as slow, hall.socket() as quick:
        for socket in (slow, quick):
            assert socket.join(room, ticket)["ok"]
        hall.post("/control/emit", room=room, n=50, size=200_000)
        slow.send_frame(0x89, b"ping")  # a pong that may not come inside a frame
        quick.until(lambda: len(numbers(quick)) == 50)
        slow.until(lambda: len(numbers(slow)) == 50)
        assert numbers(slow) == list(range(50))


def test_a_client_that_takes_nothing_is_cut_off_and_nobody_waits_for_it(
    hall: Hall, room: str
) -> None:
    ticket = hall.ticket("judge:1", room)
    with hall.socket() as quick, hall.socket(deflate=False, receive_buffer=SMALL_BUFFER) as slow:
        for socket in (slow, quick):
            assert socket.join(room, ticket)["ok"]
        for _ in range(10):
            hall.post("/control/emit", room=room, n=20, size=200_000)
            have = len(numbers(quick)) + 20
            quick.until(lambda have=have: len(numbers(quick)) == have)
        wait_until(lambda: hall.stats(room=room)["viewers"] == 1, "the slow client to be gone")
        assert hall.stats()["counts"]["cut"] >= 1
        slow.until_gone()
        assert numbers(slow) == list(range(len(numbers(slow))))  # what it got was in order


def test_a_client_that_answers_no_ping_is_cut_off_within_fifteen_seconds(
    hall: Hall, room: str
) -> None:
    """Told by the pings to a steady client beside it, not by a clock: the machine may be slow."""
    assert PING_INTERVAL_S + PING_TIMEOUT_S + TICK_S < 15
    ticket = hall.ticket("judge:1", room)
    with hall.socket() as steady, hall.socket() as silent:
        for socket in (steady, silent):
            assert socket.join(room, ticket)["ok"]
        # From here on the silent one reads nothing, as a phone without a network.
        steady.until(lambda: steady.pings == 1)
        assert hall.stats(room=room)["viewers"] == 2, "it was cut off for another reason"
        steady.until(lambda: steady.pings == 3, 60)  # two intervals more: past the bound
        assert hall.stats(room=room)["viewers"] == 1


def test_nothing_is_left_of_those_who_went(open_hall: Callable[..., Hall], room: str) -> None:
    hall = open_hall()
    ticket = hall.ticket("account:1", room, "testdesk:1")
    with hall.socket() as first:  # opens what stays open: the database
        assert first.join(room, ticket)["ok"]
    wait_until(lambda: hall.stats()["sockets"] == 0, "the first to be taken out")
    before = hall.stats()
    with ExitStack() as stack:
        for _ in range(20):
            socket = stack.enter_context(hall.socket())
            assert socket.join(room, ticket)["ok"]
            assert socket.join("testdesk:1", ticket)["ok"]
        there = hall.stats(room=room)
        assert (there["sockets"], there["links"], there["index"]) == (20, 20, 20)
        assert there["viewers"] == 20
        assert there["rooms"] == sorted([room, "testdesk:1"])
    wait_until(lambda: hall.stats()["sockets"] == 0, "all to be taken out")
    wait_until(lambda: hall.stats()["descriptors"] <= before["descriptors"], "descriptors to close")

    def left() -> list[object]:
        return [hall.stats()[what] for what in ("links", "index", "environs", "rooms")]

    wait_until(lambda: left() == [0, 0, 0, []], "nothing to be left", tell=left)


def test_a_browser_without_websockets_polls(hall: Hall, room: str) -> None:
    base = f"http://127.0.0.1:{hall.port}/socket.io/?EIO=4&transport=polling"

    def talk(sid: str, body: str | None = None) -> str:
        data = None if body is None else body.encode()
        with urllib.request.urlopen(f"{base}&sid={sid}", data, timeout=DEADLINE_S) as answer:
            return answer.read().decode()

    with urllib.request.urlopen(base, timeout=DEADLINE_S) as answer:
        sid = json.loads(answer.read()[1:])["sid"]
    talk(sid, "40")
    assert talk(sid).startswith("40")
    ask = ["join", {"room": room, "ticket": hall.ticket("anonymous", room)}]
    talk(sid, "421" + json.dumps(ask))
    assert json.loads(talk(sid).removeprefix("431"))[0]["ok"]
    with hall.socket() as socket:
        assert socket.join(room, hall.ticket("anonymous", room))["ok"]
        hall.post("/control/emit", room=room, n=3, size=500)
        socket.until(lambda: len(socket.named("control")) == 3)
        packets: list[str] = []
        while len(packets) < 3:
            packets += talk(sid).split("\x1e")
        bodies = [json.loads(packet.removeprefix("42"))[1] for packet in packets]
        assert bodies == socket.named("control")


@pytest.mark.parametrize("package", ["python-socketio", "gevent"])
def test_a_raised_package_means_the_stock_manager(
    open_hall: Callable[..., Hall], room: str, package: str
) -> None:
    """Gevent also carries the links, so raising it means stock WebSockets too."""
    hall = open_hall(raised=package)
    assert hall.stats()["manager"] == "Manager"
    assert "stock Socket.IO manager in use" in hall.log.read_text()
    assert ("stock WebSockets in use" in hall.log.read_text()) == (package == "gevent")
    with hall.socket() as socket:
        assert socket.join(room, hall.ticket("account:1", room))["ok"]
        hall.post("/control/append", room=room, n=5)
        socket.until(lambda: socket.named("frame") and socket.named("frame")[-1]["seq"] == 5)
        assert hall.stats(room=room)["viewers"] == 1


def test_below_tls_nothing_goes_around_the_encryption(
    open_hall: Callable[..., Hall], room: str, tmp_path: Path
) -> None:
    """A stray plain byte would break the TLS stream of the client."""
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    file = tmp_path / "certificate"
    certificate.private_key_and_cert_chain_pem.write_to_path(file)
    authority.cert_pem.write_to_path(file, append=True)
    hall = open_hall(certificate=str(file))
    ticket = hall.ticket("anonymous", room)
    with hall.socket() as quick, hall.socket(receive_buffer=SMALL_BUFFER) as slow:
        for socket in (quick, slow):
            assert socket.join(room, ticket)["ok"]
        hall.post("/control/emit", room=room, n=40, size=100_000)
        for socket in (quick, slow):
            socket.until(lambda s=socket: len(numbers(s)) == 40)
            assert numbers(socket) == list(range(40))
        counts = hall.stats()["counts"]
        assert (counts.get("direct", 0), counts["queued"]) == (0, 80)
    wait_until(lambda: hall.stats()["sockets"] == 0, "both to be taken out")


def test_frames_of_a_room_continue_one_another(hall: Hall, room: str) -> None:
    hall.post("/control/append", room=room, n=2)
    with hall.socket() as socket:
        joined = socket.join(room, hall.ticket("anonymous", room))
        for _ in range(4):
            hall.post("/control/append", room=room, n=25)
        socket.until(lambda: socket.named("frame") and socket.named("frame")[-1]["seq"] == 102)
        frames = socket.named("frame")
        assert frames[0]["after"] == joined["seq"] == 2
        assert all(one["seq"] == two["after"] for one, two in pairwise(frames))
        assert [i["seq"] for f in frames for i in f["items"]] == list(range(3, 103))
        assert len(frames) < 100  # fewer than appends; how many depends on the machine


def test_a_new_epoch_tells_everybody_to_load_anew(hall: Hall, room: str) -> None:
    hall.post("/control/append", room=room, n=2)
    with hall.socket() as socket:
        before = socket.join(room, hall.ticket("anonymous", room))
        after = hall.post("/control/epoch", room=room)
        socket.until(lambda: socket.named("frame"))
    (frame,) = socket.named("frame")
    assert frame["reset"] and frame["epoch"] == after["epoch"] > before["epoch"]


def test_the_latest_state_wins_and_greets_the_newcomer(hall: Hall, room: str) -> None:
    ticket = hall.ticket("anonymous", room)
    with hall.socket() as socket, hall.socket() as late:
        assert socket.join(room, ticket)["state"] == {}
        hall.post("/control/state", room=room, key="viewers", n=10)
        socket.until(
            lambda: socket.named("state")[-1:] == [{"room": room, "values": {"viewers": "9"}}]
        )
        assert len(socket.named("state")) <= 3
        assert late.join(room, ticket)["state"] == {"viewers": "9"}


def test_too_many_likes_are_counted_instead_of_sent(hall: Hall, room: str) -> None:
    with hall.socket() as socket:
        assert socket.join(room, hall.ticket("anonymous", room))["ok"]
        hall.post("/control/volatile", room=room, n=100)

        def told() -> int:
            return sum(len(v["items"]) + v["dropped"] for v in socket.named("volatile"))

        socket.until(lambda: told() == 100)
        assert max(len(v["items"]) for v in socket.named("volatile")) <= 30


def test_those_who_leave_are_freed_without_the_garbage_collector(
    open_hall: Callable[..., Hall], room: str
) -> None:
    """The collector no longer looks at them: whatever they tied into a knot would stay for good.

    In a hall of its own, where nothing is left of another test.
    """
    hall = open_hall()
    ticket = hall.ticket("account:7", room)
    hall.post("/control/collector", on="")
    with ExitStack() as stack:
        for _ in range(20):
            socket = stack.enter_context(hall.socket())
            assert socket.join(room, ticket)["ok"]
        hall.post("/control/emit", room=room, n=3, size=600)
        assert hall.stats()["alive"] >= 20
    # engine.io's own loop holds on to the last one that it looked at.
    wait_until(lambda: hall.stats()["alive"] <= 1, "the connections to be freed")
