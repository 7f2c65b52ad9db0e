"""Organisations from a table."""

from datetime import datetime

import pytest
from openpyxl import load_workbook

from blueprints.people import queries, services
from store import NotFound, UserError
from store.actors import SYSTEM
from tests.support.people import World
from web.sheets import read_table, write_csv, write_template

HEAD = ["名称", "简称", "类型", "上级工会", "行政区划代码", "赛区"]


def names(world: World) -> set[str]:
    return {row.name for row in queries.tree(world.actor(world.administrator))}


def test_rows_may_hang_below_rows_above(world: World, now: datetime) -> None:
    table = [
        HEAD,
        ["示例产业园工会", "园区", "产业园工会", "示例东区总工会", "330102", "城东"],
        [],
        ["示例风电公司工会", "", "enterprise_union", "示例产业园工会", "", ""],
    ]
    assert services.import_organisations(SYSTEM, table, below_id=None, now=now) == 2
    rows = {row.name: row for row in queries.tree(world.actor(world.administrator))}
    assert rows["示例风电公司工会"].path.startswith(rows["示例产业园工会"].path)


def test_an_english_head_and_types_are_known_too(world: World, now: datetime) -> None:
    table = [["Name", "Type"], ["示例协会", "Association or other body"]]
    assert services.import_organisations(SYSTEM, table, below_id=world.east, now=now) == 1


def test_each_fault_is_named_at_its_cell_and_nothing_is_stored(world: World, now: datetime) -> None:
    table = [
        HEAD,
        ["示例好工会", "", "企业工会", "示例东区总工会", "", ""],
        ["", "", "企业工会", "示例东区总工会", "", ""],
        ["示例甲工会", "", "公司", "示例东区总工会", "", ""],
        ["示例乙工会", "", "企业工会", "没有的工会", "", ""],
        ["示例丙工会", "", "企业工会", "", "33x", ""],
        ["示例好工会", "", "企业工会", "示例东区总工会", "", ""],
    ]
    plan = services.check_import(SYSTEM, table, below_id=None)
    assert [(row.line, *row.faults) for row in plan.rows] == [
        (2,),
        (3, "name"),
        (4, "kind"),
        (5, "parent"),
        (6, "region_code"),
        (7, "name"),
    ]
    before = names(world)
    with pytest.raises(UserError, check=lambda error: error.code == "faults"):
        services.import_organisations(SYSTEM, table, below_id=None, now=now)
    assert names(world) == before


def test_a_name_borne_by_several_needs_the_one_above(world: World, now: datetime) -> None:
    table = [
        HEAD,
        ["示例街道总工会", "", "街道·乡镇总工会", "示例东区总工会", "", ""],
        ["示例一厂工会", "", "企业工会", "示例街道总工会", "", ""],
        ["示例二厂工会", "", "企业工会", "示例东区总工会 / 示例街道总工会", "", ""],
    ]
    plan = services.check_import(SYSTEM, table, below_id=None)
    assert [list(row.faults) for row in plan.rows] == [[], ["parent"], []]


def test_an_import_stays_in_the_importers_scope(world: World, now: datetime) -> None:
    mine = world.actor(world.west_admin)
    table = [HEAD, ["示例甲工会", "", "企业工会", "示例东区总工会", "", ""]]
    assert services.check_import(mine, table, below_id=None).faults == 1
    with pytest.raises(NotFound):
        services.check_import(mine, table, below_id=world.east)


@pytest.mark.parametrize("table", [[], [["名称"]], [HEAD], [HEAD, ["", ""]]])
def test_a_table_without_head_or_rows_is_refused(world: World, table: list[list[str]]) -> None:
    with pytest.raises(UserError):
        services.check_import(SYSTEM, table, below_id=None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_spreadsheets_write(encoding: str) -> None:
    assert read_table("csv", "名称,类型\r\n甲 工会 ,企业工会\r\n".encode(encoding)) == [
        ["名称", "类型"],
        ["甲 工会", "企业工会"],
    ]


def test_the_template_is_a_table_that_can_be_read(world: World) -> None:
    content = write_template(HEAD, {"类型": ["企业工会"]})
    assert read_table("xlsx", content) == [HEAD]


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"\x00\x01"])
def test_a_broken_workbook_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(UserError):
        read_table("xlsx", content)


def test_the_table_survives_the_preview() -> None:
    table = [["名称", 'a"b'], ["x,y", "z"]]
    assert read_table("csv", write_csv(table).encode()) == table


def test_the_second_sheet_lists_the_types() -> None:
    import io

    book = load_workbook(io.BytesIO(write_template(HEAD, {"类型": ["企业工会", "行业工会"]})))
    assert [cell.value for cell in book.worksheets[1]["A"]] == ["类型", "企业工会", "行业工会"]
