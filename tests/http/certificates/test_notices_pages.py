"""Notices over HTTP: written, previewed, handed in, approved, downloaded as issued."""

import hashlib
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Notice, NoticeState
from blueprints.certificates.queries.notices.content import handed_in
from blueprints.certificates.services import notices
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.support.award_lists import filled_list
from tests.support.certificates import text_of
from tests.support.honors import hide, honored_list, notice_input, seal_of
from tests.support.people import (
    PASSWORD,
    World,
    account,
    csrf,
    make_world,
    send,
    sign_in,
    signed_in,
)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def list_id(world: World, now: datetime) -> int:
    return honored_list(world.west, now)


@pytest.fixture
def staff(app: Flask, world: World) -> FlaskClient:
    return signed_in(app, "qian")


@pytest.fixture
def second(app: Flask, world: World, now: datetime) -> FlaskClient:
    """A supervisor's browser."""
    watching = account("wu6", "吴示六", world.west, now, PASSWORD)
    people.grant_role(SYSTEM, watching, "supervisor", organisation_id=world.west, now=now)
    return signed_in(app, "wu6")


@pytest.fixture
def page(list_id: int, now: datetime) -> str:
    """The address of a draft without a seal."""
    return f"/certificates/notices/{notices.create_notice(SYSTEM, list_id, notice_input(), now)}"


def fields(**changes: str) -> dict[str, str]:
    given = notice_input()
    names = ("kind", "title", "issuer", "issued_on", "document_number", "opening", "closing")
    return {**{name: getattr(given, name) for name in names}, "language": "zh_Hans_CN", **changes}


def read(page: str) -> Notice:
    db.session.rollback()
    return db.session.get_one(Notice, int(page.rsplit("/", 1)[1]))


def test_from_the_list_to_the_issued_pdf(staff: FlaskClient, list_id: int) -> None:
    address = f"/certificates/notices/new?list={list_id}"
    assert re.search(rf'<option selected value="{list_id}"', staff.get(address).text)
    made = send(
        staff, address, address, list_id=str(list_id), kind="decision", language="zh_Hans_CN"
    )
    assert made.status_code == 303
    page = made.headers["Location"]
    form = staff.get(page).text
    assert "示例西区总工会关于表彰示例竞赛先进个人的决定" in form
    assert "赵示一等3名同志" in form
    saved = send(staff, page, page, **fields(title="关于表彰先进的决定"))
    assert saved.status_code == 303
    assert read(page).title == "关于表彰先进的决定"
    assert staff.get(f"{page}/document.pdf").status_code == 404
    assert "样张" in text_of(staff.get(f"{page}/preview.pdf").data)
    assert send(staff, f"{page}/issue", page).status_code == 303
    pdf = staff.get(f"{page}/document.pdf")
    assert hashlib.sha256(pdf.data).hexdigest() == read(page).file
    assert "样张" not in text_of(pdf.data)
    assert "关于表彰先进的决定" in text_of(pdf.data)
    assert "no-store" in pdf.headers["Cache-Control"]
    assert "已签发" in staff.get(page).text
    assert "关于表彰先进的决定" in staff.get("/certificates/notices").text


def test_the_preview_follows_what_is_not_saved_yet(staff: FlaskClient, page: str) -> None:
    data = {"csrf_token": csrf(staff, page), **fields(title="还没有保存的标题")}
    answer = staff.post(f"{page}/pictures", data=data)
    assert answer.status_code == 200
    assert answer.text.count("data:image/png;base64,") == 2
    assert 'id="pictures"' in answer.text
    assert read(page).title != "还没有保存的标题"
    incomplete = staff.post(f"{page}/pictures", data={**data, "title": ""})
    assert incomplete.status_code == 200
    assert "请先补全内容" in incomplete.text
    assert "data:image/png" not in incomplete.text


def test_sentences_can_be_written_anew(staff: FlaskClient, page: str) -> None:
    answer = send(staff, page, page, **fields(kind="notice", suggest="1"))
    assert answer.status_code == 200
    assert "通报表扬" in answer.text
    assert "通报" not in read(page).title
    assert send(staff, page, page, **fields(kind="law", suggest="1")).status_code in {200, 422}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"opening": ""},
        {"issuer": ""},
        {"issued_on": "tomorrow"},
        {"kind": "law"},
        {"language": "fr"},
        {"seal_id": "999"},
        {"seal_id": "x"},
        {"closing": "字" * 4001},
    ],
)
def test_odd_forms_are_refused(staff: FlaskClient, page: str, changes: dict[str, str]) -> None:
    assert send(staff, page, page, **fields(**changes)).status_code == 422
    assert read(page).title == notice_input().title


