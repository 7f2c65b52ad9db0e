"""A judge's seat is good for that judge, in that contest, in the rounds sat in, until replaced."""

import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask

from blueprints.contests.models import RoundState
from blueprints.contests.services import desk, judging, progress, seats, setup
from realtime import tickets
from store import NotFound, UserError
from store.actors import SYSTEM, Actor, Grant
from tests.support.contests import Hall, make_hall
from tests.support.judging import Phone, fresh_key

SECOND = Actor("account", 7, "示例复核", frozenset({Grant("administrator", "system")}))
ITEMS = ("content", "skill", "effect")


@pytest.fixture
def halls(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> tuple[Hall, Hall]:
    """Two contests of two organisations."""
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    first = make_hall(now, preset="five_judges_trimmed", judges=2)
    return first, make_hall(now, preset="five_judges_trimmed", judges=2)


def _complete(hall: Hall, judge: int = 0, entry: int = 0) -> None:
    for item in ITEMS:
        hall.mark(judge, entry, item, "7")


def _second_round(hall: Hall, *, judges: set[int]) -> int:
    """A further open round of the same contest and entrants, with these judges only."""
    event = hall.round.event_id
    made = setup.add_round(SYSTEM, event, "复赛", "five_judges_trimmed", "each", hall.now)
    setup.take_entries(SYSTEM, made, hall.round_id, hall.now)
    setup.choose_judges(SYSTEM, made, judges, hall.now)
    progress.open_round(SYSTEM, made, hall.now)
    return made


def test_a_judge_marks_nothing_of_another_contest(app: Flask, halls: tuple[Hall, Hall]) -> None:
    own, other = halls
    phone = Phone(app, own).sit()
    body = {"item": "content", "value": "7", "attempt": 1, "key": fresh_key()}
    there = f"{phone.base}/rounds/{other.round_id}"
    for entry in (own.entry(0).key, other.entry(0).key):
        for verb in ("marks", "sheets", "reopenings"):
            sent = {**body, "entry": entry, "reason": "x"}
            assert phone.json(f"{there}/{verb}", sent).status_code == 404
    here = {**body, "entry": other.entry(0).key, "reason": "x"}
    for verb in ("marks", "sheets", "reopenings"):
        assert phone.json(f"{phone.round}/{verb}", here).status_code == 404
    for address in (f"{there}/", f"{phone.round}/?entry={other.entry(0).key}"):
        assert phone.client.get(address).status_code == 404
    state = phone.client.get(f"{phone.base}/state.json?round={other.round_id}")
    assert state.status_code == 404
    assert {row.round.seq for row in halls} == {1}  # only the opening of each


def test_the_cookie_of_a_seat_opens_no_other_seat(app: Flask, halls: tuple[Hall, Hall]) -> None:
    own, other = halls
    phone = Phone(app, own).sit()
    cookie = phone.client.get_cookie(f"seat_{phone.judge_id}", path=phone.base)
    assert cookie is not None
    assert (cookie.path, cookie.http_only, cookie.same_site) == (phone.base, True, "Lax")
    for judge in (own.judges[1].id, other.judges[0].id):
        thief = app.test_client()
        thief.set_cookie(f"seat_{judge}", cookie.value, path=f"/judge/{judge}")
        assert thief.get(f"/judge/{judge}/").status_code == 404
        assert thief.get(f"/judge/{judge}/state.json?round={own.round_id}").status_code == 404


def test_a_judge_marks_no_round_they_do_not_sit_in(app: Flask, halls: tuple[Hall, Hall]) -> None:
    hall = halls[0]
    sitting = hall.judges[1].id
    assert sitting is not None
    hall.round_id = _second_round(hall, judges={sitting})
    with pytest.raises(NotFound):
        hall.mark(0, 0, "content", "7")
    with pytest.raises(NotFound):
        hall.lock(0, 0)
    hall.mark(1, 0, "content", "7")
    phone = Phone(app, hall, 0).sit()
    assert phone.client.get(f"{phone.round}/").status_code == 404


def test_a_replaced_device_writes_nothing_over_http(
    app: Flask, halls: tuple[Hall, Hall], now: datetime
) -> None:
    hall = halls[0]
    old = Phone(app, hall).sit()
    token = old.token()
    Phone(app, hall).sit()
    before = hall.round.seq
    body = {"entry": hall.entry(0).key, "item": "content", "value": "7", "key": fresh_key()}
    for verb in ("marks", "sheets", "reopenings"):
        answer = old.client.post(
            f"{old.round}/{verb}", json={**body, "reason": "x"}, headers={"X-CSRFToken": token}
        )
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "replaced")
    assert hall.round.seq == before


