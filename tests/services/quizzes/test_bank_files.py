"""Questions from spreadsheets, CSV and JSON: every fault is found, all or none, there and back."""

import json
from dataclasses import replace
from datetime import datetime
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.quizzes.models import BankQuestion
from blueprints.quizzes.queries import bank as queries
from blueprints.quizzes.services import bank
from store import UserError, breathing, db
from store.actors import SYSTEM, Actor
from tests.support.banks import Keeper, make_keeper
from web.sheets import read_table, write_csv

HEAD = ["题号", "题型", "题干", "A", "B", "C", "D", "答案", "出处", "难度", "级别", "标签"]
SOUND = [
    HEAD,
    [
        "",
        "单选题",
        "会员几人以上应建立基层工会委员会？",
        "15",
        "25",
        "50",
        "",
        "B",
        "第十一条",
        "易",
    ],
    ["", "多选", "群众性活动有哪些？", "合理化建议", "技术革新", "旅游", "", "A、B", "第三十二条"],
    ["", "判断", "基层工会委员会任期三年或五年。", "", "", "", "", "对", "第十六条", "2", "国家"],
    [
        "K7",
        "填空",
        "按工资总额的多少拨缴经费？",
        "",
        "",
        "",
        "",
        "2%|百分之二",
        "",
        "",
        "",
        "经费，数字",
    ],
    ["", "简答题", "怎样当好职代会代表？", "", "", "", "", "从职权、程序、履职三方面答", "", "难"],
]


@pytest.fixture
def keeper(app: Flask, now: datetime) -> Keeper:
    return make_keeper(app, now)


def rows(organisation_id: int) -> list[BankQuestion]:
    return list(
        db.session.scalars(
            sa.select(BankQuestion)
            .where(BankQuestion.organisation_id == organisation_id)
            .order_by(BankQuestion.id)
        )
    )


def imported(keeper: Keeper, table: list[list[str]], now: datetime) -> bank.Plan:
    return bank.import_rows(keeper.actor, keeper.organisation_id, bank.read_sheet(table), now)


def test_every_kind_is_read_and_the_same_file_again_changes_nothing(
    keeper: Keeper, now: datetime
) -> None:
    assert imported(keeper, SOUND, now).count("new") == 5
    found = rows(keeper.organisation_id)
    assert [row.kind for row in found] == ["single", "multiple", "true_false", "fill_in", "open"]
    assert [row.answer for row in found[:3]] == [[1], [0, 1], [1]]
    assert found[3].answer == [["2%", "百分之二"]]
    assert [row.ref for row in found] == ["0001", "0002", "0003", "K7", "0004"]
    assert found[3].tags == ["经费", "数字"]
    assert imported(keeper, SOUND, now).count("same") == 5
    assert len(rows(keeper.organisation_id)) == 5


def test_faults_are_told_by_cell_and_nothing_is_added(keeper: Keeper, now: datetime) -> None:
    faulty = [
        *SOUND,
        ["", "单选", "只有一个选项？", "甲", "", "", "", "A"],
        ["", "多选", "只有一个正确？", "甲", "乙", "", "", "B"],
        ["", "判断", "说不清。", "", "", "", "", "大概"],
        ["", "连线", "", "", "", "", "", "A"],
        ["K7", "填空", "同一题号", "", "", "", "", "一"],
        ["", "单选", "答案没有选项？", "甲", "乙", "", "", "D", "", "7"],
    ]
    read = bank.read_sheet(faulty)
    plan = bank.check(keeper.actor, keeper.organisation_id, read)
    told = {row.line: set(row.faults) for row in plan.rows if row.faults}
    assert told == {
        7: {"options"},
        8: {"answer"},
        9: {"answer"},
        10: {"kind", "text"},
        11: {"ref"},
        12: {"answer", "difficulty"},
    }
    with pytest.raises(UserError) as refused:
        bank.import_rows(keeper.actor, keeper.organisation_id, read, now)
    assert refused.value.code == "faults"
    assert rows(keeper.organisation_id) == []


def reread(kind: str, content: bytes) -> list[bank.Row]:
    """A file as the page for imports reads it."""
    if kind == "json":
        return bank.read_json(content)
    return bank.read_sheet(read_table(kind, content, whole=bank.LONGEST_CELL))


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_long_texts_with_lines_come_back_whole(keeper: Keeper, now: datetime, kind: str) -> None:
    """A case to analyse (案例分析题) has paragraphs, and more signs than a usual cell."""
    case = "案情：\r\n  一、" + "某企业未依法建立工会组织。" * 60 + "\n二、（    ）"
    given = bank.QuestionInput(
        kind="open", text=case, answer=("要点一\n要点二",), explanation="析" * 3_900
    )
    bank.add_question(keeper.actor, keeper.organisation_id, given, now)
    content = bank.export(keeper.actor, keeper.organisation_id, kind, now)
    plan = bank.check(keeper.actor, keeper.organisation_id, reread(kind, content))
    assert [(row.state, row.faults) for row in plan.rows] == [("same", {})]
    assert plan.rows[0].given.text == case.replace("\r\n", "\n")


