"""A question as cells of a table and as JSON, there and back."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from blueprints.quizzes.rules.answers import plain
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.rules.questions import CHOICES, LETTERS, Fault, QuestionInput
from blueprints.quizzes.services.bank.columns import (
    DIFFICULTIES,
    KINDS,
    LEVELS,
    OPTIONS,
    truth,
    unified,
    value_names,
)

_BLANKS = re.compile(r"(?<!\\)[;；]")
_ALTERNATIVES = re.compile(r"(?<!\\)[|｜]")
_TAGS = re.compile(r"[,，、;；]")
_PARTS = re.compile(r"[;；、,，/\n]")
_BETWEEN_LETTERS = re.compile(r"[\s,，、;；/.]+")
CHOSEN = (*CHOICES, QuestionKind.TRUE_FALSE)
Read = tuple[QuestionInput, str, list[Fault]]  # the question, its media's name, what is wrong


def to_cells(question: QuestionInput, media: str) -> dict[str, str]:
    """Texts for a table, in the reader's language."""
    cells = {
        "ref": question.ref,
        "kind": str(KINDS[question.kind]),
        "subject": question.subject,
        "level": str(LEVELS[question.level]),
        "difficulty": str(DIFFICULTIES[question.difficulty]),
        "text": question.text,
        "answer": answer_text(question.kind, question.answer),
        "explanation": question.explanation,
        "source": question.source,
        "tags": "，".join(question.tags),
        "practice": _("Yes") if question.for_practice else "",
        "media": media,
    }
    return cells | dict(zip(OPTIONS, question.options, strict=False))


def of_cells(cells: Mapping[str, str]) -> Read:
    """A row of a table. What can't be read is a fault, and left out of the question."""
    found, options = list[Fault](), [cells.get(name, "") for name in OPTIONS]
    kind = _value(cells, "kind")
    answer = parse_answer(kind, cells.get("answer", ""), options)
    if answer is None:
        found.append(Fault("answer", "unreadable"))
    difficulty = _value(cells, "difficulty") or "2"
    question = QuestionInput(
        ref=cells.get("ref", ""),
        kind=kind,
        subject=cells.get("subject", ""),
        level=_value(cells, "level") or "national",
        difficulty=int(difficulty) if difficulty in ("1", "2", "3") else 0,
        text=cells.get("text", ""),
        options=tuple(options),
        answer=answer or (),
        explanation=cells.get("explanation", ""),
        source=cells.get("source", ""),
        tags=tuple(_TAGS.split(cells.get("tags", ""))),
        for_practice=bool(truth(cells.get("practice", ""))),
    )
    return question, cells.get("media", "").strip().lower(), found


def to_json(question: QuestionInput, media: str) -> dict[str, Any]:
    """As a bank's JSON file has it."""
    return {
        "ref": question.ref,
        "kind": str(question.kind),
        "subject": question.subject,
        "level": str(question.level),
        "difficulty": question.difficulty,
        "text": question.text,
        "options": list(question.options),
        "answer": list(question.answer),
        "explanation": question.explanation,
        "source": question.source,
        "tags": list(question.tags),
        "practice": question.for_practice,
        "media": media,
    }


def of_json(raw: Mapping[str, Any]) -> Read:
    """A question of a JSON file, sent by anybody: nothing is believed of its types."""
    kind, level = _spelled(raw.get("kind", "")), _spelled(raw.get("level") or "national")
    options = [_text(one) for one in _list(raw.get("options"))]
    answer, found = _json_answer(kind, raw.get("answer"), options), list[Fault]()
    if answer is None:
        found.append(Fault("answer", "unreadable"))
    difficulty = raw.get("difficulty", 2)
    texts = {
        name: _text(raw.get(name)) for name in ("ref", "subject", "text", "explanation", "source")
    }
    question = QuestionInput(
        **texts,
        kind=kind,
        level=level,
        difficulty=difficulty if type(difficulty) is int else 0,
        options=tuple(options),
        answer=answer or (),
        tags=tuple(_text(one) for one in _list(raw.get("tags"))),
        for_practice=raw.get("practice") is True,
    )
    return question, _text(raw.get("media")).strip().lower(), found


def answer_text(kind: str, answer: tuple[Any, ...]) -> str:
    """The answer in a cell: letters, true or false, blanks parted by ；, what is accepted by |."""
    if kind == QuestionKind.FILL_IN:
        return "；".join("|".join(_guarded(text) for text in blank) for blank in answer)
    if kind == QuestionKind.OPEN:
        return "".join(answer)
    if kind == QuestionKind.TRUE_FALSE:
        return pgettext("bank", "True") if answer == (1,) else pgettext("bank", "False")
    return "".join(LETTERS[place] for place in answer)


def parse_answer(kind: str, text: str, options: Sequence[str] = ()) -> tuple[Any, ...] | None:
    """What a cell says; None when it can't be read. Options are named by letters, or in full."""
    text = text.strip()
    if kind == QuestionKind.OPEN:
        return (text,)
    if not text:
        return ()
    if kind == QuestionKind.FILL_IN:
        return tuple(
            [_bare(one) for one in _ALTERNATIVES.split(blank)] for blank in _BLANKS.split(text)
        )
    if kind == QuestionKind.TRUE_FALSE:
        is_true = truth(text)
        return None if is_true is None else (int(is_true),)
    letters = _BETWEEN_LETTERS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if set(letters) <= set(LETTERS):
        return tuple(map(LETTERS.index, letters))
    return _named_in_full(text, options)


def _named_in_full(text: str, options: Sequence[str]) -> tuple[int, ...] | None:
    """The places of options that an answer repeats; None unless each is one of them for sure."""
    said = [plain(one) for one in options if one.strip()]
    if len(set(said)) != len(said):
        return None
    whole = [plain(text)]
    parts = whole if whole[0] in said else [plain(one) for one in _PARTS.split(text) if one.strip()]
    return tuple(map(said.index, parts)) if set(parts) <= set(said) else None


def _json_answer(kind: str, raw: Any, options: Sequence[str]) -> tuple[Any, ...] | None:
    if isinstance(raw, str):
        return parse_answer(kind, raw, options)
    if not isinstance(raw, list):
        return None
    if raw and kind in CHOSEN and all(isinstance(one, str) for one in raw):
        return parse_answer(kind, "；".join(raw), options)
    if kind == QuestionKind.FILL_IN:
        return tuple([_text(one) for one in (b if isinstance(b, list) else [b])] for b in raw)
    if kind == QuestionKind.OPEN:
        return tuple(_text(one) for one in raw)
    return tuple(raw)


def _value(cells: Mapping[str, str], name: str) -> str:
    return _spelled(cells.get(name, ""))


def _spelled(text: Any) -> str:
    word = _text(text).strip()
    return value_names().get(unified(word), word)


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else str(raw) if type(raw) in (int, float) else ""


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _guarded(text: str) -> str:
    return re.sub(r"([;；|｜])", r"\\\1", text)


def _bare(text: str) -> str:
    return re.sub(r"\\([;；|｜])", r"\1", text).strip()
