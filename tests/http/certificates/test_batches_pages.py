"""Issuing over HTTP: three clicks, rows chosen, progress followed, certificates corrected."""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Batch, BatchState, RowState
from blueprints.certificates.services import issuing
from extensions import queue
from store import db
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
)
from tests.support.people import World

pytestmark = pytest.mark.usefixtures("stopped_clock")


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
