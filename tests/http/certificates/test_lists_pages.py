"""Award lists over HTTP: the three ways to one, its page, who may."""

import io
import re
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.services import lists
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.support.award_lists import filled_list, issue, prized_hall, rows_of
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


def supervisor(app: Flask, world: World, now: datetime) -> FlaskClient:
    looking = account("wu6", "吴示六", world.west, now, PASSWORD)
    people.grant_role(SYSTEM, looking, "supervisor", organisation_id=world.west, now=now)
    return signed_in(app, "wu6")


def xlsx(*rows: list[str]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that carries a checked table."""
    found = re.findall(r'<input id="(\w+)" name="\w+" type="hidden" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrf_token"}


def test_the_page_shows_ones_lists_and_searches_them(
    staff: FlaskClient, world: World, list_id: int, now: datetime
) -> None:
    filled_list(world.east, ROWS, now)
    page = staff.get("/certificates/lists").text
    assert page.count("示例名单") == 1
    assert "电子表格" in page
    assert "示例名单" not in staff.get("/certificates/lists?q=别的").text
    assert "示例名单" in staff.get(f"/certificates/lists?q=竞赛&organisation={world.west}").text
    assert staff.get("/certificates/lists?organisation=x").status_code == 200


def test_a_list_by_hand(staff: FlaskClient, world: World) -> None:
    fields = {"organisation_id": str(world.west), "title": "先进个人", "occasion": "年度评选"}
    answer = send(staff, "/certificates/lists/new", **fields)
    assert answer.status_code == 303
    page = staff.get(answer.location).text
    assert "先进个人" in page
    assert "名单还是空的" in page
    refused = send(staff, "/certificates/lists/new", **{**fields, "title": " "})
    assert refused.status_code == 422
    assert "请填写名单名称。" in refused.text


def test_nobody_makes_a_list_for_somebody_elses_organisation(
    staff: FlaskClient, world: World
) -> None:
    fields = {"organisation_id": str(world.east), "title": "先进个人"}
    assert send(staff, "/certificates/lists/new", **fields).status_code == 422


def test_a_contest_gives_its_list_in_one_click(app: Flask, world: World, now: datetime) -> None:
    hall = prized_hall(now, parent_id=world.west)
    client = signed_in(app, "qian")
    page = client.get("/certificates/lists/new").text
    assert "示例比武" in page
    assert "/classroom/?show=over" in page  # and where those of a class are taken from
    answer = send(client, "/certificates/lists/from-round", round_id=str(hall.round_id))
    assert answer.status_code == 303
    list_id = lists.list_from_contest(SYSTEM, hall.round_id, now)
    assert str(list_id) in answer.location
    page = client.get(f"/certificates/lists/{list_id}").text
    assert page.index("钱示二") < page.index("赵示一")
    for bad in ("", "x", "999999", "9" * 30):
        refused = send(client, "/certificates/lists/from-round", round_id=bad)
        assert refused.status_code == 404


def test_the_result_page_offers_it_to_those_who_may(
    app: Flask, client: FlaskClient, world: World, now: datetime
) -> None:
    hall = prized_hall(now, parent_id=world.west)
    address, action = f"/results/{hall.round_id}", "/certificates/lists/from-round"
    public = client.get(address)
    assert action not in public.text
    assert "Set-Cookie" not in public.headers
    assert action in signed_in(app, "qian").get(address).text
    assert action not in signed_in(app, "sun").get(address).text
    assert action not in supervisor(app, world, now).get(address).text


def test_a_spreadsheet_is_checked_shown_and_taken(staff: FlaskClient, world: World) -> None:
    rows = xlsx(["姓名", "单位", "奖项", "课程"], ["赵示一", "示例机床厂", "一等奖", "职业安全"])
    fields = {"file-organisation_id": str(world.west), "file-title": "培训结业"}
    sent = {"csrf_token": csrf(staff, "/account"), **fields, "file-file": (rows, "名单.xlsx")}
    preview = staff.post("/certificates/lists/new/file", data=sent)
    assert preview.status_code == 200
    assert "可以添加 1 名" in preview.text
    answer = send(staff, "/certificates/lists/new/confirmation", **hidden(preview.text))
    assert answer.status_code == 303
    (row,) = rows_of(int(answer.location.rsplit("/", 1)[1]))
    assert (row.name, row.unit, row.award) == ("赵示一", "示例机床厂", "一等奖")
    assert row.values == {"course": "职业安全"}


def test_every_faulty_cell_is_marked_and_nothing_is_taken(staff: FlaskClient, list_id: int) -> None:
    rows = xlsx(["姓名", "工号", "证书编码"], ["", "nobody", "Y1"], ["周示五", "", ""])
    sent = {"csrf_token": csrf(staff, "/account"), "file": (rows, "名单.xlsx")}
    preview = staff.post(f"/certificates/lists/{list_id}/file", data=sent)
    assert preview.status_code == 422
    assert preview.text.count('class="cell-fault"') == 3
    assert "全部添加" not in preview.text
    assert len(rows_of(list_id)) == 2


def test_a_table_damaged_on_its_way_is_refused(staff: FlaskClient, list_id: int) -> None:
    for table in ("", "x", "eJw=", "=" * 9, "é"):
        answer = send(staff, f"/certificates/lists/{list_id}/file/confirmation", table=table)
        assert answer.status_code == 303
        assert answer.location.endswith("/file")
    assert len(rows_of(list_id)) == 2


def test_the_template_can_be_filled_in_and_read(staff: FlaskClient) -> None:
    answer = staff.get("/certificates/lists/template.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["受表彰者", "称谓", "单位"]
    further = [cell.value for cell in book.worksheets[1]["A"]]
    assert "成员" in further
    assert len(further) > 3


def test_a_supervisor_reads_and_changes_nothing(
    app: Flask, world: World, list_id: int, now: datetime
) -> None:
    client = supervisor(app, world, now)
    one = rows_of(list_id)[0].id
    page = client.get(f"/certificates/lists/{list_id}")
    assert page.status_code == 200
    assert "<form" not in page.text.split("<main", 1)[1].split("</main>", 1)[0]
    own = f"/certificates/lists/{list_id}/recipients/{one}"
    assert client.get(own).status_code == 200
    for address in (
        f"/certificates/lists/{list_id}/settings",
        f"/certificates/lists/{list_id}/file",
        f"/certificates/lists/{list_id}/photos",
        f"{own}/line",
    ):
        assert client.get(address).status_code == 403, address
    for address in (
        own,
        *(f"{own}/{verb}" for verb in ("place", "removal", "withdrawal", "publication", "photo")),
        *(f"/certificates/lists/{list_id}/{verb}" for verb in ("removal", "take-over")),
        f"/certificates/lists/{list_id}/recipients",
        f"/certificates/lists/{list_id}/file/confirmation",
    ):
        assert send(client, address, name="x", reason="x", to="1").status_code == 403, address
    assert client.get("/certificates/lists/new").status_code == 403


def test_strangers_find_nothing(app: Flask, list_id: int) -> None:
    client = signed_in(app, "sun")
    one = rows_of(list_id)[0].id
    for address in ("", "/settings", "/file", "/photos", f"/recipients/{one}"):
        assert client.get(f"/certificates/lists/{list_id}{address}").status_code == 404
    assert client.get("/certificates/lists/99999999999").status_code == 404


def test_a_list_that_was_used_is_kept_and_an_unused_one_removed(
    staff: FlaskClient, world: World, list_id: int, now: datetime
) -> None:
    other = filled_list(world.west, ROWS, now)
    issue([rows_of(list_id)[0].id], now)
    assert send(staff, f"/certificates/lists/{list_id}/removal").status_code == 303
    assert staff.get(f"/certificates/lists/{list_id}").status_code == 200
    assert "已发证" in staff.get(f"/certificates/lists/{list_id}").text
    assert send(staff, f"/certificates/lists/{other}/removal").status_code == 303
    assert staff.get(f"/certificates/lists/{other}").status_code == 404


def test_rows_that_are_alike_are_told(staff: FlaskClient, world: World, now: datetime) -> None:
    twins = [*ROWS, ROWS[0], AwardRow("钱示二", unit="示例水泵厂")]
    page = staff.get(f"/certificates/lists/{filled_list(world.west, twins, now)}").text
    assert "有内容相同的行" in page
    assert "出现在 2 个单位" in page


def test_a_long_list_asks_the_database_no_more_than_a_short_one(
    staff: FlaskClient, world: World, now: datetime
) -> None:
    short, long = (
        filled_list(world.west, [AwardRow(f"赵示{n}") for n in range(rows)], now)
        for rows in (2, 60)
    )
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        staff.get(f"/certificates/lists/{short}")
        needed = len(asked)
        staff.get(f"/certificates/lists/{long}")
        assert len(asked) == 2 * needed
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
