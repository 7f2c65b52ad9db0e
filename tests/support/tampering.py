"""Changing what can't be changed, as somebody with the database in their hands would."""

import sqlalchemy as sa

from store import db


def tamper(statement: sa.Executable) -> None:
    """Run `statement` past the triggers that keep append-only tables; commits."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        else:
            names = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in connection.scalars(names).all():
                connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        connection.execute(statement)
    db.session.rollback()
