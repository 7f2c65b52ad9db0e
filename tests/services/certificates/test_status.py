"""Revoking and replacing: once, for a reason, by those who may; nothing else of it changes."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.events import CertificateStatusChanged
from blueprints.certificates.models import Certificate, CertificateStatus
from blueprints.certificates.services import status
from blueprints.people import services as people
from store import NotFound, UserError, db, write
from store.actors import SYSTEM
from store.audit import AuditEntry
from store.events import after_commit
from tests.support.issued import anew, issued
from tests.support.people import World, make_world

REASON = "参赛资格不符，奖项收回。"
told: list[CertificateStatusChanged] = []


@after_commit(CertificateStatusChanged)
def _hear(event: CertificateStatusChanged) -> None:
    told.append(event)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    told.clear()
    return make_world(now)


def columns(certificate: Certificate) -> dict[str, Any]:
    return {column.key: getattr(certificate, column.key) for column in sa.inspect(Certificate).attrs
            if column.key in Certificate.__table__.columns}  # fmt: skip


def test_revoking_changes_the_status_and_what_explains_it(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    before, later = columns(one), now + timedelta(days=3)
    status.revoke(world.actor(world.west_admin), one.id, f"  {REASON} ", later)
    after = columns(anew(one.id))
    changed = {name: value for name, value in after.items() if value != before[name]}
    assert changed == {"status": "revoked", "status_at": later, "status_reason": REASON}
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject) == ("certificate.revoked", f"certificate:{one.id}")
    assert entry.detail == {"number": one.number, "reason": REASON}
    assert [asdict(event) for event in told] == [
        {"certificate_id": one.id, "organisation_id": world.west, "account_id": None,
         "status": "revoked", "at": later}
    ]  # fmt: skip


def test_a_certificate_is_revoked_once(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    status.revoke(SYSTEM, one.id, REASON, now)
    with pytest.raises(UserError) as refused:
        status.revoke(SYSTEM, one.id, "另一个理由", now)
    assert refused.value.code == "state"
    assert anew(one.id).status_reason == REASON


@pytest.mark.parametrize("reason", ["", " \n ", "长" * 301])
def test_a_reason_is_needed_and_has_its_length(world: World, now: datetime, reason: str) -> None:
    one = issued(world.west, now)[0]
    with pytest.raises(UserError) as refused:
        status.revoke(SYSTEM, one.id, reason, now)
    assert refused.value.code == "reason"
    assert anew(one.id).status == CertificateStatus.VALID


def test_only_who_keeps_the_register_revokes(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    people.grant_role(SYSTEM, world.clerk, "organiser", organisation_id=world.west, now=now)
    with pytest.raises(UserError) as refused:
        status.revoke(world.actor(world.clerk), one.id, REASON, now)
    assert refused.value.status == 403
    with pytest.raises(NotFound):
        status.revoke(world.actor(world.east_admin), one.id, REASON, now)
    with pytest.raises(NotFound):
        status.revoke(world.actor(world.west_admin), one.id + 999, REASON, now)
    assert anew(one.id).status == CertificateStatus.VALID
    assert told == []


def test_a_replaced_certificate_names_the_one_in_its_place(world: World, now: datetime) -> None:
    old, new, _other = issued(world.west, now)
    with write():
        status.supersede(anew(old.id), anew(new.id), "姓名误写", now)
    assert (anew(old.id).status, anew(new.id).status) == ("superseded", "valid")
    assert anew(new.id).replaces_id == old.id
    assert told[0].status == "superseded"


def test_what_is_revoked_is_not_replaced(world: World, now: datetime) -> None:
    old, new, _other = issued(world.west, now)
    status.revoke(SYSTEM, old.id, REASON, now)
    with pytest.raises(UserError), write():
        status.supersede(anew(old.id), anew(new.id), "姓名误写", now)
    assert anew(old.id).status == CertificateStatus.REVOKED
    assert anew(new.id).replaces_id is None
