"""Practice: a worker answers questions of the bank, and sees an own record."""

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.quizzes.models import BankQuestion, PracticeAnswer
from blueprints.quizzes.queries.practice import own_record
from blueprints.quizzes.services import exams, practice
from blueprints.quizzes.services.bank import media
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.banks import Keeper, keeper_of
from tests.support.exams import fill_bank, make_theory
from tests.support.people import World, make_world

ZONE = "Asia/Shanghai"
EXTRA = (
    {"kind": "fill_in", "text": "不少于＿＿人", "answer": [["25", "二十五"]], "subject": "工会法"},
    {"kind": "open", "text": "试述", "answer": ["要点"], "subject": "工会法"},
)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    app.extensions["clock"] = lambda: now
    return make_world(now)


def _open_bank(organisation_id: int, now: datetime) -> None:
    fill_bank(organisation_id, 2, now, EXTRA)
    with write():
        db.session.execute(sa.update(BankQuestion).values(for_practice=True))


def test_a_worker_practises_and_repeats_what_went_wrong(
    app: Flask, world: World, now: datetime
) -> None:
    _open_bank(world.west, now)
    worker = keeper_of(app, world.street, now)  # the bank is of the organisation above
    page = worker.browser.get("/practice/next").text
    assert "解析" not in page
    where = re.search(r"/practice/questions/\d+", page)
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert where is not None
    assert key is not None
    assert worker.browser.post(where[0], key=key[1]).status_code == 422, "nothing was chosen"
    given = {"text": "24"} if 'name="text"' in page else {"option": "1"}
    outcome = worker.browser.post(where[0], key=key[1], **given).location
    assert worker.browser.post(where[0], key=key[1], **given).location == outcome, "sent twice"
    told = worker.browser.get(outcome).text
    assert 'data-right="no"' in told
    assert "<b>B</b>" in told or "option" not in given, "by the letter that it had"
    assert "解析" in told
    again = worker.browser.get("/practice/next?again=1").text
    assert where[0] in again
    right = {"text": "25"} if 'name="text"' in page else {"option": "0"}
    worker.browser.post(where[0], key="another-key", again="1", **right)
    assert where[0] not in worker.browser.get("/practice/next?again=1").text
    home = worker.browser.get("/practice").text
    assert "50 %" in home
    assert "/practice" in worker.browser.get("/").text, "found from the start page"


def test_others_banks_answers_and_sealed_questions_stay_shut(
    app: Flask, world: World, now: datetime
) -> None:
    _open_bank(world.west, now)
    stranger, worker = keeper_of(app, world.east, now), keeper_of(app, world.street, now)
    question = db.session.scalars(sa.select(BankQuestion.id).limit(1)).one()
    assert (
        stranger.browser.post(
            f"/practice/questions/{question}", key="some-key-1", option="0"
        ).status_code
        == 404
    )
    kept = practice.answer(worker.actor, practice.PracticeInput(question, [0], "key-12345"), now)
    assert stranger.browser.get(f"/practice/answers/{kept}").status_code == 404
    assert own_record(worker.actor, now, ZONE).questions == 3, "an open one can't be checked"
    assert app.test_client().get("/practice").status_code == 303


def test_a_picture_and_a_film_are_shown_to_who_may_practise(
    app: Flask, world: World, now: datetime
) -> None:
    _open_bank(world.west, now)
    worker, stranger = keeper_of(app, world.street, now), keeper_of(app, world.east, now)
    question = db.session.scalars(sa.select(BankQuestion).where(BankQuestion.ref == "T001")).one()
    address = f"/practice/questions/{question.id}/media"
    assert worker.browser.get(address).status_code == 404, "it has none yet"
    for content, kind, media_type, mark in (
        (b"\x89PNG a bird", "picture", "image/png", f'<img src="{address}"'),
        (b"\x1a\x45 a film", "video", "video/webm", f'src="{address}" controls'),
    ):
        media.set_media(SYSTEM, question.id, media.MediaInput(kind, media_type, content), now)
        with write():
            others = BankQuestion.id != question.id
            db.session.execute(sa.update(BankQuestion).where(others).values(for_practice=False))
        assert mark in worker.browser.get("/practice/next").text
        sent = worker.browser.get(address)
        assert (sent.status_code, sent.data, sent.mimetype) == (200, content, media_type)
        assert "no-store" in sent.headers["Cache-Control"]
        assert stranger.browser.get(address).status_code == 404
        assert app.test_client().get(address).status_code == 303
    with write():
        db.session.execute(sa.update(BankQuestion).values(for_practice=False))
    assert worker.browser.get(address).status_code == 404, "kept for contests again"


def test_what_an_exam_has_drawn_is_shut_until_it_is_over(app: Flask, now: datetime) -> None:
    theory = make_theory(now, questions=3)
    with write():
        db.session.execute(sa.update(BankQuestion).values(for_practice=True))
    worker: Keeper = keeper_of(app, theory.hall.organisation_id, now)
    assert own_record(worker.actor, now, ZONE).questions == 0
    exams.close_exam(worker.actor, theory.exam_id, now)
    assert own_record(worker.actor, now, ZONE).questions == 3


def test_an_exam_with_practice_questions_pauses_the_bank_and_hides_none(
    app: Flask, now: datetime
) -> None:
    theory = make_theory(now, questions=3, is_open=False, practice=True)
    with write():
        db.session.execute(sa.update(BankQuestion).values(for_practice=True))
    fill_bank(theory.hall.organisation_id, 0, now, EXTRA[:1])
    worker: Keeper = keeper_of(app, theory.hall.organisation_id, now)
    assert own_record(worker.actor, now, ZONE).questions == 3, "that one vanished would tell"
    exams.open_exam(worker.actor, theory.exam_id, now)
    record = own_record(worker.actor, now, ZONE)
    assert (record.questions, record.paused) == (0, True)
    assert set(db.session.scalars(sa.select(BankQuestion.used_count))) == {0}, "told to keepers"
    exams.close_exam(worker.actor, theory.exam_id, now)
    assert own_record(worker.actor, now, ZONE).questions == 3
    assert set(db.session.scalars(sa.select(BankQuestion.used_count))) == {0, 1}


def test_the_record_counts_days_in_a_row(app: Flask, world: World, now: datetime) -> None:
    _open_bank(world.west, now)
    worker = keeper_of(app, world.street, now)
    choice = db.session.scalars(
        sa.select(BankQuestion.id).where(BankQuestion.kind == "single").limit(1)
    ).one()
    for days, picked in ((3, 1), (2, 0), (1, 0)):
        given = practice.PracticeInput(choice, [picked], f"key-of-day-{days}")
        practice.answer(worker.actor, given, now - timedelta(days=days))
    record = own_record(worker.actor, now, ZONE)
    assert (record.streak, record.today, record.answers, record.right) == (3, 0, 3, 2)
    assert [one.answers for one in record.days[-4:]] == [1, 1, 1, 0]
    assert own_record(worker.actor, now + timedelta(days=1), ZONE).streak == 0
    assert record.wrong == 0
    with pytest.raises(UserError):
        practice.answer(worker.actor, practice.PracticeInput(choice, [9], "key-bad-one"), now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PracticeAnswer)) == 3
