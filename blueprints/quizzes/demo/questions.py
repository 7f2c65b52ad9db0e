"""The demonstration's question bank from its text files: for the contest, and for practice.

A line is `difficulty | text | options | where it says so`; a star marks what is right. `√` and `×`
alone are a true or false question, `= text` is a fill-in. `# subject | source` begins a subject.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from blueprints.quizzes.rules.kinds import Level, QuestionKind
from blueprints.quizzes.rules.questions import QuestionInput

HERE = Path(__file__).parent
TRUE, FALSE, FILL_IN, RIGHT = "√", "×", "=", "*"


def for_contest() -> list[QuestionInput]:
    """What is kept for the show."""
    return _read("contest.txt", "A", practice=False)


def for_practice() -> list[QuestionInput]:
    """What workers practise with."""
    return _read("practice.txt", "P", practice=True)


def _read(name: str, letter: str, *, practice: bool) -> list[QuestionInput]:
    return [
        QuestionInput(ref=f"{letter}{number:03d}", for_practice=practice, **values)
        for number, values in enumerate(_values((HERE / name).read_text(encoding="utf-8")), 1)
    ]


def _values(text: str) -> Iterator[dict[str, Any]]:
    subject = source = ""
    for line in filter(None, text.splitlines()):
        cells = [cell.strip() for cell in line.removeprefix("#").split("|")]
        if line.startswith("#"):
            subject, source = cells
            continue
        difficulty, question, answers, where = cells
        yield {
            "subject": subject,
            "level": Level.NATIONAL,
            "difficulty": int(difficulty),
            "text": question,
            "source": where if where.startswith("《") else f"{source}{where}",
            **_answered(question, answers),
        }


def _answered(question: str, answers: str) -> dict[str, Any]:
    if answers in (TRUE, FALSE):
        return {"kind": QuestionKind.TRUE_FALSE, "answer": (int(answers == TRUE),)}
    if answers.startswith(FILL_IN):
        return {"kind": QuestionKind.FILL_IN, "answer": ([answers.removeprefix(FILL_IN).strip()],)}
    options = _turned(answers.split(";"), zlib.crc32(question.encode()))
    right = tuple(place for place, one in enumerate(options) if one.startswith(RIGHT))
    shown = tuple(one.removeprefix(RIGHT) for one in options)
    return {"kind": QuestionKind.SINGLE, "options": shown, "answer": right}


def _turned(options: list[str], by: int) -> list[str]:
    """So that the right one stands as often at every place."""
    start = by % len(options)
    return options[start:] + options[:start]
