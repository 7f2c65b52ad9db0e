"""Entrants from lines and spreadsheets: every faulty cell is named, and all or none come in."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Entry, Round
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.services import setup
from blueprints.contests.services.setup.tables import split_names
from store import UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, entries=1, open_round=False)


def entries(hall: Hall) -> list[tuple[str, str, str, str]]:
    lines = round_setup(db.session.get_one(Round, hall.round_id)).entries[1:]
    return [(line.code, line.name, line.unit, line.station) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "B1, 钱示二, 示例重工工会, 3\nB2, 孙示三, 示例电气工会, 4",
        "B1，钱示二，示例重工工会，3\n\n  B2；孙示三；示例电气工会；4  \n",
        "B1\t钱示二\t示例重工工会\t3\r\nB2\t孙示三\t示例电气工会\t4\r\n",
    ],
)
def test_lines_are_read_however_they_are_parted(hall: Hall, now: datetime, text: str) -> None:
    assert setup.import_lines(SYSTEM, hall.round_id, text, now) == 2
    assert entries(hall) == [
        ("B1", "钱示二", "示例重工工会", "3"),
        ("B2", "孙示三", "示例电气工会", "4"),
    ]


def test_a_line_with_one_word_is_a_name(hall: Hall, now: datetime) -> None:
    setup.import_lines(SYSTEM, hall.round_id, "钱示二\n孙示三", now)
    assert entries(hall) == [("01", "钱示二", "", ""), ("02", "孙示三", "", "")]


def test_every_fault_is_named_with_its_line_and_nothing_comes_in(hall: Hall, now: datetime) -> None:
    text = f"A01, 钱示二\n\nB2, \nB3, {'长' * 121}\nB4, 李示四, {'单' * 201}\nB4, 周示五"
    plan = setup.check_lines(SYSTEM, hall.round_id, text)
    faults = {row.line: sorted(row.faults) for row in plan.rows}
    assert faults == {1: ["code"], 3: ["name"], 4: ["name"], 5: ["unit"], 6: ["code"]}
    assert plan.faults == 5
    with pytest.raises(UserError) as refused:
        setup.import_lines(SYSTEM, hall.round_id, text, now)
    assert refused.value.code == "faults"
    assert entries(hall) == []


def test_a_table_names_its_columns_in_any_order_and_language(hall: Hall, now: datetime) -> None:
    table = [["单位", "姓名", "备注", "编码"], ["示例重工工会", "钱示二", "x", "B1"], []]
    assert setup.import_table(SYSTEM, hall.round_id, table, now) == 1
    table = [["Name of the entrant", "STATION"], ["孙示三", "9"]]
    assert setup.import_table(SYSTEM, hall.round_id, table, now) == 1
    assert entries(hall) == [("B1", "钱示二", "示例重工工会", ""), ("01", "孙示三", "", "9")]


@pytest.mark.parametrize("table", [[], [["编码"]], [["编码", "单位"], ["B1", "x"]]])
def test_a_table_without_names_is_refused(hall: Hall, table: list[list[str]]) -> None:
    with pytest.raises(UserError) as refused:
        setup.check_table(SYSTEM, hall.round_id, table)
    assert refused.value.code == "columns"


def test_a_formula_that_came_to_nothing_is_a_fault(hall: Hall) -> None:
    table = [["姓名", "单位"], ["钱示二", "#N/A"], ["=A1", "示例重工工会"]]
    plan = setup.check_table(SYSTEM, hall.round_id, table)
    assert [sorted(row.faults) for row in plan.rows] == [["unit"], ["name"]]


@pytest.mark.parametrize("text", ["", "  \n \t \n"])
def test_an_empty_list_is_refused(hall: Hall, text: str) -> None:
    with pytest.raises(UserError) as refused:
        setup.check_lines(SYSTEM, hall.round_id, text)
    assert refused.value.code == "empty"


def test_a_list_that_is_too_long_is_refused(hall: Hall) -> None:
    with pytest.raises(UserError):
        setup.check_lines(SYSTEM, hall.round_id, "选手\n" * 2001)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 1


def test_members_of_teams_must_be_known(hall: Hall, now: datetime) -> None:
    teams = setup.add_round(
        SYSTEM, hall.round.event_id, "集体", "team", "each", now, earlier_id=hall.round_id
    )
    table = [["姓名", "成员（编码）"], ["一队", "A01"], ["二队", "A01、Z9"]]
    plan = setup.check_table(SYSTEM, teams, table)
    assert [sorted(row.faults) for row in plan.rows] == [[], ["members"]]
    assert "Z9" in plan.rows[1].faults["members"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("赵示一 钱示二、孙示三", ("赵示一", "钱示二", "孙示三")),
        ("A01 A02;A03", ("A01", "A02", "A03")),
        ("Mary  Jones, John Smith", ("Mary Jones", "John Smith")),
        ("Surface finish", ("Surface finish",)),
        (" ， ", ()),
    ],
)
def test_names_of_one_cell_are_parted_where_they_end(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names
