"""The quiz desk over HTTP: its page at every stage, deeds, refusals, forms; the card."""

import json
import re
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blueprints.quizzes.models import Turn
from realtime import Identity, rooms
from store import db, write
from store.files import files
from tests.support.desk import Staff
from tests.support.quizzes import Show, make_show

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def show(app: Flask, now: datetime) -> Show:
    return make_show(now)


@pytest.fixture
def staff(app: Flask, show: Show, now: datetime) -> Staff:
    return Staff(app, show.hall, now)


class DeskPage:
    """A desk in a browser: reads its buttons off the page and presses them."""

    def __init__(self, staff: Staff, show: Show, role: str = "scorer") -> None:
        self.browser, self.quiz_id = staff.browser(role), show.quiz_id

    @property
    def html(self) -> str:
        answer = self.browser.get(f"/quizzes/{self.quiz_id}/desk")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.text

    def fields(self, key: str, html: str = "") -> tuple[str, dict[str, str]]:
        """The address and the fields of the form whose button has this key."""
        forms = re.findall(r"<form.*?</form>", html or self.html, re.DOTALL)
        form = next(one for one in forms if f'data-shortcut="{key}"' in one)
        fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))
        return re.search(r'action="([^"]+)"', form)[1], fields

    def press(self, key: str, html: str = "") -> TestResponse:
        address, fields = self.fields(key, html)
        return self.browser.post(address, htmx=True, **fields)


def toast_of(answer: TestResponse) -> str:
    return str(json.loads(answer.headers["HX-Trigger"])["toast"]["message"])


def turn() -> Turn:
    db.session.rollback()
    return db.session.query(Turn).order_by(Turn.number.desc()).first()


def test_the_whole_show_is_run_by_the_space_bar_and_a_decision(staff: Staff, show: Show) -> None:
    desk = DeskPage(staff, show)
    assert "必答题" in desk.html
    for _step in ("segment", "next", "show", "open"):
        assert desk.press(" ").status_code == 204
    assert turn().phase == "open"
    assert desk.press("r").status_code == 204
    assert turn().phase == "ruled"
    desk.press(" ")
    assert turn().phase == "revealed"
    desk.press(" ")
    assert turn().number == 2


def test_two_desks_that_press_the_same_key_do_it_once(staff: Staff, show: Show) -> None:
    first, second = DeskPage(staff, show), DeskPage(staff, show, "chief_referee")
    moves = show.quiz.moves
    for _step in ("segment", "next", "show", "open"):
        first.press(" ")
    as_both_see_it = second.html
    assert first.press("r").status_code == 204
    assert second.press("r", as_both_see_it).status_code == 204
    answer = second.press("w", as_both_see_it)
    assert answer.status_code == 409
    assert toast_of(answer) == "现场进程已经推进，未作任何更改。"
    # Else a general notice is shown beside it.
    assert answer.headers["HX-Retarget"] == "#desk-answer"
    assert show.quiz.moves == moves + 5


def test_a_form_comes_back_with_what_was_typed(staff: Staff, show: Show) -> None:
    desk = DeskPage(staff, show)
    for _step in ("segment", "next", "show", "open"):
        desk.press(" ")
    address = f"/quizzes/{show.quiz_id}/desk/forms/points"
    given = {"turn": turn().id, "entry": show.entry_ids[1], "points": "七", "reason": "改判"}
    answer = desk.browser.post(address, htmx=True, **given, key="form-12345")
    assert answer.status_code == 422
    assert "改判" in answer.text
    given["points"] = "−5"
    assert desk.browser.post(address, htmx=True, **given, key="form-12345").status_code == 204
    assert "= −5" in desk.html


@pytest.mark.parametrize(
    "name",
    ["foul", "points", "throw-out", "restore", "objection", "rule-objection", "word", "waive",
     "tie-teams", "decide-tie", "segment"],
)  # fmt: skip
def test_every_form_opens(staff: Staff, show: Show, name: str) -> None:
    desk = DeskPage(staff, show)
    for _step in ("segment", "next", "show", "open"):
        desk.press(" ")
    address = f"/quizzes/{show.quiz_id}/desk/forms/{name}?turn={turn().id}"
    for htmx in (False, True):
        assert desk.browser.get(address, htmx=htmx).status_code == 200


