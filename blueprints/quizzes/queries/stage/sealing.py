"""The seal: which part of a question may leave the desk, by the phase of its turn."""

from collections.abc import Mapping
from typing import Any

from blueprints.quizzes.models import Phase, Turn
from blueprints.quizzes.queries.stage.views import Option, QuestionView
from blueprints.quizzes.rules.kinds import QuestionKind

PLAYED = (Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING, Phase.AUDIENCE)


def is_shown(turn: Turn) -> bool:
    """Whether everybody has been shown the question. A void one stays if it had been."""
    if turn.phase == Phase.VOID:
        return turn.shown_at is not None
    return turn.phase in (*PLAYED, Phase.RULED, Phase.REVEALED)


def is_revealed(turn: Turn) -> bool:
    """Whether everybody may know the answer."""
    return turn.phase == Phase.REVEALED


def question_of(turn: Turn) -> QuestionView | None:
    """As much of the turn's question as may be shown now."""
    return _view(turn, revealed=is_revealed(turn)) if is_shown(turn) else None


def unsealed(turn: Turn) -> QuestionView:
    """The question with its answer, at any time: for the desk and the announcer alone."""
    return _view(turn, revealed=True)


def _view(turn: Turn, *, revealed: bool) -> QuestionView:
    content = turn.question.content
    return QuestionView(
        kind=content["kind"],
        text=content["text"],
        subject=content.get("subject") or "",
        level=content.get("level") or "",
        options=_options(content, revealed),
        blanks=len(content["answer"]) if content["kind"] == QuestionKind.FILL_IN else 0,
        media_kind=content.get("media_kind") or "",
        media_type=content.get("media_type") or "",
        answer=_answer(content) if revealed else (),
        explanation=(content.get("explanation") or "") if revealed else "",
        source=(content.get("source") or "") if revealed else "",
    )


def _options(content: Mapping[str, Any], revealed: bool) -> tuple[Option, ...]:
    texts = content.get("options") or []
    if content["kind"] == QuestionKind.TRUE_FALSE:
        texts = texts if len(texts) == 2 else ["", ""]
    elif content["kind"] not in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        return ()
    return tuple(
        Option(place, str(text), place in content["answer"] if revealed else None)
        for place, text in enumerate(texts)
    )


def _answer(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The answer in words, for what has no options: the first text that each blank accepts."""
    if content["kind"] == QuestionKind.FILL_IN:
        return tuple(str(blank[0]) for blank in content["answer"] if blank)
    if content["kind"] == QuestionKind.OPEN:
        return tuple(str(text) for text in content["answer"])
    return ()
