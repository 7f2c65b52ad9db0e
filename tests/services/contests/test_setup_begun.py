"""What a begun round no longer allows, and what strangers and the scorer never may."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.models import Contest
from blueprints.contests.services import desk, progress, setup
from store import UserError, db
from store.actors import SYSTEM, Actor, Grant
from tests.support.contests import Hall, make_hall, names

Change = Callable[[Hall, datetime], object]


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A round that is set up, but not open yet."""
    return make_hall(now, open_round=False)


def test_who_the_desk_has_recorded_stays(hall: Hall, now: datetime) -> None:
    judge = hall.judges[0].id or 0
    entry = hall.entry(0).key
    desk.excuse_judge(SYSTEM, hall.round_id, entry, judge, "recused", "亲属", now)
    with pytest.raises(UserError):
        setup.choose_judges(SYSTEM, hall.round_id, set(), now)
    with pytest.raises(UserError):
        setup.remove_entry(SYSTEM, hall.round_id, entry, now)
    with pytest.raises(UserError):
        setup.remove_round(SYSTEM, hall.round_id, now)


BEGUN: dict[str, Change] = {
    "add": lambda h, t: setup.add_entries(SYSTEM, h.round_id, [setup.EntryInput("吴示六")], t),
    "correct": lambda h, t: setup.update_entry(
        SYSTEM, h.round_id, h.entry(0).key, setup.EntryInput("吴示六"), t
    ),
    "remove": lambda h, t: setup.remove_entry(SYSTEM, h.round_id, h.entry(0).key, t),
    "move": lambda h, t: setup.move_entry(SYSTEM, h.round_id, h.entry(0).key, to=2, now=t),
    "draw": lambda h, t: setup.draw_order(SYSTEM, h.round_id, "", t),
    "codes": lambda h, t: setup.draw_codes(SYSTEM, h.round_id, "B", "", t),
    "judges": lambda h, t: setup.choose_judges(SYSTEM, h.round_id, set(), t),
    "lines": lambda h, t: setup.import_lines(SYSTEM, h.round_id, "吴示六", t),
    "round": lambda h, t: setup.remove_round(SYSTEM, h.round_id, t),
}


@pytest.mark.parametrize("change", BEGUN)
def test_a_round_that_has_begun_is_fixed(hall: Hall, now: datetime, change: str) -> None:
    progress.open_round(SYSTEM, hall.round_id, now)
    version = hall.round.contest.version
    with pytest.raises(UserError) as refused:
        BEGUN[change](hall, now)
    assert refused.value.status == 409
    assert hall.round.contest.version == version
    assert names(hall.round_id) == ["赵示一", "钱示二", "孙示三"]


STRANGERS: dict[str, Change] = BEGUN | {
    "settings": lambda h, t: setup.update_round(SYSTEM, h.round_id, "决赛", "each", t),
    "prizes": lambda h, t: setup.set_prizes(SYSTEM, h.round_id, [], t),
    "scheme": lambda h, t: setup.change_scheme(SYSTEM, h.round_id, "speech", t),
    "event": lambda h, t: setup.add_event(SYSTEM, h.contest_id, "焊接", t),
    "contest": lambda h, t: setup.update_contest(SYSTEM, h.contest_id, setup.ContestInput("新"), t),
    "judge": lambda h, t: setup.add_judge(SYSTEM, h.contest_id, "评委", "", t),
}


@pytest.mark.parametrize("change", STRANGERS)
def test_others_see_nothing_and_the_scorer_changes_nothing(
    hall: Hall, now: datetime, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = Grant("scorer", "contest", contest_id=hall.contest_id)
    for actor, status in (
        (Actor("account", 9, "外人"), 404),
        (Actor("account", 8, "记分员", frozenset({scorer})), 403),
    ):
        monkeypatch.setitem(globals(), "SYSTEM", actor)
        with pytest.raises(UserError) as refused:
            STRANGERS[change](hall, now)
        assert refused.value.status == status


def test_blind_coding_is_fixed_once_a_round_has_begun(hall: Hall, now: datetime) -> None:
    blind = setup.ContestInput("示例比武", blind=True)
    setup.update_contest(SYSTEM, hall.contest_id, blind, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError):
        setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("示例比武"), now)
    setup.update_contest(
        SYSTEM,
        hall.contest_id,
        setup.ContestInput("示例比武 2026", "礼堂", "2026-05-12", True),
        now,
    )
    setup.decode(SYSTEM, hall.contest_id, now)
    contest = db.session.get_one(Contest, hall.contest_id, populate_existing=True)
    assert not contest.names_hidden
    assert contest.title == "示例比武 2026"
