"""A contest file played through a real server: by the command, and by the queued job."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

import scoring
from blueprints.contests import jobs
from blueprints.contests.models import Contest, LedgerKind, LedgerRow, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.standings import reading
from blueprints.contests.replay import Pace, Player, every_round, prepare, script_of
from blueprints.contests.replay.visitor import ReplayError, Visitor
from blueprints.contests.services import plays
from blueprints.contests.services.files import import_contest
from blueprints.contests.services.ledger import broken_rows
from blueprints.people import services as people
from blueprints.people.models import RoleGrant
from extensions import queue
from store import db
from store.actors import SYSTEM
from tests.support.contest_files import preset_contest, small_contest
from tests.support.processes import DEADLINE_S, wait_until
from tests.support.server import Server
from web import clock

AT_ONCE = 100_000.0
A_MARK_IN_TWO_SECONDS = 1.0


@pytest.fixture
def union(app: Flask, now: datetime) -> int:
    data = people.OrganisationData("示例市总工会", "federation")
    return people.create_organisation(SYSTEM, data, parent_id=None, now=now)


@pytest.fixture
def public_url(app: Flask, serving: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address under which jobs find the application."""
    settings = replace(app.extensions["settings"], public_url=serving.url)
    monkeypatch.setitem(app.extensions, "settings", settings)
    queue.init_app(app, settings)  # another test may have bound the jobs to an app of its own
    return serving.url


def newest_contest() -> Contest:
    db.session.rollback()
    return db.session.scalars(sa.select(Contest).order_by(Contest.id.desc())).first()


def results(document: Any) -> Any:
    return scoring.compute(scoring.load(document)).to_json()


@pytest.mark.parametrize(
    "document",
    [small_contest(), preset_contest("theory_practical"), preset_contest("timed")],
    ids=["rulings", "desk-values", "times"],
)
def test_the_command_plays_a_file_to_the_same_result(
    app: Flask, union: int, serving: Server, tmp_path: Path, document: dict[str, Any]
) -> None:
    file = tmp_path / "contest.json"
    file.write_text(json.dumps(document))
    words = ["contest", "replay", str(file), "--speed", str(AT_ONCE), "--url", serving.url]
    done = app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    assert done.stdout.rstrip().endswith("played")
    contest = newest_contest()
    assert contest.rehearsal
    (round_,) = contest.events[0].rounds
    assert f"{serving.url}/board/{round_.id}/hall" in done.stdout
    assert round_.state == RoundState.REVIEW
    assert broken_rows(round_.id) == []
    assert results(contest_file(contest, Audience.DESK)) == results(document)
    with reading(round_.id, Audience.DESK) as live:
        assert live.standings(Audience.PUBLIC).to_json() == results(document)["rounds"][0]


def test_one_round_is_played_upon_the_marks_of_the_others(
    app: Flask, union: int, serving: Server, tmp_path: Path
) -> None:
    document = preset_contest("team")
    document["rounds"].append({**document["rounds"][0], "id": "again"})
    file = tmp_path / "contest.json"
    file.write_text(json.dumps(document))
    words = ["contest", "replay", str(file), "--speed", str(AT_ONCE), "--url", serving.url]
    done = app.test_cli_runner().invoke(args=[*words, "--round", "again"])
    assert done.exit_code == 0, done.output
    contest = newest_contest()
    assert results(contest_file(contest, Audience.DESK)) == results(document)
    actors = {
        row.round_id: row.actor
        for row in db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.MARK))
    }
    assert max(actors.values()) == "system"
    assert min(actors.values()).startswith("judge:")


