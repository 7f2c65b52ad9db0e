"""Appeals: the window, one ruling by somebody who did not judge, and the trail they leave."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.contests.models import Appeal, LedgerKind
from blueprints.contests.queries.appeals import appeals_of, own_page, slips_of
from blueprints.contests.queries.trail import trail
from blueprints.contests.services import amending, appeals, notices, progress
from blueprints.contests.services.appeals import Letter
from blueprints.contests.services.ledger import broken_rows
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.contests import make_hall
from tests.support.defended import Defended, defended

WORDS = "评委一现场亮分 9.90，成绩单上是 9.00。"


@pytest.fixture
def case(app: Flask, now: datetime) -> Defended:
    return defended(app, now)


def letter(key: str = "appeal-key-1", words: str = WORDS) -> Letter:
    return Letter(words, "领队示一", "13800000000", key)


def link(case: Defended, entry: int = 0) -> str:
    appeals.make_links(SYSTEM, case.hall.round_id, case.now)
    return slips_of(case.hall.round)[entry].token


def lodge(case: Defended, key: str = "appeal-key-1", at: datetime | None = None) -> Appeal:
    return appeals.lodge_by_link(link(case), case.hall.round_id, letter(key), at or case.now)


def rule(case: Defended, outcome: str, role: str = "supervisor", key: str | None = None) -> None:
    actor = case.staff.actor(role)
    appeals.rule(actor, case.hall.round_id, 1, outcome, "录像证实", case.now, key=key)


def hear(case: Defended) -> None:
    appeals.hear(case.staff.actor("supervisor"), case.hall.round_id, 1, case.now)


def test_an_appeal_that_changes_the_winner_leaves_a_trail_a_stranger_can_follow(
    case: Defended,
) -> None:
    lodge(case)
    hear(case)
    rule(case, "upheld")
    asker, approver = case.staff.actor("scorer"), case.staff.actor("chief_referee")
    seq = amending.ask(asker, case.hall.round_id, case.slip(), "据申诉裁决", case.now, appeal=1)
    amending.approve(approver, case.hall.round_id, seq, case.now)
    assert case.winner == case.hall.entry(0).ref
    steps = trail(case.hall.round)
    kinds = [one.kind for one in steps]
    assert kinds == [
        "state",
        "state",
        "appeal",
        "appeal_ruled",
        "amendment_asked",
        "amendment",
    ]
    assert [one.appeal for one in steps][2:] == [1, 1, 1, 1]
    assert [one.asked for one in steps][4:] == [seq, seq]
    moved = {one.entry: one for one in steps[-1].moved}
    winner, second = (moved[f"A0{n} {case.hall.entry(n - 1).name}"] for n in (1, 2))
    assert (winner.place_before, winner.place_after) == ("2", "1")
    assert (winner.total_before, winner.total_after) == ("9.200", "9.500")
    assert (second.place_before, second.place_after) == ("1", "2")
    assert len({one.hash for one in steps}) == len(steps)
    assert WORDS not in str(steps)
    assert broken_rows(case.hall.round_id) == []


@pytest.mark.parametrize(
    ("minutes", "code"), [(0, ""), (120, ""), (121, "window_over"), (60 * 48, "window_over")]
)
def test_the_window(case: Defended, minutes: int, code: str) -> None:
    before = case.hall.round.seq
    try:
        lodge(case, at=case.now + timedelta(minutes=minutes))
        told = ""
    except UserError as refused:
        told = refused.code
    assert told == code
    assert case.hall.round.seq == before + (0 if code else 1)


def test_none_before_the_publication_and_none_where_the_step_is_left_out(
    app: Flask, now: datetime
) -> None:
    for case in (defended(app, now, upto="confirmed"), defended(app, now, ())):
        with pytest.raises(UserError) as refused:
            lodge(case)
        assert refused.value.code == "not_open"


def test_paper_counts_by_when_it_came(case: Defended) -> None:
    late, key = case.now + timedelta(hours=3), case.hall.entry(0).key
    with pytest.raises(UserError):
        appeals.lodge_for(SYSTEM, case.hall.round_id, key, letter(), late)
    in_time = case.now + timedelta(hours=1)
    made = appeals.lodge_for(SYSTEM, case.hall.round_id, key, letter(), late, in_time)
    assert (made.received_at, made.via) == (in_time, "desk")


def test_the_same_form_is_lodged_once_and_a_few_at_most(case: Defended) -> None:
    assert lodge(case).id == lodge(case).id
    for n in (2, 3):
        lodge(case, f"appeal-key-{n}")
    with pytest.raises(UserError) as refused:
        lodge(case, "appeal-key-4")
    assert refused.value.code == "too_many"
    assert len(case.rows(LedgerKind.APPEAL)) == 3


def test_words_are_sealed_and_only_their_hash_is_in_the_ledger(case: Defended) -> None:
    made = lodge(case)
    assert WORDS.encode() not in made.words
    [row] = case.rows(LedgerKind.APPEAL)
    assert row.data["words"] == made.words_hash
    assert WORDS not in str(row.data) and row.note is None
    assert appeals_of(case.hall.round, with_letters=False)[0].letter is None
    assert appeals_of(case.hall.round, with_letters=True)[0].letter.words == WORDS


def test_a_link_opens_its_own_entrant_and_nothing_else(case: Defended) -> None:
    mine = own_page(appeals.token_hash(link(case, 0)), case.now)
    other = own_page(appeals.token_hash(link(case, 1)), case.now)
    lodge(case)
    assert mine.entry != other.entry
    assert own_page(appeals.token_hash(link(case, 1)), case.now).rounds[0].appeals == ()
    with pytest.raises(NotFound):
        own_page(appeals.token_hash("no-such-token"), case.now)
    elsewhere = make_hall(case.now)
    with pytest.raises(NotFound):
        appeals.lodge_by_link(link(case), elsewhere.round_id, letter(), case.now)


def test_links_are_made_once(case: Defended) -> None:
    first = link(case)
    assert link(case) == first


@pytest.mark.parametrize("role", ["organiser", "chief_referee", "scorer", "announcer"])
def test_only_the_panel_rules(case: Defended, role: str) -> None:
    lodge(case)
    hear(case)
    with pytest.raises(UserError) as refused:
        rule(case, "refused", role)
    assert refused.value.status == 403


def test_it_is_heard_before_it_is_ruled_on(case: Defended) -> None:
    lodge(case)
    with pytest.raises(UserError) as refused:
        rule(case, "upheld")
    assert refused.value.code == "not_heard"


def test_who_judged_does_not_rule(case: Defended) -> None:
    """An administrator may do everything, but not rule over a round that they closed."""
    lodge(case)
    hear(case)
    with pytest.raises(UserError) as refused:
        appeals.rule(SYSTEM, case.hall.round_id, 1, "upheld", "录像证实", case.now)
    assert refused.value.code == "partial"


def test_there_is_one_ruling_whoever_is_quick(case: Defended) -> None:
    lodge(case)
    hear(case)
    actor, told = case.staff.actor("supervisor"), []

    def decide(outcome: str) -> None:
        with case.app.app_context():
            try:
                appeals.rule(actor, case.hall.round_id, 1, outcome, "录像证实", case.now)
                told.append("ruled")
            except UserError as refused:
                told.append(f"refused:{refused.code}")
            db.session.remove()

    threads = [threading.Thread(target=decide, args=(one,)) for one in ("upheld", "refused")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert sorted(told) == ["refused:ruled", "ruled"]
    assert len(case.rows(LedgerKind.APPEAL_RULED)) == 1


def test_only_an_upheld_appeal_leads_to_an_amendment(case: Defended) -> None:
    lodge(case)
    hear(case)
    rule(case, "refused", key="ruling-form-1")
    rule(case, "refused", key="ruling-form-1")
    with pytest.raises(UserError):
        amending.ask(SYSTEM, case.hall.round_id, case.slip(), "据申诉", case.now, appeal=1)
    with pytest.raises(NotFound):
        amending.ask(SYSTEM, case.hall.round_id, case.slip(), "据申诉", case.now, appeal=9)


@pytest.mark.parametrize(
    "faulty",
    [
        Letter("", "领队示一", "138", "appeal-key-1"),
        Letter(WORDS, " ", "138", "appeal-key-1"),
        Letter(WORDS, "领队示一", "", "appeal-key-1"),
        Letter("长" * 4001, "领队示一", "138", "appeal-key-1"),
        Letter(WORDS, "领队示一", "138", ""),
    ],
)
def test_half_a_letter_is_none(case: Defended, faulty: Letter) -> None:
    with pytest.raises(UserError):
        appeals.lodge_by_link(link(case), case.hall.round_id, faulty, case.now)
    assert case.rows(LedgerKind.APPEAL) == []


def test_prizes_wait_for_every_appeal_and_for_its_amendment(case: Defended) -> None:
    hall, over = case.hall, case.now + timedelta(hours=3)
    with pytest.raises(UserError) as refused:
        progress.confirm_prizes(SYSTEM, hall.round_id, case.now)
    assert refused.value.code == "step_blocked"
    lodge(case)
    for _step in range(2):
        with pytest.raises(UserError):
            notices.begin_notice(SYSTEM, hall.round_id, over)
        hear(case)
    rule(case, "upheld")
    with pytest.raises(UserError, match=r"appeal 1|申诉.*1"):
        notices.begin_notice(SYSTEM, hall.round_id, over)
    seq = amending.ask(SYSTEM, hall.round_id, case.slip(), "据申诉裁决", over, appeal=1)
    with pytest.raises(UserError):
        notices.begin_notice(SYSTEM, hall.round_id, over)
    amending.approve(case.staff.actor("supervisor"), hall.round_id, seq, over)
    notices.begin_notice(SYSTEM, hall.round_id, over)
