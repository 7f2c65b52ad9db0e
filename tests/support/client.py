"""A test client whose requests run as on a server: in a context of their own."""

import contextvars
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store import db


class Client(FlaskClient):
    """Requests see nothing of the test's app context, session, or `g`, nor leave anything there.

    Flask would run a request inside an app context that is already open, so that the sign-in of
    one request would still be remembered by the next.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask. Objects the test holds are read anew afterwards; unsaved ones are an error."""
        if has_app_context():
            assert not db.session.new and not db.session.dirty, (
                "the test has unsaved objects: make its data inside `with write():`"
            )
            db.session.rollback()
        kwargs.setdefault("buffered", True)  # a streamed answer ends in the context it began in
        return contextvars.Context().run(super().open, *args, **kwargs)
