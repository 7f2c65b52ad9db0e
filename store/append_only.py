"""Tables that only grow: the database itself refuses UPDATE and DELETE on them.

Called from migrations with their connection.
"""

import sqlalchemy as sa

_OPERATIONS = ("UPDATE", "DELETE")


def protect(connection: sa.Connection, table: str) -> None:
    """From now on rows of `table` can be added, and neither changed nor removed."""
    if connection.dialect.name == "sqlite":
        for operation in _OPERATIONS:
            connection.exec_driver_sql(
                f"CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    function = f"{table}_append_only"
    connection.exec_driver_sql(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {function} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def release(connection: sa.Connection, table: str) -> None:
    """Take the protection off again (before the table is dropped)."""
    if connection.dialect.name == "sqlite":
        for operation in _OPERATIONS:
            connection.exec_driver_sql(f"DROP TRIGGER {_name(table, operation)}")
        return
    connection.exec_driver_sql(f"DROP TRIGGER {table}_append_only ON {table}")
    connection.exec_driver_sql(f"DROP FUNCTION {table}_append_only()")


def _name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"