def test_a_device_acts_for_no_other_judge(halls: tuple[Hall, Hall]) -> None:
    hall = halls[0]
    one, two = hall.judges
    mixed = Actor("judge", two.id, two.name, contest_id=two.contest_id, device_id=one.device_id)
    given = judging.MarkInput(hall.round_id, hall.entry(0).key, "content", "7", fresh_key())
    with pytest.raises(NotFound):
        judging.submit_mark(mixed, given, hall.now)
    with pytest.raises(NotFound):
        judging.submit_mark(Actor("account", one.id), given, hall.now)


def test_a_closed_round_takes_neither_mark_nor_lock(halls: tuple[Hall, Hall]) -> None:
    hall = halls[0]
    _complete(hall)
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    for act in (lambda: hall.mark(0, 0, "content", "8"), lambda: hall.lock(0, 0)):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "round_closed"


def test_no_judge_adds_to_the_ledger_of_a_published_result(halls: tuple[Hall, Hall]) -> None:
    hall = halls[0]
    _complete(hall)
    hall.lock(0, 0)
    ask = (hall.judges[0], hall.round_id, hall.entry(0).key, "算错了")
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)
    sealed = hall.round.head_hash
    with pytest.raises(UserError) as refused:
        judging.ask_to_reopen(*ask, fresh_key(), hall.now)
    assert refused.value.code == "round_closed"
    assert hall.round.state == RoundState.PUBLISHED
    assert hall.round.head_hash == sealed


def test_a_key_brings_back_no_receipt_but_its_own(halls: tuple[Hall, Hall]) -> None:
    hall, key = halls[0], str(uuid.uuid4())
    _complete(hall)
    marked = hall.mark(0, 0, "content", "8", key=key)
    theirs = hall.mark(1, 0, "content", "5", key=key)  # another judge's key is another key
    assert theirs.seq != marked.seq
    entry = hall.entry(0).key
    with pytest.raises(UserError) as refused:
        judging.submit_sheet(hall.judges[0], hall.round_id, entry, key, hall.now)
    assert refused.value.code == "bad_key"
    locking = str(uuid.uuid4())
    judging.submit_sheet(hall.judges[0], hall.round_id, entry, locking, hall.now)
    for act in (
        lambda: judging.ask_to_reopen(hall.judges[0], hall.round_id, entry, "x", locking, hall.now),
        lambda: judging.submit_sheet(
            hall.judges[0], hall.round_id, hall.entry(1).key, locking, hall.now
        ),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "bad_key"


def test_the_desk_mixes_no_ids_of_two_contests(halls: tuple[Hall, Hall]) -> None:
    own, other = halls
    theirs = desk.deduct(SYSTEM, other.round_id, other.entry(0).key, "1", "x", fresh_key(), own.now)
    judge, key = other.judges[0].id, own.entry(0).key
    assert judge is not None
    _complete(other)
    other.lock(0, 0)
    before = own.round.seq
    for act in (
        lambda: desk.call_entry(SYSTEM, own.round_id, other.entry(0).key, own.now),
        lambda: desk.set_status(SYSTEM, own.round_id, other.entry(0).key, "dns", "", own.now),
        lambda: desk.withdraw_deduction(SYSTEM, own.round_id, theirs.seq, "x", own.now),
        lambda: desk.excuse_judge(SYSTEM, own.round_id, key, judge, "absent", "", own.now),
        lambda: desk.answer_reopening(SYSTEM, own.round_id, key, judge, own.now, granted=True),
        lambda: desk.decide_tie(
            SYSTEM, own.round_id, [key, other.entry(0).key], "tie_break", "x", own.now
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert own.round.seq == before


def test_a_second_judge_of_the_same_contest_reads_nothing_live(
    app: Flask, halls: tuple[Hall, Hall]
) -> None:
    hall, client = halls[0], app.test_client()
    device, other = hall.judges[0].device_id, hall.judges[1].id
    rooms = [f"judge:{other}", f"desk:{hall.round_id}"]
    ticket = tickets.issue(f"device:{device}", rooms, datetime.now(UTC))
    for room in (f"judge:{other}", f"desk:{hall.round_id}:en", f"judge:0{hall.judges[0].id}"):
        answer = client.get("/live/catch-up", query_string={"room": room, "ticket": ticket})
        assert answer.status_code in (403, 404)


def test_a_ticket_dies_with_its_device(app: Flask, halls: tuple[Hall, Hall], now: datetime) -> None:
    hall, client = halls[0], app.test_client()
    judge_id = hall.judges[0].id
    assert judge_id is not None
    room = f"judge:{judge_id}"
    ticket = tickets.issue(f"device:{hall.judges[0].device_id}", [room], datetime.now(UTC))
    asked = {"room": room, "ticket": ticket}
    assert client.get("/live/catch-up", query_string=asked).status_code == 200
    seats.withdraw_seat(SYSTEM, judge_id, now)
    assert client.get("/live/catch-up", query_string=asked).status_code == 403
