"""The sections of people on the start page."""

from flask import url_for
from flask_babel import gettext as _

from blueprints.home import panels
from blueprints.people import access
from store.actors import Actor


def init_app() -> None:
    """Register the sections."""
    panels.add_section(_sections)


def _sections(actor: Actor) -> list[panels.Section]:
    found = []
    if access.may_manage_people(actor):
        found.append(
            panels.Section(
                _("Organizations"),
                _("The tree of unions: add, move, import from a spreadsheet."),
                url_for("people.tree"),
                "sitemap",
            )
        )
        found.append(
            panels.Section(
                _("Accounts"),
                _("Who can sign in, with which roles, and where."),
                url_for("people.accounts"),
                "users",
            )
        )
    if access.may_read_audit(actor):
        found.append(
            panels.Section(
                _("Audit log"),
                _("Who did what, when. Entries can't be changed afterwards."),
                url_for("people.audit"),
                "list-check",
            )
        )
    return found
