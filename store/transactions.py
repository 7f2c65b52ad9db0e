"""The write gate: one write transaction at a time in this process, begun knowing that it writes.

Why (measured): on driver defaults SQLite loses read-then-write updates; under gevent a greenlet
that yields inside a write transaction while another begins one freezes the whole process for
the busy timeout. So the intent is known before the first SELECT (`BEGIN IMMEDIATE`), an
in-process lock is taken before it, and other processes are waited for cooperatively.
On PostgreSQL the gate stands open and rows are locked by the services.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from store import events
from store.base import db
from store.durability import Disk

BUSY_TIMEOUT_MS = 50  # how long SQLite itself may block the process
WRITE_DEADLINE_S = 15.0  # how long a writer waits for another process
RETRY_PAUSE_S = 0.01

# The intent travels with the connection, not with the thread or greenlet: whatever else runs
# meanwhile, even if it was started from within the block, only reads.
WRITES = {"guildhall_writes": True}


@contextmanager
def write() -> Iterator[None]:
    """Run the block in one write transaction: committed at its end, rolled back on any error.

    Starts from the newest state (a snapshot read before is given up). Inside another `write()`
    it joins it. Events recorded in it are published when the commit is on the disk.
    """
    if "unit" in db.session.info:
        yield
        return
    db.session.rollback()
    recorded: list[object] = []
    disk: Disk | None = current_app.extensions["disk"]
    with _gate(), _unit(recorded):
        yield
        db.session.commit()
        number = disk.committed() if disk else 0
    if disk:
        disk.wait_for(number)
    events.publish(recorded)


@contextmanager
def _unit(recorded: list[object]) -> Iterator[None]:
    session = db.session()
    session.info["unit"] = recorded
    try:
        session.connection(execution_options=WRITES)
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("unit", None)


@contextmanager
def _gate() -> Iterator[None]:
    lock: threading.Lock | None = current_app.extensions["write_gate"]
    if lock is None:
        yield
        return
    # Never for ever: a block that opens an app context of its own would wait for itself.
    if not lock.acquire(timeout=WRITE_DEADLINE_S):
        raise TimeoutError("another write transaction of this process does not end")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing_connection(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection outside of any session, for migrations: its transactions begin as writers."""
    with engine.connect() as connection:
        yield connection.execution_options(**WRITES)


def init_app(app: Flask) -> None:
    """Put the gate and the connection settings on the engine of `app`."""
    with app.app_context():
        engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"
    app.extensions["write_gate"] = threading.Lock() if is_sqlite else None
    app.extensions["disk"] = Disk(Path(engine.url.database or "")) if is_sqlite else None
    if is_sqlite:
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",  # `Disk` syncs, so that an acknowledged mark survives a power cut
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE removes append-only rows unnoticed
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    if not connection.get_execution_options().get("guildhall_writes"):
        driver.execute("BEGIN")
        return
    deadline = time.monotonic() + WRITE_DEADLINE_S
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(RETRY_PAUSE_S)  # cooperative under gevent: others keep running
