"""A mark on a real server: one frame to every board, and the whole truth after a gap."""

import json
import re
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.queries.board import board_view
from blueprints.contests.services import desk
from realtime import ANONYMOUS, tickets
from store import db
from store.actors import SYSTEM
from tests.realtime.engine.client import SocketClient
from tests.support.contests import Hall, make_hall
from tests.support.phone import Phone
from tests.support.processes import DEADLINE_S
from tests.support.server import Server


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """Four entrants, the first on stage."""
    hall = make_hall(now, entries=4)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    return hall


class Board:
    """Somebody who watches: a socket in the room, the place the page was loaded at."""

    def __init__(self, server: Server, hall: Hall, language: str = "zh") -> None:
        self.room = f"board:{hall.round_id}:{language}"
        self._server, self._hall, self._language = server, hall, language
        self.socket = SocketClient(int(server.url.rpartition(":")[2]))
        self.epoch, self.seq = self.panel_place()
        ticket = tickets.issue(ANONYMOUS, [f"board:{hall.round_id}"], datetime.now(UTC))
        answer = self.socket.join(self.room, ticket)
        assert (answer["ok"], answer["epoch"], answer["seq"]) == (True, self.epoch, self.seq)

    def __enter__(self) -> "Board":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.sock.close()

    def frames(self) -> list[dict[str, Any]]:
        return self.socket.named("frame")

    def until_at(self, seq: int) -> list[dict[str, Any]]:
        self.socket.until(lambda: any(frame["seq"] >= seq for frame in self.frames()))
        return self.frames()

    def panel(self) -> str:
        path = f"/board/{self._hall.round_id}/panel?lang={self._language}"
        with urllib.request.urlopen(self._server.url + path, timeout=DEADLINE_S) as answer:
            return str(answer.read().decode())

    def panel_place(self) -> tuple[int, int]:
        found = re.search(r'data-epoch="(\d+)" data-seq="(\d+)"', self.panel())
        assert found is not None
        return int(found[1]), int(found[2])


def test_a_mark_is_one_frame_on_every_board(hall: Hall, serving: Server) -> None:
    phone = Phone(hall, serving.url, 0)
    with Board(serving, hall) as one, Board(serving, hall, "en") as other:
        seq = phone.mark(hall.entry(0).key, "performance", "9.10")["seq"]
        for board in (one, other):
            (frame,) = board.until_at(seq)
            assert (frame["epoch"], frame["after"], frame["seq"]) == (board.epoch, seq - 1, seq)
            targets = [fragment["target"] for fragment in frame["fragments"]]
            assert targets == [f"#row-{hall.entry(0).key}", "#board-stage"]
        assert "暂计" in json.dumps(one.frames(), ensure_ascii=False)
        assert "so far" in json.dumps(other.frames())


def test_frames_follow_on_each_other_without_a_gap(hall: Hall, serving: Server) -> None:
    phones = [Phone(hall, serving.url, number) for number in range(3)]
    with Board(serving, hall) as board:
        for entry in range(4):
            for number, phone in enumerate(phones):
                last = phone.mark(hall.entry(entry).key, "performance", f"9.{entry}{number}")
        frames = board.until_at(last["seq"])
        assert frames[0]["after"] == board.seq
        for before, frame in pairwise(frames):
            assert frame["after"] == before["seq"]


def test_the_panel_is_the_truth_after_a_gap(hall: Hall, serving: Server) -> None:
    phone = Phone(hall, serving.url, 0)
    with Board(serving, hall) as board:
        for entry in (2, 1, 3, 0):
            last = phone.mark(hall.entry(entry).key, "performance", f"8.{entry}5")
        board.until_at(last["seq"])
        missed = urllib.parse.urlencode(
            {
                "room": board.room,
                "epoch": board.epoch,
                "after": board.seq,
                "ticket": tickets.issue(ANONYMOUS, [board.room], datetime.now(UTC)),
            }
        )
        address = f"{serving.url}/live/catch-up?{missed}"
        with urllib.request.urlopen(address, timeout=DEADLINE_S) as answer:
            told = json.loads(answer.read())
        assert told["reset"] and told["panel"].endswith("lang=zh")
        panel = board.panel()
        assert f'data-seq="{last["seq"]}"' in panel
        db.session.rollback()
        shown = re.findall(r'id="row-([^"]+)"', panel)
        assert shown == [row.who.key for row in board_view(hall.round_id).rows]
        assert [hall.entry(n).key for n in (3, 2, 1, 0)] == shown


def test_no_frame_holds_a_mark_before_all_have_locked(
    app: Flask, now: datetime, serving: Server
) -> None:
    hall = make_hall(now, release="together")
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    phones = [Phone(hall, serving.url, number) for number in range(3)]
    secret = ("9.37", "8.73", "7.39")
    with Board(serving, hall) as board:
        for phone, value in zip(phones, secret, strict=True):
            phone.mark(hall.entry(0).key, "performance", value)
        for phone in phones[:2]:
            seq = phone.lock(hall.entry(0).key)["seq"]
        sent = json.dumps(board.until_at(seq))
        assert not [value for value in secret if value in sent]
        seq = phones[2].lock(hall.entry(0).key)["seq"]
        sent = json.dumps(board.until_at(seq))
        assert all(value in sent for value in secret)
