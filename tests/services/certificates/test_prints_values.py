"""What stands on the papers of a contest: what the audience may see, in words, and no more."""

import json
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from typing import Any

import pytest
from flask import Flask

from blueprints.certificates.queries.prints import (
    Print,
    ResultOptions,
    ScoreOptions,
    SignOptions,
    programme_print,
    result_print,
    score_print,
    sign_print,
)
from blueprints.certificates.queries.prints.paper import file_name
from blueprints.certificates.queries.prints.programme import Timetable
from blueprints.certificates.services.prints import KEPT_SHEETS, kept_pdf
from blueprints.contests.queries import paper
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.paper.head import paper_head
from blueprints.contests.queries.results import result_view
from blueprints.contests.services import desk, progress, setup
from blueprints.contests.services.judging import MarkInput
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall

SECOND = Actor("system", 2, "another person")
ADDRESS = "https://hall.example/results/1"
PORTRAIT_MM = 210


@pytest.fixture(autouse=True)
def _reading(app: Flask) -> Iterator[None]:
    """In Chinese, as a request without a cookie is."""
    with app.test_request_context():
        yield


def judged(now: datetime, **settings: Any) -> Hall:
    """Three entrants by three judges; the first two end with the same total."""
    hall = make_hall(now, **settings)
    marks = {0: ("9.10", "9.20", "9.30"), 1: ("9.00", "9.20", "9.40"), 2: ("8.00", "8.10", "8.20")}
    for entry, values in marks.items():
        for judge, value in enumerate(values):
            hall.mark(judge, entry, "performance", value)
            hall.lock(judge, entry)
    return hall


def publish(hall: Hall) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)


def result(hall: Hall, audience: Audience = Audience.DESK, **options: bool) -> Print:
    view = result_view(hall.round_id, audience)
    return result_print(view, paper_head(hall.round_id), ADDRESS, ResultOptions(**options))


def said(print_: Print) -> str:
    """Everything that a print could say."""
    return json.dumps(
        [dict(print_.options.common), *(row.values for row in print_.rows), print_.name],
        ensure_ascii=False,
    )


def entrants(print_: Print) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = print_.rows[0].values["entrants"]  # type: ignore[assignment]
    return found


def cells(print_: Print, row: int) -> list[str]:
    return [cell["text"] for cell in entrants(print_)[row]["cells"]]


def test_a_result_sheet_tells_places_totals_and_who(app: Flask, now: datetime) -> None:
    sheet = result(judged(now))
    assert cells(sheet, 2) == ["3", "A03", "孙示三", "示例精工工会", "8.100"]
    assert sheet.template.sheet.width_mm == PORTRAIT_MM
    assert sheet.name.startswith("成绩单-示例比武")


def test_a_tie_is_explained_where_it_was_parted(app: Flask, now: datetime) -> None:
    sheet = result(judged(now))
    assert [one["more"] for one in entrants(sheet)] == [
        ["总分相同，名次依据：总分中单个评委的最高分"],
        ["总分相同，名次依据：总分中单个评委的最高分"],
        [],
    ]


def test_judges_marks_are_there_only_when_asked_for(app: Flask, now: datetime) -> None:
    hall = judged(now)
    assert "9.30" not in said(result(hall))
    marks = entrants(result(hall, marks=True))[2]["marks"][0]["marks"]
    assert [(m["judge"], m["text"], m["dropped"]) for m in marks] == [
        ("评委 1", "8.00", True),
        ("评委 2", "8.10", False),
        ("评委 3", "8.20", True),
    ]


def test_a_sheet_says_that_the_result_is_not_published_until_it_is(
    app: Flask, now: datetime
) -> None:
    hall = judged(now)
    assert result(hall).rows[0].values["remarks"] == ["内部资料，成绩尚未公布。"]
    publish(hall)
    assert result(hall, Audience.PUBLIC).rows[0].values["remarks"] == []


def test_prizes_stand_on_it_once_they_are_confirmed(app: Flask, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1)], now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for entry in range(3):
        for judge in range(3):
            hall.mark(judge, entry, "performance", f"9.{3 - entry}0")
            hall.lock(judge, entry)
    publish(hall)
    before = result(hall, Audience.DESK)
    assert "一等奖" not in said(before)
    assert before.rows[0].values["remarks"] == ["奖项尚未确认。"]
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    assert cells(result(hall, Audience.PUBLIC), 0)[-1] == "一等奖"


def test_the_public_sees_no_mark_that_is_not_released(app: Flask, now: datetime) -> None:
    hall = judged(now, release="published")
    assert "9.200" in said(result(hall, marks=True))
    assert "9.2" not in said(result(hall, Audience.PUBLIC, marks=True))


@pytest.mark.parametrize("filled", [False, True])
def test_a_blind_contest_is_printed_with_codes_alone(
    app: Flask, now: datetime, filled: bool
) -> None:
    hall = judged(now, blind=True)
    programme = paper.programme(hall.round_id, whole=False)
    sheets = (paper.filled_sheets if filled else paper.blank_sheets)(hall.round_id)
    papers = [
        result(hall, marks=True),
        programme_print(programme, None),
        sign_print(programme, SignOptions(entrants=True)),
        *(score_print(sheets, ScoreOptions(each=each, filled=filled)) for each in (False, True)),
    ]
    for print_ in papers:
        assert "赵示一" not in said(print_)
        assert "示例精工工会" not in said(print_)
        assert "A01" in said(print_)


