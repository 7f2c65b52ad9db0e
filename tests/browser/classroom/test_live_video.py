"""A camera in one browser, moving pictures in another."""

import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from blueprints.classroom.models import Broadcast, Participant
from blueprints.classroom.queries import video as queries
from blueprints.classroom.services.chat.sanctions import ban
from store import db
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.packaging import PackagerProcess
from tests.support.processes import wait_until
from tests.support.server import Server
from tests.support.studio_camera import frame, go_live, open_studio, position

pytestmark = pytest.mark.alone
GIVEN_UP_S = 12  # it asks three times
SHARE_ENDS = """
const [track] = document.getElementById("camera-preview").srcObject.getVideoTracks();
track.stop();
track.dispatchEvent(new Event("ended")); // as the browser's own button does
"""


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


@pytest.fixture
def camera(
    new_browser: NewBrowser, room: Room, serving: Server, packager: PackagerProcess
) -> Chrome:
    """The host's studio."""
    packager.start()
    return open_studio(new_browser(1440, 900, camera=True), serving, room)


def watch(browser: Chrome, url: str, room: Room) -> None:
    browser.get(f"{url}/class/{room.key}")
    browser.find_element(By.NAME, "nickname").send_keys("晴空")
    browser.find_element(By.NAME, "nickname").submit()
    wait_until(lambda: "/room" in browser.current_url, "the room")


