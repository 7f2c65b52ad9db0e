"""What a sound question is: the one check for forms and files. Pure; faults are codes."""

from dataclasses import dataclass, field, replace
from typing import Any

from blueprints.quizzes.rules.answers import plain
from blueprints.quizzes.rules.kinds import Level, QuestionKind

FEWEST_OPTIONS, MOST_OPTIONS = 2, 8
LETTERS = "ABCDEFGH"
MOST_BLANKS, MOST_TAGS = 10, 12
LONGEST = {
    "ref": 64,
    "subject": 80,
    "text": 2_000,
    "options": 500,
    "answer": 2_000,
    "explanation": 4_000,
    "source": 300,
    "tags": 40,
}
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


@dataclass(frozen=True)
class QuestionInput:
    """A question as typed or read from a file; `answer` as `BankQuestion` keeps it."""

    ref: str = ""
    kind: str = QuestionKind.SINGLE
    subject: str = ""
    level: str = Level.NATIONAL
    difficulty: int = 2
    text: str = ""
    options: tuple[str, ...] = ()
    answer: tuple[Any, ...] = ()
    explanation: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    for_practice: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong in which field; `most` is the limit that was passed."""

    field: str
    code: str
    most: int = field(default=0)


def tidied(given: QuestionInput) -> QuestionInput:
    """Without blanks around, empty options at the end, and what its kind has no use for."""
    texts = {
        name: getattr(given, name).replace("\r\n", "\n").strip()
        for name in ("ref", "subject", "text", "explanation", "source")
    }
    options = [one.strip() for one in given.options] if given.kind in CHOICES else []
    while options and not options[-1]:
        options.pop()
    tags = tuple(dict.fromkeys(tag.strip() for tag in given.tags if tag.strip()))
    answer = _tidied_answer(given.kind, given.answer)
    return replace(given, **texts, options=tuple(options), tags=tags, answer=answer)


def faults(given: QuestionInput) -> list[Fault]:
    """Everything that is wrong with a tidied question."""
    return [*_faulty_texts(given), *_faulty_words(given), *_faulty_options(given)] + (
        _faulty_answer(given) if given.kind in set(QuestionKind) else []
    )


def identity(given: QuestionInput) -> tuple[Any, ...]:
    """By which the same question is known again in a file that has no numbers."""
    options = tuple(plain(one) for one in given.options)
    return given.kind, plain(given.text), options, str(given.answer)


def _tidied_answer(kind: str, answer: tuple[Any, ...]) -> tuple[Any, ...]:
    if kind == QuestionKind.FILL_IN:
        return tuple(
            [text.strip() for text in blank if text.strip()]
            for blank in answer
            if isinstance(blank, list)
        )
    if kind == QuestionKind.OPEN:
        return tuple(str(one).strip() for one in answer)
    if any(type(one) is not int for one in answer):
        return answer
    return tuple(sorted(set(answer)))


def _faulty_texts(given: QuestionInput) -> list[Fault]:
    found = [
        Fault(name, "too_long", LONGEST[name])
        for name in ("ref", "subject", "text", "explanation", "source")
        if len(getattr(given, name)) > LONGEST[name]
    ]
    if not given.text:
        found.append(Fault("text", "missing"))
    if any(len(tag) > LONGEST["tags"] for tag in given.tags):
        found.append(Fault("tags", "too_long", LONGEST["tags"]))
    if len(given.tags) > MOST_TAGS:
        found.append(Fault("tags", "too_many", MOST_TAGS))
    return found


def _faulty_words(given: QuestionInput) -> list[Fault]:
    """Fields that take one of a few values."""
    known = {"kind": set(QuestionKind), "level": set(Level), "difficulty": {1, 2, 3}}
    return [
        Fault(name, "unknown")
        for name, values in known.items()
        if getattr(given, name) not in values
    ]


def _faulty_options(given: QuestionInput) -> list[Fault]:
    if given.kind not in CHOICES:
        return []
    plains = [one.casefold() for one in given.options]
    if len(given.options) < FEWEST_OPTIONS:
        return [Fault("options", "too_few", FEWEST_OPTIONS)]
    if len(given.options) > MOST_OPTIONS:
        return [Fault("options", "too_many", MOST_OPTIONS)]
    if "" in plains:
        return [Fault("options", "gap")]
    if len(set(plains)) != len(plains):
        return [Fault("options", "twice")]
    is_long = any(len(one) > LONGEST["options"] for one in given.options)
    return [Fault("options", "too_long", LONGEST["options"])] if is_long else []


def _faulty_answer(given: QuestionInput) -> list[Fault]:
    code = {
        QuestionKind.FILL_IN: _faulty_blanks,
        QuestionKind.OPEN: _faulty_text,
    }.get(QuestionKind(given.kind), _faulty_places)(given)
    return [Fault("answer", code, LONGEST["answer"])] if code else []


def _faulty_places(given: QuestionInput) -> str:
    many = 2 if given.kind == QuestionKind.TRUE_FALSE else len(given.options)
    if not given.answer:
        return "missing"
    if any(type(one) is not int or not 0 <= one < many for one in given.answer):
        return "unknown"
    if given.kind == QuestionKind.MULTIPLE:
        return "only_one" if len(given.answer) < 2 else ""
    return "several" if len(given.answer) > 1 else ""


def _faulty_blanks(given: QuestionInput) -> str:
    if not given.answer or not all(given.answer):
        return "missing"
    if len(given.answer) > MOST_BLANKS:
        return "too_many"
    return "too_long" if any(len(t) > LONGEST["answer"] for b in given.answer for t in b) else ""


def _faulty_text(given: QuestionInput) -> str:
    if not given.answer or not given.answer[0]:
        return "missing"
    return "too_long" if len(given.answer[0]) > LONGEST["answer"] else ""
