"""Read models of people; they only read, and give frozen dataclasses."""

from blueprints.people.queries.actors import (
    SignedInUser,
    actor_for_account,
    load_user,
    signed_in_user,
)
from blueprints.people.queries.organisations import (
    OrganisationRow,
    ancestors,
    organisation_choices,
    organisation_names,
    organisation_path,
    organisations_for,
    tree,
)

__all__ = [
    "OrganisationRow",
    "SignedInUser",
    "actor_for_account",
    "ancestors",
    "load_user",
    "organisation_choices",
    "organisation_names",
    "organisation_path",
    "organisations_for",
    "signed_in_user",
    "tree",
]
