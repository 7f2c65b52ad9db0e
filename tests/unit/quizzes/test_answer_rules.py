"""Which fill-ins are the same answer, and which questions the same question."""

import pytest

from blueprints.quizzes.rules.answers import is_right, plain
from blueprints.quizzes.rules.questions import QuestionInput, identity


def _accepts(key: str, given: str) -> bool:
    return bool(is_right({"kind": "fill_in", "options": [], "answer": [[key]]}, [given]))


@pytest.mark.parametrize(
    ("key", "given"),
    [("2.5%", "25%"), ("-5", "5"), ("5", "-5"), ("0.05", "0.5"), (".5", "5"), ("-.5", "-5"),
     ("1:2", "12"), ("<5", "5"), ("<5", ">5"), ("(1,-5)", "(1,5)"), ("3.14", "31.4")],
)  # fmt: skip
def test_another_number_is_another_answer(key: str, given: str) -> None:
    assert not _accepts(key, given)


@pytest.mark.parametrize(
    ("key", "given"),
    [("2.5%", " ２．５％。"), ("-5", "−5"), ("-5", "－ 5"), ("-5", "–5"), ("1:2", "1∶2"),
     ("25-30", "25 – 30"), ("25-30", "25—30"), ("5%-10%", "5%—10%"), ("GB-2020", "gb 2020"),
     ("《安全生产法》", "安全生产法"), ("《安全生产法》", "<安全生产法>"), ("25人", "25 人."),
     ("No.5", "no 5"), ("甲、乙", "甲，乙"), ("1,000", "1000"), ("＜5", "< 5")],
)  # fmt: skip
def test_another_way_of_writing_is_the_same_answer(key: str, given: str) -> None:
    assert _accepts(key, given)


def test_punctuation_alone_is_nothing() -> None:
    assert plain(" ……。－—-.:《》 ") == ""


def test_questions_that_say_otherwise_are_two() -> None:
    def of(text: str) -> tuple[object, ...]:
        return identity(QuestionInput(kind="true_false", text=text, answer=(1,)))

    for one, other in (("3<5", "3>5"), ("a<b", "a>b"), ("-3>2", "3>2"), ("0.5=1/2", "05=1/2")):
        assert of(one) != of(other)
    assert of("3＜5。") == of(" 3 < 5")
    assert of("《示例法》何时施行？") == of("<示例法>何时施行")
