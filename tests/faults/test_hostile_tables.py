"""Whoever gets to write SQL as the application still can't rewrite what only grows."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from blueprints.contests.models import LedgerRow
from blueprints.contests.services.ledger import broken_rows
from config import Settings
from store import AuditEntry, db, write
from store.audit import broken_links
from tests.support.contests import make_hall
from tests.support.database import migrate

TABLES = {"ledger_rows": LedgerRow, "audit_entries": AuditEntry}
STATEMENTS = (
    "UPDATE {table} SET actor_name = 'somebody else'",
    "UPDATE {table} SET id = id + 1000",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
)
OF_SQLITE = (
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1",
    "REPLACE INTO {table} SELECT * FROM {table}",
    "UPDATE OR REPLACE {table} SET id = 1",
    "UPDATE OR IGNORE {table} SET hash = 'x'",
)
OF_POSTGRESQL = (
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET hash = 'x'",
    "MERGE INTO {table} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def written(request: pytest.FixtureRequest, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """An application on that database, with rows in both tables."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    settings = Settings(data_dir=tmp_path, database_url=url, secret_key="x" * 32, testing=True)
    made = create_app(settings)
    migrate(made)
    with made.app_context():
        hall = make_hall(now, preset="five_judges_trimmed", judges=1)
        hall.mark(0, 0, "content", "7")
        yield made
        assert broken_rows(hall.round_id) == []
        assert broken_links() == []
        db.session.remove()
        db.engine.dispose()


def _rows(table: str) -> list[tuple[object, ...]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(sa.text(f"SELECT * FROM {table} ORDER BY id"))]


@pytest.mark.parametrize("table", TABLES)
def test_no_statement_changes_what_only_grows(written: Flask, table: str) -> None:
    is_sqlite = db.engine.dialect.name == "sqlite"
    before = _rows(table)
    assert before
    for statement in (*STATEMENTS, *(OF_SQLITE if is_sqlite else OF_POSTGRESQL)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), write():
            db.session.execute(sa.text(statement.format(table=table)))
        assert _rows(table) == before, statement
