"""Two halls behind one Redis: what happens in one is heard in the other."""

from collections.abc import Callable

import pytest

from tests.realtime.engine.client import SocketClient
from tests.realtime.engine.conftest import Hall
from tests.support.processes import wait_until

Sockets = tuple[SocketClient, SocketClient]


@pytest.fixture
def halls(open_hall: Callable[..., Hall], redis_url: str) -> tuple[Hall, Hall]:
    return open_hall(redis_url=redis_url), open_hall(redis_url=redis_url)


def test_one_hall_over_two_processes(halls: tuple[Hall, Hall], room: str) -> None:
    """One test, since starting the halls is what takes the time."""
    one, two = halls
    assert one.stats()["manager"] == "RedisHallManager"
    with one.socket(device="device-one") as here, two.socket(device="device-two") as there:
        assert here.join(room, one.ticket("judge:3", room))["seq"] == 0
        assert there.join(room, two.ticket("judge:4", room))["ok"]
        frames_are_heard_in_both(halls, (here, there), room)
        people_are_known_in_both(halls, room)
        the_expelled_are_put_out_of_the_other_process(two, here, there, room)


def frames_are_heard_in_both(halls: tuple[Hall, Hall], sockets: Sockets, room: str) -> None:
    for hall, upto in zip(halls, (3, 6), strict=True):
        hall.post("/control/append", room=room, n=3)
        for socket in sockets:
            socket.until(lambda s=socket, n=upto: [f for f in s.named("frame") if f["seq"] == n])
    for socket in sockets:
        seen = [item["seq"] for frame in socket.named("frame") for item in frame["items"]]
        assert seen == [1, 2, 3, 4, 5, 6]
        assert socket.named("frame")[0]["after"] == 0


def people_are_known_in_both(halls: tuple[Hall, Hall], room: str) -> None:
    expected = [["judge:3", "device-one"], ["judge:4", "device-two"]]
    for hall in halls:
        assert sorted(hall.get("/control/members", room=room)) == expected
        wait_until(lambda h=hall: h.stats(room=room)["viewers"] == 2, "both to be counted")


def the_expelled_are_put_out_of_the_other_process(
    hall: Hall, expelled: SocketClient, other: SocketClient, room: str
) -> None:
    hall.post("/control/expel", room=room, ref="judge:3")
    expelled.until(lambda: expelled.named("control"))
    hall.post("/control/emit", room=room)
    other.until(lambda: other.named("control"))
    act = {"room": room, "name": "echo", "data": {}}
    assert expelled.call("act", act) == {"ok": False, "reason": "forbidden"}
    assert [message["name"] for message in expelled.named("control")] == ["expelled"]
