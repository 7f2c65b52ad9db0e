"""The desk over HTTP: who sees and does what, refusals with the present state, double posts."""

import json
from datetime import datetime
from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.services import desk, progress, promotion, setup
from blueprints.contests.services.promotion import RuleInput
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

pytestmark = pytest.mark.usefixtures("stopped_clock")

KEY = "key-12345678"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="theory_practical", judges=5, entries=4)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


@pytest.fixture
def address(hall: Hall) -> str:
    return f"/contests/rounds/{hall.round_id}/desk"


def rows_of(kind: LedgerKind) -> list[LedgerRow]:
    db.session.rollback()
    query = sa.select(LedgerRow).where(LedgerRow.kind == kind)
    return list(db.session.scalars(query.order_by(LedgerRow.seq)))


def call(hall: Hall, position: int) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(position).key, hall.now)


def toast_of(answer: TestResponse) -> dict[str, str]:
    toast: dict[str, str] = json.loads(answer.headers["HX-Trigger"])["toast"]
    return toast


def test_whoever_publishes_finds_the_advancement_where_one_was_declared(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now, open_round=False)
    address, desk_of = f"/contests/rounds/{hall.round_id}", Staff(app, hall, now)
    link = f'href="{address}/promotion"'
    assert link not in desk_of.browser("chief_referee").get(f"{address}/desk").text
    promotion.set_rule(SYSTEM, hall.round_id, RuleInput("top", count=2), now)
    assert link in desk_of.browser("chief_referee").get(f"{address}/desk").text


def test_the_page_says_who_is_missing(hall: Hall, staff: Staff, address: str) -> None:
    call(hall, 0)
    for judge in (0, 2, 3):
        hall.mark(judge, 0, "craft", "26.5")
        hall.lock(judge, 0)
    hall.mark(4, 0, "craft", "30")
    page = staff.browser("supervisor").get(address).text
    assert "等待评委 2、5" in page
    assert "赵示一" in page
    assert "26.5" in page


def test_a_stranger_finds_nothing(hall: Hall, staff: Staff, address: str) -> None:
    stranger = staff.browser("stranger")
    entry = hall.entry(0).key
    for path in ("", "/panel", "/actions", "/steps/close", f"/entries/{entry}/facts"):
        assert stranger.get(address + path).status_code == 404, path
    assert stranger.get(address.replace("desk", "ledger")).status_code == 404
    assert stranger.post(f"{address}/call", entry=entry).status_code == 404
    assert stranger.get("/contests/rounds/999999999999999999999/desk").status_code == 404


def test_a_visitor_is_sent_to_sign_in(app: Flask, hall: Hall, address: str) -> None:
    sent = app.test_client().get(address)
    assert (sent.status_code, sent.location.split("?")[0]) == (303, "/sign-in")


POSTS = {
    "call": {"entry": "{entry}"},
    "pause": {},
    "steps/close": {},
    "entries/{entry}/marks": {"item": "theory", "attempt": "1", "value": "88"},
    "entries/{entry}/deductions": {"points": "1", "reason": "超时"},
    "entries/{entry}/status": {"status": "dns", "reason": "未到"},
    "entries/{entry}/judges": {"judge": "1", "what": "recused"},
    "entries/{entry}/requests": {"judge": "1", "answer": "grant"},
}


@pytest.mark.parametrize("path", list(POSTS))
@pytest.mark.parametrize("role", ["announcer", "supervisor"])
def test_onlookers_are_refused(
    hall: Hall, staff: Staff, address: str, path: str, role: str
) -> None:
    entry, before = hall.entry(0).key, hall.round.seq
    fields = {name: text.format(entry=entry) for name, text in POSTS[path].items()}
    answer = staff.browser(role).post(f"{address}/{path.format(entry=entry)}", key=KEY, **fields)
    assert answer.status_code == 403
    assert hall.round.seq == before


def test_onlookers_have_no_buttons(hall: Hall, staff: Staff, address: str) -> None:
    call(hall, 0)
    browser = staff.browser("supervisor")
    page = browser.get(f"{address}?entry={hall.entry(0).key}").text
    for verb in ("/call", "/pause", "/steps/", "/marks", "/deductions", "/status"):
        assert f'action="{address}{verb}' not in page
        assert f'{verb}"' not in page
    assert "data-value-form" not in page
    scorer = staff.browser("scorer").get(f"{address}?entry={hall.entry(0).key}").text
    assert f'action="{address}/call"' in scorer
    assert "data-value-form" in scorer


