"""The template editor in a real browser: preview, mistakes, saving, two people, without scripts."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries.templates import newest
from blueprints.certificates.services.templates import editing as templates_editing
from store import db
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.people import PASSWORD, make_world
from tests.support.processes import wait_until
from tests.support.server import Server

SHOWN = "return document.querySelector('#preview-picture img')?.src ?? ''"
WORDS = "return document.getElementById('preview').innerText"
UNSAVED = "return document.querySelector('[data-unsaved]').checkVisibility()"
PATIENCE_S = 120  # the first preview starts the processes that render


@pytest.fixture
def template(app: Flask, now: datetime) -> CertificateTemplate:
    world = make_world(now)
    actor = world.actor(world.west_admin)
    return templates_editing.copy_ready_made(actor, "honor-landscape-red", world.west, "", now)


def open_editor(browser: Chrome, server: Server, template_id: int) -> None:
    """Sign in and come to the editor."""
    address = f"/certificates/templates/{template_id}/edit"
    browser.get(f"{server.url}/sign-in?next={address}")
    browser.find_element(By.NAME, "username").send_keys("qian")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    wait_until(lambda: browser.current_url.endswith(address), "the editor")


def waits_for(browser: Chrome, script: str, what: str) -> str:
    wait_until(lambda: browser.execute_script(script), what, PATIENCE_S)
    return str(browser.execute_script(script))


def at_the_start(browser: Chrome, *keys: str) -> None:
    """Type at the very start of the body."""
    body = browser.find_element(By.ID, "body")
    browser.execute_script("arguments[0].focus(); arguments[0].setSelectionRange(0, 0)", body)
    body.send_keys(*keys)


def stored(template_id: int) -> tuple[int, str]:
    db.session.rollback()
    version = newest(db.session.get_one(CertificateTemplate, template_id))
    return version.number, version.content["body"]


def test_writing_previewing_and_saving(
    template: CertificateTemplate, serving: Server, browser: Chrome
) -> None:
    template_id = template.id
    open_editor(browser, serving, template_id)
    good = waits_for(browser, SHOWN, "the first preview")
    at_the_start(browser, Keys.TAB, "<p>新</p>{% if %}")
    waits_for(browser, f"{WORDS}.includes('第 1 行')", "the mistake, told with its line")
    assert browser.execute_script(SHOWN) == good
    browser.find_element(By.CSS_SELECTOR, "[data-goto-line] button").click()
    assert browser.switch_to.active_element.get_attribute("id") == "body"
    at_the_start(browser, *[Keys.DELETE] * len("  <p>新</p>{% if %}"), "{{ unknown_name }}")
    waits_for(browser, f"{WORDS}.includes('unknown_name')", "the name without a value")
    wait_until(lambda: browser.execute_script(SHOWN) != good, "a newer picture", PATIENCE_S)
    assert browser.execute_script(UNSAVED)
    at_the_start(browser, Keys.CONTROL + "s")
    wait_until(lambda: not browser.execute_script(UNSAVED), "the save")
    assert stored(template_id)[0] == 2
    assert stored(template_id)[1].startswith("{{ unknown_name }}")


def test_two_people_and_nothing_is_lost(
    template: CertificateTemplate, serving: Server, browser: Chrome, now: datetime
) -> None:
    template_id = template.id
    open_editor(browser, serving, template_id)
    content = dict(newest(template).content)
    theirs = templates_editing.Draft({**content, "over": content["over"] + "<p>theirs</p>"})
    templates_editing.save(SYSTEM, template_id, theirs, 1, now)
    at_the_start(browser, "<p>mine</p>", Keys.CONTROL + "s")
    waits_for(browser, "return Boolean(document.querySelector('[data-conflict]'))", "the conflict")
    assert browser.find_element(By.ID, "body").get_attribute("value").startswith("<p>mine</p>")
    at_the_start(browser, Keys.CONTROL + "s")
    wait_until(lambda: stored(template_id)[0] == 3, "the save on top")
    assert stored(template_id)[1].startswith("<p>mine</p>")


def test_without_scripts_everything_is_there(
    template: CertificateTemplate, serving: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(scripts=False)
    template_id = template.id
    open_editor(browser, serving, template_id)
    field = browser.find_element(By.ID, "title_zh")
    field.clear()
    field.send_keys("无脚本")
    browser.find_element(By.CSS_SELECTOR, "[name=do][value=preview]").click()
    wanted = (By.CSS_SELECTOR, "#preview-picture img")
    wait_until(lambda: browser.find_elements(*wanted), "the picture")
    picture = browser.find_element(*wanted)
    assert picture.get_attribute("src").startswith("data:image/png;base64,")
    assert browser.find_element(By.ID, "title_zh").get_attribute("value") == "无脚本"
    browser.find_element(By.CSS_SELECTOR, "[name=do][value=save]").click()
    wait_until(lambda: stored(template_id)[0] == 2, "the save")
