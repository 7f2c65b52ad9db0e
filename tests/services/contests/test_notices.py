"""The public notice: its days, objections and answers, and what waits for it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.contests.life import Step
from blueprints.contests.models import LedgerKind
from blueprints.contests.queries.notices import notice_of, own_objection
from blueprints.contests.services import notices, progress
from blueprints.contests.services.appeals import Letter
from store import NotFound, UserError
from store.actors import ANONYMOUS, SYSTEM
from tests.support.defended import Defended, defended

WORDS = "二号选手不是本单位职工。"
OUTLINE = Letter(WORDS, "群众示一", "someone@example.org", "objection-key-1")


@pytest.fixture
def case(app: Flask, now: datetime) -> Defended:
    case = defended(app, now, (Step.NOTICE,))
    notices.begin_notice(SYSTEM, case.hall.round_id, now)
    return case


def days(case: Defended, count: int) -> datetime:
    return case.now + timedelta(days=count, seconds=1)


def answer(case: Defended, outcome: str = "refused", key: str | None = None) -> None:
    actor = case.staff.actor("supervisor")
    round_id = case.hall.round_id
    notices.answer_objection(actor, round_id, 1, outcome, "经核实为本单位职工", case.now, key=key)


def test_it_runs_as_many_days_as_were_set(case: Defended) -> None:
    view = notice_of(case.hall.round, days(case, 3), with_words=False)
    assert (view.state, view.days_left) == ("running", 2)
    view = notice_of(case.hall.round, days(case, 4), with_words=False)
    assert (view.state, view.days_left, view.hours_left) == ("running", 0, 23)
    assert notice_of(case.hall.round, days(case, 5), with_words=False).state == "over"


def test_prizes_are_confirmed_only_when_it_is_over_and_everything_answered(case: Defended) -> None:
    hall = case.hall
    notices.object_to(ANONYMOUS, hall.round_id, OUTLINE, case.now)
    for at in (case.now, days(case, 5)):
        with pytest.raises(UserError) as refused:
            progress.confirm_prizes(SYSTEM, hall.round_id, at)
        assert refused.value.code == "step_blocked"
    answer(case)
    with pytest.raises(UserError):
        progress.confirm_prizes(SYSTEM, hall.round_id, days(case, 4))
    progress.confirm_prizes(SYSTEM, hall.round_id, days(case, 5))
    assert [row.value for row in case.rows(LedgerKind.NOTICE)] == ["begun", "ended"]


def test_prizes_wait_for_a_notice_that_has_not_begun(app: Flask, now: datetime) -> None:
    case = defended(app, now, (Step.NOTICE,))
    with pytest.raises(UserError) as refused:
        progress.confirm_prizes(SYSTEM, case.hall.round_id, days(case, 90))
    assert refused.value.code == "step_blocked"


def test_an_objection_is_sealed_and_its_sender_finds_the_answer(case: Defended) -> None:
    made = notices.object_to(ANONYMOUS, case.hall.round_id, OUTLINE, case.now)
    assert made.id == notices.object_to(ANONYMOUS, case.hall.round_id, OUTLINE, case.now).id
    assert WORDS.encode() not in made.words
    [row] = case.rows(LedgerKind.OBJECTION)
    assert row.data == {"objection": 1, "words": made.words_hash} and row.note is None
    answer(case)
    _round, own = own_objection(notices.key_hash(OUTLINE.key))
    assert (own.words, own.answer) == (WORDS, "经核实为本单位职工")
    [public] = notice_of(case.hall.round, case.now, with_words=False).objections
    assert (public.words, public.name, public.contact) == ("", "", "")
    with pytest.raises(NotFound):
        own_objection(notices.key_hash("objection-key-2"))


def test_none_after_it_is_over_and_none_elsewhere(case: Defended, app: Flask) -> None:
    with pytest.raises(UserError) as refused:
        notices.object_to(ANONYMOUS, case.hall.round_id, OUTLINE, days(case, 5))
    assert refused.value.code == "window_over"
    other = defended(app, case.now, ())
    with pytest.raises(UserError) as refused:
        notices.object_to(ANONYMOUS, other.hall.round_id, OUTLINE, case.now)
    assert refused.value.code == "not_open"


def test_it_is_answered_once(case: Defended) -> None:
    notices.object_to(ANONYMOUS, case.hall.round_id, OUTLINE, case.now)
    answer(case, key="answer-form-1")
    answer(case, key="answer-form-1")
    with pytest.raises(UserError) as refused:
        answer(case, "upheld")
    assert refused.value.code == "answered"
    assert len(case.rows(LedgerKind.OBJECTION_ANSWERED)) == 1


@pytest.mark.parametrize("role", ["scorer", "announcer"])
def test_who_may_not_answer(case: Defended, role: str) -> None:
    notices.object_to(ANONYMOUS, case.hall.round_id, OUTLINE, case.now)
    with pytest.raises(UserError) as refused:
        notices.answer_objection(
            case.staff.actor(role), case.hall.round_id, 1, "refused", "无据", case.now
        )
    assert refused.value.status == 403


def test_it_can_begin_anew_until_the_prizes_are_confirmed(case: Defended) -> None:
    later = days(case, 4)
    notices.begin_notice(SYSTEM, case.hall.round_id, later, key="begin-form-1")
    notices.begin_notice(SYSTEM, case.hall.round_id, later, key="begin-form-1")
    assert case.hall.round.notice_until == later + timedelta(days=5)
    progress.confirm_prizes(SYSTEM, case.hall.round_id, days(case, 10))
    with pytest.raises(UserError):
        notices.begin_notice(SYSTEM, case.hall.round_id, days(case, 11))
