"""The job of every minute hands in papers whose time is up, though nobody looks at them."""

from datetime import datetime, timedelta

from flask import Flask

from blueprints.quizzes.jobs import hand_in_overdue_papers
from tests.support.exams import make_theory


def test_a_paper_that_nobody_touches_is_handed_in(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    theory.sit(0)
    app.extensions["clock"] = lambda: now + timedelta(minutes=59)
    hand_in_overdue_papers()
    assert theory.paper(0).handed_in_at is None
    app.extensions["clock"] = lambda: now + timedelta(minutes=61)
    hand_in_overdue_papers()
    hand_in_overdue_papers()
    assert theory.paper(0).handed_in_by == "clock"
    assert theory.paper(1).handed_in_at is None, "it was never begun"