def test_answers_are_read_as_people_write_them(keeper: Keeper) -> None:
    table = [
        ["序号", "题 型", "题目", "Ａ", "选项B", "C", "D", "正确答案"],
        ["1", "单选", "一？", "15人", "25人", "50人", "", "Ｂ"],
        ["2", "多选", "二？", "春", "夏", "秋", "冬", "ＡＢ，ｃ"],
        ["3", "单选", "三？", "15人", "25人", "50人", "", "25 人"],
        ["4", "多选", "四？", "春", "夏", "秋", "冬", "春；冬"],
        ["5", "判断", "五。", "", "", "", "", "Ｔ"],
        ["6", "单选", "六？", "15人", "25人", "50人", "", "30人"],
        ["7", "单选", "七？", "春", "夏", "", "", "ＡＢ"],
    ]
    plan = bank.check(keeper.actor, keeper.organisation_id, bank.read_sheet(table))
    answers = [row.given.answer for row in plan.rows[:5]]
    assert answers == [(1,), (0, 1, 2), (1,), (0, 3), (1,)]
    assert [set(row.faults) for row in plan.rows] == [set()] * 5 + [{"answer"}] * 2
    assert {row.given.ref for row in plan.rows} == {""}  # the lines of a list are no numbers
    listed = {"kind": "multiple", "text": "？", "options": ["春", "夏", "秋"]}
    for answer in (["A", "C"], ["春", "秋"], [0, 2], "AC"):
        content = json.dumps({"questions": [{**listed, "answer": answer}]}).encode()
        assert bank.read_json(content)[0].given.answer == (0, 2)


def test_numbers_of_other_questions_and_twins_are_told(keeper: Keeper, now: datetime) -> None:
    """Lists often count 1, 2, 3 …: the second file would overwrite the first unseen."""
    head = ["题号", "题型", "题干", "答案"]
    imported(keeper, [head, ["1", "判断", "第一题。", "对"], ["2", "判断", "第二题。", "错"]], now)
    again = [
        head,
        ["1", "判断", "另一道题。", "对"],
        ["2", "判断", "第二题！", "错"],
        ["3", "判断", "第二题。", "错"],
        ["4", "判断", "另一道题", "对"],
    ]
    plan = bank.check(keeper.actor, keeper.organisation_id, bank.read_sheet(again))
    assert [(row.before, row.twin) for row in plan.rows] == [
        ("第一题。", ""),
        ("", ""),
        ("", "2"),
        ("", "1"),
    ]
    assert plan.faults == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_an_export_is_imported_again_without_a_difference(
    keeper: Keeper, now: datetime, kind: str
) -> None:
    imported(keeper, SOUND, now)
    danger = bank.QuestionInput(
        kind="fill_in", text="=1+1 等于几？", answer=(["2", "二；两"], ["a|b"]), subject="算术"
    )
    bank.add_question(keeper.actor, keeper.organisation_id, danger, now)
    content = bank.export(keeper.actor, keeper.organisation_id, kind, now)
    if kind != "json":
        assert b"\n=1" not in content
    read = reread(kind, content)
    plan = bank.check(keeper.actor, keeper.organisation_id, read)
    assert (plan.faults, plan.count("same")) == (0, 6)
    carried = bank.read_carried(bank.carry(read))
    assert [row.given for row in carried] == [row.given for row in read]


@pytest.mark.parametrize(
    "question",
    [
        {"answer": [[0]], "kind": "single", "options": ["甲", "乙"], "text": "?"},
        {"answer": [True], "kind": "true_false", "text": "?"},
        {"answer": {"a": 1}, "kind": "single", "options": "甲乙", "text": "?"},
        {"answer": [None, 1.5], "kind": "multiple", "options": [1, 2, {}], "text": ["?"]},
        {},
    ],
)
def test_json_of_wrong_types_is_a_fault_and_no_error(keeper: Keeper, question: object) -> None:
    read = bank.read_json(json.dumps({"questions": [question]}).encode())
    assert bank.check(keeper.actor, keeper.organisation_id, read).faults > 0


def test_a_picture_of_another_bank_is_not_reached_by_its_hash(
    app: Flask, keeper: Keeper, now: datetime
) -> None:
    other = make_keeper(app, now, "示例县总工会")
    imported(other, SOUND, now)
    theirs = rows(other.organisation_id)[0]
    bank.set_media(SYSTEM, theirs.id, bank.MediaInput("picture", "image/jpeg", b"secret"), now)
    name = db.session.get_one(BankQuestion, theirs.id).media
    read = bank.read_sheet([[*HEAD, "media"], [*SOUND[3], "", str(name)]])
    assert read[0].media == name
    plan = bank.check(keeper.actor, keeper.organisation_id, read)
    assert set(plan.rows[0].faults) == {"media"}
    assert bank.check(other.actor, other.organisation_id, read).faults == 0


