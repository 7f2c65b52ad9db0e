"""What goes out live: the difference of two boards, small, and nothing that isn't released."""

import json
import random
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.live import board as live
from blueprints.contests.queries import standings
from blueprints.contests.queries.board import board_view
from blueprints.contests.services import desk, progress, setup
from realtime import ANONYMOUS, Identity, rooms
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall


def room(hall: Hall, language: str = "zh") -> str:
    return f"board:{hall.round_id}:{language}"


def here(hall: Hall) -> int:
    """Look at the board, as somebody whose page is loaded."""
    return board_view(hall.round_id).seq


def since(hall: Hall, after: int, language: str = "zh") -> dict[str, Any]:
    return live.render(room(hall, language), after, hall.round.seq)


def targets(frame: dict[str, Any]) -> list[str]:
    return [fragment["target"] for fragment in frame["fragments"]]


def mark_all(hall: Hall, entry: int, *values: str) -> None:
    for judge, value in enumerate(values):
        hall.mark(judge, entry, "performance", value)


def test_a_mark_sends_its_row_and_the_card(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    after = here(hall)
    hall.mark(0, 0, "performance", "9.10")
    frame = since(hall, after)
    assert targets(frame) == [f"#row-{hall.entry(0).key}", "#board-stage"]
    assert frame["seq"] == hall.round.seq
    assert frame["best"] == "9.100"
    assert "9.100" in frame["fragments"][0]["html"]


def test_others_are_told_in_a_few_characters_that_they_moved(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=60)
    for entry in range(60):
        hall.mark(0, entry, "performance", f"{5 + entry / 100:.2f}")
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    after = here(hall)
    hall.mark(0, 0, "performance", "9.99")
    frame = since(hall, after)
    keys = [row.who.key for row in board_view(hall.round_id).rows]
    assert targets(frame) == [f"#row-{hall.entry(0).key}", "#board-stage"]
    assert frame["places"] == [[hall.entry(59 - n).key, str(n + 2), 0, -1] for n in range(59)]
    assert (frame["from"], frame["order"]) == (0, keys)
    assert len(json.dumps(frame)) < 8_000


def test_only_the_stretch_that_changed_is_put_in_order(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=9)
    for entry in range(9):
        hall.mark(0, entry, "performance", f"{9 - entry / 10:.2f}")
    after = here(hall)
    hall.mark(0, 6, "performance", "8.65")
    frame = since(hall, after)
    assert (frame["from"], frame["order"]) == (4, [hall.entry(n).key for n in (6, 4, 5)])


def test_frames_add_up_to_the_board(app: Flask, now: datetime) -> None:
    """Whatever happens, old page + frames = new page, in order, places and rows."""
    hall = make_hall(now, entries=12)
    chance = random.Random(20260512)
    shown = Screen(hall)
    for _step in range(60):
        shown.after = here(hall)
        for _mark in range(chance.randint(1, 3)):
            something_happens(hall, chance)
        shown.take(since(hall, shown.after))
        assert shown.matches(hall)


class Screen:
    """A browser's list, kept as board.js keeps it."""

    def __init__(self, hall: Hall) -> None:
        board = board_view(hall.round_id)
        self.order = [row.who.key for row in board.rows]
        self.places = {row.who.key: row.place.text for row in board.rows}
        self.totals = {row.who.key: row.total for row in board.rows}
        self.after = board.seq
        self._hall = hall

    def take(self, frame: dict[str, Any]) -> None:
        board = board_view(self._hall.round_id)
        for target in targets(frame):
            if target.startswith("#row-"):
                row = board.by_key[target.removeprefix("#row-")]
                self.places[row.who.key] = row.place.text
                self.totals[row.who.key] = row.total
        for key, text, _tied, _move in frame.get("places", ()):
            self.places[key] = text
        if "order" in frame:
            first = frame["from"]
            self.order[first : first + len(frame["order"])] = frame["order"]

    def matches(self, hall: Hall) -> bool:
        rows = board_view(hall.round_id).rows
        return (
            self.order == [row.who.key for row in rows]
            and self.places == {row.who.key: row.place.text for row in rows}
            and self.totals == {row.who.key: row.total for row in rows}
        )


def something_happens(hall: Hall, chance: random.Random) -> None:
    entry, judge = chance.randrange(12), chance.randrange(3)
    key = hall.entry(entry).key
    kind = chance.choice(("mark", "mark", "mark", "call", "status", "deduction"))
    if kind == "mark":
        hall.mark(judge, entry, "performance", f"{chance.randint(700, 999) / 100:.2f}")
    elif kind == "call":
        desk.call_entry(SYSTEM, hall.round_id, key, hall.now)
    elif kind == "status":
        status = chance.choice(("ok", "dns", "dnf"))
        desk.set_status(SYSTEM, hall.round_id, key, status, "", hall.now)
    else:
        reference = f"key-{chance.random()}"
        desk.deduct(SYSTEM, hall.round_id, key, "0.5", "超时", reference, hall.now)


def test_opening_the_round_loads_the_panel(app: Flask, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    after = here(hall)
    progress.open_round(SYSTEM, hall.round_id, now)
    assert since(hall, after) == {"reset": True, "seq": 1}
    standings.forget()
    assert since(hall, after) == {"reset": True, "seq": 1}


def test_a_process_that_kept_nothing_sends_everything(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    after = here(hall)
    hall.mark(0, 0, "performance", "9.10")
    standings.forget()
    keys = [row.who.key for row in board_view(hall.round_id).rows]
    frame = since(hall, after)
    assert targets(frame) == [
        *(f"#row-{key}" for key in keys), "#board-head", "#board-stage", "#board-foot"
    ]  # fmt: skip
    assert (frame["from"], frame["order"]) == (0, keys)


def test_each_language_has_its_words(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    after = here(hall)
    desk.set_status(SYSTEM, hall.round_id, hall.entry(0).key, "dns", "", now)
    assert "未出场" in since(hall, after)["fragments"][0]["html"]
    assert "Did not start" in since(hall, after, "en")["fragments"][0]["html"]


@pytest.mark.parametrize("release", ["together", "published"])
def test_a_frame_holds_no_mark_that_is_not_released(
    app: Flask, now: datetime, release: str
) -> None:
    hall = make_hall(now, release=release)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    after = here(hall)
    mark_all(hall, 0, "9.37", "8.73", "7.39")
    hall.lock(0, 0)
    standings.forget()  # so that everything is sent
    sent = json.dumps(since(hall, after), ensure_ascii=False)
    assert not [value for value in ("9.37", "8.73", "7.39", "8.497") if value in sent]


def test_a_blind_contest_sends_no_name(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    after = here(hall)
    hall.mark(0, 0, "performance", "9.10")
    standings.forget()
    sent = json.dumps(since(hall, after), ensure_ascii=False)
    assert "A01" in sent
    assert not [name for name in ("赵示一", "示例精工工会") if name in sent]


def test_who_may_join(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    assert live.authorise(ANONYMOUS, f"{hall.round_id}:zh")
    assert live.authorise(Identity("judge", 1), f"{hall.round_id}:en")
    for key in ("", "x", "1", f"{hall.round_id}:fr", "99999999999999999999:zh", "１:zh", "-1:zh"):
        assert not live.authorise(ANONYMOUS, key)
        assert live.position_of(key) == (0, 0)


def test_a_contest_that_is_not_public_is_for_its_staff(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    inside = setup.ContestInput("内部测试", public=False)
    setup.update_contest(SYSTEM, hall.contest_id, inside, now)
    assert not rooms.allowed(ANONYMOUS, room(hall))
    assert not rooms.allowed(Identity("account", 10**17), room(hall))
