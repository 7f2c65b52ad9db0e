"""A frozen board: the public sees the moment of the freeze, whatever is entered afterwards."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.live import board as live
from blueprints.contests.models import LedgerKind, LedgerRow, Round, Scheme
from blueprints.contests.queries import standings
from blueprints.contests.queries.board import board_view, position
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.overview import contest_of, events_of
from blueprints.contests.queries.results import public_rounds
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import desk, freezing, progress, setup
from blueprints.contests.services.ledger import broken_rows
from store import UserError, db, write
from store.actors import ANONYMOUS, SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

WHY = "最后一场成绩待颁奖时揭晓"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """The second entrant leads, the first is on stage."""
    hall = make_hall(now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    for judge in range(3):
        hall.mark(judge, 1, "performance", "9.00")
    return hall


def shown(hall: Hall) -> list[tuple[str, str | None, str]]:
    return [(r.who.label, r.total, r.place.text) for r in board_view(hall.round_id).rows]


def go_on(hall: Hall) -> None:
    """The first entrant takes the lead, the second is punished, judging is closed."""
    for judge in range(3):
        hall.mark(judge, 0, "performance", "9.90")
        hall.lock(judge, 0)
    desk.deduct(SYSTEM, hall.round_id, hall.entry(1).key, "1", "超时", "deduct-key", hall.now)
    desk.set_status(SYSTEM, hall.round_id, hall.entry(2).key, "dns", "", hall.now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(2).key, hall.now)
    progress.close_round(SYSTEM, hall.round_id, hall.now)


def test_the_board_stays_at_the_moment_of_the_freeze(hall: Hall) -> None:
    before = shown(hall)
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    frozen = position(hall.round_id)
    go_on(hall)
    board = board_view(hall.round_id)
    assert shown(hall) == before
    assert (board.head.state, board.head.freeze.reason) == ("frozen", WHY)
    assert board.stage.kind == "frozen" and board.foot.next is None
    assert not any(row.on_stage for row in board.rows)
    assert position(hall.round_id) == frozen == (board.epoch, board.seq)
    assert hall.round.seq > board.seq


def test_the_desk_goes_on_seeing_everything(hall: Hall) -> None:
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    go_on(hall)
    with reading(hall.round_id, Audience.DESK) as desk_:
        assert desk_.standings(Audience.DESK).rows[0].entry == hall.entry(0).ref
        assert desk_.facts.seq == hall.round.seq and desk_.facts.freeze.reason == WHY


def test_a_restart_changes_nothing(hall: Hall) -> None:
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    before = shown(hall)
    go_on(hall)
    standings.forget()
    assert shown(hall) == before
    with reading(hall.round_id, Audience.PUBLIC) as public:
        assert public.facts.seq == public.book.seq == hall.round.frozen_seq
        assert public.head_hash == public.facts.head_hash != hall.round.head_hash


def test_who_watches_is_told_of_the_freeze_and_of_nothing_after_it(hall: Hall) -> None:
    room = f"board:{hall.round_id}:zh"
    before = position(hall.round_id)[1]
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    frozen = position(hall.round_id)[1]
    assert WHY in str(live.render(room, before, frozen))
    go_on(hall)
    assert live.position_of(f"{hall.round_id}:zh")[1] == frozen
    late = str(live.render(room, before, hall.round.seq))
    assert "9.90" not in late and "超时" not in late


def test_when_it_is_opened_again_everything_is_there(hall: Hall) -> None:
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    go_on(hall)
    freezing.unfreeze(SYSTEM, hall.round_id, "揭晓", hall.now)
    board = board_view(hall.round_id)
    assert board.seq == hall.round.seq and board.head.freeze is None
    assert board.rows[0].who.label == hall.entry(0).name
    assert broken_rows(hall.round_id) == []
    freezing.freeze(SYSTEM, hall.round_id, "再次封榜", hall.now)
    assert board_view(hall.round_id).head.freeze.reason == "再次封榜"
    assert board_view(hall.round_id).rows[0].who.label == hall.entry(0).name


def test_publishing_opens_the_board(hall: Hall, app: Flask, now: datetime) -> None:
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    go_on(hall)
    progress.confirm_round(Staff(app, hall, now).actor("supervisor"), hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    assert hall.round.frozen_seq is None
    board = board_view(hall.round_id)
    assert board.head.state == "final" and board.rows[0].who.label == hall.entry(0).name


def test_lists_tell_only_that_it_is_frozen(hall: Hall) -> None:
    freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now)
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    assert [one.state for one in public_rounds(("review",), 5)] == ["frozen"]
    assert _states(ANONYMOUS, hall) == ["frozen"]
    assert _states(SYSTEM, hall) == ["review"]


def _states(actor: Actor, hall: Hall) -> list[str]:
    events = events_of(actor, contest_of(actor, hall.contest_id))
    return [round_.state for event in events for round_ in event.rounds]


def test_a_round_built_on_a_frozen_one_tells_nothing_either(hall: Hall, now: datetime) -> None:
    """The final carries the semi-final's total on: its public view stands on the frozen semi."""
    later = _built_on(hall, now)
    freezing.freeze(SYSTEM, hall.round_id, WHY, now)
    with reading(later.id, Audience.PUBLIC) as public:
        before = public.standings(Audience.PUBLIC).to_json()
    where = position(later.id)
    go_on(hall)
    assert position(later.id) == where
    with reading(later.id, Audience.PUBLIC) as public:
        assert public.standings(Audience.PUBLIC).to_json() == before
    with reading(later.id, Audience.DESK) as staff:
        assert staff.standings(Audience.DESK).to_json() != before


