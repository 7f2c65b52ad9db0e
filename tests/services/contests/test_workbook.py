"""A contest from one workbook: every faulty cell is named, and all comes in or nothing."""

import time
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import (
    ContestEvent,
    ContestUnit,
    Entry,
    EntryDetails,
    Judge,
    Round,
    RoundEntry,
    RoundJudge,
)
from blueprints.contests.services import setup
from blueprints.contests.services.setup import workbook
from blueprints.people import services as people
from store import UserError, db
from store.actors import SYSTEM
from store.encryption import decrypt
from tests.support.workbooks import book, entrants


@pytest.fixture
def contest(app: Flask, now: datetime) -> int:
    holder = people.create_organisation(
        SYSTEM, people.OrganisationData("示例总工会", "federation"), parent_id=None, now=now
    )
    return setup.create_contest(SYSTEM, holder, setup.ContestInput("示例比武"), now)


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def faults(contest: int, sheets: dict[str, list[list[str]]]) -> set[tuple[str, int, str]]:
    plan = workbook.check(SYSTEM, contest, sheets)
    return {
        (sheet, row.line, column)
        for sheet, rows in plan.sheets.items()
        for row in rows
        for column in row.faults
    }


def test_everything_of_a_contest_comes_in_at_once(contest: int, now: datetime) -> None:
    sheets = book(
        events=[["数控铣", "决赛", "理论 30 % 与实操 70 %"], ["演讲", "", "speech"]],
        units=[["示例精工工会", "东区", "郑示七", "3"], ["示例电气工会", "", "", ""]],
        entries=[
            ["数控铣", "赵示一", "示例精工工会", "A01", "1990年5月31日", "13800001234"],
            ["演讲", "赵示一", "示例精工工会", ""],
        ],
        teams=[["演讲", "示例电气队", "示例电气工会", "钱示二、孙示三"]],
        judges=[
            ["李示四", "示例重工工会", "", ""],
            ["周示五", "", "数控铣", ""],
            ["吴示六", "", "演讲", ""],
        ],
    )
    assert faults(contest, sheets) == set()
    added = workbook.import_book(SYSTEM, contest, sheets, now)
    assert vars(added) == {"events": 2, "units": 2, "entries": 3, "judges": 3}
    seats = {
        (judge.name, round_.event.title)
        for judge, round_ in db.session.execute(
            sa.select(Judge, Round).select_from(RoundJudge).join(Judge).join(Round)
        )
    }
    assert seats == {
        ("李示四", "数控铣"),
        ("李示四", "演讲"),
        ("周示五", "数控铣"),
        ("吴示六", "演讲"),
    }
    team = db.session.scalars(sa.select(Entry).where(Entry.name == "示例电气队")).one()
    assert [one["name"] for one in team.document["members"]] == ["钱示二", "孙示三"]
    details = db.session.scalars(sa.select(EntryDetails)).one()
    assert decrypt(details.born_on) == b"1990-05-31"
    assert b"1380" not in (details.contact or b"")  # not readable from a stolen disk


def test_every_faulty_cell_is_named_and_nothing_comes_in(contest: int, now: datetime) -> None:
    sheets = book(
        events=[
            ["数控铣", "", "theory_practical"],
            ["车工", "", "没有这种办法"],
            ["数控铣", "", "speech"],
        ],
        units=[
            ["示例精工工会", "", "", "一个"],
            ["示例精工工会", "", "", "2"],
            ["", "东区", "", ""],
        ],
        entries=[
            ["数控洗", "赵示一", "示例精工工会", "A01"],
            ["数控铣", "", "示例精工工会", "A02"],
            ["数控铣", "钱示二", "示例精工工会", "A02", "1990-02-30"],
            ["数控铣", "孙示三", "没有的工会", ""],
            ["数控铣", "李示四", "示例精工工会", ""],
            ["数控铣", "李示四", "示例精工工会", ""],
            ["数控铣", "名" * 121, "", ""],
        ],
        teams=[["数控铣", "示例队", "", "周示五 周示五"], ["数控铣", "空队", "", ""]],
        judges=[
            ["", "示例工会", "", ""],
            ["吴示六", "", "铣工", ""],
            ["郑示七", "", "数控铣", "工艺,外观"],
        ],
    )
    assert faults(contest, sheets) == {
        ("events", 3, "scheme"),
        ("events", 4, "event"),
        ("units", 2, "most"),
        ("units", 3, "name"),
        ("units", 4, "name"),
        ("entries", 2, "event"),
        ("entries", 3, "name"),
        ("entries", 4, "code"),
        ("entries", 4, "born_on"),
        ("entries", 4, "unit"),  # the third of a unit that may have two
        ("entries", 5, "unit"),
        ("entries", 7, "name"),
        ("entries", 6, "unit"),
        ("entries", 7, "unit"),
        ("entries", 8, "name"),
        ("teams", 2, "members"),
        ("teams", 3, "members"),
        ("judges", 2, "name"),
        ("judges", 3, "event"),
        ("judges", 4, "items"),
    }
    with pytest.raises(UserError) as refused:
        workbook.import_book(SYSTEM, contest, sheets, now)
    assert refused.value.code == "faults"
    assert [count(model) for model in (ContestEvent, ContestUnit, Entry, Judge)] == [0, 0, 0, 0]


