"""The hall's screen and observers' phones over HTTP: what is shown, the media, playing along."""

import re
from datetime import datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.contests.services import progress
from blueprints.quizzes.models import Phase, PlayAlong, QuizQuestion
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support.quiz_race import Race
from tests.support.quizzes import Show, make_show
from tests.support.stages import put_on_air

FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def show(app: Flask, now: datetime) -> Show:
    return make_show(now)


@pytest.fixture
def address(show: Show) -> str:
    return f"/quiz/{show.quiz.key}"


def pages(client: FlaskClient, address: str) -> str:
    """Everything that a visitor of the hall's screen and the phone page gets, in one text."""
    found = [client.get(address), client.get(f"{address}/hall"), client.get(f"{address}/mine")]
    for view in ("page", "hall"):
        found += [client.get(f"{address}/panel?view={view}&lang={one}") for one in ("zh", "en")]
    assert [one.status_code for one in found] == [200] * 7
    return "".join(one.text for one in found)


def test_every_view_shows_the_question_from_its_moment_on(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    assert "测试题" not in pages(client, address)
    put_on_air(show, Phase.READY)
    assert "测试题" not in pages(client, address)
    put_on_air(show, Phase.OPEN, shown_at=now)
    shown = pages(client, address)
    assert shown.count("测试题101") == 6 and "第二项" in shown
    assert "示例条例" not in shown and "data-right" not in shown
    put_on_air(show, Phase.REVEALED)
    assert pages(client, address).count("示例条例第101条") == 6


def test_the_hall_sees_an_early_press_and_a_pause_at_once(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    race = Race(show, now)
    race.press(1, -200, heat=0)
    for page in (client.get(f"{address}/hall").text, client.get(address).text):
        assert page.count("<b>提前抢答</b>") == 1
    race.open()
    assert "开始抢答" in client.get(f"{address}/hall").text
    progress.pause_round(SYSTEM, show.hall.round_id, race.at(2_000)[0])
    hall = client.get(f"{address}/hall").text
    assert "开始抢答" not in hall and '-paused"' in hall and "data-stopped" in hall
    assert '-paused"' in client.get(address).text


def test_the_board_leads_to_the_quiz(client: FlaskClient, show: Show, address: str) -> None:
    assert f'href="{address}"' in client.get(f"/board/{show.hall.round_id}").text


def test_screens_have_a_page_for_every_scene(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    put_on_air(show, Phase.RULED, shown_at=now)
    for scene in ("welcome", "segment", "question", "standings", "break"):
        with write():
            show.quiz.screen = scene
        hall = client.get(f"{address}/hall").text
        assert f'data-scene="{scene}"' in hall
        assert "{{" not in hall and "None" not in hall


def test_a_contest_that_is_not_public_is_its_staffs(
    client: FlaskClient, show: Show, address: str
) -> None:
    with write():
        show.quiz.round.contest.public = False
    for path in ("", "/hall", "/panel", "/mine", "/media/1"):
        assert client.get(address + path).status_code == 404
    assert client.post(f"{address}/guesses/1", data={"option": "0"}).status_code == 404
    assert client.get("/quiz/nothing/hall").status_code == 404


def test_the_picture_is_there_while_its_question_is_shown(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    turn, picture = put_on_air(show, Phase.READY), BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    with write():
        question = db.session.get_one(QuizQuestion, turn.question_id)
        name = files().put(picture.getvalue())
        media = {"media": name, "media_kind": "picture", "media_type": "image/png"}
        question.content = {**question.content, **media}
    assert client.get(f"{address}/media/1").status_code == 404
    put_on_air(show, Phase.SHOWN, shown_at=now)
    assert f'src="{address}/media/1"' in client.get(f"{address}/hall").text
    answer = client.get(f"{address}/media/1", headers={"Range": "bytes=0-7"})
    assert (answer.status_code, answer.data) == (206, picture.getvalue()[:8])
    assert answer.mimetype == "image/png" and "no-store" in answer.headers["Cache-Control"]
    assert name not in pages(client, address)
    put_on_air(show, Phase.VOID, shown_at=None)
    assert client.get(f"{address}/media/1").status_code == 404


def test_a_film_is_led_by_the_desk_in_the_hall_and_has_controls_on_phones(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    turn, film = put_on_air(show, Phase.SHOWN, shown_at=now, heat=2), b"\x1a\x45 a film " * 40
    with write():
        question = db.session.get_one(QuizQuestion, turn.question_id)
        media = {"media": files().put(film), "media_kind": "video", "media_type": "video/webm"}
        question.content = {**question.content, **media}
    hall, phone = client.get(f"{address}/hall").text, client.get(address).text
    element = re.compile(rf'<video [^>]*src="{address}/media/1"[^>]*>')
    assert 'data-media="video"' in hall
    assert (
        'data-plays="2"' in element.search(hall)[0] and " controls" not in element.search(hall)[0]
    )
    assert " controls" in element.search(phone)[0] and 'preload="none"' in element.search(phone)[0]
    part = client.get(f"{address}/media/1", headers={"Range": "bytes=10-19"})  # sought in
    assert (part.status_code, part.data, part.mimetype) == (206, film[10:20], "video/webm")
    put_on_air(show, Phase.READY)
    assert client.get(f"{address}/media/1").status_code == 404


def test_playing_along_tells_right_or_wrong_with_the_reveal(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    put_on_air(show, Phase.SHOWN, shown_at=now)
    client.get(address)
    first = client.post(f"{address}/guesses/1", data={"option": "0"}, headers=FETCH).json["html"]
    again = client.post(f"{address}/guesses/1", data={"option": "2"}, headers=FETCH).json["html"]
    assert first == again and "[0]" in first and "data-was-right" not in first
    assert "<b>0</b> / 0" in first
    put_on_air(show, Phase.REVEALED)
    mine = client.get(f"{address}/mine").json["html"]
    assert 'data-was-right="yes"' in mine and "<b>1</b> / 1" in mine
    assert "100" in client.get(f"{address}/hall").text
    row = db.session.scalars(sa.select(PlayAlong)).one()
    assert (row.given, row.right) == ([0], True)


@pytest.mark.parametrize("phase", [Phase.READY, Phase.RULED, Phase.REVEALED, Phase.VOID])
def test_no_answers_are_taken_outside_the_question(
    client: FlaskClient, show: Show, address: str, now: datetime, phase: Phase
) -> None:
    put_on_air(show, phase, shown_at=now)
    client.get(address)
    answer = client.post(f"{address}/guesses/1", data={"option": "0"}, headers=FETCH)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "over")
    assert client.post(f"{address}/guesses/7", data={"option": "0"}).status_code == 409


def test_playing_along_works_without_script_and_refuses_what_is_no_answer(
    client: FlaskClient, show: Show, address: str, now: datetime
) -> None:
    put_on_air(show, Phase.SHOWN, shown_at=now)
    assert client.post(f"{address}/guesses/1", data={"option": "0"}).status_code == 403
    client.get(address)
    for wrong in ({}, {"option": "9"}, {"option": ["0", "1"]}, {"text": "第一项"}):
        assert client.post(f"{address}/guesses/1", data=wrong).status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(PlayAlong.id))) == 0
    answer = client.post(f"{address}/guesses/1", data={"option": "1"})
    assert (answer.status_code, answer.location) == (303, address)
    assert "[1]" in client.get(address).text
