"""The audit log keeps what it was told, and shows when somebody changed it."""

from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask

from store import AuditEntry, audit, db, write
from store.actors import SYSTEM, Actor
from store.audit import broken_links
from tests.support.tampering import tamper


@pytest.fixture
def three_rows(store: Flask, now: datetime) -> None:
    for number in range(3):
        with write():
            audit(Actor("account", 7, "王芳"), "opened", f"contest:{number}", now, number=number)


@pytest.mark.usefixtures("three_rows")
def test_rows_are_linked_in_order() -> None:
    rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [row.subject for row in rows] == ["contest:0", "contest:1", "contest:2"]
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert rows[0].actor == "account:7"
    assert broken_links() == []


@pytest.mark.usefixtures("three_rows")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET action = 'closed' WHERE id = 2", "DELETE FROM audit_entries"],
)
def test_the_database_refuses_to_change_a_row(statement: str) -> None:
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        db.session.execute(sa.text(statement))


@pytest.mark.usefixtures("three_rows")
def test_a_row_changed_behind_our_back_is_found(store: Flask) -> None:
    tamper(sa.update(AuditEntry).where(AuditEntry.subject == "contest:1").values(action="closed"))
    second = db.session.scalars(
        sa.select(AuditEntry.id).where(AuditEntry.subject == "contest:1")
    ).one()
    assert broken_links() == [second]


def test_a_row_written_in_another_time_zone_still_holds(store: Flask, now: datetime) -> None:
    in_beijing = now.astimezone(timezone(timedelta(hours=8)))
    with write():
        audit(SYSTEM, "opened", "contest:1", in_beijing)
    db.session.expire_all()
    assert broken_links() == []


def test_detail_with_numbers_as_keys_still_holds(store: Flask, now: datetime) -> None:
    with write():
        audit(SYSTEM, "drawn", "contest:1", now, order={10: "a", 9: "b"}, list=(1, 2))
    db.session.expire_all()
    assert broken_links() == []


def test_a_rolled_back_row_leaves_no_gap(store: Flask, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), write():
        audit(SYSTEM, "opened", "contest:1", now)
        raise ZeroDivisionError
    with write():
        audit(SYSTEM, "opened", "contest:2", now)
    assert db.session.scalars(sa.select(AuditEntry.subject)).all() == ["contest:2"]
    assert broken_links() == []