def _built_on(hall: Hall, now: datetime) -> Round:
    event_id = hall.round.event_id
    round_id = setup.add_round(SYSTEM, event_id, "总决赛", "speech", "each", now)
    setup.take_entries(SYSTEM, round_id, hall.round_id, now)
    with write():
        later = db.session.get_one(Round, round_id)
        document: dict[str, Any] = dict(later.scheme.document)
        carried = {"id": "earlier", "kind": "carried", "round": hall.round.ref, "title": "初赛"}
        document = {**document, "parts": [*document["parts"], carried]}
        db.session.get_one(Scheme, later.scheme_id).document = document
        later.contest.version += 1
    return later


@pytest.mark.parametrize(
    ("role", "may_freeze", "may_open"),
    [
        ("scorer", True, False),
        ("chief_referee", True, True),
        ("supervisor", False, True),
        ("announcer", False, False),
    ],
)
def test_who_may(
    hall: Hall, app: Flask, now: datetime, role: str, may_freeze: bool, may_open: bool
) -> None:
    actor = Staff(app, hall, now).actor(role)
    assert _allowed(freezing.freeze, actor, hall) is may_freeze
    if not may_freeze:
        freezing.freeze(SYSTEM, hall.round_id, WHY, now)
    assert _allowed(freezing.unfreeze, actor, hall) is may_open


def _allowed(verb: Callable[..., None], actor: Actor, hall: Hall) -> bool:
    try:
        verb(actor, hall.round_id, WHY, hall.now)
    except UserError as refusal:
        return refusal.status != 403
    return True


def test_the_same_form_freezes_once_and_a_reason_is_needed(hall: Hall) -> None:
    with pytest.raises(UserError):
        freezing.freeze(SYSTEM, hall.round_id, "  ", hall.now)
    for _twice in range(2):
        freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now, key="freeze-form-1")
    with pytest.raises(UserError, match=r"already|已"):
        freezing.freeze(SYSTEM, hall.round_id, WHY, hall.now, key="freeze-form-2")
    assert _count(hall, LedgerKind.FREEZE) == 1


def _count(hall: Hall, kind: LedgerKind) -> int:
    return db.session.query(LedgerRow).filter_by(round_id=hall.round_id, kind=kind).count()
