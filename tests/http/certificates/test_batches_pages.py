"""Issuing over HTTP: three clicks, what each role may, what hostile requests get."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates import jobs
from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Batch, BatchState, CertificateStatus, RowState
from blueprints.certificates.queries.outputs import zipped
from blueprints.certificates.services import issuing
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.studio import studio
from extensions import queue
from store import db
from store.actors import SYSTEM
from tests.support.award_lists import filled_list
from tests.support.desk import Browser
from tests.support.issuing import (
    READY,
    batch_now,
    certificates_of,
    finish,
    issue_undrawn,
    made,
    passed,
    people,
    rows_of,
    running,
    seal,
)
from tests.support.people import PASSWORD, World, account, make_world, sign_in
from tests.support.people import services as accounts

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def world(app: Flask, now: datetime) -> Iterator[World]:
    queue.init_app(app, app.extensions["settings"])  # another test may have bound it elsewhere
    assert queue.huey is not None
    queue.huey.flush()
    yield make_world(now)
    studio().close()


def browser(app: Flask, username: str = "qian") -> Browser:
    client = app.test_client()
    sign_in(client, username)
    return Browser(client)


@pytest.fixture
def boss(app: Flask, world: World) -> Browser:
    return browser(app)


def with_role(app: Flask, world: World, role: str, now: datetime) -> Browser:
    """Somebody with this role in the western district."""
    person = account(f"{role}1", f"示例{role}", world.west, now, PASSWORD)
    accounts.grant_role(SYSTEM, person, role, organisation_id=world.west, now=now)
    return browser(app, f"{role}1")


def filled_in(**changes: str) -> dict[str, str]:
    plain = {"template": READY, "issuer": "示例西区总工会", "issued_on": "2026-05-12", "lang": "zh"}
    return {**plain, "seal_id": "", "key_id": "", "dx_mm": "0", "dy_mm": "0", **changes}


def work(count: int = 1) -> None:
    """Do so many queued jobs, as the worker would."""
    assert queue.huey is not None
    for _ in range(count):
        task = queue.huey.dequeue()
        assert task is not None
        queue.huey.execute(task)


def test_three_clicks(app: Flask, boss: Browser, world: World, now: datetime) -> None:
    """The list's button leads to the form; "check and issue"; "issue"."""
    list_id = filled_list(world.west, people(3), now)
    form = boss.get(f"/certificates/batches/new?list={list_id}")
    assert form.status_code == 200
    for proposal in ("示例西区总工会", "2026-05-12", f'selected value="{READY}"'):
        assert proposal in form.text
    checked = boss.post(f"/certificates/batches/new?list={list_id}", **filled_in())
    assert checked.status_code == 303
    page = boss.get(checked.location)
    assert "制发 3 张证书" in page.text
    handed_in = boss.post(f"{checked.location}/submission")
    assert handed_in.location == checked.location
    work()
    batch = db.session.scalars(sa.select(Batch)).one()
    assert batch_now(batch.id).state == BatchState.DONE
    done = boss.get(checked.location).text
    assert "已发 3 张证书" in done
    assert "示例西区总工会证字〔2026〕第0003号" in done


def test_the_form_says_what_is_wrong_and_makes_nothing(
    boss: Browser, world: World, now: datetime
) -> None:
    list_id = filled_list(world.west, people(1), now)
    address = f"/certificates/batches/new?list={list_id}"
    for changes in (
        {"issuer": ""},
        {"issued_on": "morgen"},
        {"template": "ready:../../etc/passwd"},
        {"template": "version:999"},
        {"seal_id": "7"},
        {"seal_id": "x"},
        {"dx_mm": "sieben"},
        {"lang": "fr"},
    ):
        answer = boss.post(address, **filled_in(**changes))
        assert answer.status_code == 422, changes
    assert boss.post("/certificates/batches/new?list=999", **filled_in()).status_code == 404
    assert boss.post("/certificates/batches/new", **filled_in()).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Batch)) == 0


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


def test_rows_are_chosen_on_the_page(boss: Browser, world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(3), now), now)
    page, ids = f"/certificates/batches/{batch_id}", [row.id for row in rows_of(batch_id)]
    boss.post(f"{page}/rows", action="skip", row=[str(ids[0]), "x", "9" * 30], note="放弃")
    assert [str(row.state) for row in rows_of(batch_id)] == ["skipped", "pending", "pending"]
    shown = boss.get(f"{page}?show=skipped").text
    assert "放弃" in shown
    assert "示例2" not in shown
    boss.post(f"{page}/rows", action="take_back", row=str(ids[0]))
    assert {row.state for row in rows_of(batch_id)} == {RowState.PENDING}
    assert boss.post(f"{page}/rows", action="delete", row=str(ids[0])).status_code == 404


