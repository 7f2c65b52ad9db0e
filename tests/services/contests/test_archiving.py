"""The life of a contest: its steps, the archive as one file, and nothing changed afterwards."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

import scoring
from blueprints.contests import jobs
from blueprints.contests.access import Right, may
from blueprints.contests.life import OPTIONAL, Step
from blueprints.contests.models import Contest, EntryDetails, LedgerKind
from blueprints.contests.queries.life import life_of_contest, life_of_round
from blueprints.contests.services import (
    amending,
    appeals,
    archiving,
    freezing,
    life,
    notices,
    progress,
    seats,
    setup,
)
from blueprints.contests.services.appeals import Letter
from blueprints.contests.services.life import LifeInput, Windows
from blueprints.contests.services.setup import eligibility
from blueprints.contests.services.setup.details import DetailsInput, keep_details
from store import UserError, db, write
from store.actors import SYSTEM
from store.audit import chain_hash
from store.files import files
from tests.support.contests import make_hall
from tests.support.defended import Defended, defended

PHONE = "13800005678"
NOT_HASHED = ("actor_name", "previous_hash", "hash")


@pytest.fixture
def case(app: Flask, now: datetime) -> Defended:
    """Everything is done but the archive; one appeal was upheld and carried out."""
    case = defended(app, now)
    hall, later = case.hall, now + timedelta(hours=3)
    appeals.make_links(SYSTEM, hall.round_id, now)
    letter = Letter("现场亮分 9.90", "领队示一", PHONE, "appeal-key-1")
    appeals.lodge_for(SYSTEM, hall.round_id, hall.entry(0).key, letter, now)
    supervisor = case.staff.actor("supervisor")
    appeals.hear(supervisor, hall.round_id, 1, now)
    appeals.rule(supervisor, hall.round_id, 1, "upheld", "录像证实", now)
    seq = amending.ask(SYSTEM, hall.round_id, case.slip(), "据裁决", now, appeal=1)
    amending.approve(supervisor, hall.round_id, seq, now)
    notices.begin_notice(SYSTEM, hall.round_id, later)
    progress.confirm_prizes(SYSTEM, hall.round_id, later + timedelta(days=6))
    return case


def contest_of(case: Defended) -> Contest:
    return db.session.get_one(Contest, case.hall.contest_id, populate_existing=True)


def archive(case: Defended) -> None:
    archiving.archive(SYSTEM, case.hall.contest_id, case.now + timedelta(days=7))


def unpacked(case: Defended) -> dict[str, bytes]:
    jobs.make_archive(case.hall.contest_id)
    name = contest_of(case).archive_file
    assert name is not None
    with zipfile.ZipFile(io.BytesIO(files().read(name))) as packed:
        return {one: packed.read(one) for one in packed.namelist()}


def test_the_archive_holds_what_defends_the_result(case: Defended) -> None:
    archive(case)
    parts, ref = unpacked(case), case.hall.round.ref
    sums = dict(reversed(line.split("  ")) for line in parts["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(parts) - {"SHA256SUMS"}
    assert all(hashlib.sha256(parts[name]).hexdigest() == one for name, one in sums.items())
    [round_] = scoring.compute(scoring.load(json.loads(parts["contest.json"]))).rounds
    assert round_.rows[0].entry == case.hall.entry(0).ref
    [appeal] = json.loads(parts["appeals.json"])
    assert (appeal["words"], appeal["ruling"]) == ("现场亮分 9.90", "录像证实")
    assert PHONE not in str(appeal)
    assert parts[f"results/{ref}.pdf"].startswith(b"%PDF")
    assert zipfile.is_zipfile(io.BytesIO(parts[f"results/{ref}.xlsx"]))
    assert b"contest.archived" in parts["audit.jsonl"]


def test_what_was_told_only_to_take_part_is_forgotten(case: Defended) -> None:
    entry = case.hall.entry(0)
    with write():
        keep_details(entry, DetailsInput(born_on=date(1990, 1, 2), contact="13800001234"))
    archive(case)
    kept = db.session.get_one(EntryDetails, entry.id, populate_existing=True)
    assert (kept.born_on, kept.contact) == (None, None)


def test_its_ledger_can_be_checked_without_this_application(case: Defended) -> None:
    archive(case)
    lines = unpacked(case)[f"ledgers/{case.hall.round.ref}.jsonl"].decode().splitlines()
    rows = [json.loads(line) for line in lines]
    previous = "0" * 64
    for row in rows:
        content = {name: value for name, value in row.items() if name not in NOT_HASHED}
        assert row["previous_hash"] == previous
        assert row["hash"] == chain_hash(previous, content)
        previous = row["hash"]
    assert [row["kind"] for row in rows][-1] == LedgerKind.ARCHIVED
    assert previous == case.hall.round.head_hash


def test_the_job_twice_makes_the_same_file(case: Defended) -> None:
    archive(case)
    archive(case)
    unpacked(case)
    name = contest_of(case).archive_file
    unpacked(case)
    assert contest_of(case).archive_file == name
    assert len(case.rows(LedgerKind.ARCHIVED)) == 1


WRITES: dict[str, Callable[[Defended], object]] = {
    "amending": lambda c: amending.ask(SYSTEM, c.hall.round_id, c.slip("9.80"), "再改", c.now),
    "freezing": lambda c: freezing.freeze(SYSTEM, c.hall.round_id, "封榜", c.now),
    "notice": lambda c: notices.begin_notice(SYSTEM, c.hall.round_id, c.now),
    "links": lambda c: appeals.make_links(SYSTEM, c.hall.round_id, c.now),
    "steps": lambda c: life.choose_steps(SYSTEM, c.hall.contest_id, LifeInput(()), c.now),
    "event": lambda c: setup.add_event(SYSTEM, c.hall.contest_id, "车工", c.now),
    "judge": lambda c: setup.add_judge(SYSTEM, c.hall.contest_id, "陶示一", "", c.now),
    "pin": lambda c: seats.issue_pin(SYSTEM, c.hall.judges[0].id or 0, c.now),
    "decode": lambda c: setup.decode(SYSTEM, c.hall.contest_id, c.now),
}


@pytest.mark.parametrize("name", WRITES)
def test_an_archived_contest_is_read_only(case: Defended, name: str) -> None:
    archive(case)
    before = case.hall.round.seq
    with pytest.raises(UserError) as refused:
        WRITES[name](case)
    assert refused.value.code == "archived"
    assert case.hall.round.seq == before


def test_appeals_and_objections_end_with_it(app: Flask, now: datetime) -> None:
    case = defended(app, now, ())
    progress.confirm_prizes(SYSTEM, case.hall.round_id, now)
    archiving.archive(SYSTEM, case.hall.contest_id, now)
    letter = Letter("迟到的申诉", "领队示一", PHONE, "appeal-key-1")
    with pytest.raises(UserError) as refused:
        notices.object_to(SYSTEM, case.hall.round_id, letter, now)
    assert refused.value.code == "archived"
    contest = contest_of(case)
    assert may(SYSTEM, contest, Right.VIEW) and not may(SYSTEM, contest, Right.SET_UP)


def test_it_waits_for_every_step(app: Flask, now: datetime) -> None:
    case = defended(app, now)
    with pytest.raises(UserError) as refused:
        archiving.archive(SYSTEM, case.hall.contest_id, now)
    assert refused.value.code == "step_blocked"
    assert contest_of(case).archived_at is None and case.rows(LedgerKind.ARCHIVED) == []


def states(case: Defended, at: datetime) -> dict[str, str]:
    return {one.step.value: one.state for one in life_of_round(case.hall.round, at)}


def test_the_strip_follows_the_contest(app: Flask, now: datetime) -> None:
    case = defended(app, now)
    at_once = states(case, now)
    assert (at_once["scoring"], at_once["results"], at_once["appeals"]) == ("done", "done", "now")
    assert (at_once["notice"], at_once["signing"], at_once["decoding"]) == ("to_come", "off", "off")
    over = now + timedelta(hours=2, seconds=1)
    assert states(case, over)["notice"] == "now"
    [obstacle] = next(
        one for one in life_of_contest(case.hall.round.contest, now) if one.state == "now"
    ).obstacles
    assert obstacle.endpoint == "contests.appeals_page"


def test_the_strip_is_done_when_archived(case: Defended) -> None:
    archive(case)
    steps = life_of_contest(contest_of(case), case.now + timedelta(days=8))
    assert {one.state for one in steps} == {"done", "off"}


def test_steps_are_chosen_before_they_are_passed(app: Flask, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    every = tuple(str(step) for step in OPTIONAL)
    windows = {hall.round_id: Windows(30, 3)}
    life.choose_steps(SYSTEM, hall.contest_id, LifeInput(every, windows), now)
    assert hall.round.contest.steps == list(every)
    assert (hall.round.appeal_minutes, hall.round.notice_days) == (30, 3)
    with pytest.raises(UserError) as waiting:
        progress.open_round(SYSTEM, hall.round_id, now)
    assert waiting.value.code == "step_blocked"
    eligibility.accept_sound(SYSTEM, hall.round.event_id, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    fewer = LifeInput(tuple(one for one in every if one != Step.DRAW))
    with pytest.raises(UserError) as refused:
        life.choose_steps(SYSTEM, hall.contest_id, fewer, now)
    assert refused.value.code == "passed"
    later = LifeInput(tuple(one for one in every if one != Step.NOTICE))
    life.choose_steps(SYSTEM, hall.contest_id, later, now)


@pytest.mark.parametrize("windows", [Windows(0, 5), Windows(120, 0), Windows(10**6, 5)])
def test_windows_have_bounds(app: Flask, now: datetime, windows: Windows) -> None:
    hall = make_hall(now, open_round=False)
    with pytest.raises(UserError):
        life.choose_steps(SYSTEM, hall.contest_id, LifeInput((), {hall.round_id: windows}), now)
    assert hall.round.appeal_minutes == 120


def test_a_published_round_keeps_its_windows(app: Flask, now: datetime) -> None:
    case = defended(app, now)
    given = LifeInput(("appeals", "notice"), {case.hall.round_id: Windows(5, 1)})
    with pytest.raises(UserError):
        life.choose_steps(SYSTEM, case.hall.contest_id, given, now)
