"""Setting up: seasons, books, sessions, their people and what is handed out."""

from blueprints.classroom.services.setup.copies import copy_session, repeat_session
from blueprints.classroom.services.setup.dates import Rhythm, following
from blueprints.classroom.services.setup.materials import add_material, remove_material
from blueprints.classroom.services.setup.people import (
    GuestInput,
    add_guest,
    add_staff,
    remove_guest,
    remove_staff,
    update_guest,
)
from blueprints.classroom.services.setup.publishing import publish_drafts, publish_session
from blueprints.classroom.services.setup.seasons import (
    BookInput,
    SeasonInput,
    add_book,
    archive_season,
    copy_season,
    create_season,
    delete_season,
    remove_book,
    set_season_cover,
    update_book,
    update_season,
)
from blueprints.classroom.services.setup.sessions import (
    SessionInput,
    cancel_session,
    create_session,
    set_session_cover,
    update_session,
)

__all__ = [
    "BookInput",
    "GuestInput",
    "Rhythm",
    "SeasonInput",
    "SessionInput",
    "add_book",
    "add_guest",
    "add_material",
    "add_staff",
    "archive_season",
    "cancel_session",
    "copy_season",
    "copy_session",
    "create_season",
    "create_session",
    "delete_season",
    "following",
    "publish_drafts",
    "publish_session",
    "remove_book",
    "remove_guest",
    "remove_material",
    "remove_staff",
    "repeat_session",
    "set_season_cover",
    "set_session_cover",
    "update_book",
    "update_guest",
    "update_season",
    "update_session",
]