def test_the_page_follows_what_moves(boss: Browser, world: World, now: datetime) -> None:
    batch_id = running(world.west, people(30), now)
    page = f"/certificates/batches/{batch_id}"
    moving = boss.get(f"{page}/progress", htmx=True)
    assert 'hx-trigger="every 1s"' in moving.text
    assert "HX-Refresh" not in moving.headers
    boss.post(f"{page}/pause")
    assert batch_now(batch_id).state == BatchState.PAUSED
    boss.post(f"{page}/resumption")
    issue_undrawn(batch_id, "worker", now)
    ended = boss.get(f"{page}/progress", htmx=True)
    assert "hx-trigger" not in ended.text
    assert ended.headers["HX-Refresh"] == "true"
    boss.post(f"{page}/pause")
    assert "批次状态已变化" in boss.get(page).text


def test_the_first_certificates_are_awaited_until_they_are_there(
    boss: Browser, world: World, now: datetime
) -> None:
    batch_id = running(world.west, people(issuing.CHUNK + 1), now)
    issuing.take(batch_id, "worker", now)
    progress = f"/certificates/batches/{batch_id}/progress"
    assert "等待首批证书" in boss.get(progress, htmx=True).text
    finish(batch_id, "worker", issuing.next_chunk(batch_id, "worker", now) or [], now)
    assert "等待首批证书" not in boss.get(progress, htmx=True).text


def test_the_zip_holds_each_file_under_a_safe_name(
    boss: Browser, world: World, now: datetime
) -> None:
    names = ["赵示一", "赵示一", 'a/b\\c:*?"<>|', "..", "CON", "阿卜杜热依木·买买提示例" * 9]
    rows = [AwardRow(name, "", f"单位{n}", "一等奖") for n, name in enumerate(names)]
    batch_id = running(world.west, rows, now)
    issue_undrawn(batch_id, "worker", now)
    answer = boss.get(f"/certificates/batches/{batch_id}/certificates.zip")
    assert answer.mimetype == "application/zip"
    assert 'filename="file.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        inside = archive.namelist()
        sizes = [one.file_size for one in archive.infolist()]
    assert sizes == [one.size for one in certificates_of(batch_id)]
    assert inside[:2] == ["001-赵示一.pdf", "002-赵示一.pdf"]
    assert inside[2] == "003-a_b_c_______.pdf"
    assert inside[3:5] == ["004-.pdf", "005-CON.pdf"]
    assert max(len(name.encode()) for name in inside) <= 120
    assert len(set(inside)) == 6


def test_an_empty_zip_is_refused_in_words(boss: Browser, world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(1), now), now)
    answer = boss.get(f"/certificates/batches/{batch_id}/certificates.zip")
    assert answer.status_code == 422
    assert "尚未发出证书" in answer.text
    assert b"".join(zipped([]))[:2] == b"PK"