def test_a_programme_tells_order_times_judges_and_the_rule(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=2, entries=3)
    timetable = Timetable(time(23, 55), 8)
    print_ = programme_print(paper.programme(hall.round_id, whole=False), timetable)
    round_ = print_.rows[0].values["rounds"][0]
    assert [e["time"] for e in round_["entrants"]] == ["23:55", "00:03", "00:11"]
    assert [(j["seat"], j["name"]) for j in round_["judges"]] == [
        ("评委 1", "评委示1"),
        ("评委 2", "评委示2"),
    ]
    assert round_["criteria"][0]["range"] == "0–10、每档 0.01"
    assert any("去掉" in line["text"] for line in round_["rule"])


def test_the_programme_of_a_whole_contest_has_all_rounds_and_no_times(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now)
    setup.add_round(SYSTEM, hall.round.event_id, "加赛", "timed", "each", now)
    print_ = programme_print(paper.programme(hall.round_id, whole=True), Timetable(time(9), 5))
    rounds = print_.rows[0].values["rounds"]
    assert [one["title"] for one in rounds] == ["数控铣 · 决赛", "数控铣 · 加赛"]
    assert not any(e["time"] for one in rounds for e in one["entrants"])


def test_blank_sheets_ask_for_every_criterion_and_hold_no_mark(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="five_judges_trimmed", judges=5, entries=2)
    hall.mark(0, 0, "content", "33.5")
    print_ = score_print(paper.blank_sheets(hall.round_id), ScoreOptions())
    assert len(print_.rows) == 5
    first = print_.rows[0].values
    assert [c["title"] for c in first["criteria"]] == ["内容", "技能", "效果"]
    assert first["with_sum"]
    assert "33.5" not in said(print_)


def test_filled_sheets_keep_what_stood_there_before(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=3, entries=2)
    hall.mark(0, 0, "performance", "9.10")
    hall.mark(0, 0, "performance", "9.30")
    hall.lock(0, 0)
    sheets = paper.filled_sheets(hall.round_id)
    options = ScoreOptions(filled=True, numbers=frozenset({1}))
    (row,) = score_print(sheets, options).rows
    entrant = row.values["entrants"][0]
    assert (entrant["cells"][0]["before"], entrant["cells"][0]["value"]) == (["9.10"], "9.30")
    assert entrant["locked"] == f"09:10:00 第 {hall.round.seq} 条"
    (correction,) = row.values["corrections"]
    assert correction == (
        f"A01 赵示一，表现：9.10［第 {hall.round.seq - 2} 条］ → "
        f"9.30［第 {hall.round.seq - 1} 条］（2026年5月12日 09:10:00）"
    )
    assert row.values["entrants"][1]["locked"] == "未锁定"


def test_a_sheet_given_back_is_not_locked(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=3, entries=1)
    hall.mark(0, 0, "performance", "9.10")
    hall.lock(0, 0)
    assert paper.filled_sheets(hall.round_id).judges[0].entrants[0].locked_seq == hall.round.seq
    judge = hall.judges[0].id
    desk.answer_reopening(SYSTEM, hall.round_id, hall.entry(0).key, judge, now, granted=True)
    assert paper.filled_sheets(hall.round_id).judges[0].entrants[0].locked_seq is None


def test_recused_judges_find_no_boxes_for_that_entrant(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=3, entries=2)
    judge = hall.judges[1].id
    desk.excuse_judge(SYSTEM, hall.round_id, hall.entry(0).key, judge, "recused", "亲属", now)
    sheets = paper.blank_sheets(hall.round_id)
    together = score_print(sheets, ScoreOptions()).rows[1].values["entrants"]
    assert [e["excuse"] for e in together] == ["回避", ""]
    each = score_print(sheets, ScoreOptions(each=True)).rows[1].values["entrants"]
    assert [e["code"] for e in each] == ["A02"]


def test_what_the_desk_measures_has_a_sheet_of_its_own(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="theory_practical", judges=2, entries=2)
    theory = MarkInput(hall.round_id, hall.entry(0).key, "theory", "88", str(uuid.uuid4()))
    desk.enter_mark(SYSTEM, theory, now)
    blank = score_print(paper.blank_sheets(hall.round_id), ScoreOptions())
    assert [row.values["judge"] for row in blank.rows] == ["评委 1", "评委 2", "裁判台"]
    assert '"value": "88"' not in said(blank)
    options = ScoreOptions(filled=True, numbers=frozenset({paper.DESK}))
    (row,) = score_print(paper.filled_sheets(hall.round_id), options).rows
    assert row.values["entrants"][0]["cells"][0]["value"] == "88"
    assert row.values["signatures"][0] == "记录员签字"


def test_a_public_sheet_is_made_once_for_each_state_however_many_ask() -> None:
    made, key = [], (uuid.uuid4().hex,)
    begun = threading.Event()

    def build() -> bytes:
        begun.wait()
        made.append(b"%d" % len(made))
        return made[-1]

    with ThreadPoolExecutor(8) as readers:
        asked = [readers.submit(kept_pdf, key, "before", build) for _reader in range(8)]
        begun.set()
        assert {one.result() for one in asked} == {b"0"}
    assert kept_pdf(key, "after", build) == b"1"
    assert kept_pdf(key, "after", build) == b"1"
    for other in range(KEPT_SHEETS):
        kept_pdf((key, other), "", lambda: b"")
    assert kept_pdf(key, "after", build) == b"2"


def test_names_of_files_are_safe_everywhere() -> None:
    assert file_name("成绩单", 'a/b\\c:*?"<>|d\x00', "..") == "成绩单-a b c d"
    assert file_name("", "..") == "print"