def test_the_queued_job_plays_a_rehearsal(
    app: Flask, union: int, public_url: str, now: datetime
) -> None:
    source = db.session.get_one(Contest, import_contest(SYSTEM, union, small_contest(), now))
    before = source.events[0].rounds[0].head_hash
    played = plays.set_play_up(SYSTEM, source.events[0].rounds[0].id, clock.now())
    rehearsal = db.session.get_one(Round, played).contest_id
    assert queue.huey is not None
    queue.huey.flush()
    jobs.play_demo.later(rehearsal, AT_ONCE)
    task = queue.huey.dequeue()
    assert task is not None
    queue.huey.execute(task)
    db.session.rollback()
    assert db.session.get_one(Round, played).state == RoundState.REVIEW
    exported = contest_file(db.session.get_one(Contest, rehearsal), Audience.DESK)
    assert results(exported) == results(small_contest())
    assert db.session.get_one(Contest, source.id).events[0].rounds[0].head_hash == before
    grants = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.contest_id == rehearsal))
    assert [grant.revoked_at is None for grant in grants] == [False]
    jobs.play_demo(rehearsal, AT_ONCE)  # a job that is run again finds nothing to open
    assert db.session.get_one(Round, played, populate_existing=True).state == RoundState.REVIEW


def test_a_rehearsal_that_is_stopped_ends_its_job(
    app: Flask, union: int, public_url: str, now: datetime
) -> None:
    source = db.session.get_one(Contest, import_contest(SYSTEM, union, small_contest(), now))
    played = plays.set_play_up(SYSTEM, source.events[0].rounds[0].id, clock.now())
    rehearsal = db.session.get_one(Round, played).contest_id
    playing = in_background(app, lambda: jobs.play_demo(rehearsal, A_MARK_IN_TWO_SECONDS))
    wait_until(lambda: marks_in(played) >= 2, "the first marks")
    plays.stop_play(SYSTEM, rehearsal, clock.now())
    playing.join(DEADLINE_S)
    assert not playing.is_alive()
    assert marks_in(played) < 9
    db.session.rollback()
    assert db.session.get_one(Round, played).state == RoundState.REVIEW


def test_a_server_that_is_killed_meanwhile_gets_every_mark_once(
    app: Flask, union: int, serving: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = partial(Visitor, patience_s=2 * DEADLINE_S)  # a busy machine starts servers slowly
    monkeypatch.setattr("blueprints.contests.replay.player.Visitor", patient)
    serving.may_fail = True
    document = preset_contest("theory_practical")
    stage = prepare(SYSTEM, union, document, clock.now(), every_round(document))
    player = Player(serving.url, stage, script_of(document))
    faults: list[ReplayError] = []
    playing = in_background(app, lambda: play(player, faults))
    (played,) = stage.rounds.values()
    wait_until(lambda: marks_in(played) >= 4, "the first marks")
    serving.kill()
    serving.start()
    playing.join(2 * DEADLINE_S)
    assert faults == []
    assert not playing.is_alive()
    db.session.rollback()
    contest = db.session.get_one(Contest, stage.contest_id)
    assert results(contest_file(contest, Audience.DESK)) == results(document)
    assert marks_in(played) == len(document["rounds"][0]["marks"])


def test_a_refusal_of_the_server_ends_the_play_with_its_words(
    app: Flask, union: int, serving: Server, now: datetime
) -> None:
    nothing = {"id": "d", "entry": "A01", "points": "0", "reason": "警告"}
    document = small_contest(deductions=[nothing])
    stage = prepare(SYSTEM, union, document, clock.now())
    with pytest.raises(ReplayError, match="/deductions: 422"):
        Player(serving.url, stage, script_of(document)).play(Pace(AT_ONCE))
    with pytest.raises(ReplayError, match="404"):
        Player(serving.url, stage, script_of(document)).play(Pace(AT_ONCE))  # the link is used up


def play(player: Player, faults: list[ReplayError]) -> None:
    try:
        player.play(Pace(40.0))
    except ReplayError as fault:
        faults.append(fault)


def in_background(app: Flask, work: Callable[[], object]) -> threading.Thread:
    """Do it beside the test, in an app context of its own."""

    def run() -> None:
        with app.app_context():
            work()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def marks_in(round_id: int) -> int:
    db.session.rollback()
    query = sa.select(sa.func.count()).select_from(LedgerRow)
    query = query.where(LedgerRow.round_id == round_id, LedgerRow.kind == LedgerKind.MARK)
    return db.session.scalar(query) or 0
