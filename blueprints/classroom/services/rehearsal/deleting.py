"""A session with everything that hangs on it, children first.

Cascades alone do not do: votes hang on polls and on participants, and PostgreSQL looks at one
of the two before it has deleted by the other.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from store import db

OURS = "class_"
SESSIONS = "class_sessions"


def delete_all(session_id: int) -> None:
    """Delete it within the running transaction."""
    for table in reversed(db.metadata.sorted_tables):
        if table.name.startswith(OURS):
            for belongs in _conditions(table, session_id):
                db.session.execute(sa.delete(table).where(belongs))


def _conditions(table: sa.Table, session_id: int) -> Iterator[sa.ColumnElement[bool]]:
    """Which of its rows belong to the session: by its number, or by what they hang on."""
    if table.name == SESSIONS:
        yield table.c.id == session_id
    elif "session_id" in table.c:
        yield table.c.session_id == session_id
    else:
        for key in table.foreign_keys:
            parent = key.column.table
            if parent.name.startswith(OURS) and "session_id" in parent.c:
                rows = sa.select(parent.c.id).where(parent.c.session_id == session_id)
                yield key.parent.in_(rows)
