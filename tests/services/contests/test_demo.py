"""The demonstration: made once, with the worked example's figures, and links for everybody."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

import scoring
from blueprints.contests.demo import people as cast
from blueprints.contests.demo import skills, speech, world
from blueprints.contests.models import Contest, Judge, LedgerRow, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.setup import contest_hub
from blueprints.contests.queries.standings import reading
from blueprints.contests.services.ledger import broken_rows
from blueprints.people.models import Account, Organisation
from store import db
from tests.support.demo import without_quizzes

# The worked example of a small skills contest: code, judged, practical, total, prize allowed.
WORKED = (
    ("A07", "26.50", "88.00", "88.00", True),
    ("A05", "27.00", "91.00", "87.40", True),
    ("A12", "25.33", "85.33", "87.33", True),
    ("A03", "26.00", "90.00", "87.30", True),
    ("A15", "26.67", "88.67", "87.27", True),
    ("A01", "28.17", "94.17", "83.32", False),
    ("A11", "20.50", "65.50", "66.85", True),
    ("A09", "18.33", "59.83", "64.68", False),
)


@pytest.fixture
def demo(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Contest:
    without_quizzes(monkeypatch)
    assert world.create(now)
    return db.session.scalars(sa.select(Contest).where(Contest.ref == skills.REF)).one()


def round_of(contest: Contest, ref: str) -> Round:
    query = sa.select(Round).where(Round.contest_id == contest.id, Round.ref == ref)
    return db.session.scalars(query).one()


def test_it_is_made_only_on_an_empty_database(demo: Contest, now: datetime) -> None:
    counted = [sa.select(sa.func.count()).select_from(t) for t in (Contest, Account, LedgerRow)]
    before = [db.session.scalar(query) for query in counted]
    assert not world.create(now)
    assert [db.session.scalar(query) for query in counted] == before


def test_the_finished_round_has_the_worked_figures(demo: Contest) -> None:
    semi = round_of(demo, "semi")
    assert semi.state == RoundState.PUBLISHED
    with reading(semi.id, Audience.DESK) as live:
        rows = live.standings(Audience.PUBLIC).rows
    found = [
        (row.entry, row.parts["judged"], row.parts["practical"], row.total, row.passed)
        for row in rows
    ]
    assert tuple(found) == WORKED
    assert broken_rows(semi.id) == []


def test_the_final_waits_for_its_judges(demo: Contest) -> None:
    final = round_of(demo, "final")
    assert final.state == RoundState.OPEN
    with reading(final.id, Audience.DESK) as live:
        assert len(live.members.entries) == skills.FINALISTS
        assert len(live.members.judges) == skills.JUDGES
        assert {row.status for row in live.standings(Audience.DESK).rows} == {"incomplete"}
    assert all(db.session.scalars(sa.select(Judge.pin).where(Judge.contest_id == demo.id)))


def test_another_contest_is_still_to_be_opened(demo: Contest) -> None:
    other = db.session.scalars(sa.select(Contest).where(Contest.id != demo.id)).one()
    assert other.title == speech.contest()["title"]
    hub = contest_hub(other)
    assert [check.name for check in hub.checks if not check.done] == ["pins"]
    assert [one.is_ready for one in hub.rounds] == [True]


def test_its_files_are_sound_and_its_people_invented(demo: Contest) -> None:
    for document in (skills.contest(), speech.contest()):
        contest = scoring.load(document)
        assert all("示" in entry.name for entry in contest.entries.values())
    names = db.session.scalars(sa.select(Organisation.name)).all()
    assert all(name.startswith("示例") for name in names)
    assert all(
        account.startswith("demo-") for account in db.session.scalars(sa.select(Account.username))
    )


def test_the_whole_final_can_be_played() -> None:
    result = scoring.compute(scoring.load(skills.contest())).rounds[1]
    assert result.complete
    assert [len(award.entries) for award in result.prizes] == [1, 3, 5]


def test_there_is_a_link_for_every_role_and_judge(demo: Contest, now: datetime) -> None:
    found = dict(world.links("http://192.0.2.7:8000", now))
    assert set(found) == (
        {role.role for role in cast.ROLES}
        | {f"judge {n}" for n in range(1, 6)}
        | {"board", "hall", "overlay", "honor roll", "verify"}
        | {"live room", "studio (host)", "reading season", "past session"}
        | {"campaign portal"}
    )
    assert all(address.startswith("http://192.0.2.7:8000/") for address in found.values())


def test_the_links_lead_in_once(app: Flask, demo: Contest) -> None:
    runner, visitor = app.test_cli_runner(), app.test_client()
    lines = runner.invoke(args=["demo", "links", "--url", "http://localhost"]).stdout.splitlines()
    found = {line.partition(":")[0]: line.rpartition(" ")[2] for line in lines}
    for who in (
        "administrator",
        "organiser",
        "judge 1",
        "board",
        "hall",
        "overlay",
        "honor roll",
        "verify",
    ):
        assert visitor.get(found[who].removeprefix("http://localhost")).status_code == 200
    assert "nothing was done" in runner.invoke(args=["demo", "create"]).stdout
