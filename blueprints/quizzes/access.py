"""Who may do what with quizzes and question banks. Loading through here *is* the authorisation.

A quiz belongs to a round: who runs the round runs the quiz. A bank belongs to an organisation.
"""

import sqlalchemy as sa

from blueprints.contests.access import Right, require
from blueprints.people.models import Organisation
from blueprints.quizzes.models import Exam, ExamPaper, Quiz, Turn
from store import NotFound, db
from store.actors import Actor

KEEPERS = ("organisation_admin", "organiser")  # of a question bank


def quiz_for(actor: Actor, quiz_id: int, right: Right = Right.RUN, *, lock: bool = False) -> Quiz:
    """A quiz whose round the actor may treat so; locked if asked."""
    quiz = db.session.get(Quiz, quiz_id, with_for_update=lock or None, populate_existing=lock)
    if quiz is None:
        raise NotFound
    require(actor, quiz.round.contest, right)
    return quiz


def turn_for(actor: Actor, turn_id: int, right: Right = Right.RUN) -> tuple[Quiz, Turn]:
    """A turn and its quiz, both locked (the quiz first, as everybody does)."""
    found = db.session.get(Turn, turn_id)
    if found is None:
        raise NotFound
    quiz = quiz_for(actor, found.quiz_id, right, lock=True)
    turn = db.session.get_one(Turn, turn_id, with_for_update=True, populate_existing=True)
    return quiz, turn


def quiz_by_key(key: str, actor: Actor) -> Quiz:
    """The quiz behind a public address: everybody's in a public contest, else its staff's."""
    quiz = db.session.scalar(sa.select(Quiz).where(Quiz.key == key))
    if quiz is None:
        raise NotFound
    if not quiz.round.is_public:
        require(actor, quiz.round.contest, Right.VIEW)
    return quiz


def bank_for(actor: Actor, organisation_id: int) -> Organisation:
    """An organisation whose question bank the actor keeps."""
    found = db.session.get(Organisation, organisation_id)
    if found is None or not actor.may(*KEEPERS, organisation_path=found.path):
        raise NotFound
    return found


def exam_for(actor: Actor, exam_id: int, right: Right = Right.RUN, *, lock: bool = False) -> Exam:
    """An exam whose round the actor may treat so; locked if asked."""
    exam = db.session.get(Exam, exam_id, with_for_update=lock or None, populate_existing=lock)
    if exam is None:
        raise NotFound
    require(actor, exam.round.contest, right)
    return exam


def paper_for(actor: Actor, exam_id: int, paper_id: int) -> ExamPaper:
    """A paper of an exam that the actor runs, both locked (the exam first, as everybody does)."""
    exam = exam_for(actor, exam_id, lock=True)
    paper = db.session.get(ExamPaper, paper_id, with_for_update=True, populate_existing=True)
    if paper is None or paper.exam_id != exam.id:
        raise NotFound
    return paper
