"""The application as in production: with the limits on how often something may be asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from app import create_app
from extensions import limiter
from store import db


@contextmanager
def with_limits(app: Flask, *, proxies: int = 0) -> Iterator[Flask]:
    """A second application on the database of `app`, behind so many proxies."""
    settings = replace(app.extensions["settings"], proxies=proxies, testing=False)
    made = create_app(settings)  # switches the limiter on, which is one for all applications
    limiter.reset()
    yield made
    limiter.reset()
    limiter.enabled = False
    with made.app_context():
        db.engine.dispose()
