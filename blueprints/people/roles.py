"""Roles, their rank, and who may give which one where."""

from flask_babel import LazyString, lazy_gettext

from store.actors import Actor

ROLES: dict[str, LazyString] = {
    "administrator": lazy_gettext("Administrator"),
    "organisation_admin": lazy_gettext("Organization administrator"),
    "organiser": lazy_gettext("Organizer"),
    "chief_referee": lazy_gettext("Chief referee"),
    "scorer": lazy_gettext("Scorer"),
    "announcer": lazy_gettext("Announcer"),
    "supervisor": lazy_gettext("Supervisor"),
    "encryption_referee": lazy_gettext("Encryption referee"),
}

SCOPES_OF: dict[str, tuple[str, ...]] = {
    "administrator": ("system",),
    "organisation_admin": ("organisation",),
    "organiser": ("organisation", "contest"),
    "chief_referee": ("organisation", "contest"),
    "scorer": ("organisation", "contest"),
    "announcer": ("organisation", "contest"),
    "supervisor": ("organisation", "contest"),
    "encryption_referee": ("organisation", "contest"),
}

# An organiser staffs contests, but doesn't make others organisers of them.
_GIVEN_BY_ORGANISER = frozenset(
    {"chief_referee", "scorer", "announcer", "supervisor", "encryption_referee"}
)


def may_grant(
    actor: Actor,
    role: str,
    scope: str,
    *,
    organisation_path: str = "",
    contest_id: int | None = None,
) -> bool:
    """True when `actor` may give (or take) `role` in this scope.

    For a contest, `organisation_path` is that of the organisation holding it. Nobody gives a
    role above their own, nor outside of their own scope.
    """
    if scope not in SCOPES_OF.get(role, ()):
        return False
    if actor.is_administrator:
        return True
    if scope == "system":
        return False
    if actor.may("organisation_admin", organisation_path=organisation_path):
        return True
    return (
        scope == "contest"
        and role in _GIVEN_BY_ORGANISER
        and actor.may("organiser", organisation_path=organisation_path, contest_id=contest_id)
    )
