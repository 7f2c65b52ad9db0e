"""The demonstration's organisations, and one account for every role."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.demo.skills import UNITS, person
from blueprints.people import services as people
from blueprints.people.models import Account
from blueprints.people.services import OrganisationData
from store import db
from store.actors import SYSTEM

FEDERATION = "示例市总工会"
BELOW = (
    ("示例东区总工会", "district_federation", UNITS[:4]),
    ("示例西区总工会", "district_federation", UNITS[4:]),
    ("示例产业园工会联合会", "industrial_park_union", ()),
    ("示例机械产业链工会", "industry_chain_union", ()),
)


@dataclass(frozen=True)
class Role:
    """A role and the demonstration account that holds it."""

    role: str
    username: str
    title: str


ROLES = (
    Role("administrator", "demo-admin", "系统管理员"),
    Role("organisation_admin", "demo-union", "工会管理员"),
    Role("organiser", "demo-organiser", "组委会"),
    Role("chief_referee", "demo-referee", "裁判长"),
    Role("scorer", "demo-scorer", "记分员"),
    Role("supervisor", "demo-supervisor", "监督仲裁"),
    Role("announcer", "demo-announcer", "主持人"),
)


def create(now: datetime) -> int:
    """Make the tree and the accounts; the federation's id."""
    federation = _organisation(FEDERATION, "federation", None, now)
    for name, kind, units in BELOW:
        below = _organisation(name, kind, federation, now)
        for unit in units:
            _organisation(unit, "enterprise_union", below, now)
    for number, role in enumerate(ROLES):
        account = people.create_account(
            SYSTEM,
            username=role.username,
            name=f"{role.title} {person(number + 40)}",
            organisation_id=federation,
            now=now,
            must_change_password=False,
        )
        scope = None if role.role == "administrator" else federation
        people.grant_role(SYSTEM, account, role.role, now=now, organisation_id=scope)
    return federation


def account_id(username: str) -> int | None:
    """The id of a demonstration account; None where there is no demonstration."""
    return db.session.scalar(sa.select(Account.id).where(Account.username == username))


def _organisation(name: str, kind: str, parent_id: int | None, now: datetime) -> int:
    data = OrganisationData(name, kind)
    return people.create_organisation(SYSTEM, data, parent_id=parent_id, now=now)