def test_a_near_miss_is_answered_with_what_was_meant(contest: int, now: datetime) -> None:
    setup.add_event(SYSTEM, contest, "数控铣床操作", now)
    setup.add_event(SYSTEM, contest, "电焊", now)
    plan = workbook.check(SYSTEM, contest, book(entries=[["数控铣操作", "赵示一", "", ""]]))
    assert "数控铣床操作" in plan.rows("entries")[0].faults["event"]


def test_cells_are_corrected_on_the_preview_without_the_file(contest: int, now: datetime) -> None:
    sheets = book(
        events=[["数控铣", "", "speech"]],
        entries=[["数控洗", "赵示一", "", "A01"], ["", "", "", "A02"]],
    )
    mended = workbook.corrected(
        sheets,
        {
            "entries/2/event": " 数控铣 ",
            "entries/3/name": "钱示二",
            "entries/99/name": "nobody",
            "entries/3/none": "x",
            "nothing": "x",
        },
    )
    assert faults(contest, mended) == set()
    assert workbook.import_book(SYSTEM, contest, mended, now).entries == 2
    assert sheets["选手"][1][0] == "数控洗"  # what was sent is not changed


def test_formulas_that_came_to_nothing_are_faults_even_where_a_cell_may_be_empty(
    contest: int,
) -> None:
    sheets = book(
        events=[["数控铣", "", "theory_practical"]],
        entries=[["数控铣", "赵示一", "#N/A", ""], ["数控铣", "钱示二", "", "=A1"]],
    )
    assert faults(contest, sheets) == {("entries", 2, "unit"), ("entries", 3, "code")}


def test_full_width_digits_are_read_as_ordinary_ones(contest: int, now: datetime) -> None:
    sheets = book(
        events=[["数控铣", "", "theory_practical"]],
        units=[["示例精工工会", "", "", "３９"]],
        entries=[
            ["数控铣", "赵示一", "示例精工工会", "Ａ０１", "１９９０-０５-３１"],
            ["数控铣", "钱示二", "示例精工工会", "A01"],
        ],
    )
    assert faults(contest, sheets) == {("entries", 3, "code")}  # one code in two spellings
    sheets["选手"].pop()
    workbook.import_book(SYSTEM, contest, sheets, now)
    assert db.session.scalars(sa.select(Entry.code)).all() == ["A01"]
    assert db.session.scalars(sa.select(ContestUnit.most)).all() == [39]


def test_sheets_without_anything_to_read_are_not_spoken_of(contest: int) -> None:
    sheets = book(events=[["数控铣", "", "theory_practical"]])
    sheets |= {"可选值": [["赛项"], ["焊接"]], "Sheet2": [], "Sheet3": [[""]], "备注": [["x"]]}
    assert workbook.check(SYSTEM, contest, sheets).ignored == ["备注"]


def test_what_is_unknown_in_many_rows_is_corrected_once(contest: int) -> None:
    sheets = book(
        events=[["数控铣", "", "theory_practical"]],
        units=[["示例精工工会", "", "", ""], ["示例电气工会", "", "", ""]],
        entries=[
            *entrants(50, unit="示例精工"),
            ["数控铣", "一人", "示例电器工会", "B1"],
            ["数控铣", "二人", "示例电气工会", "B2"],
        ],
    )
    plan = workbook.check(SYSTEM, contest, sheets)
    assert [vars(one) for one in plan.repeated] == [
        {"sheet": "entries", "column": "unit", "text": "示例精工", "rows": 50}
    ]
    assert plan.choices["unit"] == ["示例精工工会", "示例电气工会"]
    cells = {f"entries/{line}/unit": "示例精工" for line in range(2, 52)}  # as the page sends them
    cells["entries/2/unit"] = cells["entries/52/unit"] = "示例电气工会"
    alike = [("entries/unit/示例精工", "示例精工工会"), ("entries/name/一人", ""), ("x", "y")]
    mended = workbook.corrected(sheets, cells, alike)
    assert faults(contest, mended) == set()
    units = [row[2] for row in mended["选手"][1:]]
    assert units == ["示例电气工会", *["示例精工工会"] * 49, *["示例电气工会"] * 2]


def test_the_same_workbook_twice_is_refused_and_later_rows_join(
    contest: int, now: datetime
) -> None:
    sheets = book(
        events=[["数控铣", "", "speech"]], entries=entrants(3), judges=[["李示四", "", "", ""]]
    )
    workbook.import_book(SYSTEM, contest, sheets, now)
    assert {fault[:2] for fault in faults(contest, sheets)} == {("entries", n) for n in (2, 3, 4)}
    more = book(entries=[["", "冯示九", "", "B01"]], judges=[["李示四", "", "", ""]])
    added = workbook.import_book(SYSTEM, contest, more, now)
    assert (added.entries, added.judges, count(Judge)) == (1, 0, 1)


def test_two_thousand_entrants_take_seconds(contest: int, now: datetime) -> None:
    sheets = book(events=[["数控铣", "", "speech"]], entries=entrants(2000))
    began = time.process_time()  # of this process: the machine may have other work
    assert workbook.import_book(SYSTEM, contest, sheets, now).entries == 2000
    took = time.process_time() - began
    assert count(RoundEntry) == 2000
    assert took < 20, f"{took:.1f} s"  # some 2 s
