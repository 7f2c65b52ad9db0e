"""Written theory exams: set up, handed out, written, marked, entered into the round."""

from blueprints.quizzes.services.exams.marking import (
    correct_key,
    enter_points,
    mark_answer,
    take_back,
    throw_out,
)
from blueprints.quizzes.services.exams.papers import (
    Sat,
    collect,
    give_minutes,
    issue_code,
    issue_codes,
    paper_by_code,
    plain_code,
    sit_down,
)
from blueprints.quizzes.services.exams.running import close_exam, hand_in_overdue, open_exam
from blueprints.quizzes.services.exams.setting_up import (
    ExamInput,
    create_exam,
    draw_questions,
    remove_exam,
    update_exam,
)
from blueprints.quizzes.services.exams.writing import (
    Given,
    Saved,
    begin,
    hand_in,
    hand_in_if_overdue,
    save,
)

__all__ = [
    "ExamInput",
    "Given",
    "Sat",
    "Saved",
    "begin",
    "close_exam",
    "collect",
    "correct_key",
    "create_exam",
    "draw_questions",
    "enter_points",
    "give_minutes",
    "hand_in",
    "hand_in_if_overdue",
    "hand_in_overdue",
    "issue_code",
    "issue_codes",
    "mark_answer",
    "open_exam",
    "paper_by_code",
    "plain_code",
    "remove_exam",
    "save",
    "sit_down",
    "take_back",
    "throw_out",
    "update_exam",
]
