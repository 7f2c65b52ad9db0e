"""Contests whose judging is defended, each at a step where there is something to see."""

from dataclasses import dataclass
from datetime import datetime

from blueprints.contests.queries.alarms import alarms_view
from blueprints.contests.services import alarms, announcing, codes, desk, progress, spot_checks
from blueprints.people import services as people
from blueprints.people.queries import actor_for_account
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.judging_defended import judge_everything, sign, with_steps
from tests.support.people import account

SECOND = Actor("system", 2, "another person")


@dataclass(frozen=True)
class Watched:
    """`judged`: alarms, marks asked for again, signatures that are due; `drawn`: a spot-check
    under way, `undrawn`: one to draw; `coded`: names in envelopes.
    """

    judged: Hall
    alarm: str
    drawn: Hall
    undrawn: Hall
    coded: Hall

    @property
    def judge_id(self) -> int:
        return self.judged.judges[0].id or 0

    @property
    def entry_key(self) -> str:
        return self.judged.entry(0).key


def make_watched(now: datetime, west: int) -> Watched:
    """Make it."""
    judged = _judged(now, west)
    (alarm,) = alarms_view(judged.round).lines[0].alarms
    drawn, undrawn = _confirmed(now, west), _confirmed(now, west)
    head = drawn.round.head_hash
    spot_checks.draw(SECOND, drawn.round_id, "42", head, now)
    key = drawn.entry(0).key
    spot_checks.record(SECOND, drawn.round_id, key, "error", "抄录有误", now)
    return Watched(judged, alarm.fingerprint, drawn, undrawn, _coded(now, west))


def _judged(now: datetime, west: int) -> Hall:
    hall = with_steps(make_hall(now, entries=2, parent_id=west), "signing")
    alarms.set_limits(SYSTEM, hall.round_id, {"performance": {"spread": "0.1"}}, now)
    announcing.set_pronunciations(SYSTEM, hall.round_id, {hall.entry(0).key: "zhào shì yī"}, now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    judge_everything(hall)
    place = alarms.Place(hall.entry(1).key, "performance", 1)
    judge = hall.judges[2].id or 0
    alarms.ask_to_remark(SYSTEM, hall.round_id, place, [judge], "分差过大", now)
    sign(hall, 1)
    return hall


def _confirmed(now: datetime, west: int) -> Hall:
    hall = with_steps(make_hall(now, parent_id=west), "spot_check")
    judge_everything(hall)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    return hall


def _coded(now: datetime, west: int) -> Hall:
    hall = make_hall(now, blind=True, open_round=False, parent_id=west)
    with_steps(hall, "draw", "decoding")
    made = account("keeper-of-codes", "加密示一", hall.organisation_id, now)
    people.grant_role(SYSTEM, made, "encryption_referee", now=now, contest_id=hall.contest_id)
    keeper = actor_for_account(made)
    assert keeper is not None
    codes.draw_sealed(keeper, hall.round.event_id, "B", "", now)
    return hall
