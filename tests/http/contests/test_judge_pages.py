"""The console as pages and as state: own marks only, no names while coded, plain forms."""

import re
from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.services import desk, progress, setup
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.judging import Phone, fresh_key

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="five_judges_trimmed")


@pytest.fixture
def phone(app: Flask, hall: Hall) -> Phone:
    return Phone(app, hall).sit()


def page(phone: Phone, **query: str) -> str:
    return phone.client.get(f"{phone.round}/", query_string=query).text


def test_the_only_round_opens_at_once(phone: Phone) -> None:
    answer = phone.client.get(f"{phone.base}/")
    assert answer.status_code == 303 and answer.location == f"{phone.round}/"
    listed = phone.client.get(f"{phone.base}/?all=1")
    assert "数控铣 决赛" in listed.text and "0 / 3" in listed.text


def test_of_several_running_rounds_one_is_chosen(phone: Phone, hall: Hall, now: datetime) -> None:
    further = setup.add_round(
        SYSTEM, hall.round.event_id, "加赛", "five_judges_trimmed", "each", now
    )
    assert phone.client.get(f"{phone.base}/").location == f"{phone.round}/"
    setup.add_entries(SYSTEM, further, [setup.EntryInput("吴示六", code="B01")], now)
    progress.open_round(SYSTEM, further, now)
    choice = phone.client.get(f"{phone.base}/").text
    assert f"{phone.round}/" in choice and f"rounds/{further}/" in choice


def test_the_entrant_on_stage_is_shown_unless_another_is_asked_for(
    phone: Phone, hall: Hall
) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(1).key, hall.now)
    assert re.search(r'id="label">A02<', page(phone))
    assert re.search(r'id="label">A03<', page(phone, entry=hall.entry(2).key))
    assert phone.client.get(f"{phone.round}/?entry=nobody").status_code == 404


def test_other_judges_marks_are_nowhere(phone: Phone, hall: Hall) -> None:
    phone.mark(0, "content", "36.5")
    hall.mark(1, 0, "content", "13.5", key="a-key-of-another")
    hall.mark(2, 0, "skill", "14.5")
    for text in (page(phone), phone.state().text):
        assert "36.5" in text
        assert "13.5" not in text and "14.5" not in text


def test_while_coded_no_name_leaves(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="five_judges_trimmed", blind=True)
    phone = Phone(app, hall).sit()
    entry = hall.entry(0)
    for text in (
        page(phone),
        phone.state().text,
        phone.client.get(f"{phone.round}/sheets/{entry.key}").text,
    ):
        assert "A01" in text
        assert "赵示一" not in text and "示例精工工会" not in text
    setup.decode(SYSTEM, hall.contest_id, now)
    assert "赵示一" in page(phone)


def test_the_state_is_sent_whole_only_when_it_changed(phone: Phone, hall: Hall) -> None:
    first = phone.state()
    tag = {"If-None-Match": first.headers["ETag"]}
    assert phone.state(**tag).status_code == 304
    phone.mark(0, "content", "36.5")
    changed = phone.state(**tag)
    assert changed.status_code == 200
    assert changed.json["round"]["seq"] == hall.round.seq
    phone.client.set_cookie("language", "en")
    assert phone.state(**{"If-None-Match": changed.headers["ETag"]}).status_code == 200


def test_the_state_is_never_kept_by_proxies(phone: Phone) -> None:
    assert "no-store" in phone.state().headers["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?round=", "?round=x", "?round=-1", f"?round={10**40}"])
def test_a_state_of_no_round_is_not_found(phone: Phone, query: str) -> None:
    assert phone.client.get(f"{phone.base}/state.json{query}").status_code == 404


def test_without_a_seat_every_number_reads_the_same(app: Flask, hall: Hall) -> None:
    stranger = app.test_client()
    there = stranger.get(f"/judge/{hall.judges[0].id}/rounds/{hall.round_id}/")
    nowhere = stranger.get("/judge/999/rounds/999/")
    assert there.status_code == nowhere.status_code == 404
    strip = re.compile(r'csrf[-_]token" (content|value)="[^"]*"|/judge/[0-9/a-z]*')
    assert strip.sub("", there.text) == strip.sub("", nowhere.text)


