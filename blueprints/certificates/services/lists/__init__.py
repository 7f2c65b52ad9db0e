"""Award lists: the one source of the names on certificates, honor rolls and notices."""

from blueprints.certificates.services.lists.headings import COLUMNS
from blueprints.certificates.services.lists.importing import (
    ImportPlan,
    ImportRow,
    check_for_list,
    check_import,
    create_from_table,
    import_recipients,
)
from blueprints.certificates.services.lists.making import (
    Taken,
    create_from_rows,
    create_list,
    list_from_contest,
    remove_list,
    take_over,
    update_list,
)
from blueprints.certificates.services.lists.photo_archive import PhotosReport, set_photos
from blueprints.certificates.services.lists.pictures import remove_photo, set_photo, thumbnail
from blueprints.certificates.services.lists.recipients import (
    add_recipient,
    hide_recipient,
    move_recipient,
    remove_recipient,
    show_recipient,
    update_recipient,
)

__all__ = [
    "COLUMNS",
    "ImportPlan",
    "ImportRow",
    "PhotosReport",
    "Taken",
    "add_recipient",
    "check_for_list",
    "check_import",
    "create_from_rows",
    "create_from_table",
    "create_list",
    "hide_recipient",
    "import_recipients",
    "list_from_contest",
    "move_recipient",
    "remove_list",
    "remove_photo",
    "remove_recipient",
    "set_photo",
    "set_photos",
    "show_recipient",
    "take_over",
    "thumbnail",
    "update_list",
    "update_recipient",
]
