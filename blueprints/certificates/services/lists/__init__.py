"""Award lists: the one source of the names on certificates, honor rolls and notices."""

from blueprints.certificates.services.lists.making import (
    Taken,
    create_from_rows,
    create_list,
    list_from_contest,
    remove_list,
    take_over,
    update_list,
)
from blueprints.certificates.services.lists.pictures import remove_photo, set_photo
from blueprints.certificates.services.lists.recipients import (
    add_recipient,
    hide_recipient,
    move_recipient,
    remove_recipient,
    show_recipient,
    update_recipient,
)

__all__ = [
    "Taken",
    "add_recipient",
    "create_from_rows",
    "create_list",
    "hide_recipient",
    "list_from_contest",
    "move_recipient",
    "remove_list",
    "remove_photo",
    "remove_recipient",
    "set_photo",
    "show_recipient",
    "take_over",
    "update_list",
    "update_recipient",
]