def test_posts_need_a_token(hall: Hall, staff: Staff, address: str) -> None:
    browser = staff.browser("scorer")
    assert browser.post_bare(f"{address}/pause", key=KEY).status_code == 400
    assert hall.round.state == "open"


def test_calling_twice_calls_once(hall: Hall, staff: Staff, address: str) -> None:
    browser = staff.browser("scorer")
    for _click in range(2):
        sent = browser.post(f"{address}/call", entry=hall.entry(0).key, seen="")
        assert sent.status_code == 303
    assert len(rows_of(LedgerKind.CALL)) == 1


def test_a_stale_call_is_refused_with_the_present_state(
    hall: Hall, staff: Staff, address: str
) -> None:
    browser = staff.browser("scorer")
    call(hall, 0)
    call(hall, 2)
    fields = {"entry": hall.entry(1).key, "seen": hall.entry(0).key}
    page = browser.post(f"{address}/call", **fields)
    assert page.status_code == 409
    assert "另一位工作人员" in page.text
    assert hall.entry(2).name in page.text.split('id="desk-head"')[1].split("</section>")[0]
    part = browser.post(f"{address}/call", htmx=True, **fields)
    assert (part.status_code, part.headers["HX-Reswap"]) == (409, "none")
    assert toast_of(part)["kind"] == "error"
    assert "desk-changed" in json.loads(part.headers["HX-Trigger"])
    assert hall.round.on_stage_id == hall.entry(2).id


def test_pausing_twice_with_one_form_is_one_pause(hall: Hall, staff: Staff, address: str) -> None:
    browser = staff.browser("scorer")
    for _click in range(2):
        assert browser.post(f"{address}/pause", key=KEY).status_code == 303
    again = browser.post(f"{address}/pause", key="key-another1")
    assert again.status_code == 409
    assert "本轮现为“已暂停”状态" in again.text
    assert browser.post(f"{address}/resume", key="key-another2").status_code == 303
    assert [row.value for row in rows_of(LedgerKind.STATE)] == ["open", "paused", "open"]


def test_tied_entrants_are_ordered_by_a_decision(app: Flask, now: datetime, staff: Staff) -> None:
    hall = make_hall(now, judges=3, entries=2)
    people = Staff(app, hall, now)
    for judge, position in product(range(3), (0, 1)):
        hall.mark(judge, position, "performance", "9.5")
        hall.lock(judge, position)
    first, second = hall.entry(0).key, hall.entry(1).key
    root = f"/contests/rounds/{hall.round_id}/desk"
    browser = people.browser("chief_referee")
    assert "第 1 名由 2 位选手并列" in browser.get(root).text
    fields = {"kind": "tie_break", "reason": "加赛一题", "key": KEY}
    same = {"entry": [first, second], f"rank-{first}": "1", f"rank-{second}": "1"}
    assert browser.post(f"{root}/ties", **fields, **same).status_code == 422
    ordered = {"entry": [first, second], f"rank-{first}": "2", f"rank-{second}": "1"}
    onlooker = people.browser("announcer")
    assert onlooker.post(f"{root}/ties", **fields, **ordered).status_code == 403
    for _click in range(2):
        assert browser.post(f"{root}/ties", **fields, **ordered).status_code == 303
    assert len(rows_of(LedgerKind.DECISION)) == 1
    page = browser.get(root).text
    assert "并列，总分" not in page
    assert "data-place>2<" in page.split(f'id="line-{first}"')[1].split("</tr>")[0]


def test_a_round_that_could_give_no_total_says_so_before_it_opens(
    app: Flask, now: datetime
) -> None:
    for judges, told in ((2, True), (3, False)):
        few = make_hall(now, judges=judges, open_round=False)
        page = Staff(app, few, now).browser("organiser")
        step = page.get(f"/contests/rounds/{few.round_id}/desk/steps/open").text
        assert ("至少需要 3 位评委，现有 2 位" in step) is told


