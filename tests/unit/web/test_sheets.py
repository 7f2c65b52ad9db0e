"""Spreadsheets as people make them: merged cells, days, numbers, formulas nobody worked out."""

import io
from datetime import date, datetime

from openpyxl import Workbook

from web.sheets import read_book, read_table

HEAD = ["单位", "姓名", "日期", "号"]


def content(*rows: list[object], merged: tuple[str, ...] = ()) -> bytes:
    made, out = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    for row in (HEAD, *rows):
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    made.save(out)
    return out.getvalue()


def test_cells_merged_over_rows_all_say_the_same() -> None:
    sent = content(
        ["示例厂", "甲"],
        [None, "乙"],
        [None, None],
        ["示例站", "丁", "x"],
        merged=("A2:A4", "B5:C5"),
    )
    rows = [["示例厂", "甲"], ["示例厂", "乙"], ["示例厂"], ["示例站", "丁"]]
    assert read_table("xlsx", sent)[1:] == rows  # over columns, only the first is meant
    assert read_book(sent)["Sheet"][1:] == rows


def test_a_head_of_two_rows_is_no_row_of_the_table() -> None:
    sent = content([None, None, "月", "日"], merged=("A1:A2", "B1:B2"))
    assert read_table("xlsx", sent)[1] == ["", "", "月", "日"]


def test_merged_cells_that_overlap_are_filled_once() -> None:
    sent = content(["示例厂", "甲"], [None, "乙"], [None, "丙"], merged=("A2:A3", "A3:A4"))
    assert read_table("xlsx", sent)[1:] == [["示例厂", "甲"], ["示例厂", "乙"], ["", "丙"]]


def test_days_and_whole_numbers_read_as_people_write_them() -> None:
    sent = content(
        ["厂", "甲", date(1990, 5, 31), 13800001234.0],
        ["厂", "乙", datetime.fromisoformat("2026-01-02 09:30"), 1.5],
    )
    assert read_table("xlsx", sent)[1:] == [
        ["厂", "甲", "1990-05-31", "13800001234"],
        ["厂", "乙", "2026-01-02 09:30:00", "1.5"],
    ]


def test_a_formula_without_a_value_is_shown_where_a_check_tells_of_it() -> None:
    sent = content(["厂", '=A2&"甲"'])
    assert read_book(sent, formulas=True)["Sheet"][1] == ["厂", '=A2&"甲"']
    assert read_book(sent)["Sheet"][1] == ["厂"]