def test_the_register_of_a_batch_has_both_links(boss: Browser, world: World, now: datetime) -> None:
    batch_id = running(world.west, [AwardRow("=1+1", "", "@单位\x01", "一等奖")], now)
    issue_undrawn(batch_id, "worker", now)
    (one,) = certificates_of(batch_id)
    answer = boss.get(f"/certificates/batches/{batch_id}/register.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    head, line = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert len(head) == len(line) == 12
    assert line[:3] == [one.number, "'=1+1", "'@单位"]
    assert line[-2:] == [
        f"https://example.org/v/{one.code}",
        f"https://example.org/own/{one.own_key}",
    ]


def test_the_register_is_searched(boss: Browser, world: World, now: datetime) -> None:
    issue_undrawn(running(world.west, people(12), now), "worker", now)
    look = lambda **words: boss.get(f"/certificates/register?{urlencode(words)}").text  # noqa: E731
    assert "第0012号" in look()
    found = look(q="第0007")
    assert ("第0007号" in found, "第0008号" in found) == (True, False)
    assert "示例第9工厂" in look(q="第9工厂")
    assert "没有符合条件的记录" in look(q="100%_\\")
    assert "第0001号" in look(year="2026", status="valid")
    assert "没有符合条件的记录" in look(year="2025")
    assert look(status="none", year="x", organisation="9" * 40)
    table = boss.get("/certificates/register.csv?q=第0007").get_data(as_text=True)
    assert len(table.splitlines()) == 2
    own = {one.own_key for one in certificates_of(1)}
    assert not any(key in table for key in own)


def test_a_certificate_as_it_was_issued(boss: Browser, world: World, now: datetime) -> None:
    batch_id = made(world.west, people(1), now)
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    (one,) = certificates_of(batch_id)
    page = f"/certificates/issued/{one.id}"
    shown = boss.get(page).text
    for fact in (one.number, one.name, one.file, one.code):
        assert str(fact) in shown
    pdf = boss.get(f"{page}.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert "filename*=UTF-8''" in pdf.headers["Content-Disposition"]
    assert boss.get(f"{page}.png").data.startswith(b"\x89PNG")
    assert boss.get(f"/certificates/batches/{batch_id}/rows/999.png").status_code == 404
    boss.post(f"{page}/revocation", reason="  ")
    assert certificates_of(batch_id)[0].status == CertificateStatus.VALID
    boss.post(f"{page}/revocation", reason="重复发放")
    assert certificates_of(batch_id)[0].status == CertificateStatus.REVOKED
    assert "重复发放" in boss.get(page).text


def test_files_that_are_not_made_are_not_there(boss: Browser, world: World, now: datetime) -> None:
    batch_id = running(world.west, people(1), now)
    issuing.take(batch_id, "worker", now)
    issuing.next_chunk(batch_id, "worker", now)
    (one,) = certificates_of(batch_id)
    assert boss.get(f"/certificates/issued/{one.id}").status_code == 200
    for ending in ("pdf", "png"):
        assert boss.get(f"/certificates/issued/{one.id}.{ending}").status_code == 404


def test_a_pattern_is_changed_on_its_page(boss: Browser, world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(1), now), now)
    scheme = batch_now(batch_id).scheme_id
    post = lambda **fields: boss.post(f"/certificates/numbers/{scheme}", **fields)  # noqa: E731
    assert "编号规则" in boss.get("/certificates/numbers").text
    for fields in (
        {},
        {"pattern": "x", "width": "y"},
        {"pattern": "Y{year}{serial}", "width": "4"},
    ):
        post(**fields)
        assert "示例西区总工会证字" in boss.get("/certificates/numbers").text
    post(pattern="西工〔{year}〕{serial}号", width="3")
    assert "西工〔2026〕001号" in boss.get("/certificates/numbers").text
    assert boss.post("/certificates/numbers/999", pattern="x", width="3").status_code == 404


def test_a_signed_out_visitor_sees_nothing(client: FlaskClient, world: World) -> None:
    for address in ("batches", "register", "numbers", "batches/1", "issued/1", "issued/1.pdf"):
        answer: Any = client.get(f"/certificates/{address}")
        assert answer.status_code == 303, address
        assert "/sign-in" in answer.location


def test_a_certificate_is_corrected_on_its_page(boss: Browser, world: World, now: datetime) -> None:
    rows = [AwardRow("示例1", "同志", "示例厂", "一等奖", values={"team": "甲队"})]
    batch_id = running(world.west, rows, now)
    issue_undrawn(batch_id, "worker", now)
    (old,) = certificates_of(batch_id)
    page = f"/certificates/issued/{old.id}/correction"
    assert re.search(r'value="甲队"[^>]* name="values.team"', boss.get(page).text)
    fields = {"name": "改示正", "honorific": "同志", "unit": "示例厂", "award": "一等奖"}
    assert boss.post(page, **fields).status_code == 422
    assert boss.post(page, **{**fields, "name": ""}, reason="x").status_code == 422
    assert boss.post(page, **{**fields, "name": "长" * 121}, reason="x").status_code == 422
    made_ = boss.post(page, **fields, **{"values.team": "乙队"}, reason="姓名写错")
    assert made_.status_code == 303
    assert "原证书保持有效" in boss.get(made_.location).text
    boss.post(f"{made_.location}/submission")
    work()
    (new,) = certificates_of(batch_now(batch_id).id + 1)
    assert (new.name, new.replaces_id) == ("改示正", old.id)
    assert new.content["values"]["team"] == "乙队"
    assert new.number in boss.get(f"/certificates/issued/{old.id}").text
    assert old.number in boss.get(f"/certificates/issued/{new.id}").text
    assert boss.post(page, **fields, reason="再来").status_code == 422


def test_a_batch_is_changed_before_it_is_handed_in(
    boss: Browser, world: World, now: datetime
) -> None:
    batch_id = passed(made(world.west, people(1), now), now)
    page = f"/certificates/batches/{batch_id}"
    assert 'value="示例市总工会"' in boss.get(f"{page}/edit").text
    assert boss.post(f"{page}/edit", **filled_in(issuer="")).status_code == 422
    changed = boss.post(f"{page}/edit", **filled_in(issuer="示例街道总工会", lang="en"))
    assert changed.location == page
    batch = batch_now(batch_id)
    assert (batch.common["issuer"], batch.common["lang"]) == ("示例街道总工会", "en")
    assert batch.checked_at == now


def test_a_big_batch_is_checked_by_the_worker(boss: Browser, world: World, now: datetime) -> None:
    list_id = filled_list(world.west, people(201), now)
    made_ = boss.post(f"/certificates/batches/new?list={list_id}", **filled_in())
    assert "0 / 201" in boss.get(made_.location).text
    assert "制发" not in boss.get(f"{made_.location}/progress", htmx=True).text
    work()
    assert "制发 201 张证书" in boss.get(made_.location).text
