"""Blind coding in two hands: envelopes, who may open them, and that one alone can't."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import (
    AppealLink,
    CheckIn,
    Contest,
    EligibilityDecision,
    Entry,
    EntryPortrait,
    Gallery,
    LedgerKind,
    LedgerRow,
    Report,
    ReportPlan,
    ReportStage,
    RoundState,
    Work,
)
from blueprints.contests.queries.codes import codes_view
from blueprints.contests.services import appeals, checking_in, codes, progress, setup
from blueprints.contests.services.ledger import broken_rows
from blueprints.contests.services.setup import eligibility
from blueprints.people import services as people
from store import NotFound, UserError, db, write
from store.actors import SYSTEM, Actor
from store.audit import AuditEntry
from tests.support.contests import NAMES, Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging_defended import judge_everything, with_steps

OTHER = Actor("system", 2, "另一人")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return with_steps(make_hall(now, blind=True, open_round=False), "draw", "decoding")


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


def draw(hall: Hall, staff: Staff, seed: str = "") -> int:
    keeper = staff.actor("encryption_referee")
    return codes.draw_sealed(keeper, hall.round.event_id, "B", seed, hall.now)


def judged(hall: Hall, staff: Staff) -> None:
    """Drawn, opened, judged, confirmed."""
    draw(hall, staff)
    progress.open_round(SYSTEM, hall.round_id, hall.now)
    judge_everything(hall)
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(OTHER, hall.round_id, hall.now)


def entries() -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Entry).order_by(Entry.code)))


def contest(hall: Hall) -> Contest:
    db.session.rollback()
    return db.session.get_one(Contest, hall.contest_id)


def view(hall: Hall, actor: Actor) -> Any:
    return codes_view(actor, contest(hall))


@pytest.mark.parametrize("kind", ["work", "report"])
def test_what_was_handed_in_under_a_name_is_never_put_behind_a_code(
    hall: Hall, staff: Staff, kind: str
) -> None:
    """Seen beside the name before, it would be known again: the contest became blind too late."""
    entry, at = hall.entry(0), hall.now
    stage = ReportStage(round_id=hall.round_id, position=0, title="成果")
    seen: Any = Work(
        round_id=hall.round_id, entry_id=entry.id, key="seen-key", title="清晨", handed_in_at=at
    )
    with write():
        db.session.add(Gallery(round_id=hall.round_id))
        db.session.add(ReportPlan(round_id=hall.round_id, themes=[]))
        db.session.add(stage)
        db.session.flush()
        if kind == "report":
            seen = Report(stage_id=stage.id, entry_id=entry.id, version=1, handed_in_at=at)
        db.session.add(seen)
    with pytest.raises(UserError) as refused:
        draw(hall, staff)
    assert refused.value.code == "seen"
    assert all(one.name != one.code for one in entries())
    with write():
        db.session.delete(db.session.merge(seen))
    draw(hall, staff)
    with write():  # handed in under a code: a second draw is held for whoever came since
        again = {"entry_id": hall.entry(0).id, "title": "清晨", "handed_in_at": at}
        db.session.add(Work(round_id=hall.round_id, key="coded", **again))
    setup.add_entries(SYSTEM, hall.round_id, [setup.EntryInput("司徒后来")], at)
    assert draw(hall, staff) == len(entries())


def test_drawing_takes_every_name_and_old_sign_away(hall: Hall, staff: Staff) -> None:
    before = {(one.ref, one.key) for one in entries()}
    with write():
        db.session.add(
            EntryPortrait(entry_id=hall.entry(0).id, line="三代铣工", changed_at=hall.now)
        )
    assert draw(hall, staff, "1234") == 3
    coded = entries()
    assert [one.code for one in coded] == ["B01", "B02", "B03"]
    assert [one.name for one in coded] == ["B01", "B02", "B03"]
    assert {one.unit for one in coded} == {""}
    assert not before & {(one.ref, one.key) for one in coded}
    assert not {ref for ref, _key in before} & {one.ref for one in coded}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EntryPortrait)) == 0
    order = [hall.entry(n).code for n in range(3)]
    assert order == ["B01", "B02", "B03"]
    said = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.like("%codes%"))).one()
    assert said.detail["seed_sha256"] == hashlib.sha256(b"1234").hexdigest()
    assert "1234" not in str({**said.detail, "seed_sha256": ""})


def test_only_the_keeper_sees_who_is_who(hall: Hall, staff: Staff) -> None:
    draw(hall, staff)
    (event,) = view(hall, staff.actor("encryption_referee")).events
    assert {slip.name for slip in event.slips} == set(NAMES[:3]) and event.seed
    for role in ("organiser", "chief_referee", "supervisor", "scorer"):
        (event,) = view(hall, staff.actor(role)).events
        assert event.slips == () and event.seed == ""
    assert view(hall, SYSTEM).events[0].slips == ()


def test_whoever_has_another_part_keeps_no_codes(hall: Hall, staff: Staff, now: datetime) -> None:
    draw(hall, staff)
    organiser = staff.account("organiser")
    people.grant_role(SYSTEM, organiser, "encryption_referee", now=now, contest_id=hall.contest_id)
    seen = view(hall, staff.actor("organiser"))
    assert seen.conflict and not seen.keeps and seen.events[0].slips == ()
    with pytest.raises(NotFound):
        codes.draw_sealed(staff.actor("organiser"), hall.round.event_id, "C", "", now)
    with pytest.raises(NotFound):
        codes.draw_sealed(SYSTEM, hall.round.event_id, "C", "", now)


def test_no_round_opens_before_all_are_coded(hall: Hall, staff: Staff, now: datetime) -> None:
    with pytest.raises(UserError) as refused:
        progress.open_round(SYSTEM, hall.round_id, now)
    assert refused.value.code == "not_sealed"
    draw(hall, staff)
    setup.add_entries(SYSTEM, hall.round_id, [setup.EntryInput("后来者")], now)
    with pytest.raises(UserError):
        progress.open_round(SYSTEM, hall.round_id, now)
    assert draw(hall, staff) == 4  # again, with the names of before
    (event,) = view(hall, staff.actor("encryption_referee")).events
    assert {slip.name for slip in event.slips} == {*NAMES[:3], "后来者"}
    progress.open_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError, match="已有轮次"):
        draw(hall, staff)


def test_two_different_people_decode_and_one_alone_cannot(
    hall: Hall, staff: Staff, now: datetime
) -> None:
    with write():
        db.session.add(EntryPortrait(entry_id=hall.entry(0).id, line="三代铣工", changed_at=now))
    judged(hall, staff)
    with write():  # somebody writes about a code meanwhile
        for one in entries():
            db.session.add(EntryPortrait(entry_id=one.id, line="编号选手", changed_at=now))
    keeper, witness = staff.actor("encryption_referee"), staff.actor("supervisor")
    with pytest.raises(UserError, match="两人"):
        setup.decode(SYSTEM, hall.contest_id, now)
    assert codes.confirm_decoding(keeper, hall.contest_id, now) is False
    assert codes.confirm_decoding(keeper, hall.contest_id, now) is False
    assert contest(hall).names_hidden and entries()[0].name == "B01"
    for role in ("organiser", "scorer", "announcer"):
        with pytest.raises(UserError) as refused:
            codes.confirm_decoding(staff.actor(role), hall.contest_id, now)
        assert refused.value.status == 403
    slips = {s.code: s.name for s in view(hall, keeper).events[0].slips}
    assert codes.confirm_decoding(witness, hall.contest_id, now) is True
    assert not contest(hall).names_hidden
    assert {one.code: one.name for one in entries()} == slips
    assert {one.unit for one in entries()} == {"示例精工工会"}
    lines = {one.entry_id: one.line for one in db.session.scalars(sa.select(EntryPortrait))}
    first = next(one for one in entries() if one.name == NAMES[0])
    assert lines.pop(first.id) == "三代铣工" and set(lines.values()) == {"编号选手"}
    row = db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.DECODED)).one()
    assert row.data["by"] == [keeper.name, witness.name]
    assert broken_rows(hall.round_id) == []
    assert view(hall, staff.actor("organiser")).events[0].seed  # everybody can draw again now


def test_links_and_check_in_wait_for_the_draw(hall: Hall, staff: Staff, now: datetime) -> None:
    def tap() -> None:
        checking_in.check_in(SYSTEM, hall.round_id, hall.entry(0).key, "present", now)

    for verb in (tap, lambda: appeals.make_links(SYSTEM, hall.round_id, now)):
        with pytest.raises(UserError) as refused:
            verb()
        assert refused.value.code == "not_sealed"
    for again in range(2):  # what was made of the first draw, the second one deletes
        draw(hall, staff)
        left = [
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (AppealLink, CheckIn)
        ]
        assert left == [0, 0], again
        appeals.make_links(SYSTEM, hall.round_id, now)
        tap()


def test_decisions_lie_in_the_envelope_and_their_verdict_opens_the_round(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now, blind=True, open_round=False)
    staff = Staff(app, with_steps(hall, "eligibility", "draw", "decoding"), now)
    event, (first, *others) = hall.round.event_id, [hall.entry(n).key for n in range(3)]
    eligibility.decide(SYSTEM, event, first, "refused", "缺证书", now)
    for key in others:
        eligibility.decide(SYSTEM, event, key, "eligible", "材料齐全", now)
    with pytest.raises(UserError) as refused:
        draw(hall, staff)
    assert refused.value.code == "not_eligible"
    eligibility.decide(SYSTEM, event, first, "eligible", "已补证书", now)

    def told() -> list[tuple[str, str, str]]:
        db.session.rollback()
        rows = db.session.scalars(sa.select(EligibilityDecision))
        return sorted((one.verdict, one.reason, one.actor_name) for one in rows)

    before = told()
    for _again in range(2):
        draw(hall, staff)
        assert told() == [("eligible", "", "")] * 3
    eligibility.decide(SYSTEM, event, hall.entry(0).key, "eligible", "编号复核", now)
    progress.open_round(SYSTEM, hall.round_id, now)
    judge_everything(hall)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(OTHER, hall.round_id, now)
    for role in ("encryption_referee", "supervisor"):
        codes.confirm_decoding(staff.actor(role), hall.contest_id, now)
    assert told() == sorted([*before, ("eligible", "编号复核", SYSTEM.name)])


def test_what_was_decoded_is_not_judged_again(hall: Hall, staff: Staff, now: datetime) -> None:
    judged(hall, staff)
    for role in ("encryption_referee", "supervisor"):
        codes.confirm_decoding(staff.actor(role), hall.contest_id, now)
    for role in ("organiser", "chief_referee", "supervisor"):
        with pytest.raises(UserError) as refused:
            progress.reopen_round(staff.actor(role), hall.round_id, "复查", now)
        assert refused.value.code == "decoded"
    assert hall.round.state == RoundState.CONFIRMED


def test_a_hand_does_not_outlast_the_result_it_was_lent_for(
    hall: Hall, staff: Staff, now: datetime
) -> None:
    judged(hall, staff)
    codes.confirm_decoding(staff.actor("encryption_referee"), hall.contest_id, now)
    progress.reopen_round(staff.actor("chief_referee"), hall.round_id, "复查", now)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(OTHER, hall.round_id, now)
    assert codes.confirm_decoding(staff.actor("supervisor"), hall.contest_id, now) is False
    assert contest(hall).names_hidden


def test_the_same_hand_twice_at_the_same_time_is_one(app: Flask, hall: Hall, staff: Staff) -> None:
    judged(hall, staff)
    keeper = staff.actor("encryption_referee")

    def tap(_n: int) -> bool:
        with app.app_context():
            return codes.confirm_decoding(keeper, hall.contest_id, hall.now)

    with ThreadPoolExecutor(3) as hands:
        assert list(hands.map(tap, range(3))) == [False] * 3
    assert contest(hall).names_hidden


def test_decoding_waits_for_the_result(hall: Hall, staff: Staff, now: datetime) -> None:
    draw(hall, staff)
    keeper = staff.actor("encryption_referee")
    with pytest.raises(UserError):
        codes.confirm_decoding(keeper, hall.contest_id, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError):
        codes.confirm_decoding(keeper, hall.contest_id, now)


def test_a_blind_contest_without_the_step_is_as_before(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    setup.decode(SYSTEM, hall.contest_id, now)
    assert not contest(hall).names_hidden
