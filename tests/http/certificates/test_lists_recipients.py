"""The recipients of a list over HTTP: changed, moved, withdrawn, and their photographs."""

import io
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.certificates.award_rows import AwardRow
from tests.support.award_lists import filled_list, rows_of
from tests.support.people import World, account, csrf, make_world, send, sign_in, signed_in

ROWS = [
    AwardRow("赵示一", "同志", "示例机床厂", "一等奖", "成绩优异"),
    AwardRow("钱示二", "同志", "示例仪表厂", "二等奖"),
]


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def staff(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, "qian")
    return client


@pytest.fixture
def list_id(world: World, now: datetime) -> int:
    return filled_list(world.west, ROWS, now)


def picture(kind: str = "JPEG") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "red").save(out, kind)
    out.seek(0)
    return out


def test_a_row_is_changed_in_place(staff: FlaskClient, list_id: int) -> None:
    one = rows_of(list_id)[0].id
    address = f"/certificates/lists/{list_id}/recipients/{one}/line"
    form = staff.get(f"{address}?edit=1").text
    assert form.startswith("<tr") and 'value="赵示一"' in form
    fields = {"name": "赵示怡", "honorific": "同志", "unit": "示例机床厂", "award": "一等奖"}
    line = send(staff, address, **fields)
    assert line.status_code == 200
    assert "赵示怡" in line.text and "<input" not in line.text.split("<form", 1)[0]
    refused = send(staff, address, **{**fields, "name": ""})
    assert refused.status_code == 422
    assert "缺少姓名" in refused.text
    assert rows_of(list_id)[0].name == "赵示怡"


def test_moving_answers_the_table_or_the_page(staff: FlaskClient, list_id: int) -> None:
    second = rows_of(list_id)[1].id
    address = f"/certificates/lists/{list_id}/recipients/{second}/place"
    token = csrf(staff, "/account")
    data = {"csrf_token": token, "to": "1"}
    table = staff.post(address, data=data, headers={"HX-Request": "true"})
    assert table.text.startswith("<section") and table.text.index("钱示二") < table.text.index(
        "赵示一"
    )
    assert send(staff, address, to="2").status_code == 303
    assert send(staff, address, to="x" * 99).status_code == 303
    assert [row.name for row in rows_of(list_id)] == ["钱示二", "赵示一"]


def test_a_recipient_is_added_corrected_and_removed(
    staff: FlaskClient, world: World, list_id: int, now: datetime
) -> None:
    account("wang7", "王示七", world.street, now)
    fields = {"name": "王示七", "worker": "wang7", "values": "课程：职业安全\n成员：甲、乙"}
    answer = send(staff, f"/certificates/lists/{list_id}/recipients", **fields)
    assert answer.status_code == 303
    made = rows_of(list_id)[2]
    assert made.values == {"course": "职业安全", "members": ["甲", "乙"]}
    assert made.account_id is not None
    address = f"/certificates/lists/{list_id}/recipients/{made.id}"
    page = staff.get(address).text
    assert 'value="wang7"' in page
    assert "课程：职业安全" in page
    assert send(staff, address, **{**fields, "worker": "zhao"}).status_code == 422
    assert send(staff, address, **{**fields, "values": "没有冒号"}).status_code == 422
    assert send(staff, address, **{**fields, "unit": "示例电机厂"}).status_code == 303
    changed = rows_of(list_id)[2]
    assert (changed.unit, changed.account_id) == ("示例电机厂", made.account_id)
    assert send(staff, f"{address}/removal").status_code == 303
    assert len(rows_of(list_id)) == 2
    assert staff.get(address).status_code == 404


def test_withdrawal_and_its_end(staff: FlaskClient, list_id: int) -> None:
    address = f"/certificates/lists/{list_id}/recipients/{rows_of(list_id)[0].id}"
    send(staff, f"{address}/withdrawal", reason=" ")
    assert rows_of(list_id)[0].hidden_at is None
    send(staff, f"{address}/withdrawal", reason="本人申请")
    assert "本人申请" in staff.get(address).text
    assert "不公开" in staff.get(f"/certificates/lists/{list_id}").text
    send(staff, f"{address}/publication")
    assert rows_of(list_id)[0].hidden_at is None


def test_a_photo_is_set_shown_to_staff_alone_and_removed(
    app: Flask, staff: FlaskClient, list_id: int
) -> None:
    address = f"/certificates/lists/{list_id}/recipients/{rows_of(list_id)[0].id}/photo"
    assert staff.get(address).status_code == 404
    sent = {"csrf_token": csrf(staff, "/account"), "file": (picture(), "赵示一.jpg")}
    assert staff.post(address, data=sent).status_code == 303
    shown = staff.get(address)
    assert shown.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(shown.data)).size == (200, 300)
    small = Image.open(io.BytesIO(staff.get(f"{address}?small=1").data))
    assert max(small.size) == 112
    assert signed_in(app, "sun").get(address).status_code == 404
    assert app.test_client().get(address).status_code == 303
    assert send(staff, f"{address}/removal").status_code == 303
    assert staff.get(address).status_code == 404


def test_what_is_no_picture_is_told(staff: FlaskClient, list_id: int) -> None:
    address = f"/certificates/lists/{list_id}/recipients/{rows_of(list_id)[0].id}/photo"
    for content in (b"GIF89a", b"\xff\xd8\xff" + b"x" * 99, b""):
        sent = {"csrf_token": csrf(staff, "/account"), "file": (io.BytesIO(content), "a.jpg")}
        assert staff.post(address, data=sent).status_code == 303
    assert rows_of(list_id)[0].photo is None
