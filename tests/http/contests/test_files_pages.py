"""Contest files over HTTP: in with every fault named, out with what each may see; rehearsals."""

import io
import json
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

import scoring
from blueprints.contests.demo import skills, world
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.contests.plays import PlayRef
from blueprints.contests.queries.setup.plays import running_play
from blueprints.contests.services import plays, progress
from extensions import queue
from store import UserError, db
from store.actors import SYSTEM
from tests.support.contest_files import small_contest
from tests.support.contests import Hall, make_hall
from tests.support.demo import without_quizzes
from tests.support.desk import Browser, Staff
from tests.support.people import World, make_world, signed_in

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def union(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def boss(app: Flask, union: World) -> Browser:
    return Browser(signed_in(app, "qian"))


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = make_hall(now)
    for judge in range(3):
        hall.mark(judge, 0, "performance", f"8.9{judge}")
        hall.lock(judge, 0)
    return hall


def bring_in(boss: Browser, union: World, content: bytes, **fields: str) -> Any:
    file = (io.BytesIO(content), "contest.json")
    given = {"organisation_id": str(union.west), "with_marks": "y", **fields}
    return boss.post("/contests/import", file=file, **given)


def contests() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Contest)) or 0


def test_a_file_comes_in(boss: Browser, union: World) -> None:
    assert boss.get("/contests/import").status_code == 200
    answer = bring_in(boss, union, json.dumps(small_contest()).encode())
    assert answer.status_code == 303
    contest = db.session.scalars(sa.select(Contest)).one()
    assert (contest.organisation_id, contest.public, contest.blind) == (union.west, False, False)
    assert db.session.scalars(sa.select(Round.state)).all() == [RoundState.REVIEW]
    assert "示例演讲比赛" in boss.get(answer.location).text


def test_every_fault_is_listed_and_nothing_comes_in(boss: Browser, union: World) -> None:
    document = small_contest()
    document["rounds"][0]["marks"][0]["value"] = "10.5"
    document["rounds"][0]["scheme"] = "<b>x</b>"
    answer = bring_in(boss, union, json.dumps(document).encode())
    assert answer.status_code == 422
    assert "<code>rounds[0].scheme</code>" in answer.text
    assert "<b>x</b>" not in answer.text
    assert "未导入任何内容" in answer.text
    assert contests() == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"[]", b"{", b"{" * 50_000, b'{"format": "x"}', b"\xff\xfe{\x00}\x00"],
)
def test_what_is_no_contest_file_is_refused_in_words(
    boss: Browser, union: World, content: bytes
) -> None:
    answer = bring_in(boss, union, content)
    assert answer.status_code == 422
    assert "notice-error" in answer.text or "form-error" in answer.text
    assert contests() == 0


def test_many_faults_are_cut_short(boss: Browser, union: World) -> None:
    marks = [{"judge": "J9", "entry": "A01", "item": "show", "value": "1"}] * 300
    answer = bring_in(boss, union, json.dumps(small_contest(marks=marks)).encode())
    assert answer.status_code == 422
    assert "只显示前 200 处" in answer.text


def test_a_file_that_is_too_large_is_refused_in_words(
    app: Flask, boss: Browser, union: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = app.extensions["settings"].upload_mb * 1024 * 1024
    assert app.config["MAX_CONTENT_LENGTH"] == limit
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)
    answer = bring_in(boss, union, b"{" + b" " * 100_000 + b"}")
    assert answer.status_code == 413
    assert "过大" in answer.text or "太大" in answer.text
    assert contests() == 0


def test_a_file_comes_in_only_where_one_may(boss: Browser, union: World) -> None:
    content = json.dumps(small_contest()).encode()
    assert bring_in(boss, union, content, organisation_id=str(union.east)).status_code == 422
    assert contests() == 0


def test_staff_gets_everything_and_the_public_what_is_released(
    app: Flask, hall: Hall, now: datetime
) -> None:
    path = f"/contests/{hall.contest_id}/contest-file.json"
    staff = Staff(app, hall, now)
    full = staff.browser("scorer").get(path)
    assert "attachment" in full.headers["Content-Disposition"]
    document = scoring.loads(full.data)
    assert scoring.compute(scoring.load(document)).rounds[0].rows[0].total == "8.910"
    assert document["rounds"][0]["marks"][0]["by"] == "评委示1"
    public = app.test_client().get(path)
    assert public.status_code == 200
    assert "by" not in json.loads(public.data)["rounds"][0]["marks"][0]
    other = staff.browser("organiser").get(f"{path}?audience=public")
    assert json.loads(other.data) == json.loads(public.data)
    announcer = staff.browser("announcer").get(path)  # reads out what the hall may hear
    assert json.loads(announcer.data) == json.loads(public.data)


