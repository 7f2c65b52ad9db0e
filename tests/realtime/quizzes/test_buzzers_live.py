"""Buzzers through a real server: phones on sockets, the timer that settles, a server that dies."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.quizzes.models import Phase, Press, Turn
from blueprints.quizzes.services import seats
from blueprints.quizzes.services.play import turns
from store import db
from store.actors import SYSTEM
from tests.support.processes import wait_until
from tests.support.quiz_phones import Desk, Phone, micros, scorer
from tests.support.quizzes import Show, make_show, set_buzzers
from tests.support.server import Server

BUZZER = 1
A_MINUTE = 60_000  # longer than any machine takes between two presses


def clock() -> datetime:
    return datetime.now(UTC)


class SlowPhone(Phone):
    """A phone whose line takes `way_s` there and as long back."""

    way_s = 0.0

    def _act(self, name: str, data: dict[str, Any]) -> dict[str, Any]:
        time.sleep(self.way_s)
        answer = super()._act(name, data)
        time.sleep(self.way_s)
        return answer


@pytest.fixture
def show(app) -> Show:
    """Presses are gathered until a test says that it was long enough."""
    made = make_show(clock())
    set_buzzers(made.quiz_id, gather_ms=A_MINUTE)
    return made


def settle(show: Show, desk: Desk) -> None:
    """The window is over; whoever looks next settles the race."""
    set_buzzers(show.quiz_id, gather_ms=0)
    assert desk.stands[1] == Phase.ANSWERING


@pytest.fixture
def turn_id(show: Show) -> int:
    """A buzzer question that is shown."""
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], clock())
    found = turns.next_turn(SYSTEM, show.quiz_id, clock(), key="turn-0001")
    turns.show(SYSTEM, found, clock())
    return found


@pytest.fixture
def sit(turn_id: int, serving: Server) -> Iterator[Callable[[int], SlowPhone]]:
    """A phone at a seat, its clock compared."""
    sitting: list[SlowPhone] = []

    def at(contestant_id: int) -> SlowPhone:
        code = seats.issue_join_code(SYSTEM, contestant_id, clock())
        phone = SlowPhone(serving.url, contestant_id, code)
        sitting.append(phone)
        phone.exchange()
        return phone

    yield at
    for phone in sitting:
        phone.close()


@pytest.fixture
def desk(show: Show, turn_id: int, serving: Server) -> Desk:
    """The desk of the quiz."""
    return Desk(serving.url, show.quiz_id, scorer(show.hall.organisation_id, clock()))


def turn_now(turn_id: int) -> Turn:
    db.session.rollback()
    return db.session.get_one(Turn, turn_id, populate_existing=True)


def wait_a_moment() -> None:
    pressed = micros()
    wait_until(lambda: micros() - pressed > 300_000, "more than a busy machine blurs")


def test_phones_race_and_hear_how_it_ended(show: Show, turn_id: int, sit, desk: Desk) -> None:
    first, second, third = (sit(team[0]) for team in show.contestant_ids)
    first.way_s = 0.03
    first.exchange()
    assert first.screen[0] == "reading"
    desk.act("open", turn=turn_id)
    for phone in (first, second, third):
        phone.wait("armed")
    told = [one for one in third.socket.named("control") if one["name"] == "opened"]
    assert told[-1]["data"] == {"turn": turn_id, "heat": 1}, "at once, before the screen is made"
    assert first.press()["verdict"] == ""
    wait_a_moment()
    assert second.press()["verdict"] == ""
    settle(show, desk)
    first.wait("yours")
    second.wait("others")
    third.wait("others")
    turn = turn_now(turn_id)
    assert (turn.phase, turn.entry_id) == (Phase.ANSWERING, show.entry_ids[0])
    rows = db.session.scalars(sa.select(Press).order_by(Press.at_us)).all()
    assert [one.verdict for one in rows] == ["first", "later"]
    assert all(one.samples >= 4 and one.round_trip_us > 0 for one in rows)


def test_an_acknowledged_press_survives_kill_9_and_is_settled_afterwards(
    show: Show, turn_id: int, sit, desk: Desk, server: Server
) -> None:
    phone = sit(show.contestant_ids[0][0])
    desk.act("open", turn=turn_id)
    phone.wait("armed")
    taken = phone.press(key="press-before-death")
    assert taken["ok"]
    server.kill()
    db.session.rollback()
    assert db.session.get_one(Press, taken["press"]).verdict == ""
    set_buzzers(show.quiz_id, gather_ms=0)
    server.start()
    phone.close()
    phone.look()
    wait_until(lambda: _asks(phone) and turn_now(turn_id).phase == Phase.ANSWERING, "settled")
    again = phone.press(key="press-before-death")
    assert (again["repeated"], again["press"]) == (True, taken["press"])
    assert db.session.scalar(sa.select(sa.func.count(Press.id))) == 1


def _asks(phone: Phone) -> bool:
    phone.exchange()
    return True


def test_a_replaced_phone_is_put_out_and_presses_nothing(
    show: Show, turn_id: int, sit, desk: Desk, serving: Server
) -> None:
    older = sit(show.contestant_ids[0][0])
    code = seats.issue_join_code(SYSTEM, older.contestant_id, clock())
    older.visitor.open(f"/quiz/join/{code}")
    page = older.visitor.post(f"/quiz/join/{code}", {"take_over": "1"})
    assert page is not None
    older.socket.until(
        lambda: any(one["name"] == "expelled" for one in older.socket.named("control"))
    )
    desk.act("open", turn=turn_id)
    assert older.press()["reason"] == "forbidden"
    older.close()
    older.look()
    older.exchange()
    older.wait("armed")
    assert older.press()["ok"]


def test_nonsense_over_the_socket_does_no_harm(show: Show, turn_id: int, sit) -> None:
    phone = sit(show.contestant_ids[0][0])
    for data in (
        {},
        {"turn": "1", "heat": None, "key": 3},
        {"turn": 2**70, "heat": -1, "key": "x" * 200},
        {"turn": turn_id, "heat": 0, "key": "short"},
        {"turn": turn_id + 999, "heat": 0, "key": "long-enough"},
    ):
        assert not phone._act("press", data)["ok"]
    assert phone._act("clock", {"last": ["no"], "trip": "x"})["ok"]
    odd = {"turn": turn_id, "heat": 0, "key": "long-enough", "at": 1.5, "clock": [[1], "x", 5]}
    assert phone._act("press", odd)["verdict"] == "early"
    phone.wait("early")


@pytest.fixture
def other(app: Flask, server: Server, tmp_path: Path, redis_url: str) -> Iterator[Server]:
    """A second process beside `server`; both are started, and hear of each other."""
    second = Server(app.extensions["settings"], tmp_path / "other.log")
    for one in (server, second):
        one.environ["REDIS_URL"] = redis_url
        one.start()
    yield second
    second.stop()


def test_phones_on_two_processes_race_with_each_other(
    show: Show, turn_id: int, server: Server, other: Server
) -> None:
    """Clocks are compared with one process and the press goes to the other: receipts hold."""
    mine, theirs = (team[0] for team in show.contestant_ids[:2])
    first = SlowPhone(server.url, mine, seats.issue_join_code(SYSTEM, mine, clock()))
    second = SlowPhone(other.url, theirs, seats.issue_join_code(SYSTEM, theirs, clock()))
    for phone in (first, second):
        phone.exchange()
    first.close()
    first.url = first.visitor.base = other.url
    first.look()
    desk = Desk(server.url, show.quiz_id, scorer(show.hall.organisation_id, clock()))
    desk.act("open", turn=turn_id)
    first.wait("armed")
    second.wait("armed")
    assert first.press()["ok"]
    wait_a_moment()
    assert second.press()["ok"]
    settle(show, desk)
    first.wait("yours")
    second.wait("others")
    db.session.rollback()
    rows = db.session.scalars(sa.select(Press).order_by(Press.at_us)).all()
    assert [(one.verdict, one.samples >= 4) for one in rows] == [("first", True), ("later", True)]
    first.close()
    second.close()
