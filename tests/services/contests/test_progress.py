"""The steps of a round: which may follow which, who may take them, and that each counts once."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow, RoundState
from blueprints.contests.services import progress, setup
from blueprints.contests.services.ledger import broken_rows
from store import UserError, db
from store.actors import SYSTEM, Actor
from store.audit import AuditEntry
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

Take = Callable[..., None]


def _reopen(actor: Actor, round_id: int, now: datetime) -> None:
    progress.reopen_round(actor, round_id, "漏了一张评分表", now)


STEPS: dict[str, Take] = {
    "open": progress.open_round,
    "pause": progress.pause_round,
    "resume": progress.resume_round,
    "close": progress.close_round,
    "confirm": progress.confirm_round,
    "publish": progress.publish_round,
    "prizes": progress.confirm_prizes,
    "reopen": _reopen,
}
LEGAL = {
    "draft": {"open"},
    "open": {"pause", "close"},
    "paused": {"resume", "close"},
    "review": {"confirm", "reopen"},
    "confirmed": {"publish", "reopen"},
    "published": {"prizes"},
}
WAY = {
    "draft": (),
    "open": ("open",),
    "paused": ("open", "pause"),
    "review": ("open", "close"),
    "confirmed": ("open", "close", "confirm"),
    "published": ("open", "close", "confirm", "publish"),
}


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, open_round=False)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


def bring_to(state: str, hall: Hall, staff: Staff) -> None:
    """Take the round to `state`, the chief referee confirming what the organiser closed."""
    for name in WAY[state]:
        role = "chief_referee" if name == "confirm" else "organiser"
        STEPS[name](staff.actor(role), hall.round_id, hall.now)
    assert hall.round.state == state


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize("step", list(STEPS))
def test_only_the_steps_that_follow_are_taken(
    hall: Hall, staff: Staff, state: str, step: str
) -> None:
    bring_to(state, hall, staff)
    before = hall.round.seq
    taker = staff.actor("supervisor" if step in ("confirm", "reopen") else "organiser")
    if step in LEGAL[state]:
        STEPS[step](taker, hall.round_id, hall.now)
        assert hall.round.seq == before + 1
        return
    with pytest.raises(UserError) as refused:
        STEPS[step](taker, hall.round_id, hall.now)
    assert (refused.value.status, refused.value.code) == (409, "round_state")
    assert (hall.round.state, hall.round.seq) == (state, before)


def test_the_one_who_closed_does_not_confirm(hall: Hall, staff: Staff) -> None:
    bring_to("review", hall, staff)
    with pytest.raises(UserError) as refused:
        progress.confirm_round(staff.actor("organiser"), hall.round_id, hall.now)
    assert refused.value.code == "second_person"
    assert hall.round.state == "review"
    progress.confirm_round(staff.actor("supervisor"), hall.round_id, hall.now)
    assert hall.round.confirmed_by == staff.actor("supervisor").ref


def test_the_one_who_confirmed_does_not_open_again(hall: Hall, staff: Staff) -> None:
    bring_to("confirmed", hall, staff)
    with pytest.raises(UserError) as refused:
        _reopen(staff.actor("chief_referee"), hall.round_id, hall.now)
    assert refused.value.code == "second_person"
    assert hall.round.state == "confirmed"
    _reopen(staff.actor("supervisor"), hall.round_id, hall.now)
    assert (hall.round.state, hall.round.confirmed_by) == ("open", None)


def test_closing_again_makes_the_closer_anew(hall: Hall, staff: Staff) -> None:
    bring_to("review", hall, staff)
    progress.reopen_round(staff.actor("chief_referee"), hall.round_id, "补录", hall.now)
    progress.close_round(staff.actor("chief_referee"), hall.round_id, hall.now)
    with pytest.raises(UserError):
        progress.confirm_round(staff.actor("chief_referee"), hall.round_id, hall.now)
    progress.confirm_round(staff.actor("organiser"), hall.round_id, hall.now)


@pytest.mark.parametrize(
    ("state", "step", "allowed"),
    [
        ("draft", "open", {"organiser"}),
        ("open", "pause", {"organiser", "chief_referee", "scorer"}),
        ("paused", "resume", {"organiser", "chief_referee", "scorer"}),
        ("open", "close", {"organiser", "chief_referee", "scorer"}),
        ("review", "confirm", {"chief_referee", "supervisor"}),  # the organiser closed it
        ("review", "reopen", {"organiser", "chief_referee", "supervisor"}),
        ("confirmed", "publish", {"organiser", "chief_referee"}),
        ("published", "prizes", {"organiser", "chief_referee"}),
    ],
)
@pytest.mark.parametrize(
    "role", ["organiser", "chief_referee", "scorer", "announcer", "supervisor", "stranger"]
)
def test_steps_belong_to_roles(
    hall: Hall, staff: Staff, state: str, step: str, allowed: set[str], role: str
) -> None:
    bring_to(state, hall, staff)
    if role in allowed:
        STEPS[step](staff.actor(role), hall.round_id, hall.now)
        return
    if (state, role) == ("review", "organiser"):
        expected = 409
    else:
        expected = 404 if role == "stranger" else 403
    with pytest.raises(UserError) as refused:
        STEPS[step](staff.actor(role), hall.round_id, hall.now)
    assert refused.value.status == expected
    assert hall.round.state == state


@pytest.mark.parametrize(
    ("state", "step"),
    [("draft", "open"), ("open", "pause"), ("open", "close"), ("confirmed", "publish")],
)
def test_the_same_form_sent_twice_steps_once(
    hall: Hall, staff: Staff, state: str, step: str
) -> None:
    bring_to(state, hall, staff)
    before = hall.round.seq
    for _click in range(2):
        STEPS[step](staff.actor("organiser"), hall.round_id, hall.now, key="k-12345678")
    assert hall.round.seq == before + 1


def test_prizes_are_confirmed_once(hall: Hall, staff: Staff) -> None:
    bring_to("published", hall, staff)
    for _again in range(2):
        progress.confirm_prizes(staff.actor("organiser"), hall.round_id, hall.now)
    kinds = db.session.scalars(sa.select(LedgerRow.kind)).all()
    assert kinds.count(LedgerKind.PRIZES) == 1
    assert hall.round.prizes_confirmed_at == hall.now


def test_a_round_opens_only_with_entrants_and_judges(app: Flask, now: datetime) -> None:
    empty = make_hall(now, entries=0, open_round=False)
    with pytest.raises(UserError) as refused:
        progress.open_round(SYSTEM, empty.round_id, now)
    assert refused.value.status == 409
    setup.add_entries(SYSTEM, empty.round_id, [setup.EntryInput("赵示一")], now)
    progress.open_round(SYSTEM, empty.round_id, now)
    unjudged = make_hall(now, judges=0, open_round=False)
    with pytest.raises(UserError) as refused:
        progress.open_round(SYSTEM, unjudged.round_id, now)
    assert refused.value.status == 409


def test_opening_again_needs_a_reason(hall: Hall, staff: Staff) -> None:
    bring_to("review", hall, staff)
    with pytest.raises(UserError) as refused:
        progress.reopen_round(staff.actor("chief_referee"), hall.round_id, "  ", hall.now)
    assert refused.value.status == 422
    assert hall.round.state == "review"


@pytest.mark.parametrize("key", ["short", "x" * 41, "ключ-ключ", "line\nbreak-key"])
def test_odd_keys_are_refused(hall: Hall, staff: Staff, key: str) -> None:
    with pytest.raises(UserError) as refused:
        progress.open_round(staff.actor("organiser"), hall.round_id, hall.now, key=key)
    assert refused.value.code == "bad_key"


def test_every_step_is_in_ledger_and_audit(hall: Hall, staff: Staff) -> None:
    bring_to("published", hall, staff)
    rows = db.session.scalars(
        sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.STATE).order_by(LedgerRow.seq)
    ).all()
    assert [row.value for row in rows] == ["open", "review", "confirmed", "published"]
    assert broken_rows(hall.round_id) == []
    actions = db.session.scalars(
        sa.select(AuditEntry.action)
        .where(AuditEntry.subject == f"round:{hall.round_id}")
        .order_by(AuditEntry.id)
    ).all()
    assert [a for a in actions if a.startswith("round.")][-4:] == [
        "round.open",
        "round.review",
        "round.confirmed",
        "round.published",
    ]
