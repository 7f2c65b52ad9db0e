"""Written theory exams: the order of a paper, its clock, and its points. Pure."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from blueprints.quizzes.rules.answers import is_right
from blueprints.quizzes.rules.drawing import MOST_PARTS, Part
from blueprints.quizzes.rules.kinds import QuestionKind

MOST_MINUTES, MOST_POINTS, MOST_QUESTIONS = 600, 1_000, 500
NOUGHT = Decimal(0)
# Options that speak of the others keep their places: "all of the above", "A and C".
POINTING = ("以上", "上述", "前述", "all of the", "none of the", "both ")
SHUFFLED = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)


class Partial(StrEnum):
    """What a multiple-choice answer is worth that lacks right options but has no wrong one."""

    NOTHING = "nothing"
    HALF = "half"


@dataclass(frozen=True)
class Line:
    """A line of the draw: so many questions that fit, each worth so many points."""

    part: Part
    points: int


@dataclass(frozen=True)
class ExamSettings:
    """What `Exam.settings` holds.

    `grace_s`: how long after the deadline answers still arrive that were given before it, over a
    slow network. `practice` lets questions in that workers practise with. `seed` is the draw's.
    """

    partial: Partial = Partial.NOTHING
    shuffle_questions: bool = True
    shuffle_options: bool = True
    practice: bool = False
    grace_s: int = 20
    seed: str = ""
    lines: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "ExamSettings":
        """From the stored JSON; what it doesn't say is as usual."""
        known = {one.name for one in fields(cls)}
        given = {name: value for name, value in stored.items() if name in known}
        given["partial"] = Partial(given.get("partial", Partial.NOTHING))
        given["lines"] = tuple(given.get("lines", ()))[:MOST_PARTS]
        return cls(**given)

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {**asdict(self), "lines": [dict(one) for one in self.lines]}

    @property
    def draw_lines(self) -> tuple[Line, ...]:
        """The lines of the draw."""
        known = {one.name for one in fields(Part)}
        return tuple(
            Line(Part(**{name: one[name] for name in one if name in known}), one["points"])
            for one in self.lines
        )

    @property
    def full(self) -> int:
        """What the whole paper is worth by the lines."""
        return sum(line.part.n * line.points for line in self.draw_lines)


def deadline(started: datetime, minutes: int, closes_at: datetime | None, extra: int) -> datetime:
    """When a paper has to be handed in: its minutes, not beyond the end, and what was added."""
    ends = started + timedelta(minutes=minutes)
    if closes_at is not None:
        ends = min(ends, max(closes_at, started))
    return ends + timedelta(minutes=extra)


def order_of(seed: int, question_ids: Sequence[int], *, shuffled: bool) -> list[int]:
    """The order of a paper's questions; the same whenever it is asked for."""
    found = list(question_ids)
    if shuffled:
        random.Random(f"{seed}:questions").shuffle(found)  # noqa: S311 - an order, no secret
    return found


def places_of(
    seed: int, question_id: int, content: Mapping[str, Any], *, shuffled: bool
) -> list[int]:
    """Which option stands at which place of a paper: `places[shown] = option`."""
    places = list(range(len(content["options"])))
    if shuffled and content["kind"] in SHUFFLED and not _points(content["options"]):
        random.Random(f"{seed}:{question_id}").shuffle(places)  # noqa: S311
    return places


def _points(options: Sequence[str]) -> bool:
    return any(one.strip().casefold().startswith(POINTING) for one in options)


def stored_answer(content: Mapping[str, Any], places: Sequence[int], given: Any) -> Any:
    """What was picked on a paper, as positions in the bank; texts stay as they are."""
    if content["kind"] not in SHUFFLED or not isinstance(given, list):
        return given
    fitting = all(type(one) is int and 0 <= one < len(places) for one in given)
    return [places[one] for one in given] if fitting else None


def shown_answer(content: Mapping[str, Any], places: Sequence[int], stored: Any) -> Any:
    """The other way round."""
    if content["kind"] not in SHUFFLED:
        return stored
    return sorted(places.index(one) for one in stored)