def form_fields(text: str, slot: str) -> dict[str, str]:
    """The hidden fields of the plain form of a line."""
    line = text.split(f'data-slot="{slot}"')[1].split("</form>", maxsplit=1)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', line))


def test_marks_and_locks_work_without_a_script(phone: Phone, hall: Hall) -> None:
    for slot, value in (("content.1", "３６．５"), ("skill.1", "37"), ("effect.1", "18")):
        fields = form_fields(page(phone, entry=hall.entry(0).key), slot)
        answer = phone.client.post(f"{phone.round}/marks", data={**fields, "value": value})
        assert answer.status_code == 303
    shown = page(phone, entry=hall.entry(0).key)
    assert "已保存 09:10:00" in shown and 'value="36.5"' in shown

    sheet = f"{phone.round}/sheets/{hall.entry(0).key}"
    assert "91.5" in phone.client.get(sheet).text
    locked = phone.form(f"{phone.round}/sheets", sheet, entry=hall.entry(0).key, key=fresh_key())
    assert locked.status_code == 303
    assert phone.entrant(0)["sheet"] == "locked"
    asked = phone.form(
        f"{phone.round}/reopenings", sheet, entry=hall.entry(0).key, key=fresh_key(), reason="误记"
    )
    assert asked.status_code == 303
    assert phone.entrant(0)["sheet"] == "asked"


def test_a_refused_form_says_why_at_the_line_and_keeps_what_was_typed(
    phone: Phone, hall: Hall
) -> None:
    fields = form_fields(page(phone, entry=hall.entry(0).key), "content.1")
    data = {**fields, "value": "41", "note": "很好"}
    answer = phone.client.post(f"{phone.round}/marks", data=data)
    assert answer.status_code == 422
    line = answer.text.split('data-slot="content.1"')[1].split("</form>")[0]
    assert 'value="41"' in line and 'value="很好"' in line
    assert "40" in line.split('class="form-error"')[1]


def test_a_page_gone_back_to_doesnt_say_saved(phone: Phone, hall: Hall) -> None:
    fields = form_fields(page(phone, entry=hall.entry(0).key), "content.1")
    phone.client.post(f"{phone.round}/marks", data={**fields, "value": "36.5"})
    again = phone.client.post(f"{phone.round}/marks", data={**fields, "value": "30"})
    assert again.status_code == 409
    assert phone.entrant(0)["marks"]["content.1"]["value"] == "36.5"


def test_an_incomplete_sheet_is_refused_on_its_page(phone: Phone, hall: Hall) -> None:
    sheet = f"{phone.round}/sheets/{hall.entry(0).key}"
    answer = phone.form(f"{phone.round}/sheets", sheet, entry=hall.entry(0).key, key=fresh_key())
    assert answer.status_code == 409
    assert "还缺 3 项评分" in answer.text


def test_levels_are_shown_with_their_words(app: Flask, now: datetime) -> None:
    phone = Phone(app, make_hall(now, preset="worldskills")).sit()
    state = phone.state().json["round"]
    levels = [slot["levels"] for slot in state["slots"]]
    assert all(len(words) == 4 for words in levels)
    assert levels[0][3] in page(phone)
    assert phone.mark(0, "finish", "3").json["value"] == "3"
    assert phone.mark(0, "finish", "4").status_code == 422


def test_every_attempt_is_a_line(app: Flask, now: datetime) -> None:
    phone = Phone(app, make_hall(now, preset="diving")).sit()
    slots = [slot["slot"] for slot in phone.state().json["round"]["slots"]]
    assert slots == [f"execution.{n}" for n in range(1, 6)]
    assert phone.mark(0, "execution", "8.5", attempt=5).status_code == 200
    assert phone.mark(0, "execution", "8.5", attempt=6).json["error"]["code"] == "unknown_item"


def test_five_hundred_entrants_are_still_one_page(app: Flask, now: datetime) -> None:
    phone = Phone(app, make_hall(now, preset="five_judges_trimmed", entries=500)).sit()
    assert page(phone).count("entrant-link") == 500