def test_a_sealed_notice_goes_through_two_hands(
    world: World, staff: FlaskClient, second: FlaskClient, page: str, now: datetime
) -> None:
    seal_id = str(seal_of(world.west, now).id)
    assert send(staff, page, page, **fields(seal_id=seal_id)).status_code == 303
    assert send(staff, f"{page}/issue", page).status_code == 303  # refused with a message
    assert read(page).state == NoticeState.DRAFT
    assert second.get(page).status_code == 200
    assert send(second, f"{page}/submission", "/account").status_code == 403
    send(staff, f"{page}/submission", page)
    assert read(page).state == NoticeState.SUBMITTED
    assert send(staff, f"{page}/issue", page).status_code == 403
    assert "批准用印并签发" not in staff.get(page).text
    assert "批准用印并签发" in second.get(page).text
    assert "样张" in text_of(second.get(f"{page}/preview.pdf").data)
    send(second, f"{page}/return", page, reason="日期有误")
    assert "日期有误" in staff.get(page).text
    send(staff, f"{page}/submission", page)
    seen = handed_in(read(page))
    send(staff, f"{page}/return", page)
    send(staff, page, page, **fields(seal_id=seal_id, closing="另有决定。"))
    send(staff, f"{page}/submission", page)
    send(second, f"{page}/issue", page, seen=seen)  # not what was looked at
    send(second, f"{page}/issue", page)
    assert read(page).state == NoticeState.SUBMITTED
    assert f'name="seen" value="{handed_in(read(page))}"' in second.get(page).text
    send(second, f"{page}/issue", page, seen=handed_in(read(page)))
    notice = read(page)
    assert notice.state == NoticeState.ISSUED
    assert notice.approved_by != notice.submitted_by
    assert "吴示六" in staff.get(page).text
    assert second.get(f"{page}/document.pdf").status_code == 200


def test_a_changed_list_stops_the_approval(
    world: World, staff: FlaskClient, second: FlaskClient, page: str, list_id: int, now: datetime
) -> None:
    send(staff, page, page, **fields(seal_id=str(seal_of(world.west, now).id)))
    send(staff, f"{page}/submission", page)
    hide(list_id, 0, now)
    assert "提交后名单有变动" in second.get(page).text
    assert "赵示一" in text_of(second.get(f"{page}/preview.pdf").data)  # what was handed in
    send(second, f"{page}/issue", page)
    assert read(page).state == NoticeState.SUBMITTED


def test_more_names_than_can_be_printed_are_refused_in_words(
    world: World, staff: FlaskClient, now: datetime
) -> None:
    crowd = tuple(AwardRow(f"示例{n}", "同志", "示例机床厂工会", "一等奖") for n in range(4000))
    list_id = filled_list(world.west, crowd, now)
    notice_id = notices.create_notice(SYSTEM, list_id, notice_input(annex=True), now)
    page = f"/certificates/notices/{notice_id}"
    assert "名单人数过多" in staff.get(f"{page}/pictures").text
    assert staff.get(f"{page}/preview.pdf").status_code == 422
    send(staff, f"{page}/issue", page)
    assert read(page).state == NoticeState.DRAFT


def test_another_bodys_staff_see_nothing(app: Flask, page: str) -> None:
    stranger = app.test_client()
    sign_in(stranger, "sun")
    for part in ("", "/pictures", "/preview.pdf", "/document.pdf"):
        assert stranger.get(f"{page}{part}").status_code == 404
    token = csrf(stranger, "/account")
    for step in ("", "/pictures", "/submission", "/return", "/issue", "/deletion"):
        assert stranger.post(f"{page}{step}", data={"csrf_token": token}).status_code == 404
    assert read(page).state == NoticeState.DRAFT
    anonymous = app.test_client()
    assert anonymous.get(page).status_code in {302, 303, 401}


def test_a_draft_is_deleted_by_its_writers_only(
    staff: FlaskClient, second: FlaskClient, page: str
) -> None:
    assert send(second, f"{page}/deletion", "/account").status_code == 403
    assert send(staff, f"{page}/deletion", page).status_code == 303
    assert staff.get(page).status_code == 404


def test_it_speaks_english_too(staff: FlaskClient, page: str) -> None:
    assert "Issue the notice" in staff.get(f"{page}?lang=en").text
