"""People at the desk of a small contest: one account per role, and their browsers."""

import re
from datetime import datetime
from html import unescape
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.people import queries, services
from blueprints.people.models import Account
from store import db
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall
from tests.support.people import account

ROLES = ("organiser", "chief_referee", "scorer", "announcer", "supervisor")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
HTMX = {"HX-Request": "true"}


class Staff:
    """The staff of one contest. Accounts are made when they are first asked for."""

    def __init__(self, app: Flask, hall: Hall, now: datetime) -> None:
        self._app, self._hall, self._now = app, hall, now
        self._accounts: dict[str, int] = {}

    def account(self, role: str) -> int:
        """The account that holds `role` in the contest; "stranger" holds none."""
        if role not in self._accounts:
            self._accounts[role] = self._make(role)
        return self._accounts[role]

    def actor(self, role: str) -> Actor:
        found = queries.actor_for_account(self.account(role))
        assert found is not None
        return found

    def cookie(self, role: str) -> dict[str, str]:
        """The session cookie of a browser in which the holder of `role` has signed in."""
        signing = SecureCookieSessionInterface().get_signing_serializer(self._app)
        assert signing is not None
        name = self._app.config["SESSION_COOKIE_NAME"]
        return {"name": name, "value": str(signing.dumps(self._session(role)))}

    def browser(self, role: str) -> "Browser":
        """A browser in which the holder of `role` has signed in."""
        client = self._app.test_client()
        with client.session_transaction() as session:
            session.update(self._session(role))
        return Browser(client)

    def _session(self, role: str) -> dict[str, str | bool]:
        stamp = db.session.get_one(Account, self.account(role)).session_stamp
        return {"_user_id": f"{self.account(role)}.{stamp}", "_fresh": True}

    def _make(self, role: str) -> int:
        name = f"{role}{self._hall.contest_id}".replace("_", "")
        made = account(
            name, f"示例{role}", self._hall.organisation_id, self._now, "Granite-harbour-7"
        )
        if role in (*ROLES, "encryption_referee"):
            services.grant_role(SYSTEM, made, role, now=self._now, contest_id=self._hall.contest_id)
        return made


class Browser:
    """A signed-in visitor who sends forms with their token."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._token = ""

    def get(self, address: str, *, htmx: bool = False) -> TestResponse:
        return self._client.get(address, headers=HTMX if htmx else {})

    def post(self, address: str, *, htmx: bool = False, **fields: Any) -> TestResponse:
        """POST as a form of the page would, or as HTMX does."""
        if not self._token:
            found = TOKEN.search(self._client.get("/account").text)
            assert found is not None
            self._token = unescape(found[1])
        data = {"csrf_token": self._token, **fields}
        return self._client.post(address, data=data, headers=HTMX if htmx else {})

    def post_bare(self, address: str, **fields: str) -> TestResponse:
        """POST without a token."""
        return self._client.post(address, data=fields)
