"""One contest from registration to the archive, with seven devices open at once.

The contestant's phone, three judges' phones, the desk, the panel's tablet and the hall screen. What
is done is done through the pages' own forms, by the account that may do it.
"""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By

from blueprints.contests.life import OPTIONAL
from blueprints.contests.models import (
    AppealLink,
    Contest,
    LedgerKind,
    LedgerRow,
    Registration,
    RegistrationWindow,
    Round,
)
from blueprints.contests.registering import RegistrationRules
from blueprints.contests.sealing import unseal
from blueprints.contests.services import life, registration, setup
from blueprints.contests.services.ledger import broken_rows
from blueprints.contests.services.life import LifeInput
from store import db
from store.actors import SYSTEM
from tests.support.browser import NewBrowser, click
from tests.support.consoles import Console
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.server import Server

DAY = timedelta(days=1)
PEOPLE = ("赵示一", "钱示二", "孙示三")
# By code, of three judges; the middle one counts.
MARKS = {0: ("9.10", "9.00", "9.20"), 1: ("9.00", "9.30", "9.05"), 2: ("8.00", "8.10", "8.05")}
SENT = """
const [ending, fields, button] = arguments;
const form = [...document.forms].find((one) => one.action.endsWith(ending));
if (!form) return false;
for (let around = form; around; around = around.parentElement)
  if (around instanceof HTMLDetailsElement) around.open = true;
for (const [name, value] of Object.entries(fields)) {
  const field = form.elements[name];
  if (field instanceof RadioNodeList || field.type === "checkbox" || field.type === "radio")
    [...form.querySelectorAll(`[name="${name}"]`)].find((o) => o.value === value).checked = true;
  else field.value = value;
}
window.before = true;
const pressed = button && form.querySelector(`[name="${button[0]}"][value="${button[1]}"]`);
form.requestSubmit(pressed ?? undefined);
return true;
"""
ARRIVED = "return !window.before && document.readyState === 'complete'"


class Device:
    """A browser at which somebody sits; `role` is whose session it has, "" is nobody's."""

    def __init__(self, driver: Chrome, server: Server, staff: Staff) -> None:
        self.driver, self._server, self._staff = driver, server, staff
        self._role = ""

    def open(self, path: str, role: str = "") -> "Device":
        if role and role != self._role:
            self.driver.get(f"{self._server.url}/robots.txt")
            self.driver.delete_all_cookies()
            self.driver.add_cookie(self._staff.cookie(role))
            self._role = role
        self.driver.get(self._server.url + path)
        return self

    def send(self, ending: str, button: tuple[str, str] | None = None, **fields: str) -> "Device":
        """Fill in the form whose address ends so, press its button, wait for the next page."""
        assert self.driver.execute_script(SENT, ending, fields, button), ending
        wait_until(lambda: self.driver.execute_script(ARRIVED), f"the page after {ending}")
        faults = [one.text for one in self.driver.find_elements(By.CSS_SELECTOR, ".form-error")]
        assert not any(faults), faults
        return self

    def reads(self, words: str) -> None:
        """Wait until the page shows the words, by itself."""
        wait_until(lambda: words in self.text, f"{words!r} in:\n{self.text}")

    @property
    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "body").text


@pytest.fixture
def hall(app: Flask) -> Hall:
    now = datetime.now(UTC)  # the server's windows are of this day
    hall = make_hall(now, judges=3, entries=0, blind=True, open_round=False)
    life.choose_steps(SYSTEM, hall.contest_id, LifeInput(tuple(map(str, OPTIONAL))), now)
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1), ("二等奖", 1)], now)
    rules = RegistrationRules(now - DAY, now + DAY, by_unit=False, consent="仅用于本次竞赛")
    registration.set_window(SYSTEM, hall.contest_id, rules, now)
    return hall


@pytest.mark.alone
def test_one_contest_through_every_state(
    app: Flask, hall: Hall, server: Server, new_browser: NewBrowser
) -> None:
    server.start()
    staff = Staff(app, hall, hall.now)
    phone, desk, panel, screen = (
        Device(new_browser(*size), server, staff)
        for size in ((390, 844), (1440, 900), (820, 1180), (1920, 1080))
    )
    _enter(hall, phone, desk)
    _draw_and_check_in(hall, desk, panel)
    desk.open(f"/contests/rounds/{hall.round_id}/desk/steps/open", "organiser").send("/steps/open")
    screen.open(f"/board/{hall.round_id}/hall")
    phone.open(f"/board/{hall.round_id}")
    judges = [Console(new_browser(390, 844), server, hall, n).sit() for n in range(3)]
    _judge(hall, judges, desk, screen, phone)
    _sign_and_review(hall, judges, desk, panel)
    _decode_and_publish(hall, desk, panel, screen, phone)
    _appeal(hall, desk, panel, phone)
    _notice_and_prizes(hall, desk, phone)
    desk.open(f"/contests/{hall.contest_id}/life", "organiser").send("/archive")
    desk.reads("已归档")
    db.session.rollback()
    assert db.session.get_one(Contest, hall.contest_id).archived_at is not None
    assert broken_rows(hall.round_id) == []


