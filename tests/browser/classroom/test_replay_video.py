"""The replay of what was really recorded: its chat stands where the picture is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.classroom.models import Recording
from blueprints.classroom.services import broadcasts, replay, running
from blueprints.classroom.services.chat.sending import send_message
from store import db
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, come_in, make_room
from tests.support.packaging import PackagerProcess
from tests.support.processes import wait_until
from tests.support.recordings import WEBM_H264, digest, parts, recording
from tests.support.server import Server

TEXTS = (
    "return [...document.querySelectorAll('#messages [data-part=text]')].map(e => e.textContent)"
)
VIDEO = "return document.getElementById('replay-video').%s"

STATE = """
const video = document.getElementById("replay-video");
const {currentTime, duration, paused, readyState, networkState, seeking, buffered} = video;
const until = buffered.length ? buffered.end(buffered.length - 1) : null;
return {currentTime, duration, paused, readyState, networkState, seeking, until};
"""
# At which second of the film each text was seen first; asked from outside it would be later.
NOTE_WHEN = """
const video = document.getElementById("replay-video");
video.muted = true;
window.seen = {};
new MutationObserver(() => {
  for (const text of document.querySelectorAll("#messages [data-part=text]"))
    window.seen[text.textContent] ??= video.currentTime;
}).observe(document.getElementById("messages"), { childList: true, subtree: true });
"""
BACK = """
const video = document.getElementById("replay-video");
video.pause();
video.currentTime = 3;
"""
pytestmark = pytest.mark.alone  # it plays in real time


@pytest.fixture
def room(app: Flask, packager: PackagerProcess) -> Room:
    """Twelve seconds were recorded, and three things said: before, in the middle, after."""
    packager.start()
    room = make_room(datetime.now(UTC))
    host = room.actor(room.host)
    key = broadcasts.begin(host, room.session_id, WEBM_H264, datetime.now(UTC))
    pieces = parts(recording())
    for number, piece in enumerate(pieces):
        part = broadcasts.Part(number, digest(piece), WEBM_H264, piece)
        broadcasts.add_part(host, room.session_id, key, part, datetime.now(UTC))
    broadcasts.end(host, room.session_id, key, len(pieces), datetime.now(UTC))
    wait_until(lambda: _recording(room) is not None, "the recording")
    viewer = come_in(room, "晴空", datetime.now(UTC))
    kept = _recording(room)
    assert kept is not None
    started = kept.started_at
    for text, seconds in (("开始前", -5), ("第七秒", 7), ("结束后", 60)):
        at = started + timedelta(seconds=seconds)
        send_message(viewer, text, f"key-{seconds + 100:08d}", at)
    running.end(host, room.session_id, datetime.now(UTC))
    replay.set_shown(host, room.session_id, True, datetime.now(UTC))
    return room


def _recording(room: Room) -> Recording | None:
    db.session.rollback()
    return db.session.scalar(sa.select(Recording).where(Recording.session_id == room.session_id))


def test_the_chat_keeps_step_with_the_picture(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    browser = new_browser(390, 844)
    browser.get(f"{serving.url}/class/{room.key}")
    browser.find_element(By.NAME, "nickname").send_keys("海风")
    browser.find_element(By.NAME, "nickname").submit()
    wait_until(lambda: browser.current_url != f"{serving.url}/class/{room.key}", "coming in")
    browser.get(f"{serving.url}/class/{room.key}/replay")
    ask = _asking(browser)
    wait_until(lambda: ask(VIDEO % "readyState") > 0, "the picture's first bytes")
    assert ask(TEXTS) in ([], ["开始前"])
    ask(NOTE_WHEN)
    browser.find_element(By.CSS_SELECTOR, "[data-play]").click()
    wait_until(lambda: ask(VIDEO % "currentTime") > 1, "moving pictures")
    wait_until(lambda: "第七秒" in ask(TEXTS), "what was said at second seven")
    assert 6.5 <= ask("return window.seen['第七秒']") < 9.5
    ask(BACK)
    wait_until(lambda: ask(TEXTS) == ["开始前"], "the chat of second three")
    browser.find_element(By.CSS_SELECTOR, "[data-play]").click()
    wait_until(lambda: ask(VIDEO % "ended"), "the end", tell=lambda: ask(STATE))
    wait_until(lambda: ask(TEXTS) == ["开始前", "第七秒", "结束后"], "the whole chat")


def _asking(browser: Chrome) -> Callable[[str], object]:
    return browser.execute_script  # type: ignore[no-any-return]
