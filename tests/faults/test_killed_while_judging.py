"""The server is killed (-9) again and again while judges submit. Nothing acknowledged is lost.

Each judge sends a mark until it is answered, always under the same key, as the phones do.
`KILLS=200` makes it as many as the promise in the README says; the usual run has fewer.
"""

import os
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime

import pytest
import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.replay.visitor import Visitor
from blueprints.contests.services import seats
from blueprints.contests.services.ledger import broken_rows
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.processes import wait_until
from tests.support.server import Server

KILLS = int(os.environ.get("KILLS", "15"))
SEED = int(os.environ.get("KILL_SEED", "20260512"))
JUDGES = 3
ITEMS = ("content", "skill", "effect")
LONGEST_LIFE_S = 0.4
PATIENCE_S = 600.0  # a phone never gives up


@dataclass
class JudgeAtWork:
    """One judge on a thread of its own: what was sent, and what was acknowledged."""

    visitor: Visitor
    path: str
    entries: list[str]
    sent: list[str] = field(default_factory=list)
    receipts: dict[str, dict[str, object]] = field(default_factory=dict)
    fault: Exception | None = None

    def work(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                self._mark(len(self.sent))
        except Exception as fault:  # noqa: BLE001 - shown by the test, which runs elsewhere
            self.fault = fault

    def _mark(self, number: int) -> None:
        key = str(uuid.uuid4())
        self.sent.append(key)
        fields = {
            "entry": self.entries[number % len(self.entries)],
            "item": ITEMS[number % len(ITEMS)],
            "value": str(number % 20),
            "key": key,
        }
        self.receipts[key] = self.visitor.post_json(self.path, fields)["receipt"]


@pytest.mark.timeout(1200)  # sixteen starts of a server
def test_every_acknowledged_mark_survives(app, server: Server, now: datetime) -> None:
    hall = make_hall(now, preset="five_judges_trimmed", judges=JUDGES, entries=5)
    codes = [seats.issue_join_code(SYSTEM, judge.id, now) for judge in hall.judges]
    server.start()
    judges = [_sit_down(server, hall, n, codes[n]) for n in range(JUDGES)]
    stop = threading.Event()
    threads = [threading.Thread(target=judge.work, args=(stop,)) for judge in judges]
    for thread in threads:
        thread.start()
    chance = random.Random(SEED)
    for _kill in range(KILLS):
        time.sleep(chance.uniform(0.0, LONGEST_LIFE_S))  # the moment itself is what is tried
        server.kill()
        server.start()
    wait_until(lambda: _answered(judges) > KILLS or _faults(judges), "more marks than kills")
    stop.set()
    for thread in threads:
        thread.join()
    assert _faults(judges) == []
    _check(hall, judges)


def _answered(judges: list[JudgeAtWork]) -> int:
    return sum(len(judge.receipts) for judge in judges)


def _faults(judges: list[JudgeAtWork]) -> list[Exception]:
    return [judge.fault for judge in judges if judge.fault is not None]


def _sit_down(server: Server, hall: Hall, number: int, code: str) -> JudgeAtWork:
    visitor = Visitor(server.url, patience_s=PATIENCE_S)
    visitor.open(f"/join/{code}")
    visitor.post(f"/join/{code}", {"take_over": "1"})
    judge_id = hall.judges[number].id
    entries = [hall.entry(n).key for n in range(5)]
    return JudgeAtWork(visitor, f"/judge/{judge_id}/rounds/{hall.round_id}/marks", entries)


def _check(hall: Hall, judges: list[JudgeAtWork]) -> None:
    db.session.rollback()
    assert broken_rows(hall.round_id) == []
    rows = db.session.scalars(
        sa.select(LedgerRow).where(
            LedgerRow.round_id == hall.round_id, LedgerRow.kind == LedgerKind.MARK
        )
    ).all()
    by_key = {row.key: row for row in rows}
    assert len(by_key) == len(rows), "a key is in the ledger twice"
    acknowledged = 0
    for number, judge in enumerate(judges):
        for key, receipt in judge.receipts.items():
            row = by_key[f"{hall.judges[number].id}:{key}"]
            assert (row.seq, row.hash) == (receipt["seq"], receipt["hash"])
            acknowledged += 1
    assert acknowledged == sum(len(judge.sent) for judge in judges)
    assert acknowledged == len(rows), "a mark is there that nobody sent"
    assert acknowledged > KILLS
