"""Taking a certificate to one's account: only whom it names, and nothing found out by trying."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates import codes
from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.queries.mine import (
    by_own_key,
    certificate_of,
    certificates_of,
)
from blueprints.certificates.services import status
from blueprints.certificates.services.mine import claim
from store import NotFound, UserError, db, write
from store.actors import ANONYMOUS, SYSTEM
from store.audit import AuditEntry
from tests.support.issued import CLERK, ROWS, anew, issued
from tests.support.people import World, make_world


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def refusals() -> int:
    query = sa.select(sa.func.count()).where(AuditEntry.action == "certificate.claim_refused")
    return db.session.scalar(query) or 0


def test_a_holder_takes_it_with_the_code_and_the_name(world: World, now: datetime) -> None:
    one, clerk = issued(world.west, now)[0], world.actor(world.clerk)
    typed = codes.grouped(one.code).lower()
    assert claim(clerk, typed, f" {CLERK[0]} {CLERK[1:]} ", now) == one.id
    assert [mine.id for mine in certificates_of(world.clerk)] == [one.id]
    assert claim(clerk, one.code, CLERK, now) == one.id  # twice is once
    claims = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == "certificate.claimed")
    )
    assert [entry.actor for entry in claims] == [clerk.ref]


def test_every_refusal_reads_the_same(world: World, now: datetime) -> None:
    mine, others, unit = issued(world.west, now)
    again = issued(world.west, now, [AwardRow(CLERK, "同志", "示例工厂", "三等奖")] * 2)
    status.revoke(SYSTEM, again[0].id, "误发", now)
    with write():
        anew(again[1].id).account_id = world.east_admin
    clerk = world.actor(world.clerk)
    tries = [
        ("", CLERK), ("0" * 16, CLERK), (mine.code[:-1], CLERK), (mine.code, "李示五"),
        (mine.code, ""), (others.code, "孙示三"), (others.code, CLERK),
        (unit.code, "示例街道总工会"), (again[0].code, CLERK), (again[1].code, CLERK),
    ]  # fmt: skip
    messages = set()
    for code, name in tries:
        with pytest.raises(UserError) as refused:
            claim(clerk, code, name, now)
        messages.add((refused.value.code, refused.value.message))
    assert len(messages) == 1
    assert refusals() == len(tries)
    assert certificates_of(world.clerk) == ()
    assert anew(again[1].id).account_id == world.east_admin


def test_nobody_claims_without_an_account(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    for actor in (ANONYMOUS, SYSTEM):
        with pytest.raises(UserError) as refused:
            claim(actor, one.code, CLERK, now)
        assert refused.value.status == 403
    assert anew(one.id).account_id is None


def test_each_sees_their_own(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    claim(world.actor(world.clerk), one.code, CLERK, now)
    assert certificate_of(world.clerk, one.id).name == CLERK
    for account, number in ((world.east_admin, one.id), (world.clerk, one.id + 1)):
        with pytest.raises(NotFound):
            certificate_of(account, number)


def test_a_key_opens_its_certificate_alone(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    found = by_own_key(one.own_key)
    assert (found.id, found.name, found.file) == (one.id, CLERK, one.file)
    for key in ("", "x", one.code, one.own_key[:-1], one.own_key + "x", "钥" * 32, "%" * 32):
        with pytest.raises(NotFound):
            by_own_key(key)


def test_what_is_not_valid_gives_no_file(world: World, now: datetime) -> None:
    first, second, _third = issued(world.west, now)
    status.revoke(SYSTEM, second.id, "误发", now)
    assert by_own_key(second.own_key).file is None
    with write():
        status.supersede(anew(first.id), anew(second.id), "更正", now)
    old = by_own_key(first.own_key)
    assert (old.file, old.successor) == (None, second.code)


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("李示四", "荣誉证书-李示四-"),
        ("../../etc/passwd", "荣誉证书-..-..-etc-passwd-"),
        ('a"b:c*?<>|d\r\nX: y', "荣誉证书-a-b-c-----d X- y-"),
        ("长" * 120, "荣誉证书-长"),
    ],
)
def test_file_names_are_safe_everywhere(
    world: World, now: datetime, name: str, file_name: str
) -> None:
    one = issued(world.west, now, [ROWS[0]])[0]
    with write():
        anew(one.id).name = name
    made = by_own_key(one.own_key).file_name
    assert made.startswith(file_name)
    assert made.endswith(".pdf")
    assert len(made.encode()) <= 124
    assert not set(made) & set('\\/:*?"<>|\r\n')
