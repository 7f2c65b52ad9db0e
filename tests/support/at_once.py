"""Several people at the same moment; and the application on either kind of database."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Settings
from store import UserError, db
from tests.support.database import migrate
from tests.support.processes import DEADLINE_S

DATABASES = ("sqlite", "postgresql")


def application(request: pytest.FixtureRequest, folder: Path) -> Iterator[Flask]:
    """For a fixture with `DATABASES` as parameters: on a new database of the kind it names."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    made = create_app(
        Settings(data_dir=folder, database_url=url, secret_key="only-for-tests", testing=True)
    )
    migrate(made)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def together(app: Flask, asks: Sequence[Callable[[], object]]) -> list[object]:
    """Ask in as many threads at the same moment; the answers in order."""
    start = threading.Barrier(len(asks))
    db.session.rollback()

    def one(ask: Callable[[], object]) -> object:
        with app.app_context():
            start.wait(timeout=DEADLINE_S)
            return ask()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(one, asks))


def refusals(app: Flask, asks: Sequence[Callable[[], object]]) -> list[str]:
    """Ask at the same moment; "" for each that was done, else the refusal's code."""

    def code(ask: Callable[[], object]) -> str:
        try:
            ask()
        except UserError as error:
            return error.code
        return ""

    return [str(one) for one in together(app, [lambda ask=ask: code(ask) for ask in asks])]
