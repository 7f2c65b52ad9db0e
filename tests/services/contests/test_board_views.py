"""What a board shows of the ledger, and what it keeps back."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.queries.board import BoardView, board_round, board_view, position
from blueprints.contests.services import desk, progress, setup
from store import NotFound
from store.actors import ANONYMOUS, SYSTEM, Actor
from tests.support.contests import Hall, make_hall

SECOND = Actor("system", 2, "another person")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """Three judges, three entrants; each mark is shown as it comes."""
    return make_hall(now)


def call(hall: Hall, entry: int) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(entry).key, hall.now)


def mark_all(hall: Hall, entry: int, *values: str) -> None:
    for judge, value in enumerate(values):
        hall.mark(judge, entry, "performance", value)


def publish(hall: Hall) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)


def view(hall: Hall) -> BoardView:
    return board_view(hall.round_id)


def labels(board: BoardView) -> list[str]:
    return [row.who.label for row in board.rows]


def tiles(hall: Hall) -> list[tuple[int, str, str]]:
    (group,) = view(hall).stage.groups
    return [(tile.judge, tile.state, tile.text) for tile in group.tiles]


def test_entrants_stand_by_their_totals_and_the_unmarked_last(hall: Hall) -> None:
    mark_all(hall, 1, "9.10", "9.20", "9.30")
    mark_all(hall, 2, "9.50", "9.40", "9.60")
    board = view(hall)
    assert labels(board) == ["孙示三", "钱示二", "赵示一"]
    assert [(row.place.text, row.total, row.status) for row in board.rows] == [
        ("1", "9.500", "ok"),
        ("2", "9.200", "ok"),
        ("", None, "waiting"),
    ]
    assert board.best == "9.500"


def test_movement_counts_from_the_last_call(hall: Hall) -> None:
    mark_all(hall, 0, "9.10", "9.10", "9.10")
    mark_all(hall, 1, "9.00", "9.00", "9.00")
    call(hall, 2)
    assert [row.place.move for row in view(hall).rows] == [0, 0, None]
    hall.mark(0, 1, "performance", "9.90")
    hall.mark(1, 1, "performance", "9.90")
    moves = {row.who.label: row.place.move for row in view(hall).rows}
    assert moves == {"钱示二": 1, "赵示一": -1, "孙示三": None}
    call(hall, 0)
    assert {row.place.move for row in view(hall).rows if row.place.number} == {0}


def test_shared_places_are_shown_as_such(hall: Hall) -> None:
    for entry in (0, 1):
        mark_all(hall, entry, "9.00", "9.10", "9.20")
    mark_all(hall, 2, "8.00", "8.00", "8.00")
    assert [(row.place.text, row.place.tied) for row in view(hall).rows] == [
        ("1", True),
        ("1", True),
        ("3", False),
    ]


def test_marks_come_one_by_one_and_the_dropped_are_told_at_the_end(hall: Hall) -> None:
    call(hall, 0)
    hall.mark(0, 0, "performance", "9.1")
    hall.mark(2, 0, "performance", "9.35")
    assert tiles(hall) == [(1, "given", "9.10"), (2, "waiting", ""), (3, "given", "9.35")]
    hall.mark(1, 0, "performance", "8.00")
    assert tiles(hall) == [(1, "given", "9.10"), (2, "dropped", "8.00"), (3, "dropped", "9.35")]


def test_a_judge_with_marks_missing_shows_no_figure(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="five_judges_trimmed", judges=5)
    call(hall, 0)
    hall.mark(0, 0, "content", "33.5")
    assert tiles(hall)[0] == (1, "partial", "")
    hall.mark(0, 0, "skill", "30")
    hall.mark(0, 0, "effect", "20")
    assert tiles(hall)[0] == (1, "given", "83.5")


def test_together_nothing_shows_until_the_last_judge_has_locked(app: Flask, now: datetime) -> None:
    hall = make_hall(now, release="together")
    call(hall, 0)
    mark_all(hall, 0, "9.11", "9.22", "9.33")
    for judge in (0, 1):
        hall.lock(judge, 0)
    assert tiles(hall) == [(1, "sealed", ""), (2, "sealed", ""), (3, "waiting", "")]
    assert view(hall).stage.total is None
    assert "9.11" not in repr(view(hall))
    hall.lock(2, 0)
    assert tiles(hall) == [(1, "dropped", "9.11"), (2, "given", "9.22"), (3, "dropped", "9.33")]
    assert view(hall).stage.total == "9.220"


def test_marks_for_the_confirmed_result_stay_hidden_until_it_is_published(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now, release="published")
    call(hall, 0)
    mark_all(hall, 0, "9.11", "9.22", "9.33")
    desk.deduct(SYSTEM, hall.round_id, hall.entry(0).key, "0.5", "超时", "k" * 8, now)
    desk.set_status(SYSTEM, hall.round_id, hall.entry(1).key, "dq", "冒名", now)
    hidden = view(hall)
    assert hidden.stage.kind == "hidden"
    assert hidden.stage.groups == ()
    assert {row.status for row in hidden.rows} == {"waiting"}
    assert "9.22" not in repr(hidden)
    assert "超时" not in repr(hidden)
    publish(hall)
    assert view(hall).rows[0].total == "8.720"


def test_a_blind_contest_knows_codes_only_until_it_is_decoded(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    call(hall, 0)
    shown = repr(view(hall))
    assert labels(view(hall)) == ["A01", "A02", "A03"]
    assert not [name for name in ("赵示一", "钱示二", "示例精工工会") if name in shown]
    setup.decode(SYSTEM, hall.contest_id, now)
    assert labels(view(hall)) == ["赵示一", "钱示二", "孙示三"]


def test_a_recused_judge_is_named_by_number(hall: Hall) -> None:
    call(hall, 0)
    judge = hall.judges[1].id
    assert judge is not None
    desk.excuse_judge(SYSTEM, hall.round_id, hall.entry(0).key, judge, "recused", "师徒", hall.now)
    assert view(hall).rows[0].recused == (2,)
    assert tiles(hall)[1] == (2, "recused", "")
    assert "师徒" not in repr(view(hall))


def test_a_status_is_told_and_takes_the_place_away(hall: Hall) -> None:
    mark_all(hall, 0, "9.10", "9.10", "9.10")
    desk.set_status(SYSTEM, hall.round_id, hall.entry(0).key, "dns", "", hall.now)
    last = view(hall).by_key[hall.entry(0).key]
    assert (last.status, last.place.text) == ("dns", "")


def test_states_of_the_round(app: Flask, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    draft = view(hall)
    assert (draft.head.state, draft.stage.kind, draft.rows) == ("draft", "draft", ())
    progress.open_round(SYSTEM, hall.round_id, now)
    assert (view(hall).head.state, view(hall).stage.kind) == ("live", "idle")
    progress.pause_round(SYSTEM, hall.round_id, now)
    assert view(hall).head.state == "paused"
    progress.close_round(SYSTEM, hall.round_id, now)
    assert view(hall).head.state == "review"
    progress.confirm_round(SECOND, hall.round_id, now)
    assert view(hall).head.state == "review"
    progress.publish_round(SYSTEM, hall.round_id, now)
    assert (view(hall).head.state, view(hall).stage.kind) == ("final", "final")


def test_the_next_entrant_follows_the_running_order(hall: Hall) -> None:
    next_up = view(hall).foot.next
    assert next_up is not None and next_up.label == "赵示一"
    call(hall, 1)
    next_up = view(hall).foot.next
    assert next_up is not None and next_up.label == "孙示三"
    call(hall, 2)
    assert view(hall).foot.next is None
    assert view(hall).head.position == 3


def test_the_parts_of_the_total_have_columns(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="theory_practical", judges=5)
    board = view(hall)
    assert len(board.columns) == len(board.rows[0].parts) == 2


def test_the_newest_attempt_is_on_the_card(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="diving", judges=7)
    call(hall, 0)
    hall.mark(0, 0, "execution", "8.5", attempt=1)
    hall.mark(3, 0, "execution", "7.0", attempt=2)
    (group,) = view(hall).stage.groups
    assert group.attempt == 2
    assert group.tiles[3].text == "7.0"


def test_a_weighted_mark_is_shown_in_hundredths(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="worldskills")
    call(hall, 0)
    hall.mark(0, 0, "finish", "2")
    hall.mark(1, 0, "finish", "3")
    finish, organisation = view(hall).stage.groups
    assert [tile.text for tile in finish.tiles] == ["13.33", "20.00", ""]
    assert [tile.state for tile in organisation.tiles] == ["waiting"] * 3


def test_the_rule_stands_on_the_card_in_words(app: Flask, now: datetime) -> None:
    for preset, said in (
        ("speech", "drop the highest and the lowest mark and average the rest"),
        ("timed", "the best attempt: {name}"),
    ):
        hall = make_hall(now, preset=preset)
        call(hall, 0)
        (rule,) = view(hall).stage.rule
        assert rule.template == said


def test_a_time_measures_no_bars(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="timed", judges=0)
    assert view(hall).best is None


def test_the_position_is_the_ledgers_and_its_epoch_changes_with_the_set_up(hall: Hall) -> None:
    epoch, seq = position(hall.round_id)
    call(hall, 0)
    assert position(hall.round_id) == (epoch, seq + 1)
    assert view(hall).position == (epoch, seq + 1)
    setup.update_round(SYSTEM, hall.round_id, "总决赛", "each", hall.now)
    assert position(hall.round_id)[0] != epoch
    assert view(hall).head.round == "总决赛"


def test_a_board_is_built_once_per_position(hall: Hall) -> None:
    assert view(hall) is view(hall)
    before = view(hall)
    call(hall, 0)
    assert view(hall) is not before


def test_nobody_has_a_board_of_an_unknown_round(app: Flask) -> None:
    assert position(999) == (0, 0)
    with pytest.raises(NotFound):
        board_view(999)


def test_anonymous_is_no_member_of_staff(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("内部测试", public=False), now)
    with pytest.raises(NotFound):
        board_round(ANONYMOUS, hall.round_id)
    assert board_round(SYSTEM, hall.round_id).id == hall.round_id