def test_a_tie_is_decided_and_decided_anew(staff: Staff, show: Show) -> None:
    browser, address = staff.browser("scorer"), f"/quizzes/{show.quiz_id}/desk/forms/decide-tie"
    again = "再次裁定将取代原裁定"
    assert again not in browser.get(address).text
    for number, order in enumerate(((1, 2, 3), (3, 1, 2))):
        ranks = {f"rank-{one}": str(n) for one, n in zip(show.entry_ids, order, strict=True)}
        given = {"team": show.entry_ids, "reason": "加赛", "key": f"tie-{number}-123", **ranks}
        assert browser.post(address, htmx=True, **given).status_code == 204
        assert again in browser.get(address).text
        rows = re.findall(r'qp-name">([^<]+)', browser.get(f"/quiz/{show.quiz.key}").text)
        by_rank = sorted(range(3), key=lambda team: order[team])
        assert rows == [show.hall.entry(team).name for team in by_rank]


def test_the_desk_and_the_card_are_for_those_who_run_it(staff: Staff, show: Show) -> None:
    for role, desk, card in (
        ("scorer", 200, 403),
        ("announcer", 403, 200),
        ("supervisor", 403, 403),
    ):
        browser = staff.browser(role)
        assert browser.get(f"/quizzes/{show.quiz_id}/desk").status_code == desk
        assert browser.get(f"/quizzes/{show.quiz_id}/card").status_code == card


def test_the_card_has_question_answer_and_names(staff: Staff, show: Show) -> None:
    desk = DeskPage(staff, show)
    for _step in ("segment", "next"):
        desk.press(" ")
    card = staff.browser("announcer").get(f"/quizzes/{show.quiz_id}/card").text
    assert "测试题1：" in card
    assert "第一项" in card
    assert "示例条例第1条" in card
    assert show.hall.entry(0).name in card


def test_history_names_every_decision(staff: Staff, show: Show) -> None:
    desk = DeskPage(staff, show)
    for _step in ("segment", "next", "show", "open"):
        desk.press(" ")
    desk.press("w")
    desk.press("u")
    page = desk.browser.get(f"/quizzes/{show.quiz_id}/desk/history").text
    assert page.count("is-undone") == 1


def test_only_who_runs_or_announces_it_follows_the_sealed_rooms(staff: Staff, show: Show) -> None:
    rooms_of = {"desk": f"quiz-desk:{show.quiz_id}:en", "card": f"quiz-card:{show.quiz_id}:en"}
    allowed = {
        (role, name)
        for role in ("scorer", "announcer", "supervisor", "stranger")
        for name, room in rooms_of.items()
        if rooms.allowed(Identity("account", staff.account(role)), room)
    }
    assert allowed == {("scorer", "desk"), ("announcer", "card")}
    assert not rooms.allowed(Identity("anonymous", None), rooms_of["desk"])


def test_a_sealed_picture_is_for_desk_and_card_alone(staff: Staff, show: Show) -> None:
    desk = DeskPage(staff, show)
    for _step in ("segment", "next"):
        desk.press(" ")
    asked = turn()
    with write():
        name, question = files().put(b"\x89PNG sealed"), db.session.merge(asked.question)
        media = {"media": name, "media_kind": "picture", "media_type": "image/png"}
        question.content = {**question.content, **media}
    address = f"/quizzes/{show.quiz_id}/desk/media/{asked.id}"
    assert address in desk.html
    for role, status in (("scorer", 200), ("announcer", 200), ("supervisor", 404)):
        answer = staff.browser(role).get(address)
        assert answer.status_code == status
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_desk_gives_a_question_to_the_audience_and_watches_it(staff: Staff, show: Show) -> None:
    desk, observer = DeskPage(staff, show), staff.browser("stranger")
    for key in (" ", " ", " ", " ", "w", "a"):
        assert desk.press(key).status_code == 204
    stage = f"/quiz/{show.quiz.key}"
    assert 'data-phase="audience" data-asks="audience"' in observer.get(f"{stage}/hall").text
    assert "请用手机作答" in observer.get(stage).text
    assert observer.post(f"{stage}/guesses/1", option="0").status_code == 303
    crowd = re.search(r'<section class="quiz-crowd".*?</section>', desk.html, re.DOTALL)[0]
    assert 'hx-trigger="every 3s"' in crowd and "1 人作答" in crowd and "1 人答对（100%）" in crowd
    assert "qh-chosen" not in observer.get(f"{stage}/hall").text
    desk.press(" ")
    hall = observer.get(f"{stage}/hall").text
    assert re.findall(r"qh-chosen num\">([^<]+)<", hall) == ["1 人", *["0 人"] * 3]
    card = staff.browser("announcer").get(f"/quizzes/{show.quiz_id}/card").text
    assert "1 人答对（100%）" in card
    assert "every 3s" not in desk.html
