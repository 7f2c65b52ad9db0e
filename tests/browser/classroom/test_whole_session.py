"""A whole session as a viewer has it: picture, chat, vote, a minute without a network, replay."""

import time
from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.classroom.queries import video
from blueprints.classroom.services import replay, running
from blueprints.classroom.services.polls import course, editing
from store import db
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.packaging import PackagerProcess
from tests.support.processes import wait_until
from tests.support.room_phone import RoomPhone
from tests.support.server import Server
from tests.support.studio_camera import frame, go_live, open_studio, position

pytestmark = pytest.mark.alone
WITHOUT_NETWORK_S = 60
MISSED = 5
REPLAYED = (
    "return [...document.querySelectorAll('#messages [data-part=text]')].map(e => e.textContent)"
)


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


@pytest.mark.timeout(600)
def test_a_viewer_has_all_of_a_session(
    room: Room, serving: Server, packager: PackagerProcess, new_browser: NewBrowser
) -> None:
    packager.start()
    poll_id = _opened_poll(room)
    camera = open_studio(new_browser(1440, 900, camera=True), serving, room)
    viewer, other = (RoomPhone(new_browser(), serving, room, name) for name in ("晴空", "海风"))
    go_live(camera)
    _sees_it_move(viewer)
    viewer.say("大家好")
    wait_until(lambda: other.texts() == ["大家好"], "the message")
    _votes(viewer, other, poll_id)
    _is_away_for_a_minute(viewer, other)
    camera.find_element(By.ID, "camera-stop").click()
    wait_until(lambda: _kept_ms(room) > WITHOUT_NETWORK_S * 1000, "the recording", 100)
    host, now = room.actor(room.host), datetime.now(UTC)
    running.end(host, room.session_id, now)
    replay.set_shown(host, room.session_id, True, now)
    _watches_it_again(viewer, serving, room)


def _opened_poll(room: Room) -> int:
    host, now = room.actor(room.host), datetime.now(UTC)
    draft = editing.Draft("single", "你最常在什么时候读书？", ("睡前", "午休"))
    poll_id = editing.create(host, room.session_id, draft, now)
    course.open_poll(host, room.session_id, poll_id, now)
    return poll_id


def _sees_it_move(viewer: RoomPhone) -> None:
    wait_until(lambda: position(viewer.driver) > 1, "moving pictures")
    first = frame(viewer.driver)
    wait_until(lambda: frame(viewer.driver) != first, "other pictures")


def _votes(viewer: RoomPhone, other: RoomPhone, poll_id: int) -> None:
    viewer.driver.find_element(By.ID, f"poll-{poll_id}-0").send_keys(Keys.SPACE)
    viewer.script("document.querySelector('.poll-send').click()")
    voters = "return document.querySelector('[data-voters]').textContent"
    wait_until(lambda: other.script(voters) == "1", "the vote")


def _is_away_for_a_minute(viewer: RoomPhone, other: RoomPhone) -> None:
    """What others write meanwhile is told once it is back, and what it was typing is there."""
    viewer.type("我正在写")
    viewer.network(on=False)
    lost = time.monotonic()
    for number in range(MISSED):
        other.say(f"断线中{number}")
        wait_until(lambda number=number: len(other.texts()) == number + 2, "the echo")
    wait_until(lambda: time.monotonic() - lost > WITHOUT_NETWORK_S, "a minute to go by", 70)
    assert viewer.connection == "offline"
    viewer.network(on=True)
    wait_until(lambda: viewer.texts() == other.texts(), "what was missed")
    wait_until(lambda: str(MISSED) in viewer.text(".messages-missed"), "how many were missed")
    assert viewer.typed == "我正在写"
    began = position(viewer.driver)
    wait_until(lambda: position(viewer.driver) > began + 1, "the picture going on")


def _kept_ms(room: Room) -> int:
    db.session.rollback()
    return sum(duration for _started, _begins, duration in video.timeline(room.session_id))


def _watches_it_again(viewer: RoomPhone, server: Server, room: Room) -> None:
    driver = viewer.driver
    driver.get(f"{server.url}/class/{room.key}/replay")
    ready = "return document.getElementById('replay-video').readyState"
    wait_until(lambda: viewer.script(ready) > 0, "the first bytes of the replay")
    viewer.script("document.getElementById('replay-video').muted = true")
    driver.find_element(By.CSS_SELECTOR, "[data-play]").click()
    time_now = "return document.getElementById('replay-video').currentTime"
    wait_until(lambda: viewer.script(time_now) > 1, "moving pictures")
    assert f"断线中{MISSED - 1}" not in viewer.script(REPLAYED), "nothing before its time"
    wait_until(lambda: "大家好" in viewer.script(REPLAYED), "the first message", 120)
    viewer.script(
        "const video = document.getElementById('replay-video');"
        "video.currentTime = video.duration - 2"
    )
    wait_until(lambda: f"断线中{MISSED - 1}" in viewer.script(REPLAYED), "the rest of the chat")