def test_only_keepers_see_or_change_a_bank(keeper: Keeper, now: datetime) -> None:
    stranger = Actor("account", 999_999, "路人")
    read = bank.read_sheet(SOUND)
    for attempt in (
        lambda: bank.import_rows(stranger, keeper.organisation_id, read, now),
        lambda: bank.export(stranger, keeper.organisation_id, "json", now),
        lambda: bank.check(stranger, keeper.organisation_id, read),
    ):
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.status == 404


def test_sheets_called_after_kinds_are_read_and_others_are_not(keeper: Keeper) -> None:
    book = {
        "说明": [["请按题型填写"]],
        "单选题": [["题干", "A", "B", "答案"], ["甲题？", "是", "否", "A"]],
        "判断题": [["题干", "答案"], ["乙题。", "错"], ["", ""], ["丙题。", "?"]],
    }
    plan = bank.check(keeper.actor, keeper.organisation_id, bank.read_workbook(book))
    assert [(row.sheet, row.line, row.given.kind) for row in plan.rows] == [
        ("单选题", 2, "single"),
        ("判断题", 2, "true_false"),
        ("判断题", 4, "true_false"),
    ]
    assert [set(row.faults) for row in plan.rows] == [set(), set(), {"answer"}]
    with pytest.raises(UserError):
        bank.read_workbook({"别的": [["姓名"], ["赵示一"]]})


def test_the_list_is_narrowed_by_words_tags_and_use(keeper: Keeper, now: datetime) -> None:
    imported(keeper, SOUND, now)
    bank.put_away(keeper.actor, rows(keeper.organisation_id)[0].id, now)

    def found(**wanted: str) -> list[str]:
        page = queries.find(keeper.organisation_id, queries.Filter(**wanted), 1)
        return [line.ref for line in page.items]

    assert found() == ["0002", "0003", "0004", "K7"]
    assert found(tag="数字") == ["K7"]
    assert found(tag="数") == []
    assert found(words="100%") == []  # no wildcards of a visitor's
    assert found(words="基层 三年") == ["0003"]
    assert found(use="retired") == ["0001"]
    assert found(kind="open", difficulty="") == ["0004"]
    assert queries.stock_of(keeper.organisation_id)[0].total == 4


def many(count: int) -> list[list[str]]:
    """A sheet of so many questions with numbers."""
    lines = [[f"Q{n:05d}", "判断", f"第{n}题。", "对"] for n in range(count)]
    return [["题号", "题型", "题干", "答案"], *lines]


def test_a_large_bank_comes_in_one_file_and_goes_out_and_in_again(
    keeper: Keeper, now: datetime
) -> None:
    content = write_csv(many(2_100)).encode()
    read = bank.read_sheet(read_table("csv", content, most=bank.MOST_ROWS))
    carried = bank.read_carried(bank.carry(read))
    bank.import_rows(keeper.actor, keeper.organisation_id, carried, now)
    whole = bank.export(keeper.actor, keeper.organisation_id, "json", now)
    again = bank.import_rows(keeper.actor, keeper.organisation_id, bank.read_json(whole), now)
    assert again.count("same") == len(again.rows) == 2_100
    harder = [bank.Row(one.line, replace(one.given, difficulty=3), "") for one in again.rows]
    done = bank.import_rows(keeper.actor, keeper.organisation_id, harder, now)
    assert done.count("changed") == 2_100
    assert {row.difficulty for row in rows(keeper.organisation_id)} == {3}


def test_more_than_a_file_may_have_is_refused_in_every_way_in(keeper: Keeper) -> None:
    table = many(bank.MOST_ROWS + 1)
    listed = [{"kind": "true_false", "text": "？", "answer": [1]}] * len(table)
    for attempt in (
        lambda: bank.read_sheet(table),
        lambda: read_table("csv", write_csv(table).encode(), most=bank.MOST_ROWS),
        lambda: bank.read_json(json.dumps({"questions": listed}).encode()),
    ):
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.code == "too_many_rows"
        assert "10000" in refused.value.message


def test_what_others_add_while_a_file_is_checked_is_not_overlooked(
    app: Flask, keeper: Keeper, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bank is free while it is compared; here another keeper takes a number meanwhile."""

    def others() -> None:
        with app.app_context():
            given = bank.QuestionInput(
                ref="Q00001", kind="true_false", text="别人的题。", answer=(0,)
            )
            bank.add_question(SYSTEM, keeper.organisation_id, given, now)

    def their_turn(_seconds: float) -> None:
        monkeypatch.undo()
        thread = Thread(target=others)
        thread.start()
        thread.join()

    read = bank.read_sheet(many(60))
    monkeypatch.setattr(breathing.time, "sleep", their_turn)
    done = bank.import_rows(keeper.actor, keeper.organisation_id, read, now)
    assert (done.count("new"), done.count("changed")) == (59, 1)
    assert [row.before for row in done.rows if row.state == "changed"] == ["别人的题。"]
