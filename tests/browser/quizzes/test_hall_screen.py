"""The hall's screen and an observer's phone in real browsers, led by the desk of a real server."""

import wave
from datetime import UTC, datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from selenium.webdriver import Chrome

from blueprints.quizzes.models import PlayAlong, QuizQuestion
from store import db, write
from store.files import files
from tests.support.browser import NewBrowser
from tests.support.processes import wait_until
from tests.support.quiz_phones import Desk, scorer
from tests.support.quizzes import Show, make_show
from tests.support.recordings import WEBM_VP8, recording
from tests.support.server import Server

BUZZER = 1
STATE = "return document.querySelector('[data-connection]').dataset.state"
SCREEN = "return {...document.getElementById('quiz-screen').dataset}"
ROWS = """
const text = (slot, part) => slot.querySelector(part).textContent;
return [...document.querySelectorAll("#quiz-rows > li")].filter(slot => slot.offsetParent)
  .map(slot => text(slot, ".qh-name") + " " + text(slot, ".qh-total"))
"""
CLOCK = "return Number(document.querySelector('.quiz-clock > b')?.textContent ?? -1)"
PICTURE = """
const seen = document.querySelector(".qh-picture");
if (!seen?.naturalWidth) return null;
const {width, height} = seen.getBoundingClientRect();
return [width / innerWidth, height / innerHeight];
"""
PLAYS = """
const media = document.querySelector("[data-plays]");
return media ? media.paused ? "paused" : "plays" : null;
"""
FILM = """
const film = document.querySelector("video.qh-picture");
return film ? [film.currentTime, film.videoWidth, film.controls] : [0, 0, null];
"""
CHOOSE = "document.querySelectorAll('[name=option]')[0].click()"
SEND = "document.querySelector('[data-guess] [type=submit]').click()"


@pytest.fixture
def show(app: Flask) -> Show:
    """Nine teams; the buzzer questions: plain, with a picture, a sound, a film."""
    show = make_show(datetime.now(UTC), teams=9)
    picture, sound = BytesIO(), BytesIO()
    Image.new("RGB", (800, 600), "teal").save(picture, "PNG")
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(bytes(16_000 * 60))
    attach(show, 1, "picture", "image/png", picture.getvalue())
    attach(show, 2, "audio", "audio/wav", sound.getvalue())
    attach(show, 3, "video", "video/webm", recording(WEBM_VP8))
    return show


def attach(show: Show, place: int, kind: str, mime: str, content: bytes) -> None:
    """Give the buzzer question at this place something to be seen or heard."""
    with write():
        question = db.session.scalars(
            sa.select(QuizQuestion)
            .where(QuizQuestion.segment_id == show.segment_ids[BUZZER])
            .order_by(QuizQuestion.position)
        ).all()[place]
        media = {"media": files().put(content), "media_kind": kind, "media_type": mime}
        question.content = {**question.content, **media}


@pytest.fixture
def desk(show: Show, serving: Server) -> Desk:
    name = scorer(show.hall.organisation_id, datetime.now(UTC))
    return Desk(serving.url, show.quiz_id, name)


def opened(browser: Chrome, server: Server, path: str) -> Chrome:
    browser.get(server.url + path)
    wait_until(lambda: browser.execute_script(STATE) == "connected", "the connection")
    return browser


def everybody_reads(words: str, *browsers: Chrome) -> None:
    for browser in browsers:
        wait_until(lambda seen=browser: words in seen.find_element("tag name", "main").text, words)


