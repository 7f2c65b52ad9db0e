"""Whatever a phone may send: refused in words or read as meant, never a fault."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import LedgerKind, LedgerRow
from store import db
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


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


@pytest.mark.parametrize(
    "value",
    ["40.5", "-0.5", "36.3", "36.55", "NaN", "Infinity", "1e1", "3６,5", "٣", "DNF", "--1", "0x1f",
     "9" * 100, "9" * 60_000, "1.", "36\x005", "\ud800"],
)  # fmt: skip
def test_a_value_out_of_range_step_or_reason_is_refused_in_words(
    phone: Phone, hall: Hall, value: str
) -> None:
    answer = phone.mark(0, "content", value)
    if value == "1.":
        assert answer.json["value"] == "1"
        return
    assert refusal(answer) == (422, "bad_mark")
    assert answer.json["error"]["message"]
    assert marks(hall) == []


@pytest.mark.parametrize(
    ("text", "kept"), [("３６．５", "36.5"), (" 36.50 ", "36.50"), ("036", "36"), (".5", "0.5")]
)
def test_full_width_and_sloppy_figures_are_read(phone: Phone, text: str, kept: str) -> None:
    assert phone.mark(0, "content", text).json["value"] == kept


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        None,
        {},
        {"value": 36.5},
        {"value": None},
        {"item": 1},
        {"attempt": "x"},
        {"attempt": -1},
        {"attempt": True},
        {"attempt": 10**40},
        {"attempt": 1.5},
        {"note": ["x"]},
        {"key": "short"},
        {"key": 5},
        {"key": "spaces are bad"},
        {"key": "k" * 41},
        {"key": "k" * 9 + "\x00"},
    ],
)
def test_hostile_bodies_are_bad_requests(phone: Phone, hall: Hall, body: Any) -> None:
    sound = {"entry": hall.entry(0).key, "item": "content", "value": "36", "key": fresh_key()}
    given = {**sound, **body} if isinstance(body, dict) and body else body
    answer = phone.json(f"{phone.round}/marks", given)
    assert answer.status_code == 400
    assert answer.json["error"]["message"]
    assert marks(hall) == []


@pytest.mark.parametrize("raw", ["[" * 50_000, "{", "", "\xff", '{"a":' + "1" * 5_000 + "}"])
def test_what_is_no_json_is_a_bad_request(phone: Phone, raw: str) -> None:
    headers = {"X-CSRFToken": phone.token(), "Content-Type": "application/json"}
    answer = phone.client.post(f"{phone.round}/marks", data=raw, headers=headers)
    assert answer.status_code == 400


def test_a_huge_body_is_refused(phone: Phone) -> None:
    assert phone.mark(0, "content", "9" * 1_000_000).status_code == 413


@pytest.mark.parametrize("note", ["\x00\x07 gut \ud800", "  gut "])
def test_notes_keep_only_what_a_database_keeps(phone: Phone, hall: Hall, note: str) -> None:
    assert phone.mark(0, "content", "36", note=note).status_code == 200
    assert marks(hall)[0].note == "gut"


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-05-12T09:00:00", "0001-01-01T00:00:00+14:00", 5]
)
def test_an_unreadable_clock_of_the_phone_is_left_out(
    phone: Phone, hall: Hall, moment: Any
) -> None:
    assert phone.mark(0, "content", "36", made_at=moment).status_code == 200
    assert marks(hall)[0].made_at is None


@pytest.mark.parametrize("item", ["theory", "", "content\x00", "x" * 1_000])
def test_an_item_that_isnt_marked_here(phone: Phone, item: str) -> None:
    assert refusal(phone.mark(0, item, "1")) == (422, "unknown_item")


@pytest.mark.parametrize("entry", ["nobody", "x" * 300, "a/b", "\x00", "1 or 1=1"])
def test_an_unknown_entrant_is_not_found(phone: Phone, entry: str) -> None:
    assert phone.mark(0, "content", "36", entry=entry).status_code == 404
