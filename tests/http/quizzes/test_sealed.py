"""Nothing sealed reaches anybody early: no page, file or frame that the desk is not behind.

A small quiz is played from its set-up to the last answer. Every address that answers to a GET is
asked at the moments where something is sealed, by everybody from a passer-by to the scorer; and so
will every address made later. At each step all live rooms are rendered, and whatever the hall,
observers and contestants can load is loaded.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.people import services as people
from blueprints.quizzes import phones, screens
from blueprints.quizzes.models import BankQuestion, QuizQuestion, Turn
from blueprints.quizzes.services import seats
from blueprints.quizzes.services.play import rulings, turns
from realtime import rooms
from store import db, write
from store.actors import SYSTEM
from tests.http.permissions.reading import words_of
from tests.support.people import PASSWORD, account
from tests.support.quizzes import Show, make_show
from web.languages import SHORT_NAMES

# Who may see a question before its moment is behind one of these; who keeps the bank, in it.
DESK = ("quizzes.desk_", "quizzes.card_")
BANK = ("quizzes.bank",)
KEEPER = "organiser"
REQUIRED, BUZZER = 0, 1
VARIABLE = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


def marks(question: QuizQuestion) -> tuple[str, str]:
    """What gives a question away, and what gives its answer away."""
    return f"题面{question.id}号", f"答案{question.id}号"


@pytest.fixture
def show(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Show:
    """A quiz whose questions are unmistakable: blanks, so that answers are words as well."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    show = make_show(now, teams=2, seats=1, questions=4)
    with write():
        for one in db.session.scalars(sa.select(QuizQuestion)):
            asked, told = marks(one)
            content = {
                "kind": "fill_in",
                "text": asked,
                "options": [],
                "answer": [[told]],
                "explanation": f"解析{told}",
                "source": f"出处{told}",
                "media": f"{one.id:064x}",
                "media_kind": "picture",
                "media_type": "image/png",
            }
            one.content = {**one.content, **content}
            kept = db.session.get_one(BankQuestion, one.question_id)
            for name, value in content.items():
                setattr(kept, name, value)
    return show


class Reach:
    """Everything that somebody outside the desk can lay hands on."""

    def __init__(self, app: Flask, show: Show, now: datetime) -> None:
        self.app, self.show, self.now = app, show, now
        self.visitors = {"nobody": app.test_client(), "contestant": self._contestant()}
        for role in ("worker", "supervisor", "scorer", KEEPER):
            self.visitors[role] = self._account(role)

    def of_everybody(self) -> Iterator[tuple[str, str]]:
        """What the hall, observers and contestants load, and every room's frame."""
        key, seat = self.show.quiz.key, self.show.contestant_ids[0][0]
        paths = [f"/quiz/{key}", f"/quiz/{key}/hall", f"/quiz/{key}/mine", f"/quiz/seat/{seat}/"]
        paths += [f"/quiz/{key}/panel?view={view}" for view in screens.VIEWS]
        for path in paths:
            yield path, words_of(self.visitors["contestant"].get(path))
        yield from self.frames()

    def frames(self) -> Iterator[tuple[str, str]]:
        quiz_id, round_id = self.show.quiz_id, self.show.hall.round_id
        names = [f"board:{round_id}:{language}" for language in SHORT_NAMES]
        for language in SHORT_NAMES:
            names += [screens.room_of(quiz_id, view, language) for view in screens.VIEWS]
            names.append(phones.room_of(self.show.contestant_ids[0][0], 1, language))
        for name in names:
            kind = rooms.find(name)
            assert kind is not None
            yield name, str(kind.frame_of(name, 0, kind.position_of(name)[1]))

    def everywhere(self, *roles: str) -> Iterator[tuple[str, str]]:
        """Every GET that is not the desk's, by these roles."""
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(DESK):
                continue
            if not rule.endpoint.startswith(("quizzes.", "contests.", "home.")):
                continue
            path = VARIABLE.sub(lambda found: self._value(found[1]), rule.rule)
            keeps = rule.endpoint.startswith(BANK)
            for role in (one for one in roles if not keeps or one != KEEPER):
                yield f"{rule.endpoint} as {role}", words_of(self.visitors[role].get(path))

    def _value(self, name: str) -> str:
        hall = self.show.hall
        known: dict[str, Any] = {
            "contest_id": hall.contest_id,
            "event_id": hall.round.event_id,
            "round_id": hall.round_id,
            "organisation_id": hall.organisation_id,
            "quiz_id": self.show.quiz_id,
            "segment_id": self.show.segment_ids[BUZZER],
            "contestant_id": self.show.contestant_ids[0][0],
            "entry_id": self.show.entry_ids[0],
            "key": self.show.quiz.key,
            "entry_key": hall.entry(0).key,
            "turn_id": self.show.quiz.turn_id or 1,
        }
        return str(known.get(name, 1))

    def _contestant(self) -> FlaskClient:
        visitor, contestant = self.app.test_client(), self.show.contestant_ids[0][0]
        code = seats.issue_join_code(SYSTEM, contestant, self.now)
        assert visitor.post(f"/quiz/join/{code}").status_code == 303
        return visitor

    def _account(self, role: str) -> FlaskClient:
        organisation = self.show.hall.organisation_id
        made = account(role, role, organisation, self.now, PASSWORD)
        if role != "worker":
            people.grant_role(SYSTEM, made, role, organisation_id=organisation, now=self.now)
        visitor = self.app.test_client()
        visitor.post(f"/sign-in/{people.issue_sign_in_link(made, self.now)}")
        return visitor


