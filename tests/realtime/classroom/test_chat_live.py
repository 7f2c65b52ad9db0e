"""The chat on a real server: order, gaps, who hears what, who is put out."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Participant, Sanction
from realtime import tickets
from store import db
from tests.realtime.engine.client import SocketClient
from tests.support.audience import Listener
from tests.support.classroom import Room, make_room
from tests.support.server import Server


class Staffer(Listener):
    """A moderator with a studio and its address."""

    def __init__(self, server: Server, room: Room) -> None:
        self.session_id = room.session_id
        super().__init__(server.url, room.key, "管理一号", username="moderator")
        name = f"studio:{room.session_id}:zh"
        assert self.socket.join(name, self.ticket)["ok"]

    def post(self, address: str, **fields: object) -> None:
        base = f"/classroom/sessions/{self.session_id}"
        self.visitor.post(f"{base}/{address}", fields)

    def studio_kinds(self) -> list[str]:
        frames = [f for f in self.socket.named("frame") if f["room"].startswith("studio:")]
        return [item["kind"] for frame in frames for item in frame["items"]]


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


@pytest.fixture
def come(serving: Server, room: Room) -> Iterator[object]:
    with ExitStack() as stack:

        def enter(nickname: str) -> Listener:
            return stack.enter_context(closing(Listener(serving.url, room.key, nickname)))

        yield enter


@pytest.fixture
def staff(serving: Server, room: Room) -> Iterator[Staffer]:
    with closing(Staffer(serving, room)) as staffer:
        yield staffer


def participant_id(nickname: str) -> int:
    db.session.rollback()
    query = sa.select(Participant.id).where(Participant.nickname == nickname)
    return db.session.scalars(query).one()


def test_both_hear_both_in_one_order(come) -> None:
    one, other = come("晴空"), come("海风")
    for number in range(4):
        one.say(f"甲{number}", f"order-a-{number}")
        other.say(f"乙{number}", f"order-b-{number}")
    for listener in (one, other):
        listener.until(lambda listener=listener: len(listener.texts()) == 8)
    assert one.texts() == other.texts()
    assert [text for text in one.texts() if text[0] == "甲"] == [f"甲{n}" for n in range(4)]


def test_who_was_cut_off_gets_everything_missed_once(come) -> None:
    one, other = come("晴空"), come("海风")
    one.say("之前", "cut-key-0000")
    other.until(lambda: other.texts() == ["之前"])
    other.close()
    for number in range(4):
        one.say(f"断线中{number}", f"cut-key-1{number:03}")
    other.connect()
    other.until(lambda: len(other.texts()) == 5)
    assert other.texts() == ["之前", *(f"断线中{n}" for n in range(4))]
    third = come("远山")
    third.say("之后", "cut-key-2000")
    other.until(lambda: other.texts()[-1] == "之后")
    assert len(other.texts()) == 6


def test_what_was_deleted_meanwhile_is_not_caught_up(come, staff: Staffer) -> None:
    one, other = come("晴空"), come("海风")
    one.say("之前", "gone-key-000")
    other.until(other.texts)
    other.close()
    kept = one.say("留下的", "gone-key-001")
    gone = one.say("删掉的", "gone-key-002")
    staff.post(f"messages/{gone['id']}/delete")
    one.until(lambda: "chat.deleted" in one.kinds())
    other.connect()
    other.until(lambda: "chat.deleted" in other.kinds())
    assert other.texts() == ["之前", "留下的"]
    assert "删掉的" not in other.look()
    assert kept["state"] == "shown"


def test_a_held_message_reaches_staff_alone(come, staff: Staffer) -> None:
    one, other = come("晴空"), come("海风")
    staff.post("order", chat_open=1, danmaku=1, slow_seconds=0, pre=1)
    sent = one.say("等待审核的话", "held-key-001")
    assert sent["state"] == "held"
    staff.until(lambda: "queue.held" in staff.studio_kinds())
    one.until(lambda: "order.changed" in one.kinds())
    assert other.texts() == [] and "等待审核的话" not in str(other.socket.events)
    staff.post(f"messages/{sent['id']}/approve")
    other.until(lambda: other.texts() == ["等待审核的话"])
    one.until(lambda: "chat.approved" in one.told())
    assert "chat.approved" not in other.told()


def test_a_ban_cuts_the_socket_off_and_keeps_out(come, staff: Staffer) -> None:
    one, other = come("晴空"), come("海风")
    staff.post(f"people/{participant_id('海风')}/ban")
    other.until(lambda: other.socket.named("control"))
    assert other.socket.named("control")[0]["name"] == "expelled"
    assert other.socket.join(other.room, other.ticket) == {"ok": False, "reason": "forbidden"}
    one.say("他听不到了", "ban-key-0001")
    one.until(lambda: one.texts() == ["他听不到了"])
    assert other.texts() == []
    staff.post(f"sanctions/{sanction_id()}/undo")
    assert other.socket.join(other.room, other.ticket)["ok"]


def sanction_id() -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(Sanction.id)).one()


def test_forged_joins_are_refused(come, serving: Server, room: Room) -> None:
    one = come("晴空")
    now = datetime.now(UTC)
    port = int(serving.url.rpartition(":")[2])
    own = participant_id("晴空")
    stranger = tickets.issue("viewer:999999", [f"class:{room.session_id}"], now)
    other_session = tickets.issue(f"viewer:{own}", [f"class:{room.session_id + 7}"], now)
    with SocketClient(port) as socket:
        for name, ticket in (
            (f"class:{room.session_id}:zh", stranger),
            (f"class:{room.session_id + 7}:zh", other_session),
            (f"class:{room.session_id}:xx", one.ticket),
            (f"class:{room.session_id}:zh", one.ticket[:-4] + "AAAA"),
            (f"studio:{room.session_id}:zh", one.ticket),
            ("viewer:1", tickets.issue(f"viewer:{own}", ["viewer:1"], now)) if own != 1
            else ("viewer:2", tickets.issue(f"viewer:{own}", ["viewer:2"], now)),
        ):  # fmt: skip
            assert socket.join(name, ticket)["ok"] is False, name


def test_reactions_are_told_in_sums(come) -> None:
    one, other = come("晴空"), come("海风")
    for listener in (one, other):
        listener.visitor.post(f"/class/{listener.key}/reactions", {"heart": 3})

    def total() -> int:
        states = [s["values"].get("reactions", {}) for s in one.socket.named("state")]
        return max((state.get("heart", 0) for state in states), default=0)

    def burst() -> int:
        boxes = one.socket.named("volatile")
        return sum(item["data"]["heart"] for box in boxes for item in box["items"])

    one.until(lambda: total() >= 6 and burst() >= 6)
    assert (total(), burst()) == (6, 6)
