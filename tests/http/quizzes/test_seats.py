"""Seats of a quiz over HTTP: codes, sitting down, the phone's page, presses and answers by POST."""

import re
from datetime import datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from blueprints.contests.services import setup
from blueprints.contests.services.setup import ContestInput
from blueprints.quizzes.models import (
    Contestant,
    Press,
    QuizQuestion,
    SeatAnswer,
    Segment,
    Turn,
)
from blueprints.quizzes.services import seats
from blueprints.quizzes.services.play import turns
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support.desk import Staff
from tests.support.quizzes import Show, make_show


@pytest.fixture
def show(app, now: datetime) -> Show:
    return make_show(now)


PIXEL = b"\x89PNG of a bird"
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
FETCH = {"X-Requested-With": "fetch"}


def post(
    client, page: str, address: str, fields: dict[str, object], **headers: str
) -> TestResponse:
    """POST with the token of a page, as a browser does."""
    token = TOKEN.search(client.get(page).text)
    assert token, page
    return client.post(address, data={"csrf_token": token[1], **fields}, headers=headers)


def join(client, code: str, **fields: object) -> TestResponse:
    address = f"/quiz/join/{code}"
    return post(client, address, address, fields)


def from_phone(client, contestant: int, what: str, **fields: object) -> TestResponse:
    """A press or an answer as the phone's script sends it."""
    base = f"/quiz/seat/{contestant}"
    return post(client, f"{base}/", f"{base}/{what}", fields, **FETCH)


def sit(client, show: Show, now: datetime, team: int = 0, seat: int = 1) -> int:
    """Sit down by a code; the address is `/quiz/seat/<id>/`."""
    contestant = show.contestant_ids[team][seat - 1]
    answer = join(client, seats.issue_join_code(SYSTEM, contestant, now))
    assert answer.status_code == 303, answer.text
    assert answer.location.endswith(f"/quiz/seat/{contestant}/")
    return contestant


def on_air(show: Show, now: datetime, segment: int = 1, *, shown: bool = True) -> int:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[segment], now)
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key="turn-0001")
    if shown:
        turns.show(SYSTEM, turn_id, now)
    return turn_id


def state(client, contestant: int) -> str:
    page = client.get(f"/quiz/seat/{contestant}/").text
    return re.search(r'data-state="(\w+)" data-turn', page)[1]


def test_a_link_preview_takes_no_seat_and_a_code_works_once(client, show: Show, now) -> None:
    contestant = show.contestant_ids[0][0]
    code = seats.issue_join_code(SYSTEM, contestant, now)
    assert client.get(f"/quiz/join/{code}").status_code == 200
    assert db.session.get(Contestant, contestant).joined_at is None
    assert join(client, code).status_code == 303
    assert join(client, code).status_code == 404


def test_a_second_phone_is_asked_first_and_puts_the_older_one_out(app, show: Show, now) -> None:
    older, newer = app.test_client(), app.test_client()
    contestant = sit(older, show, now)
    code = seats.issue_join_code(SYSTEM, contestant, now)
    assert join(newer, code).status_code == 409
    assert older.get(f"/quiz/seat/{contestant}/").status_code == 200
    assert join(newer, code, take_over="1").status_code == 303
    assert newer.get(f"/quiz/seat/{contestant}/").status_code == 200
    assert older.get(f"/quiz/seat/{contestant}/").status_code == 403
    assert older.get(f"/quiz/seat/{contestant}/panel").status_code == 403


@pytest.mark.usefixtures("stopped_clock")
def test_the_phone_goes_through_its_states(client, show: Show, now) -> None:
    contestant = sit(client, show, now)
    assert state(client, contestant) == "waiting"
    turn_id = on_air(show, now, shown=False)
    page = client.get(f"/quiz/seat/{contestant}/").text
    assert "测试题" not in page, "chosen, not shown yet"
    turns.show(SYSTEM, turn_id, now)
    assert state(client, contestant) == "reading"
    turns.open_turn(SYSTEM, turn_id, now)
    assert state(client, contestant) == "armed"
    turns.give_word(SYSTEM, turn_id, show.entry_ids[0], 2, now)
    assert state(client, contestant) == "team_yours"
    turns.give_word(SYSTEM, turn_id, show.entry_ids[0], 1, now)
    assert state(client, contestant) == "yours"
    turns.give_word(SYSTEM, turn_id, show.entry_ids[1], 1, now)
    assert state(client, contestant) == "others"


@pytest.mark.usefixtures("stopped_clock")
def test_a_press_by_post_is_taken_once(client, show: Show, now) -> None:
    contestant = sit(client, show, now)
    turn_id = on_air(show, now)
    turns.open_turn(SYSTEM, turn_id, now)
    fields = {"turn": turn_id, "heat": 1, "key": "press-0001", "clock": "nonsense"}
    for _ in range(2):
        answer = from_phone(client, contestant, "presses", **fields)
        assert answer.json["ok"], answer.text
    assert answer.json["repeated"]
    assert [one.by for one in db.session.scalars(sa.select(Press))] == ["post"]
    assert state(client, contestant) == "pressed"


def test_an_early_press_shows_at_once(client, show: Show, now) -> None:
    contestant = sit(client, show, now)
    turn_id = on_air(show, now)
    from_phone(client, contestant, "presses", turn=turn_id, heat=0, key="press-0001")
    assert state(client, contestant) == "early"


