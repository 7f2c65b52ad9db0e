"""One votes on a phone, and bars move for others and in the studio; a call is not missed."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.classroom.services.polls import course, editing, voting
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, come_in, make_room
from tests.support.people import PASSWORD
from tests.support.processes import wait_until
from tests.support.server import Server

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


def connected(driver: Chrome) -> Chrome:
    sign = (By.CSS_SELECTOR, "[data-connection][data-state=connected]")
    wait_until(lambda: driver.find_elements(*sign), "the connection")
    return driver


def viewer(driver: Chrome, server: Server, room: Room, nickname: str) -> Chrome:
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    driver.get(f"{server.url}/class/{room.key}")
    box = driver.find_element(By.ID, "nickname")
    box.clear()
    box.send_keys(nickname, Keys.ENTER)
    return connected(driver)


def host(driver: Chrome, server: Server, room: Room) -> Chrome:
    studio = f"/classroom/sessions/{room.session_id}/studio"
    driver.get(f"{server.url}/sign-in?next={studio}")
    driver.find_element(By.NAME, "username").send_keys("host")
    driver.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    wait_until(lambda: driver.current_url.endswith(studio), "the studio")
    return connected(driver)


def text(driver: Chrome, selector: str) -> str:
    found = driver.find_elements(By.CSS_SELECTOR, selector)
    return str(found[0].get_attribute("textContent")) if found else ""


def width(driver: Chrome, position: int) -> float:
    """How wide a bar is drawn, as a share of its row."""
    script = """const row = document.querySelector(`[data-poll] [data-position="${arguments[0]}"]`);
        return row.querySelector("rect").getBoundingClientRect().width / row.offsetWidth;"""
    return float(driver.execute_script(script, position))


def press(driver: Chrome, selector: str) -> None:
    driver.execute_script("document.querySelector(arguments[0]).click()", selector)


def test_a_vote_moves_the_bars_of_everybody(
    room: Room, serving: Server, new_browser: NewBrowser
) -> None:
    now, actor = datetime.now(UTC), room.actor(room.host)
    draft = editing.Draft("single", "你最常在什么时候读书？", ("睡前", "午休", "周末"))
    poll = editing.create(actor, room.session_id, draft, now)
    course.open_poll(actor, room.session_id, poll, now)
    voting.vote(come_in(room, "先来", now).id, poll, ["1"], now)
    one = viewer(new_browser(390, 844), serving, room, "晴空")
    two = viewer(new_browser(390, 844), serving, room, "海风")
    studio = host(new_browser(1440, 900), serving, room)
    wait_until(lambda: abs(width(studio, 1) - 1) < 0.02, "the bar of the first vote")

    one.find_element(By.ID, f"poll-{poll}-0").send_keys(Keys.SPACE)  # the keyboard does it, too
    press(one, ".poll-send")
    wait_until(lambda: "我选的" in text(one, ".is-mine"), "one's own choice")
    wait_until(lambda: "您已投票" in text(one, "[data-receipt]"), "the receipt")
    for other in (two, studio):
        wait_until(lambda b=other: text(b, "[data-voters]") == "2", "the number of voters")
        wait_until(lambda b=other: abs(width(b, 0) - 0.5) < 0.02, "the bar to have moved")
        percent = '[data-position="0"] [data-percent]'
        wait_until(lambda b=other, p=percent: text(b, p) == "50%", "its share in figures")
    assert "我选的" not in text(two, ".is-mine")
    usable = (By.CSS_SELECTOR, ".poll-send:not(:disabled)")
    wait_until(lambda: not one.find_elements(*usable), "the button to be of no more use")

    one.refresh()  # another device, or the same one later
    wait_until(lambda: "我选的" in text(one, ".is-mine"), "the choice after a reload")


def test_choices_that_were_not_sent_outlive_a_card_drawn_anew(
    room: Room, serving: Server, new_browser: NewBrowser
) -> None:
    now, actor = datetime.now(UTC), room.actor(room.host)
    words = editing.create(actor, room.session_id, editing.Draft("words", "一个词？"), now)
    course.open_poll(actor, room.session_id, words, now)
    phone = viewer(new_browser(390, 844), serving, room, "晴空")
    phone.find_element(By.ID, f"poll-{words}-word-1").send_keys("温暖")
    studio = host(new_browser(1440, 900), serving, room)
    press(studio, "#studio-polls [action$='/copy'] button")
    wait_until(lambda: studio.find_elements(By.CSS_SELECTOR, "[action$='/open']"), "the copy")
    press(studio, "#studio-polls [action$='/open'] button")
    wait_until(
        lambda: len(phone.find_elements(By.CSS_SELECTOR, "#room-poll > .poll")) == 2, "both polls"
    )
    word = (By.ID, f"poll-{words}-word-1")
    wait_until(lambda: phone.find_element(*word).get_attribute("value") == "温暖", "the word")
    press(phone, f"#poll-{words} .poll-send")
    wait_until(
        lambda: text(phone, f"#poll-{words} [data-words] li").startswith("温暖"), "the cloud"
    )


def test_hand_check_in_and_pick_reach_the_phone(
    room: Room, serving: Server, new_browser: NewBrowser
) -> None:
    phone = viewer(new_browser(390, 844), serving, room, "晴空")
    studio = host(new_browser(1440, 900), serving, room)
    press(phone, "#tab-questions")
    phone.find_element(By.CSS_SELECTOR, "#hand button").click()
    wait_until(lambda: "晴空" in text(studio, "#studio-hands"), "the hand in the studio")
    press(studio, "#studio-hands [action$='/call'] button")
    wait_until(phone.find_element(By.ID, "hand-called").is_displayed, "the call")
    wait_until(lambda: phone.title.startswith("●"), "the sign in the title")
    press(phone, "[data-called-done]")
    wait_until(lambda: "晴空" not in text(studio, "#studio-hands"), "the hand to go down")

    press(studio, "[action$='/checks'] button")
    wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, "[data-check-in]"), "the sheet")
    press(phone, "[data-check-in] button")
    wait_until(lambda: "签到" in text(phone, "[data-done]"), "the receipt")
    wait_until(lambda: text(studio, "#studio-checks [data-answers]") == "1", "the count")

    press(studio, "[action$='/picks'] button")
    wait_until(lambda: "晴空" in text(phone, "#room-pick"), "the pick")
    wait_until(lambda: "就是您" in text(phone, ".pick-mine:not([hidden])"), "that it is them")


def test_a_question_goes_from_the_phone_to_the_studio_and_back(
    room: Room, serving: Server, new_browser: NewBrowser
) -> None:
    phone = viewer(new_browser(390, 844), serving, room, "晴空")
    other = viewer(new_browser(390, 844), serving, room, "海风")
    studio = host(new_browser(1440, 900), serving, room)
    press(phone, "#tab-questions")
    phone.find_element(By.ID, "ask-text").send_keys("怎样才能记得住？")
    press(phone, "#ask button")
    wait_until(lambda: "怎样" in text(other, "#room-questions"), "the question")
    wait_until(lambda: text(other, "[data-count-of=questions]") == "1", "the badge")
    press(other, ".question-want")
    wait_until(lambda: text(phone, ".question-want [data-votes]") == "2", "the wish")
    own = (By.CSS_SELECTOR, ".question-want")
    wait_until(lambda: phone.find_element(*own).get_attribute("disabled"), "no wish for one's own")
    wait_until(lambda: "怎样" in text(studio, "#studio-questions"), "the question in the studio")
    press(studio, "#studio-questions [action$='/answer'] button")
    wait_until(lambda: "正在解答" in text(phone, "#room-questions"), "the answer")
