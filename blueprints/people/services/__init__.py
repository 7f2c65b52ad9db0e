"""The verbs of people: the only place where this feature writes."""

from blueprints.people.services.accounts import (
    change_account,
    change_own_password,
    create_account,
    end_sessions,
    set_account_active,
)
from blueprints.people.services.grants import grant_in_contest, grant_role, revoke_role
from blueprints.people.services.imports import COLUMNS as IMPORT_COLUMNS
from blueprints.people.services.imports import check_import, import_organisations
from blueprints.people.services.links import (
    issue_sign_in_link,
    link_holder,
    reset_password,
    use_sign_in_link,
)
from blueprints.people.services.organisations import (
    OrganisationData,
    change_organisation,
    create_organisation,
    delete_organisation,
    move_organisation,
    set_organisation_active,
)
from blueprints.people.services.persons import create_person
from blueprints.people.services.sign_in import SignedIn, note_sign_out, sign_in

__all__ = [
    "IMPORT_COLUMNS",
    "OrganisationData",
    "SignedIn",
    "change_account",
    "change_organisation",
    "change_own_password",
    "check_import",
    "create_account",
    "create_organisation",
    "create_person",
    "delete_organisation",
    "end_sessions",
    "grant_in_contest",
    "grant_role",
    "import_organisations",
    "issue_sign_in_link",
    "link_holder",
    "move_organisation",
    "note_sign_out",
    "reset_password",
    "revoke_role",
    "set_account_active",
    "set_organisation_active",
    "sign_in",
    "use_sign_in_link",
]
