"""Setting a quiz up through its pages."""

import re
from datetime import datetime

from flask import Flask

from blueprints.quizzes.models import Contestant, Quiz, Segment
from store import db
from tests.support.contests import make_hall
from tests.support.desk import Staff
from tests.support.quizzes import make_show

BUZZER = {
    "title": "抢答",
    "questions": "8",
    "reserves": "2",
    "right": "10",
    "wrong": "-10",
    "foul": "-10",
    "press_s": "15",
    "start_s": "10",
    "answer_s": "30",
    "early": "foul",
    "second": "next_press",
    "second_right": "",
    "second_wrong": "-5",
}


def test_a_round_becomes_a_quiz_and_is_changed(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=0, entries=2, open_round=False)
    desk = Staff(app, hall, now).browser("organiser")
    address = f"/contests/rounds/{hall.round_id}/quiz"
    assert 'value="usual"' in desk.get(address).text
    answer = desk.post(address, show="usual", base="100", seats="3")
    assert answer.status_code == 303, answer.text
    quiz = db.session.query(Quiz).one()
    assert [one.kind for one in quiz.segments] == ["required"] * 3 + ["buzzer"] * 2 + ["tie_break"]
    assert db.session.query(Contestant).count() == 6

    answer = desk.post(f"/quizzes/{quiz.id}/segments/new?kind=buzzer", **BUZZER)
    assert answer.status_code == 303, answer.text
    added = db.session.query(Segment).order_by(Segment.id.desc()).first()
    assert (added.rules["second_wrong"], added.rules["second_right"]) == (-5, None)
    page = desk.get(f"/quizzes/{quiz.id}/setup").text
    assert page.count('class="quiz-segment"') == 7
    assert 'href="#segments"' in page  # its questions are not drawn yet

    desk.post(f"/quizzes/segments/{added.id}/place", to="up")
    db.session.expire_all()
    assert [one.title for one in db.session.get(Quiz, quiz.id).segments][5] == "抢答"


def test_the_buzzers_are_set_within_limits(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=0, entries=2, open_round=False)
    desk = Staff(app, hall, now).browser("organiser")
    desk.post(f"/contests/rounds/{hall.round_id}/quiz", show="", base="100", seats="3")
    address = f"/quizzes/{db.session.query(Quiz).one().id}/setup"
    assert 'value="40"' in desk.get(address).text
    fields = {"base": "100", "seats": "3", "gather_ms": "800", "asymmetry": "100"}
    for trust, kept in (("25", 25), ("5000", 25)):
        assert desk.post(address, **fields, trust_ms=trust).status_code == 303
        db.session.expire_all()
        chosen = db.session.query(Quiz).one().settings["buzzers"]
        assert chosen == {"trust_ms": kept, "gather_ms": 800, "asymmetry": 1.0}


def test_an_open_round_still_says_how_its_buzzers_decide(app: Flask, now: datetime) -> None:
    show = make_show(now)
    page = Staff(app, show.hall, now).browser("supervisor").get(f"/quizzes/{show.quiz_id}/setup")
    facts = page.text.split('class="setup-more quiz-deciding"', 1)[1].split("</details>", 1)[0]
    assert re.findall(r'<dd class="num">(\d+)</dd>', facts) == ["40", "500", "30"]
    assert "<input" not in facts


def test_rules_that_make_no_sense_are_said_at_their_field(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=0, entries=2, open_round=False)
    desk = Staff(app, hall, now).browser("organiser")
    desk.post(f"/contests/rounds/{hall.round_id}/quiz", show="", base="100", seats="3")
    quiz = db.session.query(Quiz).one()
    address = f"/quizzes/{quiz.id}/segments/new?kind=risk"
    answer = desk.post(
        address, title="风险题", questions="1", reserves="2", stakes="", start_s="0", answer_s="30"
    )
    assert answer.status_code == 422
    assert 'id="stakes-error"' in answer.text
    assert not db.session.query(Segment).count()


def test_only_who_sets_up_changes_a_quiz(app: Flask, now: datetime) -> None:
    show = make_show(now, teams=2, seats=1)
    staff = Staff(app, show.hall, now)
    announcer = staff.browser("announcer")
    assert announcer.get(f"/quizzes/{show.quiz_id}/setup").status_code == 200
    assert announcer.get(f"/quizzes/segments/{show.segment_ids[0]}").status_code == 403
    assert announcer.post(f"/quizzes/{show.quiz_id}/teams").status_code == 403
    seats = f"/quizzes/{show.quiz_id}/teams/{show.entry_ids[0]}"
    assert staff.browser("scorer").post(seats, name="替示补").status_code == 303
    assert announcer.post(seats, name="替示二").status_code == 403
    db.session.expire_all()
    assert db.session.get(Contestant, show.contestant_ids[0][0]).name == "替示补"
    stranger = staff.browser("stranger")
    assert stranger.get(f"/quizzes/{show.quiz_id}/setup").status_code == 404
    assert "示例比武" in announcer.get("/quizzes").text
    assert "示例比武" not in stranger.get("/quizzes").text