def test_the_public_gets_no_file_of_what_is_not_public(app: Flask, now: datetime) -> None:
    draft = make_hall(now, open_round=False)
    for contest in (draft.contest_id, 999):
        path = f"/contests/{contest}/contest-file.json"
        assert app.test_client().get(path).status_code == 404


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


def rehearsal_of(answer: Any) -> Round:
    db.session.rollback()
    number = int(answer.location.split("/")[-2])
    return db.session.get_one(Round, number)


def test_playing_sets_a_rehearsal_up_and_queues_one_job(
    app: Flask, hall: Hall, organiser: Browser, now: datetime
) -> None:
    assert queue.huey is not None
    waiting = queue.huey.pending_count()
    path = f"/contests/rounds/{hall.round_id}/play"
    answer = organiser.post(path, speed="20")
    assert answer.location.endswith("/hall")
    played = rehearsal_of(answer)
    assert played.contest.rehearsal
    assert not played.contest.public  # the marks are not published yet
    assert played.contest.title == "【演练】 示例比武"
    assert played.state == RoundState.DRAFT
    assert played.seq == 0
    assert queue.huey.pending_count() == waiting + 1
    again = organiser.post(path)
    assert again.location.endswith(f"/contests/{hall.contest_id}")
    assert "已有演练正在播放" in organiser.get(f"/contests/{hall.contest_id}").text
    assert queue.huey.pending_count() == waiting + 1
    assert contests() == 2
    queue.huey.flush()


def test_the_page_follows_a_rehearsal_until_it_is_stopped(
    app: Flask, hall: Hall, organiser: Browser, now: datetime
) -> None:
    played = plays.set_play_up(SYSTEM, hall.round_id, now)
    rehearsal = db.session.get_one(Round, played).contest_id
    page = organiser.get(f"/contests/{hall.contest_id}/play").text
    assert 'hx-trigger="every 2s"' in page
    assert "0 / 3" in page
    assert f"/board/{played}/hall" in page
    progress.open_round(SYSTEM, played, now)
    plays.stop_play(SYSTEM, rehearsal, now)
    assert db.session.get_one(Round, played, populate_existing=True).state == RoundState.REVIEW
    assert organiser.get(f"/contests/{hall.contest_id}/play").text.strip() == ""
    plays.stop_play(SYSTEM, rehearsal, now)


def test_a_player_that_died_does_not_block_the_next(
    hall: Hall, organiser: Browser, app: Flask, now: datetime
) -> None:
    contest = db.session.get_one(Contest, hall.contest_id)
    plays.set_play_up(SYSTEM, hall.round_id, now)
    assert running_play(contest, now) is not None
    later = now.replace(minute=now.minute + 3)
    assert running_play(contest, later) is None
    assert plays.set_play_up(SYSTEM, hall.round_id, later)


def test_a_blind_contest_stays_blind_in_its_rehearsal(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    hall.mark(0, 0, "performance", "8.90")
    progress.close_round(SYSTEM, hall.round_id, now)
    contest = db.session.get_one(Round, plays.set_play_up(SYSTEM, hall.round_id, now)).contest
    assert contest.names_hidden
    assert not contest.public


def test_only_published_marks_are_played_in_public(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_quizzes(monkeypatch)
    assert world.create(now)
    demo = db.session.scalars(sa.select(Contest).where(Contest.ref == skills.REF)).one()
    final = db.session.scalars(sa.select(Round).where(Round.ref == "final")).first()
    assert final is not None
    assert final.contest_id == demo.id
    played = db.session.get_one(Round, plays.set_play_up(SYSTEM, final.id, now))
    assert played.contest.public
    known = PlayRef.read(played.contest.ref)
    assert known is not None
    assert (known.source_round_id, known.marks) == (final.id, 510)


def test_a_round_without_marks_is_not_played(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    with pytest.raises(UserError):
        plays.set_play_up(SYSTEM, hall.round_id, now)
