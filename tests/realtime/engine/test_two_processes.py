"""Two halls behind one Redis: what happens in one is heard in the other."""

from collections.abc import Callable

import pytest

from tests.realtime.engine.conftest import Hall
from tests.support.processes import wait_until


@pytest.fixture
def halls(open_hall: Callable[..., Hall], redis_url: str) -> tuple[Hall, Hall]:
    return open_hall(redis_url=redis_url), open_hall(redis_url=redis_url)


def test_one_hall_over_two_processes(halls: tuple[Hall, Hall], room: str) -> None:
    """One test, since starting the halls is what takes the time."""
    one, two = halls
    assert one.stats()["manager"] == "RedisHallManager"
    ticket = one.ticket("judge:3", room)
    with one.socket(device="device-one") as here, two.socket(device="device-two") as there:
        place = here.join(room, ticket)
        assert there.join(room, two.ticket("judge:4", room))["ok"]
        frames_are_heard_in_both(one, two, here, there, place, room)
        people_are_known_in_both(one, two, room)
        the_expelled_are_put_out_of_the_other_process(two, here, there, room)


def frames_are_heard_in_both(one, two, here, there, place, room) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001, PLR0913
    for hall in (one, two):
        hall.post("/control/append", room=room, n=3)
        wanted = 3 if hall is one else 6
        for socket in (here, there):
            socket.until(
                lambda s=socket, w=wanted: s.named("frame") and s.named("frame")[-1]["seq"] == w
            )
    for socket in (here, there):
        seen = [item["seq"] for frame in socket.named("frame") for item in frame["items"]]
        assert seen == [1, 2, 3, 4, 5, 6]
        assert socket.named("frame")[0]["after"] == place["seq"] == 0


def people_are_known_in_both(one: Hall, two: Hall, room: str) -> None:
    expected = [["judge:3", "device-one"], ["judge:4", "device-two"]]
    for hall in (one, two):
        assert sorted(hall.get("/control/members", room=room)) == expected
        wait_until(lambda h=hall: h.stats(room=room)["viewers"] == 2, "both to be counted")


def the_expelled_are_put_out_of_the_other_process(two, here, there, room) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    two.post("/control/expel", room=room, ref="judge:3")
    here.until(lambda: here.named("control"))
    two.post("/control/emit", room=room)
    there.until(lambda: there.named("control"))
    act = {"room": room, "name": "echo", "data": {}}
    assert here.call("act", act) == {"ok": False, "reason": "forbidden"}
    assert [message["name"] for message in here.named("control")] == ["expelled"]
