"""What the audit log's actions are called on pages. Each feature names its own."""

from flask_babel import LazyString, lazy_gettext

_NAMES: dict[str, LazyString] = {
    "organisation.created": lazy_gettext("Organization added"),
    "organisation.changed": lazy_gettext("Organization changed"),
    "organisation.moved": lazy_gettext("Organization moved"),
    "organisation.archived": lazy_gettext("Organization archived"),
    "organisation.restored": lazy_gettext("Organization restored"),
    "organisation.deleted": lazy_gettext("Organization deleted"),
    "person.created": lazy_gettext("Person recorded"),
    "account.created": lazy_gettext("Account made"),
    "account.changed": lazy_gettext("Account changed"),
    "account.deactivated": lazy_gettext("Account deactivated"),
    "account.reactivated": lazy_gettext("Account reactivated"),
    "account.password_changed": lazy_gettext("Password changed"),
    "account.password_reset": lazy_gettext("Password reset"),
    "account.link_issued": lazy_gettext("Sign-in link issued"),
    "account.sessions_ended": lazy_gettext("Signed out everywhere"),
    "account.signed_in": lazy_gettext("Signed in"),
    "account.signed_out": lazy_gettext("Signed out"),
    "account.sign_in_refused": lazy_gettext("Sign-in refused"),
    "role.granted": lazy_gettext("Role given"),
    "role.revoked": lazy_gettext("Role taken back"),
}


def add(names: dict[str, LazyString]) -> None:
    """Name a feature's actions."""
    _NAMES.update(names)


def name_of(action: str) -> str:
    """The name of an action; the action itself where nobody named it."""
    return str(_NAMES.get(action, action))