def _enter(hall: Hall, phone: Device, desk: Device) -> None:
    """报名, 资格审查."""
    key = db.session.get_one(RegistrationWindow, hall.contest_id).key
    for name in PEOPLE:
        event = str(hall.round.event_id)
        phone.open(f"/register/{key}").send(
            f"/register/{key}",
            event_id=event,
            name=name,
            unit="示例精工工会",
            contact="0512-0000",
            agreed="y",
        )
        phone.reads(name)
    now = datetime.now(UTC)
    db.session.rollback()
    for one in db.session.scalars(sa.select(Registration.id)).all():
        registration.decide(SYSTEM, one, approve=True, reason="", now=now)
    assert registration.enter_approved(SYSTEM, hall.contest_id, now) == len(PEOPLE)
    page = f"/contests/events/{hall.round.event_id}/eligibility"
    desk.open(page, "chief_referee").send("/acceptance")


def _draw_and_check_in(hall: Hall, desk: Device, panel: Device) -> None:
    """抽签加密, 检录: from here on only the keeper of the codes knows who is who."""
    codes = f"/contests/{hall.contest_id}/codes"
    panel.open(codes, "encryption_referee").send(
        f"/events/{hall.round.event_id}/codes", prefix="B", seed="2026"
    )
    desk.open(codes, "organiser")
    assert not any(name in desk.text for name in PEOPLE)
    desk.open(f"/contests/rounds/{hall.round_id}/check-in", "scorer")
    for number in range(len(PEOPLE)):
        form = f'form[action$="/check-in/{hall.entry(number).key}"]'
        click(desk.driver, f"{form} [value=present]")
        wait_until(lambda: _present(desk) == number + 1, "the tap to show")  # noqa: B023
    assert not any(name in desk.text for name in PEOPLE)


def _present(desk: Device) -> int:
    return len(desk.driver.find_elements(By.CSS_SELECTOR, ".checkin-line .verdict-eligible"))


def _judge(hall: Hall, judges: list[Console], desk: Device, screen: Device, phone: Device) -> None:
    """评分: three phones mark; the last entrant behind a freeze, which shows nowhere."""
    for entry in (0, 1):
        for judge, console in enumerate(judges):
            _mark(hall, console, entry, MARKS[entry][judge])
    for shown in (screen, phone):
        shown.reads("9.100")
    desk.open(f"/contests/rounds/{hall.round_id}/desk/steps/freeze", "chief_referee")
    desk.send("/steps/freeze", reason="留待揭晓")
    screen.reads("留待揭晓")
    for judge, console in enumerate(judges):
        _mark(hall, console, 2, MARKS[2][judge])
    desk.open(f"/contests/rounds/{hall.round_id}/desk", "chief_referee").reads("8.050")
    assert "8.050" not in screen.driver.page_source
    assert "8.050" not in phone.open(f"/board/{hall.round_id}").driver.page_source


def _mark(hall: Hall, console: Console, entry: int, value: str) -> None:
    base = f"/judge/{console.judge_id}/rounds/{hall.round_id}/"
    console.driver.get(f"{console.server.url}{base}?entry={hall.entry(entry).key}")
    console.wait()
    console.type(value)
    console.reads("#receipt", "已保存")
    console.reads("#next", "检查并锁定")
    console.tap("#next")
    wait_until(lambda: not console.has("#lock[disabled]"), "the button to come alive")
    console.tap("#lock")
    console.reads("#receipt", "已锁定")


def _sign_and_review(hall: Hall, judges: list[Console], desk: Device, panel: Device) -> None:
    """签字锁定, 裁判长复核, 监督抽检."""
    desk.open(f"/contests/rounds/{hall.round_id}/desk/steps/close", "chief_referee")
    desk.send("/steps/close")
    for console in judges:
        _sign(hall, console)
    panel.open(f"/contests/rounds/{hall.round_id}/desk/steps/confirm", "supervisor")
    panel.send("/steps/confirm")
    panel.open(f"/contests/rounds/{hall.round_id}/spot-check").send("/spot-check", number="42")
    for number in range(len(PEOPLE)):
        panel.send(f"/spot-check/{hall.entry(number).key}", ("found", "ok"))


