"""Before the servers start: `python -m deploy.prepare [--demo]`.

Migrates the database to the newest revision (creating it), compiles the translations, and with
`--demo` fills a new database with the demo data.
"""

import sys

import sqlalchemy as sa
from alembic import command
from flask import Flask
from flask.cli import ScriptInfo

from app import create_app
from config import SettingsError
from store import db


def main(arguments: list[str]) -> int:
    """The exit code: 0, or 1 with a message that says what to do."""
    try:
        app = create_app()
        is_new = _migrate(app)
    except (SettingsError, sa.exc.OperationalError) as error:
        print(_reason(error), file=sys.stderr)
        return 1
    if "--demo" in arguments:
        _fill_with_demo(app, is_new=is_new)
    return 0


def _migrate(app: Flask) -> bool:
    """Bring the database up to date; True when it was empty before."""
    with app.app_context():
        is_new = not sa.inspect(db.engine).has_table("alembic_version")
        command.upgrade(app.extensions["migrate"].migrate.get_config(), "head")
    return is_new


def _fill_with_demo(app: Flask, *, is_new: bool) -> None:
    """Once, in a new database; again by the next start when it was interrupted."""
    begun = app.extensions["settings"].data_dir / "demo.begun"
    if not is_new and not begun.exists():
        return
    begun.touch()
    obj = ScriptInfo(create_app=lambda: app)
    app.cli.main(args=["demo", "create"], standalone_mode=False, obj=obj)
    begun.unlink()


def _reason(error: Exception) -> str:
    if isinstance(error, sa.exc.OperationalError):
        return f"The database can't be reached. Check DATABASE_URL.\n{error.orig}"
    return str(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
