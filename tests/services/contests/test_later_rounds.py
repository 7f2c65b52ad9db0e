"""A round that carries an earlier one on: everything that is made of it follows the earlier one."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.models import Round, Scheme
from blueprints.contests.queries import outcomes
from blueprints.contests.queries.board.build import position
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.heads import built_on
from blueprints.contests.queries.results import result_tag
from blueprints.contests.queries.trail import places_at
from blueprints.contests.services import amending, freezing, progress, setup
from blueprints.contests.services.outcomes import keep_current
from store import db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.defended import Defended, defended
from tests.support.packages import SECOND


@pytest.fixture
def case(app: Flask, now: datetime) -> Defended:
    """The preliminary: the second entrant leads until the slip is amended."""
    return defended(app, now, ())


@pytest.fixture
def final(case: Defended) -> Hall:
    """The final: equal marks for all, so that the preliminary decides."""
    final = carrying(case.hall)
    progress.open_round(SYSTEM, final.round_id, final.now)
    for entry in range(3):
        for judge in range(3):
            final.mark(judge, entry, "performance", "9.00")
            final.lock(judge, entry)
    progress.close_round(SYSTEM, final.round_id, final.now)
    progress.confirm_round(SECOND, final.round_id, final.now)
    progress.publish_round(SYSTEM, final.round_id, final.now)
    return final


def carrying(earlier: Hall) -> Hall:
    """A further round of the contest, that adds the total of this one."""
    event_id = earlier.round.event_id
    round_id = setup.add_round(SYSTEM, event_id, "总决赛", "speech", "each", earlier.now)
    setup.take_entries(SYSTEM, round_id, earlier.round_id, earlier.now)
    with write():
        later = db.session.get_one(Round, round_id)
        document: dict[str, Any] = dict(later.scheme.document)
        carried = {"id": "earlier", "kind": "carried", "round": earlier.round.ref, "title": "初赛"}
        document = {**document, "parts": [*document["parts"], carried]}
        db.session.get_one(Scheme, later.scheme_id).document = document
        later.contest.version += 1
    return Hall(earlier.organisation_id, earlier.contest_id, round_id, earlier.judges, earlier.now)


def amend(case: Defended) -> None:
    seq = amending.ask(SYSTEM, case.hall.round_id, case.slip(), "误写", case.now)
    amending.approve(SECOND, case.hall.round_id, seq, case.now)


def winner(final: Hall) -> str:
    keep_current([final.round_id])
    return outcomes.winners([final.round_id], 1)[final.round_id][0].label


def test_lists_of_contests_name_the_new_winner(case: Defended, final: Hall) -> None:
    assert winner(final) == "钱示二"
    amend(case)
    assert winner(final) == "赵示一"
    tag = final.round.outcome_tag
    assert winner(final) == "赵示一" and final.round.outcome_tag == tag


def test_copies_and_boards_are_told_however_far_back_it_was(case: Defended, final: Hall) -> None:
    last = carrying(final)
    assert [one.id for one in built_on(last.round)] == [case.hall.round_id, final.round_id]

    def states() -> list[object]:
        rounds = (final.round_id, last.round_id)
        return [*(result_tag(one, Audience.PUBLIC) for one in rounds), *map(position, rounds)]

    before = states()
    assert states() == before
    amend(case)
    assert not set(before) & set(states())


def test_the_places_of_a_moment_count_the_earlier_round_as_it_is(
    case: Defended, final: Hall
) -> None:
    first, second = final.entry(0).ref, final.entry(1).ref
    before = places_at(final.round, final.round.seq)
    assert (before[first][0], before[second][0]) == ("2", "1")
    amend(case)
    after = places_at(final.round, final.round.seq)
    assert (after[first][0], after[second][0]) == ("1", "2")


def test_a_frozen_earlier_round_tells_nothing_by_a_tag(hall: Hall) -> None:
    later = carrying(hall)
    freezing.freeze(SYSTEM, hall.round_id, "悬念", hall.now)
    public, staff = (result_tag(later.round_id, one) for one in (Audience.PUBLIC, Audience.DESK))
    hall.mark(0, 0, "performance", "9.10")
    assert result_tag(later.round_id, Audience.PUBLIC) == public
    assert result_tag(later.round_id, Audience.DESK) != staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now)