def _sign(hall: Hall, console: Console) -> None:
    driver = console.driver
    driver.get(f"{console.server.url}/judge/{console.judge_id}/rounds/{hall.round_id}/signing")
    pad = driver.find_element(By.ID, "sign-canvas")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", pad)
    strokes = ActionChains(driver).move_to_element_with_offset(pad, -100, -20).click_and_hold()
    for step in range(8):
        strokes.move_by_offset(25, 20 if step % 2 else -20)
    strokes.release().perform()
    driver.find_element(By.CSS_SELECTOR, "#sign-form button[type=submit]").click()
    wait_until(lambda: "签字" in driver.page_source and not console.has("#sign-form"), "the sign")


def _decode_and_publish(
    hall: Hall, desk: Device, panel: Device, screen: Device, phone: Device
) -> None:
    """解密 in two hands, 成绩公布: the hall and the phone show names by themselves."""
    codes = f"/contests/{hall.contest_id}/codes"
    panel.open(codes, "encryption_referee").send("/codes/decoding")
    assert not any(name in screen.driver.page_source for name in PEOPLE)
    desk.open(codes, "chief_referee").send("/codes/decoding")
    phone.open(f"/board/{hall.round_id}")
    desk.open(f"/contests/rounds/{hall.round_id}/desk/steps/publish").send("/steps/publish")
    for shown in (screen, phone):
        shown.reads(_name(hall, 0))
        shown.reads("8.050")


def _name(hall: Hall, number: int) -> str:
    db.session.rollback()
    return hall.entry(number).name


def _appeal(hall: Hall, desk: Device, panel: Device, phone: Device) -> None:
    """申诉: the second in place appeals; upheld, amended by two people, the winner is another."""
    base = f"/contests/rounds/{hall.round_id}"
    desk.open(f"{base}/appeals", "chief_referee").send("/appeals/slips")
    loser = hall.entry(1)
    db.session.rollback()
    token = unseal(db.session.get_one(AppealLink, loser.id).token)
    phone.open(f"/appeal/{token}").send(
        f"/appeal/{token}/{hall.round_id}",
        words="第一位评委的分数录入有误",
        name=loser.name,
        contact="0512-0000",
    )
    panel.open(f"{base}/appeals", "supervisor").send("/appeals/1/hearing")
    panel.send("/appeals/1/ruling", outcome="upheld", ruling="核对原始评分表，应为 9.90")
    desk.open(f"{base}/amendments?entry={loser.key}&appeal=1", "chief_referee")
    option = desk.driver.find_element(By.CSS_SELECTOR, "#mark-target option").get_attribute("value")
    desk.send("/amendments", target=option or "", value="9.90", reason="更正录入错误", appeal="1")
    db.session.rollback()
    asked = db.session.scalars(
        sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.AMENDMENT_ASKED)
    ).one()
    panel.open(f"{base}/amendments", "supervisor").send(f"/amendments/{asked.seq}")
    phone.open(f"/results/{hall.round_id}")
    assert phone.text.index(loser.name) < phone.text.index(_name(hall, 0))
    phone.open(f"/results/{hall.round_id}/trail")
    for words in ("核对原始评分表", "更正录入错误", loser.name, "9.90"):
        assert words in phone.text, words


def _notice_and_prizes(hall: Hall, desk: Device, phone: Device) -> None:
    """公示, 定奖: nobody objects; its days go by, and the prizes are those of the new winner."""
    base = f"/contests/rounds/{hall.round_id}"
    _let_pass(hall, timedelta(hours=3))
    desk.open(f"{base}/notice", "chief_referee").send("/notice")
    phone.open(f"/notice/{hall.round_id}")
    assert "公示" in phone.text
    _let_pass(hall, timedelta(days=30))
    desk.open(f"{base}/desk/steps/prizes", "chief_referee").send("/steps/prizes")
    phone.open(f"/results/{hall.round_id}").reads("一等奖")
    rows = phone.driver.find_elements(By.CSS_SELECTOR, ".results-table tbody tr")
    assert "一等奖" in rows[0].text and hall.entry(1).name in rows[0].text


def _let_pass(hall: Hall, time: timedelta) -> None:
    """So much time goes by: what was stamped lies further back."""
    db.session.rollback()
    round_ = db.session.get_one(Round, hall.round_id)
    for name in ("published_at", "appeals_until", "notice_from", "notice_until"):
        value = getattr(round_, name, None)
        if isinstance(value, datetime):
            setattr(round_, name, value - time)
    db.session.commit()
