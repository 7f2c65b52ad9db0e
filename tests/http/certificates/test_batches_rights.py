"""Issuing over HTTP: what each role may, and who approves what another handed in."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.models import BatchState
from blueprints.certificates.services.batches import steps as batches_steps
from store.actors import SYSTEM
from tests.support.desk import Browser
from tests.support.issuing import (
    batch_now,
    certificates_of,
    issue_undrawn,
    made,
    passed,
    people,
    running,
    seal,
)
from tests.support.people import PASSWORD, World, account, signed_in
from tests.support.people import services as accounts

pytestmark = pytest.mark.usefixtures("stopped_clock")


def browser(app: Flask, username: str) -> Browser:
    return Browser(signed_in(app, username))


def with_role(app: Flask, world: World, role: str, now: datetime) -> Browser:
    """Somebody with this role in the western district."""
    person = account(f"{role}1", f"示例{role}", world.west, now, PASSWORD)
    accounts.grant_role(SYSTEM, person, role, organisation_id=world.west, now=now)
    return browser(app, f"{role}1")


def test_who_may_what(app: Flask, world: World, now: datetime) -> None:
    done, open_ = running(world.west, people(1), now), passed(made(world.west, people(1), now), now)
    issue_undrawn(done, "worker", now)
    (certificate,) = certificates_of(done)
    reading = [
        "/certificates/batches",
        "/certificates/register",
        "/certificates/register.csv",
        "/certificates/register.xlsx",
        "/certificates/numbers",
        f"/certificates/batches/{done}",
        f"/certificates/batches/{done}/progress",
        f"/certificates/batches/{done}/prints",
        f"/certificates/issued/{certificate.id}",
    ]
    preparing = [
        f"/certificates/batches/{open_}/edit",
        f"/certificates/batches/{done}/certificates.zip",
        f"/certificates/batches/{done}/register.xlsx",
        f"/certificates/issued/{certificate.id}/correction",
    ]
    supervisor = with_role(app, world, "supervisor", now)
    organiser = with_role(app, world, "organiser", now)
    stranger = browser(app, "sun")
    for address in reading:
        assert supervisor.get(address).status_code == 200, address
        assert organiser.get(address).status_code == 200, address
    for address in preparing:
        assert supervisor.get(address).status_code == 403, address
        assert organiser.get(address).status_code == 200, address
    for address in (one for one in (*reading, *preparing) if any(c.isdigit() for c in one)):
        assert stranger.get(address).status_code == 404, address
    assert "示例1" not in stranger.get("/certificates/register").text
    for step in ("check", "submission", "cancellation", "rows"):
        address = f"/certificates/batches/{open_}/{step}"
        fields = {"action": "skip", "row": "all"}
        assert supervisor.post(address, **fields).status_code == 403, step
        assert stranger.post(address, **fields).status_code == 404, step
    revocation = f"/certificates/issued/{certificate.id}/revocation"
    assert organiser.post(revocation, reason="x").status_code == 403
    assert batch_now(open_).state == BatchState.DRAFT


def test_a_supervisor_approves_what_an_organiser_handed_in(
    app: Flask, boss: Browser, world: World, now: datetime
) -> None:
    batch_id = passed(made(world.west, people(2), now, seal_id=seal(world.west, now)), now)
    page = f"/certificates/batches/{batch_id}"
    assert "提交 2 张证书审批" in boss.get(page).text
    boss.post(f"{page}/submission")
    assert "批准并制发" not in boss.get(page).text
    assert boss.post(f"{page}/approval").status_code == 403
    supervisor = with_role(app, world, "supervisor", now)
    assert "批准并制发 2 张证书" in supervisor.get(page).text
    supervisor.post(f"{page}/return", reason="")
    assert batch_now(batch_id).state == BatchState.SUBMITTED
    supervisor.post(f"{page}/return", reason="日期有误")
    assert "已退回：日期有误" in boss.get(page).text
    boss.post(f"{page}/submission")
    supervisor.post(f"{page}/approval", seen=batches_steps.handed_in(batch_now(batch_id)))
    assert batch_now(batch_id).state == BatchState.RUNNING


def test_a_signed_out_visitor_sees_nothing(client: FlaskClient, world: World) -> None:
    for address in ("batches", "register", "numbers", "batches/1", "issued/1", "issued/1.pdf"):
        answer: Any = client.get(f"/certificates/{address}")
        assert answer.status_code == 303, address
        assert "/sign-in" in answer.location