class Desk:
    """Plays the quiz, and says before each look what may be known by now."""

    def __init__(self, reach: Reach, show: Show, now: datetime) -> None:
        self.reach, self.show, self.now = reach, show, now
        self.shown: set[int] = set()
        self.told: set[int] = set()
        self.keys = 0

    def key(self) -> str:
        self.keys += 1
        return f"key-{self.keys:08d}"

    def look(self, found: Iterator[tuple[str, str]]) -> int:
        """Nothing in `found` gives away what is sealed; how many outlets there were."""
        sealed = []
        for question in db.session.scalars(sa.select(QuizQuestion)):
            asked, told = marks(question)
            sealed += [asked, f"{question.id:064x}"] if question.id not in self.shown else []
            sealed += [told] if question.id not in self.told else []
        count = 0
        for outlet, words in found:
            count += 1
            leaked = [mark for mark in sealed if mark in words]
            assert not leaked, f"{outlet} gives {leaked} away"
        return count

    def step(self) -> None:
        assert self.look(self.reach.of_everybody()) >= 12

    def desk_knows(self, question_id: int) -> None:
        """They are signed in, and the seal is the desk's to break."""
        question = db.session.get_one(QuizQuestion, question_id)
        for role in ("scorer", KEEPER):
            panel = self.reach.visitors[role].get(f"/quizzes/{self.show.quiz_id}/desk/panel")
            assert all(mark in panel.text for mark in marks(question))

    def play(self, *, everywhere: bool = False) -> None:
        """One question from its choice to its answer, with a look after each step."""
        turn_id = turns.next_turn(SYSTEM, self.show.quiz_id, self.now, key=self.key())
        question_id = db.session.get_one(Turn, turn_id).question_id
        self.step()
        if everywhere:
            self.desk_knows(question_id)
            assert self.look(self.reach.everywhere(*self.reach.visitors)) > 500
        turns.show(SYSTEM, turn_id, self.now)
        self.shown.add(question_id)
        self.step()
        turns.open_turn(SYSTEM, turn_id, self.now)
        self.step()
        turn = db.session.get_one(Turn, turn_id)
        if turn.entry_id is None:
            turns.give_word(SYSTEM, turn_id, self.show.entry_ids[0], 1, self.now)
            self.step()
        rulings.rule(SYSTEM, turn_id, "wrong", self.now, key=self.key())
        self.step()
        if everywhere:
            assert self.look(self.reach.everywhere("supervisor")) > 100
        turns.reveal(SYSTEM, turn_id, self.now)
        self.told.add(question_id)
        self.step()


def test_a_whole_quiz_gives_nothing_away_before_its_moment(
    app: Flask, show: Show, now: datetime
) -> None:
    desk = Desk(Reach(app, show, now), show, now)
    desk.step()
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[REQUIRED], now)
    desk.step()
    desk.play()
    desk.play()
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], now)
    desk.step()
    desk.play(everywhere=True)
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key=desk.key())
    turns.show(SYSTEM, turn_id, now)
    desk.shown.add(db.session.get_one(Turn, turn_id).question_id)
    rulings.throw_out(SYSTEM, turn_id, "题目有歧义", now, key=desk.key())
    desk.step()  # its replacement is on air, and sealed
    assert show.quiz.turn_id != turn_id
    desk.play()
    assert len(desk.told) == 4


def test_what_was_shown_is_really_there(app: Flask, show: Show, now: datetime) -> None:
    """The look above would see a leak: what may be known is found by the same eyes."""
    reach = Reach(app, show, now)
    desk = Desk(reach, show, now)
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], now)
    desk.play()
    (question_id,) = desk.told
    asked, told = marks(db.session.get_one(QuizQuestion, question_id))
    seen = [outlet for outlet, words in reach.of_everybody() if asked in words and told in words]
    assert len(seen) >= 8, seen
    desk.told.clear()
    with pytest.raises(AssertionError, match="away"):
        desk.step()