def test_a_viewer_sees_the_hosts_camera_move(
    camera: Chrome, new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    viewer = new_browser(390, 844)
    watch(viewer, serving.url, room)
    message = viewer.find_element(By.ID, "player-message")
    assert message.text == "主持人的画面将显示在这里，课堂照常进行。"
    go_live(camera)
    wait_until(lambda: position(viewer) > 1, "moving pictures")
    first, began = frame(viewer), position(viewer)
    wait_until(lambda: frame(viewer) != first and position(viewer) > began + 2, "other pictures")
    wait_until(lambda: message.text == "", "no word over a running picture")
    camera.find_element(By.ID, "camera-stop").click()
    wait_until(lambda: _kept(room) > 3000, "the recording", 100)


def test_the_host_shows_the_screen_meanwhile_and_its_end_brings_the_camera_back(
    camera: Chrome, room: Room
) -> None:
    go_live(camera)
    what = Select(camera.find_element(By.ID, "camera-video"))
    device = what.first_selected_option.get_attribute("value")
    what.select_by_value("screen")
    wait_until(lambda: _sent(room) == [False, True], "the screen", 60)
    wait_until(camera.find_element(By.ID, "camera-video").is_enabled, "the next choice", 60)
    camera.execute_script(SHARE_ENDS)  # type: ignore[no-untyped-call]
    wait_until(lambda: _sent(room) == [False, False, True], "the camera again", 60)
    assert what.first_selected_option.get_attribute("value") == device
    assert camera.find_element(By.ID, "camera-live").is_displayed()


def _sent(room: Room) -> list[bool]:
    """The session's broadcasts: which of them still goes on."""
    db.session.rollback()
    query = sa.select(Broadcast).where(Broadcast.session_id == room.session_id)
    return [one.ended_at is None for one in db.session.scalars(query.order_by(Broadcast.id))]


def test_the_camera_opens_the_session_and_the_studio_can_run_and_end_it(
    new_browser: NewBrowser, serving: Server, app: Flask
) -> None:
    """The page stays as it is, since leaving it would end the picture."""
    room = make_room(datetime.now(UTC), state="scheduled")
    studio = open_studio(new_browser(1440, 900, camera=True), serving, room)
    assert not studio.find_elements(By.ID, "check-title")
    go_live(studio)
    ending = f"#studio-actions form[action='/classroom/sessions/{room.session_id}/studio/end']"
    wait_until(lambda: studio.find_elements(By.CSS_SELECTOR, ending), "the way to end it")
    assert not studio.find_elements(By.CSS_SELECTOR, "#studio-actions form[action$='/live']")
    title = studio.find_element(By.ID, "check-title")
    title.send_keys("开场签到")
    title.submit()
    opened = "#studio-checks .is-current"
    wait_until(lambda: studio.find_elements(By.CSS_SELECTOR, opened), "the check-in")
    assert studio.find_element(By.ID, "camera-live").is_displayed(), "still sending"
    assert studio.execute_script(ASKS_BEFORE_LEAVING), "a link touched by mistake"
    studio.find_element(By.ID, "camera-stop").click()
    wait_until(lambda: not studio.execute_script(ASKS_BEFORE_LEAVING), "nothing to lose any more")


def _kept(room: Room) -> int:
    db.session.rollback()
    return sum(duration for _started, _begins, duration in queries.timeline(room.session_id))


def test_the_picture_goes_on_after_the_server_was_killed(
    camera: Chrome, new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    """The publisher keeps what it can't send; it and the viewer come back by themselves."""
    viewer = new_browser(390, 844)
    watch(viewer, serving.url, room)
    go_live(camera)
    wait_until(lambda: position(viewer) > 1, "moving pictures")
    serving.kill()
    state = camera.find_element(By.ID, "camera-state")
    wait_until(lambda: state.get_attribute("data-kind") == "problem", "the host being told")
    stands = viewer.find_element(By.ID, "player-message")
    wait_until(lambda: stands.text == "画面卡住了，会自动继续。", "the viewer being told")
    told = time.monotonic()
    wait_until(lambda: time.monotonic() - told > GIVEN_UP_S, "hls.js giving up by itself")
    serving.start()
    wait_until(lambda: state.text == "画面正在直播。", "sending again")
    began = position(viewer)
    wait_until(lambda: position(viewer) > began + 6, "the viewer's picture going on")
    serving.kill()
    camera.find_element(By.ID, "camera-stop").click()  # is told once somebody hears it
    serving.start()
    wait_until(lambda: len(queries.timeline(room.session_id)) or db.session.rollback(), "the end")
    assert len(queries.timeline(room.session_id)) == 1, "no part was lost: one recording"


def test_sound_only_and_back(
    camera: Chrome, new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    viewer = new_browser(390, 844)
    watch(viewer, serving.url, room)
    go_live(camera)
    wait_until(lambda: position(viewer) > 1, "moving pictures")
    switch = viewer.find_element(By.ID, "player-audio-only")
    switch.click()
    width = "return document.getElementById('player-video').videoWidth"
    wait_until(lambda: viewer.execute_script(width) == 0 and position(viewer) > 0.5, "sound alone")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    wait_until(lambda: viewer.execute_script(width) > 0 and position(viewer) > 0.5, "the picture")


def test_the_page_renews_its_address_until_it_is_put_out(
    camera: Chrome, new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    viewer = new_browser(390, 844)
    viewer.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": OFTEN})
    watch(viewer, serving.url, room)
    go_live(camera)
    wait_until(lambda: position(viewer) > 1, "moving pictures")
    viewer.execute_async_script(FORGET)  # as after its time: the next one has to be asked for
    began = position(viewer)
    wait_until(lambda: position(viewer) > began + 8, "more than what was fetched before")
    db.session.rollback()
    guest = db.session.scalars(
        sa.select(Participant.id).where(Participant.nickname == "晴空")
    ).one()
    ban(room.actor(room.host), room.session_id, guest, "", datetime.now(UTC))
    playing = "return document.getElementById('player').hasAttribute('data-playing')"
    wait_until(lambda: not viewer.execute_script(playing), "the picture to stop")


ASKS_BEFORE_LEAVING = (
    "return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
)
OFTEN = """new MutationObserver(() => {
  const player = document.getElementById("player");
  if (player) player.dataset.addressSeconds = "1";
}).observe(document, { childList: true, subtree: true });"""
FORGET = """const done = arguments[0];
import("/static/js/classroom/player-address.js").then(({ learn }) => {
  learn("/media/live/1-AAAAAAAAAAAAAAAAAAAAAA/");
  done();
});"""
