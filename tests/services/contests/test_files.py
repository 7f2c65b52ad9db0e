"""Contest files in and out: nothing is lost on the way, and nothing gets out that should not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

import scoring
from blueprints.contests.models import Contest, LedgerKind, LedgerRow, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import progress
from blueprints.contests.services.files import ImportOptions, import_contest
from blueprints.contests.services.ledger import broken_rows
from blueprints.people import services as people
from scoring.presets import PRESETS
from store import NotFound, UserError, db
from store.actors import SYSTEM, Actor
from tests.official import DIVING_EVENTS, diving_contest_file, diving_ranks, needs_official_results
from tests.support.contest_files import preset_contest, small_contest
from tests.support.contests import make_hall


@pytest.fixture
def union(app: Flask, now: datetime) -> int:
    data = people.OrganisationData("示例市总工会", "federation")
    return people.create_organisation(SYSTEM, data, parent_id=None, now=now)


def bring_in(union: int, document: dict[str, Any], now: datetime, **options: Any) -> Contest:
    made = import_contest(SYSTEM, union, document, now, ImportOptions(**options))
    return db.session.get_one(Contest, made)


def rounds_of(contest: Contest) -> list[Round]:
    query = sa.select(Round).where(Round.contest_id == contest.id).order_by(Round.id)
    return list(db.session.scalars(query))


def computed(document: dict[str, Any]) -> Any:
    """What the engine makes of a document that went through text, as a file does."""
    return scoring.compute(scoring.load(scoring.loads(json.dumps(document)))).to_json()


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_comes_out_as_it_went_in(union: int, now: datetime, preset: str) -> None:
    document = preset_contest(preset)
    contest = bring_in(union, document, now)
    expected = computed(document)
    assert any(row["total"] for one in expected["rounds"] for row in one["results"])
    assert computed(contest_file(contest, Audience.DESK)) == expected
    for round_, result in zip(rounds_of(contest), expected["rounds"], strict=True):
        with reading(round_.id, Audience.DESK) as live:
            assert live.standings(Audience.DESK).to_json() == result
        assert broken_rows(round_.id) == []


def test_rulings_come_out_as_they_went_in(union: int, now: datetime) -> None:
    document = small_contest()
    contest = bring_in(union, document, now)
    exported = contest_file(contest, Audience.DESK)
    assert computed(exported) == computed(document)
    round_ = exported["rounds"][0]
    assert [one["reason"] for one in round_["recusals"]] == ["师徒"]
    assert [mark["value"] for mark in round_["marks"][:1]] == ["9.5"]
    assert len(round_["marks"]) == len(document["rounds"][0]["marks"])


def test_an_export_can_be_brought_in_again(union: int, now: datetime) -> None:
    first = contest_file(bring_in(union, small_contest(), now), Audience.DESK)
    again = contest_file(bring_in(union, first, now), Audience.DESK)
    assert computed(again) == computed(first)


def test_who_entered_a_mark_and_when_is_kept(union: int, now: datetime) -> None:
    mark = {"judge": "J1", "entry": "A01", "item": "show", "value": "9.5"}
    stamped = {**mark, "at": "2026-05-01T10:00:00+08:00", "by": "评委甲"}
    contest = bring_in(union, small_contest(marks=[stamped]), now)
    row = db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.MARK)).one()
    assert row.at == datetime(2026, 5, 1, 2, tzinfo=UTC)
    assert row.actor == "system"
    out = contest_file(contest, Audience.DESK)["rounds"][0]["marks"][0]
    assert out["by"] == "评委甲"
    assert out["at"] == "2026-05-01T02:00:00+00:00"


@pytest.mark.parametrize("at", ["", "soon", "0001-01-01T00:00:00+14:00", "25:61"])
def test_a_time_no_clock_can_read_is_the_time_of_the_import(
    union: int, now: datetime, at: str
) -> None:
    mark = {"judge": "J1", "entry": "A01", "item": "show", "value": "9.5", "at": at}
    bring_in(union, small_contest(marks=[mark]), now)
    row = db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.MARK)).one()
    assert row.at == now


def test_rounds_with_marks_wait_for_review(union: int, now: datetime) -> None:
    contest = bring_in(union, small_contest(), now)
    (round_,) = rounds_of(contest)
    assert round_.state == RoundState.REVIEW
    (draft,) = rounds_of(bring_in(union, small_contest(), now, with_marks=False))
    assert draft.state == RoundState.DRAFT


def test_a_contest_file_with_faults_writes_nothing(union: int, now: datetime) -> None:
    document = small_contest()
    document["rounds"][0]["marks"] += [
        {"judge": "J9", "entry": "A01", "item": "show", "value": "9.5"},
        {"judge": "J1", "entry": "A01", "item": "show", "value": "10.01"},
    ]
    with pytest.raises(scoring.ContestFileError) as refused:
        bring_in(union, document, now)
    assert len(refused.value.faults) >= 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contest)) == 0


def test_texts_that_no_column_takes_are_faults(union: int, now: datetime) -> None:
    document = small_contest()
    document["entries"][0]["name"] = "赵" * 121
    document["rounds"][0]["recusals"][0]["reason"] = "长" * 501
    with pytest.raises(scoring.ContestFileError) as refused:
        bring_in(union, document, now)
    paths = [fault.path for fault in refused.value.faults]
    assert paths == ["entries[0].name", "rounds[0].recusals[0].reason"]


def test_only_who_sets_contests_up_brings_one_in(union: int, now: datetime) -> None:
    stranger = Actor("account", 99, "外人")
    with pytest.raises(NotFound):
        import_contest(stranger, union, small_contest(), now)
    with pytest.raises(UserError):
        import_contest(SYSTEM, union, small_contest(), now, ImportOptions(release="never"))


@needs_official_results
@pytest.mark.parametrize("event", DIVING_EVENTS[:1])
def test_diving_goes_in_and_out_with_the_official_ranks(
    union: int, now: datetime, event: str
) -> None:
    document = diving_contest_file(event)
    contest = bring_in(union, document, now)
    exported = contest_file(contest, Audience.DESK)
    assert computed(exported) == computed(document)
    final = rounds_of(contest)[-1]
    with reading(final.id, Audience.DESK) as live:
        places = {row.entry: row.place for row in live.standings(Audience.DESK).rows}
    assert places == diving_ranks(event, "Final")
    assert broken_rows(final.id) == []


@pytest.mark.parametrize("release", ["each", "together", "published"])
def test_the_public_file_holds_what_is_released(app: Flask, now: datetime, release: str) -> None:
    hall = make_hall(now, release=release)
    hall.mark(0, 0, "performance", "9.37")
    for judge in range(3):
        hall.mark(judge, 1, "performance", f"8.7{judge}")
        hall.lock(judge, 1)
    contest = db.session.get_one(Contest, hall.contest_id)
    text = json.dumps(contest_file(contest, Audience.PUBLIC))
    assert ("9.37" in text) == (release == "each")
    assert ("8.71" in text) == (release != "published")
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2), hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    published = contest_file(db.session.get_one(Contest, hall.contest_id), Audience.PUBLIC)
    assert "9.37" in json.dumps(published)
    assert scoring.load(published)


def test_the_public_file_of_a_blind_contest_names_nobody(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    hall.mark(0, 0, "performance", "9.37")
    contest = db.session.get_one(Contest, hall.contest_id)
    document = contest_file(contest, Audience.PUBLIC)
    text = json.dumps(document["entries"], ensure_ascii=False)
    assert "赵示一" not in text
    assert "示例精工工会" not in text
    assert "A01" in text
    assert "赵示一" in json.dumps(contest_file(contest, Audience.DESK), ensure_ascii=False)


def test_the_public_file_knows_no_round_that_has_not_begun(union: int, now: datetime) -> None:
    document = small_contest()
    later = {"id": "gala", "scheme": "s", "entries": ["A04"], "judges": ["J1"]}
    document["rounds"] = [{**document["rounds"][0], "entries": ["A01", "A02", "A03"]}, later]
    document["rounds"][0].pop("statuses")
    public = contest_file(bring_in(union, document, now), Audience.PUBLIC)
    assert [one["id"] for one in public["rounds"]] == ["final"]
    assert "李示四" not in json.dumps(public, ensure_ascii=False)
    assert scoring.load(public)
