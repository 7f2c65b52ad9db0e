"""Setting a contest up: contest → events → rounds → entries and judges."""

from blueprints.contests.services.setup.common import fresh_key, fresh_ref
from blueprints.contests.services.setup.contests import (
    ContestInput,
    add_event,
    create_contest,
    decode,
    remove_event,
    rename_event,
    update_contest,
)
from blueprints.contests.services.setup.details import DetailsInput
from blueprints.contests.services.setup.drawing import (
    CODES_DRAWN,
    ORDER_DRAWN,
    draw_codes,
    draw_order,
    drawn,
    move_entry,
)
from blueprints.contests.services.setup.entries import (
    EntryInput,
    add_entries,
    remove_entry,
    take_entries,
    update_entry,
)
from blueprints.contests.services.setup.judges import (
    add_judge,
    add_judges,
    choose_judges,
    judges_of_lines,
    remove_judge,
    rename_judge,
    seat_judge,
)
from blueprints.contests.services.setup.prizes import PrizePolicy, set_prizes
from blueprints.contests.services.setup.rounds import (
    add_round,
    change_scheme,
    remove_round,
    score_by,
    update_round,
)
from blueprints.contests.services.setup.tables import (
    COLUMNS,
    EntriesPlan,
    check_lines,
    check_table,
    import_lines,
    import_table,
)
from blueprints.contests.services.setup.teams import form_teams

__all__ = [
    "CODES_DRAWN",
    "COLUMNS",
    "ORDER_DRAWN",
    "ContestInput",
    "DetailsInput",
    "EntriesPlan",
    "EntryInput",
    "PrizePolicy",
    "add_entries",
    "add_event",
    "add_judge",
    "add_judges",
    "add_round",
    "change_scheme",
    "check_lines",
    "check_table",
    "choose_judges",
    "create_contest",
    "decode",
    "draw_codes",
    "draw_order",
    "drawn",
    "form_teams",
    "fresh_key",
    "fresh_ref",
    "import_lines",
    "import_table",
    "judges_of_lines",
    "move_entry",
    "remove_entry",
    "remove_event",
    "remove_judge",
    "remove_round",
    "rename_event",
    "rename_judge",
    "score_by",
    "seat_judge",
    "set_prizes",
    "take_entries",
    "update_contest",
    "update_entry",
    "update_round",
]
