"""Two people chat in real browsers; one loses the network and misses nothing."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver.common.by import By

from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.processes import wait_until
from tests.support.room_phone import RoomPhone as Phone
from tests.support.server import Server


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


SIX_AT_ONCE = """
const box = document.getElementById("composer-text");
for (let number = 0; number < 6; number++) {
  box.value = `第${number}句`;
  box.form.requestSubmit();
}
"""
COMPOSER = """
const send = document.getElementById("composer-send");
return [document.getElementById("composer-text").value, send.textContent, send.disabled];
"""
MENU = "return getComputedStyle(document.querySelector('#messages .message-menu')).visibility"


def test_who_loses_the_network_misses_nothing(
    serving: Server, room: Room, new_browser: NewBrowser
) -> None:
    one, other = (Phone(new_browser(), serving, room, name) for name in ("晴空", "海风"))
    one.say("大家好")
    wait_until(lambda: other.texts() == ["大家好"], "the first message")
    other.type("我正在写")
    other.network(on=False)
    wait_until(lambda: other.connection == "offline", "the sign to say so")
    for number in range(4):
        one.say(f"断线中{number}")
        wait_until(lambda number=number: len(one.texts()) == number + 2, "the echo")
    assert other.texts() == ["大家好"]
    other.network(on=True)
    wait_until(lambda: len(other.texts()) == 5, "what was missed")
    assert other.texts() == one.texts()
    wait_until(lambda: "4" in other.text(".messages-missed"), "how many were missed")
    assert other.typed == "我正在写"
    other.say("，写完了")
    wait_until(lambda: one.texts()[-1] == "我正在写，写完了", "the answer")


def test_a_message_written_without_a_network_is_sent_once_later(
    serving: Server, room: Room, new_browser: NewBrowser
) -> None:
    one, other = (Phone(new_browser(), serving, room, name) for name in ("晴空", "海风"))
    one.network(on=False)
    one.say("在隧道里写的")
    wait_until(lambda: one.has(".is-pending"), "the message to wait")
    one.network(on=True)
    wait_until(lambda: other.texts() == ["在隧道里写的"], "the message")
    wait_until(lambda: one.texts() == ["在隧道里写的"], "its echo")
    wait_until(lambda: not one.has(".is-pending"), "the receipt")
    # Only somebody else may complain about it.
    assert [phone.driver.execute_script(MENU) for phone in (one, other)] == ["hidden", "visible"]


def test_what_is_being_typed_outlives_a_reload(
    serving: Server, room: Room, new_browser: NewBrowser
) -> None:
    phone = Phone(new_browser(), serving, room, "晴空")
    phone.type("写到一半")
    phone.driver.refresh()
    wait_until(lambda: phone.typed == "写到一半", "the draft")


def test_too_many_messages_count_down_and_keep_the_text(
    serving: Server, room: Room, new_browser: NewBrowser
) -> None:
    phone = Phone(new_browser(), serving, room, "晴空")
    phone.script(SIX_AT_ONCE)  # typed one by one they could take longer than is too fast
    wait_until(lambda: phone.script(COMPOSER)[0] == "第5句", "the text to come back")
    _typed, send, is_disabled = phone.script(COMPOSER)
    assert "秒" in send and is_disabled
    wait_until(
        lambda: phone.driver.find_element(By.ID, "composer-send").is_enabled(), "the end of it"
    )
    phone.say("")
    wait_until(lambda: phone.texts()[-1] == "第5句", "the text to be sent")


def test_the_server_is_killed_and_viewers_come_back_by_themselves(
    serving: Server, room: Room, new_browser: NewBrowser
) -> None:
    one, other = (Phone(new_browser(), serving, room, name) for name in ("晴空", "海风"))
    one.say("之前")
    wait_until(lambda: other.texts() == ["之前"], "the message")
    serving.kill()
    one.say("中间")
    serving.start()
    for phone in (one, other):
        wait_until(lambda phone=phone: phone.texts() == ["之前", "中间"], "both messages")
