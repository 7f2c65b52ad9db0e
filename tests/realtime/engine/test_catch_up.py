"""GET /live/catch-up: exact, guarded, cheap in a storm."""

import threading
import urllib.error
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from realtime import rooms
from realtime.catch_up import FRESH_S, CatchUp
from tests.realtime.engine.conftest import Hall


def ask(hall: Hall, room: str, ref: str = "account:1", **query: Any) -> Any:
    """Ask as a browser does."""
    details = {"room": room, "ticket": hall.ticket(ref, room), **query}
    return hall.get("/live/catch-up", **details)


def refusal(hall: Hall, **query: Any) -> tuple[int, str]:
    with pytest.raises(urllib.error.HTTPError) as refused:
        hall.get("/live/catch-up", **query)
    with refused.value as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"
        return answer.status, answer.read().decode()


def test_it_tells_what_was_missed(hall: Hall, room: str) -> None:
    place = hall.post("/control/append", room=room, n=5)
    frame = ask(hall, room, epoch=place["epoch"], after=3)
    assert [item["seq"] for item in frame["items"]] == [4, 5]
    assert (frame["epoch"], frame["after"], frame["seq"]) == (place["epoch"], 3, 5)
    assert ask(hall, room, epoch=place["epoch"], after=5)["items"] == []


def test_an_old_epoch_or_a_place_ahead_is_a_reset(hall: Hall, room: str) -> None:
    place = hall.post("/control/append", room=room, n=5)
    for epoch, after in ((place["epoch"] - 1, 5), (place["epoch"], 6), (0, 0)):
        frame = ask(hall, room, epoch=epoch, after=after)
        assert (frame["reset"], frame["epoch"], frame["seq"]) == (True, place["epoch"], 5)


def test_who_has_heard_of_more_gets_more(hall: Hall, room: str) -> None:
    """The kept answer ends at 2; a browser that has heard of 4 isn't put off with it."""
    place = hall.post("/control/append", room=room, n=2)
    query = {"epoch": place["epoch"], "after": 0}
    assert ask(hall, room, **query)["seq"] == 2
    hall.post("/control/append", room=room, n=2)
    assert ask(hall, room, **query, want=4)["seq"] == 4


def test_a_gap_seen_on_the_socket_is_filled_exactly(hall: Hall, room: str) -> None:
    """Frames while away and frames while back make up the whole log, each item once."""
    hall.post("/control/append", room=room, n=3)
    ticket = hall.ticket("anonymous", room)
    with hall.socket() as socket:
        place = socket.join(room, ticket)
    writer = threading.Thread(
        target=hall.post, args=("/control/append",), kwargs={"room": room, "n": 60}
    )
    writer.start()
    with hall.socket() as socket:
        joined = socket.join(room, ticket)
        missed = ask(hall, room, epoch=place["epoch"], after=place["seq"], want=joined["seq"])
        have = [3, *(item["seq"] for item in missed["items"])]
        if have[-1] < 63:  # else all was written before we came back
            socket.until(lambda: socket.named("frame") and socket.named("frame")[-1]["seq"] == 63)
        for frame in socket.named("frame"):
            assert frame["after"] <= have[-1]
            have += [item["seq"] for item in frame["items"] if item["seq"] > have[-1]]
    writer.join()
    assert have == list(range(3, 64))


def test_rights_are_checked_as_at_a_join(hall: Hall, room: str) -> None:
    assert refusal(hall, room="testdesk:1", ticket=hall.ticket("judge:1", "testdesk:1"))[0] == 403
    status, text = refusal(hall, room=room, ticket=hall.ticket("judge:1", "testchat:another"))
    assert (status, '"reason":"forbidden"' in text.replace(" ", "")) == (403, True)
    status, text = refusal(hall, room=room, ticket="x")
    assert (status, '"reason":"forged"' in text.replace(" ", "")) == (403, True)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"room": "nothing:1"},
        {"room": "testchat:1", "after": "-1"},
        {"room": "testchat:1", "after": "x"},
        {"room": "testchat:1", "epoch": "9" * 400},
        {"room": "testchat:1", "want": "١"},
    ],
)
def test_nonsense_is_not_found(hall: Hall, query: dict[str, str]) -> None:
    assert refusal(hall, **query)[0] == 404


class Counting:
    """A room kind that counts how often it is asked to render."""

    def __init__(self) -> None:
        self.rendered = 0
        self.place = (1, 8)
        self.panel: Callable[[str], str] | None = None

    def declare(self) -> None:
        rooms.register(
            "counting",
            authorise=lambda _actor, _key: True,
            position=lambda _key: self.place,
            render=self.render,
            panel_url=self.panel,
        )

    def render(self, _room: str, after: int, upto: int) -> dict[str, Any]:
        self.rendered += 1
        return {"fragments": [{"html": f"{after}-{upto}"}]}


@pytest.fixture
def counting() -> Iterator[Counting]:
    kind = Counting()
    kind.declare()
    yield kind
    rooms.forget("counting")


def test_a_storm_is_answered_once(app: Flask, counting: Counting) -> None:
    now = [0.0]
    catch_up = CatchUp(lambda: now[0])
    answers = {catch_up.answer("counting:1", 1, 5) for _ in range(100)}
    assert (len(answers), counting.rendered) == (1, 1)
    catch_up.answer("counting:1", 1, 6)
    assert counting.rendered == 2
    now[0] = FRESH_S
    catch_up.answer("counting:1", 1, 5)
    assert counting.rendered == 3
    counting.place = (1, 9)
    assert '"seq":9' in catch_up.answer("counting:1", 1, 5, want=9)


def test_a_derived_room_names_its_panel(app: Flask, counting: Counting) -> None:
    counting.panel = "/panel/{}".format
    counting.declare()
    text = CatchUp(lambda: 0.0).answer("counting:1:zh", 1, 5)
    assert '"reset":true,"panel":"/panel/1:zh"' in text
    assert counting.rendered == 0
