"""Tickets: signed, aged, and never a surprise."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from realtime import tickets
from realtime.identities import ANONYMOUS, Identity

NOW = datetime(2026, 5, 12, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _context() -> Iterator[None]:
    app = Flask("tickets")
    app.config["SECRET_KEY"] = "first"
    with app.app_context():
        yield


def test_a_ticket_tells_what_was_put_in() -> None:
    ticket = tickets.read(tickets.issue("judge:7", ["board:12"], NOW), NOW)
    assert (ticket.identity, ticket.rooms) == (Identity("judge", 7), ("board:12",))
    assert tickets.read(tickets.issue(ANONYMOUS, [], NOW), NOW).identity == ANONYMOUS


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        (timedelta(hours=12), None),
        (timedelta(hours=12, seconds=1), "expired"),
        (timedelta(seconds=-60), None),
        (timedelta(seconds=-61), "expired"),
    ],
)
def test_a_ticket_ages(age: timedelta, reason: str | None) -> None:
    token = tickets.issue("account:1", ["board:1"], NOW)
    if reason is None:
        assert tickets.read(token, NOW + age).identity == Identity("account", 1)
        return
    with pytest.raises(tickets.TicketError) as refused:
        tickets.read(token, NOW + age)
    assert refused.value.reason == reason


@given(st.one_of(st.text(), st.binary(), st.integers(), st.none(), st.lists(st.text())))
def test_whatever_else_is_forged(token: object) -> None:
    with pytest.raises(tickets.TicketError, match="forged"):
        tickets.read(token, NOW)


def test_a_signature_of_another_purpose_or_key_is_forged() -> None:
    content = ["account:1", ["board:1"], int(NOW.timestamp())]
    for key, salt in (("first", "something else"), ("second", "guildhall.live-ticket.1")):
        with pytest.raises(tickets.TicketError, match="forged"):
            tickets.read(URLSafeSerializer(key, salt=salt).dumps(content), NOW)


@pytest.mark.parametrize(
    ("room", "covered"),
    [("board:12", True), ("board:12:zh", True), ("board:123", False), ("board", False)],
)
def test_rooms_are_covered_by_whole_parts(room: str, covered: bool) -> None:
    assert tickets.Ticket(ANONYMOUS, ("board:12",), NOW).covers(room) is covered


@pytest.mark.parametrize("ref", ["", "account:", "account:x", "Account:1", "a b", "account:1:2"])
def test_what_is_no_identity_is_refused(ref: str) -> None:
    with pytest.raises(ValueError, match="not an identity"):
        tickets.issue(ref, [], NOW)
