"""What a contest's own steps before the opening wait for; and that a rehearsal counts nowhere."""

from datetime import datetime, timedelta

from flask import Flask

from blueprints.certificates.queries.lists.source import rounds_to_take
from blueprints.contests.models import Contest, RegistrationWindow, Round
from blueprints.contests.queries.figures import figures_of
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.registering import RegistrationRules
from blueprints.contests.services import life, progress, registration, setup
from blueprints.contests.services.life import LifeInput
from blueprints.contests.services.setup import eligibility
from blueprints.contests.services.setup.copying import copy_contest
from store import db
from store.actors import ANONYMOUS, SYSTEM, Actor
from tests.support.contests import Hall, make_hall


def lacks(hall: Hall) -> dict[str, int]:
    db.session.rollback()
    return {one.name: one.have for one in round_setup(hall.round).checks if not one.done}


def test_the_checklist_waits_for_registrations_and_eligibility(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=2, open_round=False)
    assert lacks(hall) == {}  # a contest without these steps asks nothing
    steps = LifeInput(("registration", "eligibility"))
    life.choose_steps(SYSTEM, hall.contest_id, steps, now)
    day = timedelta(days=1)
    rules = RegistrationRules(now - day, now + day, consent="示例")
    registration.set_window(SYSTEM, hall.contest_id, rules, now)
    key = db.session.get_one(RegistrationWindow, hall.contest_id).key
    event = hall.round.event_id
    given = registration.RegistrationInput(event, "冯示九", "示例工会", "x", agreed=True)
    registration.hand_in(ANONYMOUS, key, given, "a-key-of-sixteen-or-more", now)
    registration.decide(SYSTEM, 1, approve=True, reason="", now=now)
    assert lacks(hall) == {"registrations": 1, "eligibility": 2}
    registration.enter_approved(SYSTEM, hall.contest_id, now)
    assert lacks(hall) == {"eligibility": 3}
    eligibility.accept_sound(SYSTEM, event, now)
    assert lacks(hall) == {}
    eligibility.decide(SYSTEM, event, hall.entry(0).key, "refused", "冒名", now)
    assert lacks(hall) == {"eligibility": 1}
    eligibility.remove_refused(SYSTEM, event, now)
    assert lacks(hall) == {}


def test_a_rehearsal_counts_in_no_list_and_no_figure(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=2, open_round=False)
    given = setup.ContestInput("示例比武", rehearsal=True)
    setup.update_contest(SYSTEM, hall.contest_id, given, now)
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1)], now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for entry in range(2):
        for judge in range(3):
            hall.mark(judge, entry, "performance", f"9.{entry}")
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2), hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    db.session.rollback()
    assert db.session.get_one(Round, hall.round_id).prizes_confirmed_at is not None
    assert rounds_to_take(SYSTEM) == []
    assert figures_of([hall.contest_id]) == {}
    copied = db.session.get_one(Contest, copy_contest(SYSTEM, hall.contest_id, now, judges=True))
    assert copied.rehearsal