def test_nobody_presses_for_another_seat(client, show: Show, now) -> None:
    contestant = sit(client, show, now)
    turn_id = on_air(show, now)
    other = show.contestant_ids[1][0]
    fields = {"turn": turn_id, "heat": 0, "key": "press-0001"}
    page = f"/quiz/seat/{contestant}/"
    assert post(client, page, f"/quiz/seat/{other}/presses", fields, **FETCH).status_code == 403
    assert contestant != other
    assert db.session.scalar(sa.select(sa.func.count(Press.id))) == 0


@pytest.fixture
def together(app, show: Show, now) -> int:
    app.extensions["clock"] = lambda: now
    with write():
        segment = db.session.get_one(Segment, show.segment_ids[0])
        segment.kind, segment.rules = "together", {**segment.rules, "answer_by": "phone"}
    return on_air(show, now, 0)


def test_answers_are_kept_and_the_last_one_counts(client, show: Show, now, together: int) -> None:
    contestant = sit(client, show, now)

    def hand_in(option: int, key: str) -> TestResponse:
        return from_phone(client, contestant, "answers", turn=together, key=key, option=option)

    assert state(client, contestant) == "next"
    assert hand_in(1, "answer-01").status_code == 409, "not open yet"
    turns.open_turn(SYSTEM, together, now)
    assert state(client, contestant) == "answer"
    assert hand_in(9, "answer-02").status_code == 422
    assert hand_in(1, "answer-03").json["ok"]
    assert hand_in(1, "answer-03").json["repeated"]
    assert hand_in(0, "answer-04").json["ok"]
    answers = db.session.scalars(sa.select(SeatAnswer).order_by(SeatAnswer.id))
    assert [one.given for one in answers] == [[1], [0]]
    assert state(client, contestant) == "answered"
    with write():
        db.session.get_one(Turn, together).phase = "ruled"
    assert hand_in(2, "answer-05").status_code == 409


def test_no_answer_counts_after_the_time_is_up(app, client, show: Show, now, together: int) -> None:
    contestant = sit(client, show, now)
    turns.open_turn(SYSTEM, together, now)
    numbers = count(1)

    def hand_in(seconds: float) -> TestResponse:
        app.extensions["clock"] = lambda: now + timedelta(seconds=seconds)
        key = f"answer-{next(numbers)}"
        return from_phone(client, contestant, "answers", turn=together, key=key, option=1)

    assert hand_in(21.9).json["ok"], "it may have been on its way"
    late = hand_in(22.1)
    assert (late.status_code, late.json["error"]["code"]) == (409, "closed")
    assert "时间到" in late.json["error"]["message"]
    assert state(client, contestant) == "time_up"
    assert db.session.scalar(sa.select(sa.func.count(SeatAnswer.id))) == 1
    turns.add_time(SYSTEM, together, 10, now + timedelta(seconds=25))
    assert state(client, contestant) == "answered"
    turns.stop_clock(SYSTEM, together, now + timedelta(seconds=29))
    assert hand_in(900).json["ok"], "a held clock stays open"


def test_the_desk_prints_codes_and_sees_the_press_log(app, client, show: Show, now) -> None:
    phone = app.test_client()
    contestant = sit(phone, show, now)
    turn_id = on_air(show, now)
    turns.open_turn(SYSTEM, turn_id, now)
    from_phone(phone, contestant, "presses", turn=turn_id, heat=1, key="press-0001")
    base = f"/quizzes/{show.quiz_id}"
    desk = Staff(app, show.hall, now).browser("scorer")
    assert desk.get(f"{base}/seats").status_code == 200
    warning = "此前打印的席位码将失效"
    assert warning not in desk.get(f"{base}/seats").text
    slips = desk.post(f"{base}/seats/slips")
    assert warning in desk.get(f"{base}/seats").text, "a second print is asked about first"
    assert slips.text.count('class="slip"') == sum(map(len, show.contestant_ids))
    assert phone.get(f"/quiz/seat/{contestant}/").status_code == 200, "who sits there stays"
    log = desk.get(f"{base}/presses").text
    assert db.session.get(Contestant, contestant).name in log
    table = desk.get(f"{base}/presses.csv").data.decode("utf-8-sig").splitlines()
    assert len(table) == 2


def test_a_seat_sees_the_picture_of_a_contest_that_is_not_public(client, show: Show, now) -> None:
    contest = show.hall.round.contest
    setup.update_contest(SYSTEM, contest.id, ContestInput(contest.title, public=False), now)
    contestant = sit(client, show, now)
    with write():
        question = db.session.scalars(
            sa.select(QuizQuestion)
            .where(QuizQuestion.segment_id == show.segment_ids[1])
            .order_by(QuizQuestion.position)
        ).first()
        picture = {"media": files().put(PIXEL), "media_kind": "picture", "media_type": "image/png"}
        question.content = {**question.content, **picture}
    turn_id = on_air(show, now, shown=False)
    number = db.session.get_one(Turn, turn_id).number
    address = f"/quiz/seat/{contestant}/media/{number}"
    assert client.get(address).status_code == 404
    turns.show(SYSTEM, turn_id, now)
    assert address in client.get(f"/quiz/seat/{contestant}/").text
    assert client.get(address).data == PIXEL
    assert client.get(f"/quiz/{show.quiz.key}/media/{number}").status_code == 404
