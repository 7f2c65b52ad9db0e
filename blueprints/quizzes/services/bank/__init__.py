"""The question bank: questions one by one and from files, their pictures and recordings."""

from blueprints.quizzes.rules.questions import QuestionInput
from blueprints.quizzes.services.bank.exporting import export, template
from blueprints.quizzes.services.bank.importing import Plan, PlanRow, check, import_rows
from blueprints.quizzes.services.bank.media import (
    MediaInput,
    attach_media,
    remove_media,
    set_media,
)
from blueprints.quizzes.services.bank.questions import (
    add_question,
    bring_back,
    change_question,
    put_away,
    set_practice,
)
from blueprints.quizzes.services.bank.reading import (
    LONGEST_CELL,
    MOST_ROWS,
    Row,
    carry,
    read_carried,
    read_json,
    read_sheet,
    read_workbook,
)

__all__ = [
    "LONGEST_CELL",
    "MOST_ROWS",
    "MediaInput",
    "Plan",
    "PlanRow",
    "QuestionInput",
    "Row",
    "add_question",
    "attach_media",
    "bring_back",
    "carry",
    "change_question",
    "check",
    "export",
    "import_rows",
    "put_away",
    "read_carried",
    "read_json",
    "read_sheet",
    "read_workbook",
    "remove_media",
    "set_media",
    "set_practice",
    "template",
]
