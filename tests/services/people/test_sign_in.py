"""Signing in by password: lock-out, equal answers, rehash."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from blueprints.people import passwords, queries, services
from blueprints.people.models import Account, SignInFailures
from store import AuditEntry, UserError, db, write
from tests.support.people import PASSWORD, World

FAILURES = 5  # the defaults of the settings
PAUSE = timedelta(minutes=15)


def enter(username: str, password: str, now: datetime) -> services.SignedIn:
    return services.sign_in(username, password, address="192.0.2.7", now=now)


def refused(username: str, password: str, now: datetime) -> str:
    with pytest.raises(UserError, check=lambda error: error.code == "sign_in_refused") as raised:
        enter(username, password, now)
    return str(raised.value)


def actions() -> list[str]:
    query = sa.select(AuditEntry.action).order_by(AuditEntry.id)
    return [a for a in db.session.scalars(query) if a.startswith("account.sign")]


def test_the_right_password_signs_in(world: World, now: datetime) -> None:
    entered = enter(" ZHAO ", PASSWORD, now)
    assert entered.account_id == world.administrator
    assert not entered.must_change_password
    assert db.session.get_one(Account, world.administrator).last_sign_in_at == now
    assert actions() == ["account.signed_in"]


def test_a_name_is_locked_after_five_failures_in_a_row(world: World, now: datetime) -> None:
    for _attempt in range(FAILURES):
        refused("zhao", "wrong", now)
    refused("zhao", PASSWORD, now + PAUSE - timedelta(seconds=1))
    assert enter("zhao", PASSWORD, now + PAUSE).account_id == world.administrator


def test_a_success_forgets_earlier_failures(world: World, now: datetime) -> None:
    for _round in range(3):
        for _attempt in range(FAILURES - 1):
            refused("zhao", "wrong", now)
        enter("zhao", PASSWORD, now)


def test_failures_long_ago_are_no_failures_in_a_row(world: World, now: datetime) -> None:
    for attempt in range(2 * FAILURES):
        refused("zhao", "wrong", now + attempt * (PAUSE + timedelta(seconds=1)))
    enter("zhao", PASSWORD, now + 10 * (PAUSE + timedelta(seconds=1)))


def test_unknown_known_locked_and_inactive_names_are_told_the_same(
    world: World, now: datetime
) -> None:
    services.set_account_active(
        world.actor(world.administrator), world.east_admin, active=False, now=now
    )
    answers = {refused("nobody", "x", now), refused("zhao", "x", now), refused("sun", "x", now)}
    answers.add(refused("sun", PASSWORD, now))
    for _attempt in range(FAILURES + 1):
        answers |= {refused("zhao", "x", now), refused("nobody", "x", now)}
    assert len(answers) == 1


def test_an_unknown_name_locks_like_a_known_one(world: World, now: datetime) -> None:
    for _attempt in range(FAILURES):
        refused("nobody", "x", now)
    locked = db.session.scalars(sa.select(SignInFailures.locked_until)).one()
    assert locked == now + PAUSE


def test_an_unknown_name_costs_a_hash_too(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str | None] = []
    verify = passwords.verify

    def counted(encoded: str | None, password: str) -> bool:
        looked_at.append(encoded)
        return verify(encoded, password)

    monkeypatch.setattr(passwords, "verify", counted)
    refused("nobody", "x", now)
    refused("li4", "x", now)
    assert looked_at == [None, None]


def test_what_was_typed_into_the_name_field_is_not_kept(world: World, now: datetime) -> None:
    refused(PASSWORD, "zhao", now)
    kept = db.session.scalars(sa.select(SignInFailures.username_hash)).one()
    assert PASSWORD.lower() not in kept
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.subject, entry.detail) == ("account:unknown", {"address": "192.0.2.7"})


def test_counts_of_yesterday_are_thrown_away(world: World, now: datetime) -> None:
    refused("nobody", "x", now)
    refused("somebody", "x", now + timedelta(days=1, seconds=1))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInFailures)) == 1


def test_a_hash_of_other_parameters_is_renewed_on_the_way_in(world: World, now: datetime) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with write():
        db.session.get_one(Account, world.administrator).password_hash = weaker
    enter("zhao", PASSWORD, now)
    renewed = db.session.get_one(Account, world.administrator).password_hash
    assert renewed is not None
    assert not passwords.needs_rehash(renewed)
    enter("zhao", PASSWORD, now)


def test_an_account_without_a_password_cannot_be_entered(world: World, now: datetime) -> None:
    refused("li4", "", now)
    refused("li4", "a password nobody has", now)


def test_sign_in_reads_the_actor_in_one_query(world: World) -> None:
    statements: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    user = queries.signed_in_user(world.west_admin)
    assert user is not None
    assert user.actor.may("organisation_admin", organisation_path=f"{world.city}.{world.west}.")
    assert [s.split()[0] for s in statements] == ["SELECT"]
