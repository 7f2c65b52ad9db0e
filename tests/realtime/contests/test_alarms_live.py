"""Alarms on a real server: on the desk with the mark that sets them off, and on no board ever."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.services import alarms
from realtime import ANONYMOUS, tickets
from store.actors import SYSTEM
from tests.realtime.engine.client import SocketClient
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.phone import Phone
from tests.support.server import Server


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = make_hall(now)
    alarms.set_limits(SYSTEM, hall.round_id, {"performance": {"spread": "1"}}, now)
    return hall


def joined(server: Server, ref: Any, kind: str, room: str) -> SocketClient:
    socket = SocketClient(int(server.url.rpartition(":")[2]))
    answer = socket.join(room, tickets.issue(ref, [kind], datetime.now(UTC)))
    assert answer["ok"], answer
    return socket


def frames_until(socket: SocketClient, seq: int) -> list[dict[str, Any]]:
    socket.until(lambda: any(frame["seq"] >= seq for frame in socket.named("frame")))
    return socket.named("frame")


def test_the_desk_hears_of_a_spread_with_the_mark_and_the_board_never(
    app: Flask, hall: Hall, serving: Server, now: datetime
) -> None:
    number, scorer = hall.round_id, Staff(app, hall, now).account("scorer")
    desk = joined(serving, f"account:{scorer}", f"desk:{number}", f"desk:{number}:zh_Hans_CN")
    board = joined(serving, ANONYMOUS, f"board:{number}", f"board:{number}:zh")
    key = hall.entry(0).key
    Phone(hall, serving.url, 0).mark(key, "performance", "9.20")
    seq = Phone(hall, serving.url, 1).mark(key, "performance", "7.50")["seq"]
    told = json.dumps(frames_until(desk, seq), ensure_ascii=False)
    assert "评委相差 1.7" in told and "data-alarming" in told
    seen = json.dumps(frames_until(board, seq), ensure_ascii=False)
    assert "相差" not in seen and "apart" not in seen
    for socket in (desk, board):
        socket.sock.close()
