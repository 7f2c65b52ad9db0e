"""Read-then-write increments, the thing that drivers on their defaults lose.

As a program (`python -m tests.services.store.counting URL TIMES`) it counts from another process.
"""

import sys

import sqlalchemy as sa
from flask import Flask

from store import db, write
from tests.services.store.conftest import counters, make_store


def increment(app: Flask, times: int) -> None:
    """Add one, `times` times, each in a transaction of its own that reads first."""
    with app.app_context():
        for _ in range(times):
            with write():
                # Rows are locked by those who write them: that matters on PostgreSQL.
                read = sa.select(counters.c.value).with_for_update()
                value = db.session.scalars(read).one()
                db.session.execute(sa.update(counters).values(value=value + 1))


def total() -> int:
    """The counter, as it is in the database."""
    db.session.rollback()
    return db.session.scalars(sa.select(counters.c.value)).one()


if __name__ == "__main__":
    increment(make_store(sys.argv[1]), int(sys.argv[2]))