def test_hall_and_observer_follow_the_desk(
    show: Show, serving: Server, desk: Desk, new_browser: NewBrowser
) -> None:
    hall = opened(new_browser(1920, 1080), serving, f"/quiz/{show.quiz.key}/hall")
    phone = opened(new_browser(390, 844), serving, f"/quiz/{show.quiz.key}")
    desk.act("segment", segment=show.segment_ids[BUZZER])
    turn = desk.next()
    everybody_reads("测试题101", hall, phone)
    phone.execute_script(CHOOSE)
    phone.execute_script(SEND)
    everybody_reads("已提交", phone)
    desk.act("open", turn=turn)
    wait_until(lambda: 0 < hall.execute_script(CLOCK) <= 15, "the clock")
    begun = hall.execute_script(CLOCK)
    wait_until(lambda: hall.execute_script(CLOCK) < begun, "a second less")
    desk.act("word", turn=turn, entry=show.entry_ids[8], seat=2)
    everybody_reads("抢答成功", hall, phone)
    assert "示例条例" not in hall.page_source + phone.page_source
    desk.act("rule-right", turn=turn)
    everybody_reads("回答正确", hall)
    wait_until(lambda: hall.execute_script(ROWS)[0].endswith("110"), "the leader on top")
    desk.act("reveal", turn=turn)
    everybody_reads("示例条例第101条", hall, phone)
    wait_until(lambda: "1 / 1" in phone.find_element("id", "quiz-mine").text, "the own tally")
    db.session.rollback()
    assert db.session.scalars(sa.select(PlayAlong.right)).all() == [True]


def test_pictures_fill_the_screen_and_scenes_change(
    show: Show, serving: Server, desk: Desk, browser: Chrome
) -> None:
    opened(browser, serving, f"/quiz/{show.quiz.key}/hall")
    assert browser.execute_script(SCREEN)["scene"] == "welcome"
    desk.act("segment", segment=show.segment_ids[BUZZER])
    everybody_reads("抢答题", browser)
    desk.act("void", turn=desk.next())
    turn = desk.next()
    wait_until(lambda: browser.execute_script(PICTURE), "the picture")
    width, height = browser.execute_script(PICTURE)
    assert width == 1 and height > 0.7
    desk.act("void", turn=turn)
    for scene in ("standings", "break", "welcome"):
        desk.act(f"screen-{scene}")
        wait_until(lambda now=scene: browser.execute_script(SCREEN)["scene"] == now, scene)
        assert len(browser.execute_script(ROWS)) == (9 if scene == "standings" else 0)


def test_sound_and_film_play_while_the_desk_lets_them(
    show: Show, serving: Server, desk: Desk, browser: Chrome
) -> None:
    opened(browser, serving, f"/quiz/{show.quiz.key}/hall")
    desk.act("segment", segment=show.segment_ids[BUZZER])
    desk.act("void", turn=desk.next())
    pictured = desk.next()  # thrown out while it loads, its picture would be refused
    wait_until(lambda: browser.execute_script(PICTURE), "the picture")
    desk.act("void", turn=pictured)
    turn = desk.next()
    button = browser.find_element("id", "quiz-unmute")
    wait_until(lambda: button.is_displayed() or heard(browser) == "plays", "sound, or the button")
    if button.is_displayed():  # browsers want one click before they sound
        button.click()
    is_led_by_the_desk(desk, show, turn, browser)
    desk.act("rule-wrong", turn=turn)
    turn = desk.next()
    wait_until(lambda: browser.execute_script(FILM)[0] > 0, "the film's first moments")
    assert browser.execute_script(FILM)[1:] == [320, False]
    is_led_by_the_desk(desk, show, turn, browser)
    stood = browser.execute_script(FILM)[0]
    desk.act("rule-wrong", turn=turn)
    desk.act("audience", turn=turn)
    wait_until(lambda: browser.execute_script(FILM)[0] > stood, "the film goes on for the audience")


def is_led_by_the_desk(desk: Desk, show: Show, turn: int, hall: Chrome) -> None:
    wait_until(lambda: heard(hall) == "plays", "what is played")
    desk.act("open", turn=turn)
    everybody_reads("开始抢答", hall)
    assert heard(hall) == "plays"
    desk.act("word", turn=turn, entry=show.entry_ids[0], seat=1)
    wait_until(lambda: heard(hall) == "paused", "silence for who answers")


def heard(browser: Chrome) -> str | None:
    found: str | None = browser.execute_script(PLAYS)
    return found
