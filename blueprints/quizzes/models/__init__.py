"""Tables of the quizzes feature."""

from blueprints.quizzes.models.bank import BankQuestion
from blueprints.quizzes.models.play import (
    DONE,
    Clock,
    Phase,
    PlayAlong,
    Press,
    Ruling,
    RulingKind,
    SeatAnswer,
    Turn,
)
from blueprints.quizzes.models.quiz import (
    Contestant,
    Quiz,
    QuizQuestion,
    Screen,
    Segment,
)
from blueprints.quizzes.models.study import (
    Exam,
    ExamAnswer,
    ExamPaper,
    ExamQuestion,
    ExamState,
    HandedInBy,
    PracticeAnswer,
)

__all__ = [
    "DONE",
    "BankQuestion",
    "Clock",
    "Contestant",
    "Exam",
    "ExamAnswer",
    "ExamPaper",
    "ExamQuestion",
    "ExamState",
    "HandedInBy",
    "Phase",
    "PlayAlong",
    "PracticeAnswer",
    "Press",
    "Quiz",
    "QuizQuestion",
    "Ruling",
    "RulingKind",
    "Screen",
    "SeatAnswer",
    "Segment",
    "Turn",
]
