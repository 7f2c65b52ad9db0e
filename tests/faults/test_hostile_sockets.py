"""Sockets that stay after the right has gone: they hear nothing more within seconds."""

from datetime import UTC, datetime

from flask import Flask

from blueprints.contests.services import setup
from blueprints.people import services
from realtime import tickets
from store.actors import SYSTEM
from tests.realtime.engine.client import SocketClient
from tests.support.contests import Hall, make_hall
from tests.support.people import account
from tests.support.processes import wait_until
from tests.support.server import Server


def _ticket(ref: str, room: str) -> str:
    return tickets.issue(ref, [room], datetime.now(UTC))


def _expelled(socket: SocketClient, room: str) -> bool:
    told = [(body["room"], body["name"]) for body in socket.named("control")]
    return (room, "expelled") in told


def _scorer(hall: Hall, name: str) -> int:
    made = account(name, "示例记分", hall.organisation_id, hall.now)
    services.grant_role(SYSTEM, made, "scorer", contest_id=hall.contest_id, now=hall.now)
    return made


def test_lost_rights_end_in_open_sockets(app: Flask, serving: Server, now: datetime) -> None:
    hall = make_hall(now)
    port = int(serving.url.rpartition(":")[2])
    desk, board = f"desk:{hall.round_id}:en", f"board:{hall.round_id}:en"
    leaver, stayer = _scorer(hall, "leaver"), _scorer(hall, "stayer")
    with SocketClient(port) as gone, SocketClient(port) as kept, SocketClient(port) as visitor:
        assert gone.join(desk, _ticket(f"account:{leaver}", desk))["ok"]
        assert kept.join(desk, _ticket(f"account:{stayer}", desk))["ok"]
        assert visitor.join(board, _ticket("anonymous", board))["ok"]
        services.set_account_active(SYSTEM, leaver, active=False, now=now)
        setup.update_contest(
            SYSTEM, hall.contest_id, setup.ContestInput("示例比武", public=False), now
        )

        def found_out() -> bool:
            """Rights are read again every ten seconds; whoever heard nothing so long is cut off."""
            for socket in (gone, kept, visitor):
                socket.hear()
            return _expelled(gone, desk) and _expelled(visitor, board)

        wait_until(found_out, "both to be put out")
        assert kept.call("probe", {})["ok"]
        assert not [body for body in kept.named("control") if body["name"] == "expelled"]
        refused = gone.join(desk, _ticket(f"account:{leaver}", desk))
        assert refused == {"ok": False, "reason": "forbidden"}


def test_a_live_event_from_outside_the_room_is_refused(
    app: Flask, serving: Server, now: datetime
) -> None:
    hall = make_hall(now)
    port = int(serving.url.rpartition(":")[2])
    with SocketClient(port) as socket:
        for room in (f"desk:{hall.round_id}:en", f"judge:{hall.judges[0].id}", "board:1:en"):
            sent = {"room": room, "name": "call", "data": {"entry": "x"}}
            assert not socket.call("act", sent)["ok"]
