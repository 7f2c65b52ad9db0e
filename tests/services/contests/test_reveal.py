"""A reveal: when it may begin, who taps, what counts once, and what it leaves behind."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import AnnouncerNote, CeremonyStep, LedgerKind, LedgerRow
from blueprints.contests.queries.reveal import hall_view, remote_view
from blueprints.contests.reveal import StepKind
from blueprints.contests.services import desk, freezing, progress, reveal
from blueprints.contests.services.reveal import RevealOptions
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.contests import NAMES, Hall, make_hall
from tests.support.desk import Staff
from tests.support.reveals import begun, ceremony, confirmed, taps, to_the_end

PRIZES = [
    {"id": "first", "title": "一等奖", "count": 1},
    {"id": "second", "title": "二等奖", "count": 1},
]


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    made = make_hall(now, entries=4)
    with write():
        made.round.document = {**(made.round.document or {}), "prizes": {"tiers": PRIZES}}
        made.round.contest.version += 1
    return made


def steps_of(ceremony_id: int) -> list[str]:
    query = sa.select(CeremonyStep.document).where(CeremonyStep.ceremony_id == ceremony_id)
    rows = db.session.scalars(query.order_by(CeremonyStep.number))
    return [" ".join([row["kind"], *(who["label"] for who in row["entrants"])]) for row in rows]


def test_it_goes_from_the_lowest_place_to_the_winner(hall: Hall, now: datetime) -> None:
    found = begun(confirmed(hall), now)
    assert steps_of(found.id) == [
        f"place {NAMES[2]}",
        "score",
        f"winner {NAMES[1]}",
        "tier",
        "score",
        f"winner {NAMES[3]}",
        "tier",
        "score",
        f"winner {NAMES[0]}",
        f"closing {NAMES[0]}",
    ]


def test_the_hall_knows_only_what_was_shown(hall: Hall, now: datetime) -> None:
    found = begun(confirmed(hall), now)
    for shown in range(found.steps + 1):
        known = {n for step in steps_of(found.id)[:shown] for n in NAMES[:4] if n in step}
        seen = str(hall_view(ceremony(found.id)))
        assert {name for name in NAMES[:4] if name in seen} == known
        if shown < found.steps:
            taps(found.id, 1, now)
    for _back in range(found.steps):
        assert reveal.move(SYSTEM, found.id, ceremony(found.id).moves, back=True, now=now)
    assert not any(name in str(hall_view(ceremony(found.id))) for name in NAMES)


def test_a_tap_counts_once(hall: Hall, now: datetime) -> None:
    """Two phones, a double tap, an answer that got lost: all say the same number."""
    found = begun(confirmed(hall), now)
    assert [reveal.move(SYSTEM, found.id, 0, back=False, now=now) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    assert reveal.move(SYSTEM, found.id, 1, back=True, now=now)
    assert not reveal.move(SYSTEM, found.id, 0, back=False, now=now)  # the first tap, late
    assert ceremony(found.id).shown == 0
    assert not reveal.move(SYSTEM, found.id, 2, back=True, now=now)  # there is nothing before


def test_it_waits_for_freeze_confirmation_and_names(hall: Hall, now: datetime) -> None:
    def refusal() -> str:
        with pytest.raises(UserError) as caught:
            begun(hall, now)
        return caught.value.code

    assert refusal() == "round_state"
    confirmed(hall)
    with write():
        hall.round.contest.blind = True
    assert refusal() == "names_hidden"
    with write():
        hall.round.contest.blind = False
    freezing.unfreeze(SYSTEM, hall.round_id, "误操作", now)
    assert refusal() == "not_frozen"


def test_while_it_runs_nothing_else_tells_the_result(hall: Hall, now: datetime) -> None:
    found = begun(confirmed(hall), now)
    for verb in (
        lambda: progress.publish_round(SYSTEM, hall.round_id, now),
        lambda: progress.reopen_round(SYSTEM, hall.round_id, "复查", now),
        lambda: freezing.unfreeze(SYSTEM, hall.round_id, "复查", now),
    ):
        with pytest.raises(UserError) as caught:
            verb()
        assert caught.value.code == "revealing"
    assert begun(hall, now).id == found.id  # begun twice is begun once
    reveal.end(SYSTEM, found.id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)


def test_a_changed_result_stops_it(hall: Hall, now: datetime) -> None:
    found = begun(confirmed(hall), now)
    taps(found.id, 2, now)
    with write():
        hall.round.state = "open"
    desk.set_status(SYSTEM, hall.round_id, hall.entry(0).key, "dq", "复核发现违规", now)
    with pytest.raises(UserError) as caught:
        taps(found.id, 1, now)
    assert caught.value.code == "changed" and ceremony(found.id).shown == 2


def test_the_end_is_a_fact_once_everything_was_shown(hall: Hall, now: datetime) -> None:
    first = begun(confirmed(hall), now)
    taps(first.id, 3, now)
    reveal.end(SYSTEM, first.id, now)
    assert kinds(hall).count(LedgerKind.REVEALED) == 0 and not ceremony(first.id).completed
    second = begun(hall, now)
    assert second.id != first.id
    to_the_end(second.id, now)
    reveal.end(SYSTEM, second.id, now)
    reveal.end(SYSTEM, second.id, now)
    assert kinds(hall).count(LedgerKind.REVEALED) == 1 and ceremony(second.id).completed
    with pytest.raises(UserError) as caught:
        reveal.move(SYSTEM, second.id, ceremony(second.id).moves, back=True, now=now)
    assert caught.value.code == "ended"


def kinds(hall: Hall) -> list[str]:
    query = sa.select(LedgerRow.kind).where(LedgerRow.round_id == hall.round_id)
    return list(db.session.scalars(query))


def test_a_rehearsal_has_the_steps_but_nothing_of_the_result(hall: Hall, now: datetime) -> None:
    real = begun(confirmed(hall), now)
    found = begun(hall, now, rehearsal=True)
    assert found.id != real.id and found.rehearsal
    assert [step.split()[0] for step in steps_of(found.id)] == [
        "place", "score", "winner", "tier", "score", "winner", "tier", "score", "winner", "closing",
    ]  # fmt: skip
    documents = db.session.scalars(
        sa.select(CeremonyStep.document).where(CeremonyStep.ceremony_id == found.id)
    )
    assert not any(total in str(list(documents)) for total in ("99.0", "9.90", "71.0", "7.10"))
    to_the_end(found.id, now)
    reveal.end(SYSTEM, found.id, now)
    assert LedgerKind.REVEALED not in kinds(hall)
    assert ceremony(real.id).shown == 0


def test_orders_of_rehearsals_are_drawn(hall: Hall, now: datetime) -> None:
    """Twenty times the real order would be one in 24 to the 20th."""
    confirmed(hall)
    seen = set()
    for _time in range(20):
        found = begun(hall, now, rehearsal=True)
        seen.add(tuple(steps_of(found.id)))
        reveal.end(SYSTEM, found.id, now)
    assert len(seen) > 1


def test_frozen_midway_marks_come_one_by_one_and_entrants_move(hall: Hall, now: datetime) -> None:
    found = begun(confirmed(hall, midway=True), now, manner="resolver")
    query = sa.select(CeremonyStep.document).where(CeremonyStep.ceremony_id == found.id)
    steps = list(db.session.scalars(query.order_by(CeremonyStep.number)))
    board = [(line["label"], line["total"], line["pending"]) for line in steps[0]["lines"]]
    assert [name for name, _total, _pending in board] == [NAMES[2], NAMES[1], NAMES[0], NAMES[3]]
    assert [pending for _name, _total, pending in board] == [1, 1, 1, 1]
    moved = [(s["entrants"][0]["label"], s["moved"]) for s in steps if s["kind"] == "resolved"]
    assert moved[0] == (NAMES[3], "up")
    settled = [s["entrants"][0]["label"] for s in steps if s["kind"] in ("place", "winner")]
    assert settled == [NAMES[2], NAMES[1], NAMES[3], NAMES[0]]
    assert steps[-1]["kind"] == StepKind.CLOSING


def test_who_may_do_what(app: Flask, hall: Hall, now: datetime) -> None:
    staff = Staff(app, confirmed(hall), now)
    for role in ("announcer", "scorer", "supervisor"):
        with pytest.raises(UserError) as caught:
            reveal.begin(staff.actor(role), hall.round_id, RevealOptions(), now)
        assert caught.value.status == 403
    found = reveal.begin(staff.actor("chief_referee"), hall.round_id, RevealOptions(), now)
    assert reveal.move(staff.actor("announcer"), found, 0, back=False, now=now)
    for role in ("scorer", "supervisor"):
        with pytest.raises(UserError):
            reveal.move(staff.actor(role), found, 1, back=False, now=now)
    with pytest.raises(UserError):
        reveal.end(staff.actor("announcer"), found, now)
    reveal.end(staff.actor("organiser"), found, now)


def test_the_announcer_sees_what_comes_next_and_the_name_behind_a_score(
    hall: Hall, now: datetime
) -> None:
    found = begun(confirmed(hall), now)
    taps(found.id, 1, now)
    view = remote_view(ceremony(found.id))
    assert view.next is not None and view.next.kind == StepKind.SCORE
    assert view.named is not None and view.named.entrants[0].label == NAMES[1]
    assert NAMES[1] not in str(view.hall)
    with write():
        db.session.add(AnnouncerNote(entry_id=hall.entry(1).id, pronunciation="Qián Shì'èr"))
    readings = remote_view(ceremony(found.id)).readings
    assert readings == {hall.entry(1).key: "Qián Shì'èr"}
