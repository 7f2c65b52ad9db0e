"""Joining needs a sound ticket and a right that is read at that moment."""

from tests.realtime.engine.conftest import Hall


def test_a_join_tells_where_the_room_stands(hall: Hall, room: str) -> None:
    place = hall.post("/control/append", room=room, n=3)
    with hall.socket() as socket:
        answer = socket.join(room, hall.ticket("account:1", room))
    assert answer == {"ok": True, "epoch": place["epoch"], "seq": 3, "state": {}}


def test_a_ticket_covers_what_is_below_its_room_and_nothing_beside_it(hall: Hall) -> None:
    ticket = hall.ticket("account:1", "testchat:12")
    with hall.socket() as socket:
        assert socket.join("testchat:12:zh", ticket)["ok"]
        assert socket.join("testchat:123", ticket) == {"ok": False, "reason": "forbidden"}
        assert socket.join("testdesk:12", ticket) == {"ok": False, "reason": "forbidden"}


def test_without_the_right_a_sound_ticket_is_refused(hall: Hall) -> None:
    with hall.socket() as socket:
        answer = socket.join("testdesk:1", hall.ticket("judge:1", "testdesk:1"))
        assert answer == {"ok": False, "reason": "forbidden"}
        assert socket.join("testdesk:1", hall.ticket("account:1", "testdesk:1"))["ok"]


def test_forged_tickets_are_refused(hall: Hall, room: str) -> None:
    ticket = hall.ticket("judge:1", room)
    with hall.socket() as socket:
        for forged in (ticket[:-1], "x" + ticket, "", None, 7, ["a"], "." * 5000):
            answer = socket.call("join", {"room": room, "ticket": forged})
            assert answer == {"ok": False, "reason": "forged"}


def test_a_failing_check_is_a_refusal(hall: Hall) -> None:
    with hall.socket() as socket:
        answer = socket.join("testbroken:1", hall.ticket("account:1", "testbroken:1"))
    assert answer == {"ok": False, "reason": "forbidden"}


def test_unknown_rooms_are_refused(hall: Hall) -> None:
    with hall.socket() as socket:
        names = ["nothing:1", "testchat", "testchat:", "testchat:../x", "TESTCHAT:1", 5]
        for name in [*names, "testchat:" + "x" * 90]:
            answer = socket.call("join", {"room": name, "ticket": ""})
            assert answer == {"ok": False, "reason": "unknown"}


def test_a_socket_is_in_few_rooms_at_once(hall: Hall) -> None:
    ticket = hall.ticket("anonymous", *(f"testchat:many{n}" for n in range(13)))
    with hall.socket() as socket:
        answers = [socket.join(f"testchat:many{n}", ticket) for n in range(13)]
        assert [a["ok"] for a in answers] == [True] * 12 + [False]
        assert answers[-1]["reason"] == "too-many"
        assert socket.call("leave", {"room": "testchat:many0"}) == {"ok": True}
        assert socket.join("testchat:many12", ticket)["ok"]


def test_only_members_hear_a_room(hall: Hall, room: str) -> None:
    with hall.socket() as inside, hall.socket() as gone, hall.socket() as outside:
        for socket in (inside, gone):
            assert socket.join(room, hall.ticket("anonymous", room))["ok"]
        gone.call("leave", {"room": room})
        hall.post("/control/emit", room=room, n=2)
        inside.until(lambda: len(inside.named("control")) == 2)
        for socket in (gone, outside):
            socket.call("leave", {"room": room})  # whatever came before this answer is read
            assert socket.events == []


def test_the_expelled_hear_nothing_more_and_cannot_come_back(hall: Hall, room: str) -> None:
    ticket = hall.ticket("judge:9", room)
    with hall.socket() as banned, hall.socket() as other:
        assert banned.join(room, ticket)["ok"]
        assert other.join(room, hall.ticket("judge:8", room))["ok"]
        hall.post("/control/expel", room=room, ref="judge:9")
        hall.post("/control/emit", room=room)
        other.until(lambda: other.named("control"))
        banned.until(lambda: banned.named("control"))
        assert banned.join(room, ticket) == {"ok": False, "reason": "forbidden"}
        expelled = {"room": room, "name": "expelled", "data": {"reason": "revoked"}}
        assert banned.named("control") == [expelled]
        act = {"room": room, "name": "echo", "data": {}}
        assert banned.call("act", act) == {"ok": False, "reason": "forbidden"}


def test_events_of_a_feature_reach_its_handler(hall: Hall, room: str) -> None:
    with hall.socket() as socket:
        act = {"room": room, "name": "echo", "data": {"a": [1, "二"]}}
        assert socket.call("act", act) == {"ok": False, "reason": "forbidden"}
        assert socket.join(room, hall.ticket("account:1", room))["ok"]
        key = room.removeprefix("testchat:")
        assert socket.call("act", act) == {"ok": True, "key": key, "data": {"a": [1, "二"]}}
        assert socket.call("act", {**act, "name": "nothing"})["reason"] == "unknown"
        assert socket.call("act", {**act, "name": "explode"})["reason"] == "error"


def test_another_origin_is_refused(hall: Hall) -> None:
    with hall.socket(origin="http://evil.example") as socket:
        assert b" 400 " in socket.head
    with hall.socket(origin=f"http://127.0.0.1:{hall.port}") as socket:
        assert b" 101 " in socket.head