def test_steps_are_asked_about_and_taken(hall: Hall, staff: Staff, address: str) -> None:
    organiser, second = staff.browser("organiser"), staff.browser("supervisor")
    ask = organiser.get(f"{address}/steps/close")
    assert "4 位选手尚无任何打分" in ask.text
    part = organiser.get(f"{address}/steps/close", htmx=True).text
    assert "<html" not in part
    assert organiser.post(f"{address}/steps/close", key=KEY).status_code == 303
    page = organiser.get(address).text
    assert "须由第二人确认" in page
    assert f"{address}/steps/confirm" not in page
    refused = organiser.post(f"{address}/steps/confirm", key="key-another1")
    assert refused.status_code == 409
    assert "第二人" in refused.text
    assert f"{address}/steps/confirm" in second.get(address).text
    for _click in range(2):
        assert second.post(f"{address}/steps/confirm", key="key-another2").status_code == 303
    assert second.get(f"{address}/steps/publish").status_code == 403
    assert organiser.post(f"{address}/steps/publish", key="key-another3").status_code == 303
    assert organiser.post(f"{address}/steps/prizes", key="key-another4").status_code == 303
    assert hall.round.prizes_confirmed_at is not None
    assert organiser.get(f"{address}/steps/nonsense").status_code == 404


def test_who_confirms_is_told_of_ties_across_a_prize(app: Flask, now: datetime) -> None:
    """The desk could still order them; after the confirmation only an amendment can."""
    tied = make_hall(now)
    policy = setup.PrizePolicy(boundary="cut")
    setup.set_prizes(SYSTEM, tied.round_id, [("一等奖", 1)], now, policy)
    for judge, entry in product(range(3), range(3)):
        tied.mark(judge, entry, "performance", "9.00" if entry < 2 else "8.00")
        tied.lock(judge, entry)
    progress.close_round(SYSTEM, tied.round_id, now)
    second = Staff(app, tied, now).browser("supervisor")
    address = f"/contests/rounds/{tied.round_id}/desk/steps/confirm"
    assert "一等奖尚未确定：A01 赵示一、A02 钱示二并列" in second.get(address).text
    order = [tied.entry(0).key, tied.entry(1).key]
    desk.decide_tie(SYSTEM, tied.round_id, order, "tie_break", "加赛", now, key="a-tie-of-two")
    assert "一等奖尚未确定" not in second.get(address).text


def test_a_step_that_somebody_else_took_names_the_state_there_is(
    hall: Hall, staff: Staff, address: str
) -> None:
    first, second = staff.browser("organiser"), staff.browser("chief_referee")
    assert first.post(f"{address}/pause", key="key-of-first1").status_code == 303
    refused = second.post(f"{address}/pause", key="key-of-second")
    assert refused.status_code == 409 and "本轮现为“已暂停”状态" in refused.text


def test_opening_again_asks_for_the_reason(hall: Hall, staff: Staff, address: str) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    browser = staff.browser("chief_referee")
    bare = browser.post(f"{address}/steps/reopen", htmx=True, reason="", key=KEY)
    assert (bare.status_code, 'id="step-reason-error"' in bare.text) == (422, True)
    assert browser.post(f"{address}/steps/reopen", reason="漏评", key=KEY).status_code == 303
    assert (hall.round.state, "漏评" in browser.get(address).text) == ("open", True)


def test_blind_coding_hides_names_at_the_desk(app: Flask, now: datetime) -> None:
    blind = make_hall(now, blind=True)
    browser = Staff(app, blind, now).browser("chief_referee")
    call(blind, 0)
    root = f"/contests/rounds/{blind.round_id}"
    entry = blind.entry(0)
    for path in (f"desk?entry={entry.key}", f"desk/entries/{entry.key}/facts", "ledger"):
        text = browser.get(f"{root}/{path}").text
        assert entry.name not in text, path
        assert entry.code in text or path.endswith("facts")
    assert entry.name not in browser.get(f"{root}/ledger.csv").text
    assert entry.code not in browser.get(f"{root}/desk?find={entry.name}").text.split("matrix")[-1]


def test_many_entrants_come_in_pages(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=120)
    browser = Staff(app, hall, now).browser("scorer")
    address = f"/contests/rounds/{hall.round_id}/desk"
    assert browser.get(address).text.count('id="line-') == 50
    call(hall, 70)
    assert f'id="line-{hall.entry(70).key}"' in browser.get(address).text
    assert browser.get(f"{address}?page=3").text.count('id="line-') == 20
    assert browser.get(f"{address}?page=99").status_code == 200
    found = browser.get(f"{address}/panel?find=A117", htmx=True).text
    assert found.count('id="line-') == 1
    assert "没有找到" in browser.get(f"{address}?find=zzz").text


def test_english_is_complete_too(hall: Hall, staff: Staff, address: str) -> None:
    call(hall, 0)
    page = staff.browser("scorer").get(f"{address}?lang=en&entry={hall.entry(0).key}").text
    for words in ("Waiting for judges 1, 2, 3, 4, 5", "Call next", "Deduct points", "History"):
        assert words in page
