"""A contest that is being set up in full: registration, eligibility, timetable, check-in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from blueprints.contests.eligibility import Conditions
from blueprints.contests.models import RegistrationWindow
from blueprints.contests.registering import RegistrationRules
from blueprints.contests.rules import preset_scheme
from blueprints.contests.services import checking_in, registration
from blueprints.contests.services.setup import eligibility, schemes, units
from blueprints.contests.services.setup.timetable import set_plan
from blueprints.contests.timetable import Plan
from store import db
from store.actors import ANONYMOUS, SYSTEM
from tests.support.contests import make_hall

LONG_UNIT = "示例长三角生态绿色一体化发展示范区先进制造业集群联合工会委员会"


@dataclass(frozen=True)
class Entering:
    """`window` and `token` are the public addresses: of the page, and of one who registered."""

    contest_id: int
    event_id: int
    round_id: int
    entry_key: str
    scheme_id: int
    window: str
    token: str


def make_entering(organisation_id: int, now: datetime) -> Entering:
    """Something to see on every page of set-up in full; the registration is open on the day."""
    hall = make_hall(now, entries=3, parent_id=organisation_id)
    contest_id, event_id = hall.contest_id, hall.round.event_id
    asked = Conditions(age_from=18, certificate=True)
    eligibility.set_conditions(SYSTEM, event_id, asked, now)
    key = hall.entry(0).key
    eligibility.decide(SYSTEM, event_id, key, "query", "等待证书原件", now)
    starts = datetime(2026, 5, 12, 9)  # noqa: DTZ001 - what the clock on the wall says
    set_plan(SYSTEM, hall.round_id, Plan(starts, 20, 5, ("1", "2"), shown=True), now)
    for presence, entry in (("present", hall.entry(0)), ("absent", hall.entry(1))):
        checking_in.check_in(SYSTEM, hall.round_id, entry.key, presence, now)
    units.save_unit(SYSTEM, contest_id, units.UnitInput(LONG_UNIT, "东区", "郑示七", 9), now)
    document = {**preset_scheme("theory_practical"), "title": "自定评分细则"}
    scheme = schemes.save_scheme(SYSTEM, contest_id, None, document, now)
    token = _registered(contest_id, event_id, now)
    window = db.session.get_one(RegistrationWindow, contest_id).key
    return Entering(contest_id, event_id, hall.round_id, key, scheme, window, token)


def _registered(contest_id: int, event_id: int, now: datetime) -> str:
    rules = RegistrationRules(
        now - timedelta(days=1),
        now + timedelta(days=3650),
        per_event=40,
        photograph="optional",
        consent="所填信息仅用于本次竞赛。",
    )
    registration.set_window(SYSTEM, contest_id, rules, now)
    key = db.session.get_one(RegistrationWindow, contest_id).key
    given = registration.RegistrationInput(
        event_id, "示例联队", LONG_UNIT, "13800001234", ("冯示九", "陈示十"), agreed=True
    )
    return registration.hand_in(ANONYMOUS, key, given, "client-key-of-a-scene", now)
