"""Migrations go up, down and up again, keep rows, and end where the models are."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import autogenerate, command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from store import db
from tests.services.store.conftest import counters


@pytest.fixture
def config(store: Flask) -> Config:
    made: Config = store.extensions["migrate"].migrate.get_config()
    return made


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(sa.inspect(connection).get_table_names()) - {counters.name}


def test_the_models_are_what_the_migrations_make(store: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _is_ours}
        )
        assert autogenerate.compare_metadata(context, db.metadata) == []


def _is_ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
    return not (kind == "table" and name == counters.name)


def test_they_go_down_to_nothing_and_up_again(store: Flask, config: Config) -> None:
    all_tables = tables()
    command.downgrade(config, "base")
    assert tables() == {"alembic_version"}
    command.upgrade(config, "head")
    assert tables() == all_tables


def test_they_have_one_head(config: Config) -> None:
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


@pytest.mark.parametrize("table", ["audit_entries", "ledger_rows"])
def test_append_only_tables_are_still_protected_at_the_end(store: Flask, table: str) -> None:
    """Batch mode copies a table, and its triggers stay behind with the old one."""
    catalogue = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table",
        "postgresql": "SELECT event_manipulation FROM information_schema.triggers"
        " WHERE event_object_table = :table",
    }[db.engine.dialect.name]
    found = " ".join(db.session.scalars(sa.text(catalogue), {"table": table}))
    assert "UPDATE" in found
    assert "DELETE" in found


CHILDREN = """
CREATE TABLE children (
    id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id) ON DELETE CASCADE
)
"""


@pytest.fixture
def family(store: Flask) -> None:
    """A parent, and a child that goes when its parent goes."""
    with db.engine.begin() as connection:
        for statement in (
            "CREATE TABLE parents (id INTEGER PRIMARY KEY, word TEXT)",
            CHILDREN,
            "INSERT INTO parents VALUES (1, 'a')",
            "INSERT INTO children VALUES (1, 1)",
        ):
            connection.exec_driver_sql(statement)


def _add_migration(config: Config, folder: Path, verbs: str) -> None:
    head = ScriptDirectory.from_config(config).get_current_head()
    (folder / "next.py").write_text(MIGRATION.format(head=head, verbs=verbs))
    locations = [Path(config.get_main_option("script_location") or "", "versions"), folder]
    config.set_main_option("version_locations", os.pathsep.join(map(str, locations)))


@pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("family")
def test_a_batch_migration_keeps_the_rows_of_other_tables(config: Config, tmp_path: Path) -> None:
    """With foreign keys on, dropping the old copy of a table would empty its children."""
    change = "alter_column('word', new_column_name='name')"
    verbs = f"with op.batch_alter_table('parents') as batch:\n        batch.{change}"
    _add_migration(config, tmp_path, verbs)
    command.upgrade(config, "head")
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM parents").scalar() == "a"
        assert connection.exec_driver_sql("SELECT count(*) FROM children").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("family")
def test_a_migration_that_leaves_orphans_changes_nothing(config: Config, tmp_path: Path) -> None:
    _add_migration(config, tmp_path, "op.execute('DELETE FROM parents')")
    with pytest.raises(RuntimeError, match="1 orphan rows in children"):
        command.upgrade(config, "head")
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM parents").scalar() == 1


MIGRATION = """
from alembic import op
revision = "next"
down_revision = "{head}"


def upgrade():
    {verbs}


def downgrade():
    raise NotImplementedError
"""
