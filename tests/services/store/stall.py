"""Does waiting for the database stop the whole process? `python -m tests.services.store.stall`.

Arguments: a case, a database, and how long it is held. While greenlets wait, a ticker runs; the
longest time between two of its ticks is printed, in seconds. Freezing would show as a long gap.
Time is told by a thread of the system's own, which a busy machine holds up as well.
"""

from gevent import monkey

monkey.patch_all()

import sqlite3
import sys

import gevent
import sqlalchemy as sa
from flask import Flask

from store import db, write
from tests.services.store.conftest import counters, make_store

HELD_S = float(sys.argv[3])
TICK_S = 0.01
real_sleep = monkey.get_original("time", "sleep")
start_real_thread = monkey.get_original("_thread", "start_new_thread")
beats = 0


def beat() -> None:
    """The clock: a thread that no greenlet can freeze."""
    global beats  # noqa: PLW0603 - the clock of this program
    while True:
        real_sleep(TICK_S)
        beats += 1


def yielding_inside(app: Flask) -> None:
    """One greenlet yields inside its write transaction while others begin theirs."""

    def increment(pause_s: float) -> None:
        with app.app_context(), write():
            value = db.session.scalars(sa.select(counters.c.value).with_for_update()).one()
            gevent.sleep(pause_s)
            db.session.execute(sa.update(counters).values(value=value + 1))

    slow = gevent.spawn(increment, HELD_S)
    gevent.sleep(TICK_S)
    gevent.joinall([slow, *(gevent.spawn(increment, 0) for _ in range(5))], raise_error=True)


def held_by_another(app: Flask) -> None:
    """Another process holds the write lock of SQLite for a while."""
    other = sqlite3.connect(sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")

    def increment() -> None:
        with app.app_context(), write():
            db.session.execute(sa.update(counters).values(value=6))

    waiting = gevent.spawn(increment)
    gevent.sleep(HELD_S)
    other.execute("ROLLBACK")
    waiting.get()


def slow_query(app: Flask) -> None:
    """PostgreSQL takes its time to answer."""
    with app.app_context():
        db.session.execute(sa.text("SELECT pg_sleep(:s)"), {"s": HELD_S})
        with write():
            db.session.execute(sa.update(counters).values(value=6))


def longest_gap(app: Flask, case: str) -> float:
    gaps: list[float] = []

    def tick() -> None:
        last = beats
        while True:
            gevent.sleep(TICK_S)
            gaps.append((beats - last) * TICK_S)
            last = beats

    with app.app_context():
        db.session.execute(sa.select(counters.c.value)).all()  # connect and import beforehand
    start_real_thread(beat, ())
    ticker = gevent.spawn(tick)
    gevent.sleep(0)
    globals()[case](app)
    ticker.kill()
    with app.app_context():
        value = db.session.scalars(sa.select(counters.c.value)).one()
    if value != 6:
        raise SystemExit(f"a write was lost: {value}")
    return max(gaps)


if __name__ == "__main__":
    print(longest_gap(make_store(sys.argv[2]), sys.argv[1]))
