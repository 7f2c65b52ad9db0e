"""Well-formed requests for the addresses of set-up in full: what stands in them, what is sent."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from blueprints.contests.models import Registration, RegistrationWindow, Scheme
from blueprints.contests.registering import RegistrationRules
from blueprints.contests.rules import preset_scheme
from blueprints.contests.services import registration
from blueprints.contests.services.setup import schemes, units
from store import db
from store.actors import ANONYMOUS, SYSTEM
from tests.http.permissions.cast import Scene
from web.sheets import carry_book

Text = Callable[[Scene], Any]
BOOK = {"选手": [["赛项", "姓名"], ["数控铣", "陶示一"]]}
CLIENT_KEY = "client-key-of-the-cast"


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of such an address; None for what isn't theirs."""
    known = PLACES.get((endpoint, name)) or (
        USUAL.get(name) if endpoint.startswith("contests.") else None
    )
    return str(known(scene)) if known else None


def _scheme(scene: Scene) -> int:
    """A scheme of the contest's own."""
    known = db.session.query(Scheme).filter(
        Scheme.contest_id == scene.hall.contest_id, Scheme.family != ""
    )
    found = known.first()
    if found is not None:
        return found.id
    with scene.app.test_request_context():
        document = preset_scheme("speech")
    return schemes.save_scheme(SYSTEM, scene.hall.contest_id, None, document, scene.now)


def _unit(scene: Scene) -> int:
    unit = units.UnitInput("示例纺织工会")
    return units.save_unit(SYSTEM, scene.hall.contest_id, unit, scene.now)


def _window(scene: Scene) -> RegistrationWindow:
    """An open registration."""
    found = db.session.get(RegistrationWindow, scene.hall.contest_id)
    if found is None:
        day = timedelta(days=1)
        rules = RegistrationRules(scene.now - day, scene.now + day, consent="示例")
        registration.set_window(SYSTEM, scene.hall.contest_id, rules, scene.now)
        found = db.session.get_one(RegistrationWindow, scene.hall.contest_id)
    return found


def _token(scene: Scene) -> str:
    """The link of somebody who is registered; the same form finds it again."""
    given = registration.RegistrationInput(
        scene.hall.round.event_id, "陶示一", "示例纺织工会", "x", agreed=True
    )
    return registration.hand_in(ANONYMOUS, _window(scene).key, given, CLIENT_KEY, scene.now)


def _registration(scene: Scene) -> int:
    wanted = registration.token_hash(_token(scene))
    return db.session.query(Registration).filter_by(token_hash=wanted).one().id


def _plain(**texts: str) -> dict[str, Text]:
    return {name: (lambda _scene, text=text: text) for name, text in texts.items()}


def _window_key(scene: Scene) -> str:
    return _window(scene).key


USUAL: dict[str, Text] = {
    "scheme_id": _scheme,
    "unit_id": _unit,
    "registration_id": _registration,
}
PLACES: dict[tuple[str, str], Text] = {
    ("contests.setup_workbook_sheet", "name"): lambda _scene: "entries",
    ("contests.register_page", "key"): _window_key,
    ("contests.register", "key"): _window_key,
    **{
        (f"contests.own_registration_{name}", "token"): _token
        for name in ("page", "change", "withdraw", "photo")
    },
}
_REGISTRATION: dict[str, Text] = {
    **_plain(name="姜示二", unit="示例纺织工会", contact="x", agreed="y", revision="1"),
    "event_id": lambda scene: str(scene.hall.round.event_id),
    "client_key": lambda _scene: str(uuid.uuid4()),
}
FIELDS: dict[str, dict[str, Text]] = {
    "contests.checkin_tap": _plain(presence="present"),
    "contests.own_registration_change": _REGISTRATION,
    "contests.register": _REGISTRATION,
    "contests.setup_confirm_workbook": {"book": lambda _scene: carry_book(BOOK)},
    "contests.setup_correct_workbook": {"book": lambda _scene: carry_book(BOOK)},
    "contests.setup_decide": _plain(verdict="query", reason="等原件"),
    "contests.setup_decide_registration": _plain(do="approve", reason="现场核实"),
    "contests.setup_registration": _plain(
        opens="2026-05-01T09:00", closes="2026-06-01T09:00", consent="示例", photograph="none"
    ),
    "contests.setup_save_plan": _plain(starts="2026-06-01T09:00", minutes="10"),
    "contests.setup_save_unit": _plain(name="示例纺织工会"),
    "contests.unit_decide": _plain(do="approve"),
}
