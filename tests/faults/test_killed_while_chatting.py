"""The server is killed (-9) while people chat. What was acknowledged is there exactly once."""

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa

from blueprints.classroom.models import Message, RoomRole, Staff
from realtime.models import LiveItem
from store import db, write
from tests.support.audience import Listener
from tests.support.classroom import Room, make_room
from tests.support.people import PASSWORD, account
from tests.support.server import Server

KILLS, WRITERS = 4, 3
LONGEST_LIFE_S = 0.6
MOST_SAID = 150  # by each: more than 500 in all would not be told one by one to who comes back
PATIENCE_S = 120.0  # a browser never gives up


@dataclass
class Writer:
    """Staff, whom no rate limit slows down; each message goes under a key of its own."""

    listener: Listener
    number: int
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    fault: Exception | None = None

    def work(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set() and len(self.acknowledged) < MOST_SAID:
                key = f"writer-{self.number}-{len(self.acknowledged):04}"
                answer = self.listener.say(f"{self.number}号第{len(self.acknowledged)}句", key)
                self.acknowledged.append((answer["id"], key))
        except Exception as fault:  # noqa: BLE001 - shown by the test, which runs elsewhere
            self.fault = fault


def test_every_acknowledged_message_is_there_once(app, server: Server) -> None:
    room = _room()
    server.start()
    writers = [Writer(_come(server, room, number), number) for number in range(WRITERS)]
    stop, chance = threading.Event(), random.Random(20261129)
    threads = [threading.Thread(target=writer.work, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    for _kill in range(KILLS):
        time.sleep(chance.uniform(0.1, LONGEST_LIFE_S))  # the moment itself is what is tried
        server.kill()
        server.start()
    _until_each_has(writers, KILLS)
    stop.set()
    for thread in threads:
        thread.join()
    assert [writer.fault for writer in writers] == [None] * WRITERS
    _check(room, writers)
    _check_who_comes_back(writers[0].listener, room)


def _room() -> Room:
    now = datetime.now(UTC)
    room = make_room(now)
    with write():
        for number in range(WRITERS):
            who = account(f"writer{number}", f"写手{number}", room.world.west, now, PASSWORD)
            role = {"role": RoomRole.MODERATOR, "granted_at": now}
            db.session.add(Staff(session_id=room.session_id, account_id=who, **role))
    return room


def _come(server: Server, room: Room, number: int) -> Listener:
    listener = Listener(
        server.url, room.key, f"写手{number}", username=f"writer{number}", patience_s=PATIENCE_S
    )
    listener.say("开始", f"first-of-{number}-0")
    listener.until(listener.texts)
    listener.close()
    return listener


def _until_each_has(writers: list[Writer], count: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while any(len(w.acknowledged) < count and w.fault is None for w in writers):
        assert time.monotonic() < deadline, "the writers get no answers"
        time.sleep(0.05)


def _check(room: Room, writers: list[Writer]) -> None:
    db.session.rollback()
    by_key = {m.client_key: m.id for m in db.session.scalars(sa.select(Message))}
    for writer in writers:
        for number, key in writer.acknowledged:
            assert by_key[key] == number
    total = sum(len(writer.acknowledged) for writer in writers) + WRITERS
    assert len(by_key) == total == db.session.scalar(sa.select(sa.func.count(Message.id)))
    logged = [
        item.payload["id"]
        for item in db.session.scalars(
            sa.select(LiveItem)
            .where(LiveItem.room == f"class:{room.session_id}", LiveItem.kind == "chat.message")
            .order_by(LiveItem.seq)
        )
    ]
    assert sorted(logged) == sorted(by_key.values())  # each was told once


def _check_who_comes_back(listener: Listener, room: Room) -> None:
    """Whoever was there from the beginning and reconnects has everything, once."""
    listener.connect()
    query = sa.select(Message.id).where(Message.session_id == room.session_id)
    wanted = sorted(db.session.scalars(query))
    listener.until(lambda: len(_ids(listener)) == len(wanted))
    assert sorted(_ids(listener)) == wanted
    listener.close()


def _ids(listener: Listener) -> list[int]:
    listener.texts()  # reads what has come
    return [i["payload"]["id"] for i in listener.items if i["kind"] == "chat.message"]