def with_decision(content: Mapping[str, Any], decision: Mapping[str, Any] | None) -> dict[str, Any]:
    """The question with the key by which it is graded."""
    if decision and decision["kind"] == "key":
        return {**content, "answer": decision["answer"]}
    return dict(content)


@dataclass(frozen=True)
class Question:
    """What grading reads of a question of the exam."""

    content: Mapping[str, Any]
    points: int
    decision: Mapping[str, Any] | None = None


def grade(question: Question, given: Any, marked: str | None, partial: Partial) -> Decimal | None:
    """The points of one answer; None where a person has yet to mark it.

    A question that was thrown out gives everybody its points.
    """
    if question.decision and question.decision["kind"] == "void":
        return Decimal(question.points)
    if not given:
        return NOUGHT
    right = _is_right(question, given)
    if right is None:
        return None if marked is None else Decimal(marked)
    if right:
        return Decimal(question.points)
    if partial is Partial.NOTHING:
        return NOUGHT
    return _part_of(with_decision(question.content, question.decision), given, question.points)


def _is_right(question: Question, given: Any) -> bool | None:
    """By the key that counts; one of several where a single choice was found to have them."""
    content = with_decision(question.content, question.decision)
    if content["kind"] == QuestionKind.SINGLE and len(content["answer"]) > 1:
        return len(given) == 1 and given[0] in content["answer"]
    return is_right(content, given)


def key_of(
    content: Mapping[str, Any], picked: Sequence[int], texts: Sequence[str]
) -> list[Any] | None:
    """Another key for a question: options by their places, or per blank what is accepted,
    with "|" between. None for what is no key of such a question.
    """
    if content["kind"] == QuestionKind.FILL_IN:
        accepted = [[one.strip() for one in text.split("|") if one.strip()] for text in texts]
        return accepted if len(accepted) == len(content["answer"]) and all(accepted) else None
    many = 2 if content["kind"] == QuestionKind.TRUE_FALSE else len(content["options"])
    places = sorted({one for one in picked if 0 <= one < many})
    if content["kind"] == QuestionKind.TRUE_FALSE and len(places) != 1:
        return None
    return places or None


def _part_of(content: Mapping[str, Any], given: list[int], points: int) -> Decimal:
    """Half for some of the right options and no wrong one."""
    if content["kind"] != QuestionKind.MULTIPLE or not set(given) < set(content["answer"]):
        return NOUGHT
    return Decimal(points) / 2


def total(parts: Sequence[Decimal | None]) -> Decimal | None:
    """The points of a paper; None while something has yet to be marked."""
    known = [one for one in parts if one is not None]
    return sum(known, NOUGHT) if len(known) == len(parts) else None


def plain(points: Decimal) -> str:
    """Points as text: 8 and 8.5, never 8.50 or 1E+2."""
    whole = points.to_integral_value()
    return str(int(whole)) if points == whole else format(points.normalize(), "f")


@dataclass(frozen=True)
class Figures:
    """How a question did: who answered, how many points on the average, and how well it tells
    the best third of the papers from the weakest (−1 to 1; None for too few papers).
    """

    answered: int
    blank: int
    share: Decimal | None
    tells: Decimal | None


def figures(points: int, found: Sequence[tuple[Decimal | None, Decimal | None, bool]]) -> Figures:
    """Of a question. `found` has per paper its total, this question's points, and if answered.

    Points that nobody has given yet are None, and so is the total then.
    """
    known = [(total_, own) for total_, own, _answered in found if own is not None]
    answered = sum(1 for _total, _own, was in found if was)
    if not known or not points:
        return Figures(answered, len(found) - answered, None, None)
    return Figures(
        answered,
        len(found) - answered,
        _share(points, [own for _total, own in known]),
        _tells(points, sorted((total_, own) for total_, own in known if total_ is not None)),
    )


def _share(points: int, own: Sequence[Decimal]) -> Decimal:
    return sum(own, NOUGHT) / (points * len(own))


def _tells(points: int, known: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    third = len(known) // 3
    if third < 2:
        return None
    weak, strong = known[:third], known[-third:]
    return _share(points, [one[1] for one in strong]) - _share(points, [one[1] for one in weak])
