"""Who acts: plain data handed to every service, so that none reads the request or the session."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["account", "judge", "viewer", "system", "anonymous"]


@dataclass(frozen=True)
class Grant:
    """A role in a scope. `organisation` covers its whole subtree by the path (`"1.4.9."`)."""

    role: str
    scope: Literal["system", "organisation", "contest"]
    organisation_path: str = ""
    contest_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """`id` is the account's or the judge's; a judge also names the contest and the device."""

    kind: ActorKind
    id: int | None = None
    name: str = ""
    grants: frozenset[Grant] = field(default_factory=frozenset)
    organisation_id: int | None = None
    contest_id: int | None = None
    device_id: int | None = None

    @property
    def ref(self) -> str:
        """How logs and live tickets name this actor: `account:7`, `judge:12`, `anonymous`."""
        return f"{self.kind}:{self.id}" if self.id is not None else self.kind

    @property
    def is_administrator(self) -> bool:
        return self.kind == "system" or any(
            g.role == "administrator" and g.scope == "system" for g in self.grants
        )

    def may(self, *roles: str, organisation_path: str = "", contest_id: int | None = None) -> bool:
        """True when one of `roles` is granted in a scope that covers the named thing."""
        if self.is_administrator:
            return True
        return any(
            g.role in roles and _covers(g, organisation_path, contest_id) for g in self.grants
        )


def _covers(grant: Grant, organisation_path: str, contest_id: int | None) -> bool:
    if grant.scope == "system":
        return True
    if grant.scope == "organisation":
        return bool(organisation_path) and organisation_path.startswith(grant.organisation_path)
    return contest_id is not None and grant.contest_id == contest_id


ANONYMOUS = Actor(kind="anonymous")
SYSTEM = Actor(kind="system", name="system")
