"""Runs migrations: all of them or none, and never at the cost of rows in other tables.

Batch mode on SQLite copies a table and drops the old one. With foreign keys on, that drop
cascades into the children, so they are off while migrating and checked before the commit.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from store.transactions import writing_connection

ADVISORY_LOCK = 0x67_75_69_6C  # "guil": two processes that start together migrate in turn


def run_migrations() -> None:
    """Migrate the database of the current app, over the connection it was given if any."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    engine = current_app.extensions["migrate"].db.engine
    with writing_connection(engine) as connection:
        _run(connection)


def _run(connection: sa.Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _foreign_keys(connection, on=False)
    try:
        context.configure(
            connection=connection,
            target_metadata=current_app.extensions["migrate"].db.metadata,
            transactional_ddl=True,
            render_item=_render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            if not is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
            context.run_migrations()
            if is_sqlite:
                _refuse_orphans(connection)
    finally:
        if is_sqlite:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: sa.Connection, *, on: bool) -> None:
    # On the driver itself: SQLite ignores this pragma inside a transaction, and SQLAlchemy
    # begins one before the first statement it executes.
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _refuse_orphans(connection: sa.Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        tables = ", ".join(sorted({row[0] for row in orphans}))
        raise RuntimeError(f"the migration would leave {len(orphans)} orphan rows in {tables}")


def _render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write plain column types into migrations, so that they never depend on today's code."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


run_migrations()
