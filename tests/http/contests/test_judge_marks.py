"""Marks, sheets and requests over HTTP: receipts, refusals, repeated keys, hostile bodies."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.services import desk, progress
from blueprints.contests.services.ledger import broken_rows
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.judging import Phone, fresh_key

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="five_judges_trimmed")


@pytest.fixture
def phone(app: Flask, hall: Hall) -> Phone:
    return Phone(app, hall).sit()


def marks(hall: Hall) -> list[LedgerRow]:
    db.session.rollback()
    query = sa.select(LedgerRow).where(
        LedgerRow.round_id == hall.round_id, LedgerRow.kind == LedgerKind.MARK
    )
    return list(db.session.scalars(query.order_by(LedgerRow.seq)))


def fill(phone: Phone, position: int) -> None:
    for item, value in (("content", "36.5"), ("skill", "37"), ("effect", "18")):
        assert phone.mark(position, item, value).status_code == 200


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def test_a_mark_is_answered_with_its_receipt(phone: Phone, hall: Hall, now: datetime) -> None:
    answer = phone.mark(0, "content", "36.5", note="手法熟练", made_at="2026-05-12T09:09:58+08:00")
    row = marks(hall)[0]
    assert answer.json == {
        "receipt": {
            "seq": row.seq,
            "hash": row.hash,
            "at": now.isoformat(),
            "clock": "09:10:00",
        },
        "value": "36.5",
        "repeated": False,
    }
    assert (row.value, row.note, row.judge_id) == ("36.5", "手法熟练", phone.judge_id)
    assert row.made_at == now - timedelta(seconds=2)


def test_the_same_key_is_entered_once(phone: Phone, hall: Hall) -> None:
    key = fresh_key()
    first = phone.mark(0, "content", "36.5", key=key)
    again = phone.mark(0, "content", "36.5", key=key)
    assert again.json["receipt"] == first.json["receipt"]
    assert again.json["repeated"] is True
    assert len(marks(hall)) == 1


@pytest.mark.parametrize(
    "other", [{"item": "skill"}, {"value": "35"}, {"entry": "another"}, {"attempt": 2}]
)
def test_a_key_never_answers_for_another_mark(
    phone: Phone, hall: Hall, other: dict[str, Any]
) -> None:
    """Above all not with "saved": the judge would believe it."""
    key = fresh_key()
    phone.mark(0, "content", "36.5", key=key)
    if "entry" in other:
        other = {"entry": hall.entry(1).key}
    given = {"item": "content", "value": "36.5", "key": key, **other}
    answer = phone.mark(0, given.pop("item"), given.pop("value"), **given)
    assert refusal(answer) == (409, "bad_key")
    assert [row.value for row in marks(hall)] == ["36.5"]


def test_a_key_is_the_judges_own(app: Flask, hall: Hall, phone: Phone) -> None:
    key = fresh_key()
    phone.mark(0, "content", "36.5", key=key)
    other = Phone(app, hall, 1).sit()
    assert other.mark(0, "content", "30", key=key).json["repeated"] is False
    assert len(marks(hall)) == 2


def test_an_empty_value_takes_the_mark_back(phone: Phone) -> None:
    phone.mark(0, "content", "36.5")
    assert phone.mark(0, "content", "").json["value"] is None
    assert phone.entrant(0)["marks"] == {}


def test_other_seats_and_rounds_are_not_found(
    app: Flask, phone: Phone, hall: Hall, now: datetime
) -> None:
    strange = make_hall(now)
    elsewhere = f"{phone.base}/rounds/{strange.round_id}"
    body = {"entry": hall.entry(0).key, "item": "content", "value": "1", "key": fresh_key()}
    for address in (
        f"{elsewhere}/marks",
        f"/judge/{hall.judges[1].id}/rounds/{hall.round_id}/marks",
        f"{phone.base}/rounds/999999/marks",
        f"/judge/{2**31 - 1}/rounds/1/marks",
        f"/judge/{10**30}/rounds/1/marks",
    ):
        assert phone.json(address, body).status_code == 404, address
    assert phone.client.get(f"{elsewhere}/").status_code == 404
    assert phone.client.get(f"/judge/{hall.judges[1].id}/state.json").status_code == 404


def test_a_locked_sheet_takes_no_more(phone: Phone, hall: Hall) -> None:
    fill(phone, 0)
    key = fresh_key()
    locked = phone.lock(0, key)
    assert locked.json["receipt"]["clock"] == "09:10:00"
    assert phone.lock(0, key).json["receipt"] == locked.json["receipt"]
    assert refusal(phone.mark(0, "content", "30")) == (409, "locked")
    assert refusal(phone.lock(0)) == (409, "locked")
    assert phone.entrant(0)["sheet"] == "locked"


def test_an_incomplete_sheet_is_not_locked(phone: Phone) -> None:
    phone.mark(0, "content", "36.5")
    answer = phone.lock(0)
    assert refusal(answer) == (409, "incomplete")
    assert "2" in answer.json["error"]["message"]


def test_changing_goes_by_a_request_that_the_desk_grants(phone: Phone, hall: Hall) -> None:
    fill(phone, 0)
    phone.lock(0)
    assert phone.ask(0, " ").status_code == 422
    assert phone.ask(0, "误将 37 记为 36.5").status_code == 200
    assert phone.entrant(0)["sheet"] == "asked"
    assert refusal(phone.mark(0, "content", "37")) == (409, "locked")

    who = (SYSTEM, hall.round_id, hall.entry(0).key, phone.judge_id, hall.now)
    desk.answer_reopening(*who, granted=False, reason="成绩已签字")
    entrant = phone.entrant(0)
    assert (entrant["sheet"], entrant["refused"]) == ("locked", True)
    assert entrant["reason"] == "成绩已签字"

    desk.answer_reopening(*who, granted=True)
    assert phone.mark(0, "content", "37").status_code == 200
    assert phone.entrant(0)["sheet"] == "open"


def test_a_paused_round_keeps_marks_on_the_phone(phone: Phone, hall: Hall) -> None:
    progress.pause_round(SYSTEM, hall.round_id, hall.now)
    key = fresh_key()
    assert refusal(phone.mark(0, "content", "36.5", key=key)) == (409, "round_closed")
    progress.resume_round(SYSTEM, hall.round_id, hall.now)
    assert phone.mark(0, "content", "36.5", key=key).json["repeated"] is False


def test_an_acknowledged_mark_is_acknowledged_again_after_the_round(
    phone: Phone, hall: Hall
) -> None:
    """The answer was lost, the round closed meanwhile: the phone must still hear "saved"."""
    key = fresh_key()
    phone.mark(0, "content", "36.5", key=key)
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    assert phone.mark(0, "content", "36.5", key=key).json["repeated"] is True


def test_a_recused_judge_marks_nothing(phone: Phone, hall: Hall) -> None:
    entry = hall.entry(0).key
    desk.excuse_judge(SYSTEM, hall.round_id, entry, phone.judge_id, "recused", "师徒", hall.now)
    assert refusal(phone.mark(0, "content", "36")) == (409, "recused")
    assert phone.entrant(0)["sheet"] == "recused"
    assert phone.mark(1, "content", "36").status_code == 200


def test_a_replaced_device_is_told_so_and_takes_its_seat_back(
    app: Flask, hall: Hall, phone: Phone
) -> None:
    token, key = phone.token(), fresh_key()
    other = Phone(app, hall).sit()
    body = {"entry": hall.entry(0).key, "item": "content", "value": "36", "key": key}
    headers = {"X-CSRFToken": token}
    answer = phone.client.post(f"{phone.round}/marks", json=body, headers=headers)
    assert refusal(answer) == (409, "replaced")
    assert refusal(phone.state()) == (409, "replaced")
    page = phone.client.get(f"{phone.round}/")
    assert page.status_code == 409 and "收回席位" in page.text

    back = phone.form(f"{phone.base}/seat", f"{phone.round}/")
    assert back.status_code == 303
    answer = phone.client.post(f"{phone.round}/marks", json=body, headers=headers)
    assert answer.status_code == 200  # its queue goes out with the keys it had
    assert refusal(other.state()) == (409, "replaced")


def test_nobody_takes_back_a_seat_that_was_never_theirs(app: Flask, hall: Hall) -> None:
    stranger = Phone(app, hall)
    assert stranger.form(f"{stranger.base}/seat", "/join").status_code == 404
    stranger.client.set_cookie(f"seat_{stranger.judge_id}", "guessed", path=stranger.base)
    assert stranger.form(f"{stranger.base}/seat", "/join").status_code == 404


def test_a_lost_session_recovers_by_the_state(phone: Phone) -> None:
    old = phone.token()
    phone.client.delete_cookie("guildhall")
    body = {"entry": phone.hall.entry(0).key, "item": "content", "value": "36", "key": fresh_key()}
    address = f"{phone.round}/marks"
    refused = phone.client.post(address, json=body, headers={"X-CSRFToken": old})
    assert refusal(refused) == (400, "csrf")
    taken = phone.client.post(address, json=body, headers={"X-CSRFToken": phone.token()})
    assert taken.status_code == 200


def test_the_chain_is_sound_after_all_that(phone: Phone, hall: Hall) -> None:
    fill(phone, 0)
    phone.lock(0)
    phone.ask(0, "误记")
    assert broken_rows(hall.round_id) == []
