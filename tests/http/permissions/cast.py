"""Everybody who may knock at an address: each role of one organisation, strangers, a judge."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.services import lists
from blueprints.classroom.models import ClassSession
from blueprints.classroom.services import entering
from blueprints.contests.services import desk, seats
from blueprints.people import services as people
from blueprints.people.queries import actor_for_account
from store import db, write
from store.actors import SYSTEM
from tests.support.award_lists import prized_hall
from tests.support.classroom import add_session
from tests.support.contests import Hall, make_hall
from tests.support.packages import package_of
from tests.support.papers import HOLDER, Papers, make_papers
from tests.support.people import account, add
from tests.support.reveals import begun, confirmed, taps

STAFF = (
    "administrator",
    "organisation_admin",
    "organiser",
    "chief_referee",
    "scorer",
    "supervisor",
    "announcer",
    "encryption_referee",
)
CLASS_KINDS = ("class", "studio", "viewer")
ROLES = (*STAFF, "stranger", "neighbour", "worker", "judge", "nobody")


@dataclass
class Scene:
    """A contest of the union `west`; `stranger` organises and `neighbour` manages in `east`.

    `papers`, `prized` and its list are made when they are first asked for.
    """

    app: Flask
    now: datetime
    hall: Hall
    west: int
    below: int
    accounts: dict[str, int]
    clerk: int
    grant: int
    deduction: int
    here: dict[str, FlaskClient] = field(default_factory=dict)  # who has signed in to stay

    @cached_property
    def papers(self) -> Papers:
        """The documents of `west`; the worker holds the first certificate."""
        return make_papers(self.west, self.now, self.accounts["worker"])

    @cached_property
    def prized(self) -> Hall:
        """A second contest of `west`: published, with confirmed prizes."""
        return prized_hall(self.now, self.west)

    @cached_property
    def prized_list(self) -> int:
        """The award list of those prizes."""
        return lists.list_from_contest(SYSTEM, self.prized.round_id, self.now)

    @cached_property
    def revealed(self) -> Hall:
        """A third contest of `west`: confirmed behind a freeze."""
        return confirmed(make_hall(self.now, entries=4, parent_id=self.west))

    @cached_property
    def ceremony(self) -> int:
        """Its reveal, one step on."""
        found = begun(self.revealed, self.now)
        taps(found.id, 1, self.now)
        return found.id

    @cached_property
    def package(self) -> int:
        """The result package of the prizes' contest."""
        return package_of(self.prized.contest_id, self.now).id

    @cached_property
    def room(self) -> ClassSession:
        """A live session of `west`, open to everybody."""
        session_id, _key = add_session(self.west, self.now, {})
        return db.session.get_one(ClassSession, session_id)

    @cached_property
    def participants(self) -> dict[str, int]:
        """Every account has come into the room, as anybody may; `nobody` has not."""
        made = {}
        for role in self.accounts:
            actor = actor_for_account(self.accounts[role])
            assert actor is not None
            nickname = f"{role[:12]} 示"
            made[role] = entering.enter(actor, self.room, "", nickname, self.now).participant_id
        return made

    def identity(self, role: str, kind: str = "") -> str:
        """How a live ticket names this role in a kind of room."""
        if kind in CLASS_KINDS:
            return f"viewer:{self.participants[role]}" if role in self.accounts else "anonymous"
        if role == "judge":
            return f"device:{self.hall.judges[0].device_id}"
        return "anonymous" if role == "nobody" else f"account:{self.accounts[role]}"

    def settle(self) -> "Scene":
        """Make everything there is and let everybody sign in once: for long walks."""
        assert self.papers and self.prized_list and self.participants
        assert self.ceremony and self.package
        self.here = {role: self.visitor(role) for role in ROLES}
        return self

    def visitor(self, role: str) -> FlaskClient:
        """A browser in which this role has signed in (or sat down, or neither)."""
        client = self.app.test_client()
        if role in self.here:  # whatever the visits before left in the cookies, is not there
            client._cookies = self.here[role]._cookies.copy()
            return client
        if role == "judge":
            code = seats.issue_join_code(SYSTEM, self.hall.judges[0].id, self.now)
            client.post(f"/join/{code}", data={"take_over": "1"})
        elif role != "nobody":
            token = people.issue_sign_in_link(self.accounts[role], self.now)
            client.post(f"/sign-in/{token}")
        return client


def make_scene(app: Flask, now: datetime) -> Scene:
    """Make it. Nobody has a password; visitors come in by one-time links."""
    with write():
        city = add("示例市总工会", "federation", None, now)
        west = add("示例西区总工会", "district_federation", city, now)
        east = add("示例东区总工会", "district_federation", city, now)
        hall = make_hall(now, preset="five_judges_trimmed", judges=2, parent_id=west)
        accounts = {role: _account(role, west, role, now) for role in STAFF}
        accounts["stranger"] = _account("stranger", east, "organiser", now)
        accounts["neighbour"] = _account("neighbour", east, "organisation_admin", now)
        accounts["worker"] = _account("worker", west, None, now, HOLDER)
        clerk = account("clerk", "周示五", hall.organisation_id, now)
        grant = people.grant_role(
            SYSTEM, clerk, "scorer", organisation_id=hall.organisation_id, now=now
        )
        below = add("示例车间工会", "grassroots_union", hall.organisation_id, now)
        key = hall.entry(0).key
        receipt = desk.deduct(SYSTEM, hall.round_id, key, "1", "超时", "deduct-key", now)
    return Scene(app, now, hall, west, below, accounts, clerk, grant, receipt.seq)


def _account(
    username: str, organisation: int, role: str | None, now: datetime, name: str = ""
) -> int:
    made = people.create_account(
        SYSTEM,
        username=username.replace("_", "-"),
        name=name or username,
        organisation_id=organisation,
        now=now,
        must_change_password=False,
    )
    if role is not None:
        scope = None if role == "administrator" else organisation
        people.grant_role(SYSTEM, made, role, organisation_id=scope, now=now)
    return made
