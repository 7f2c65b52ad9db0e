"""What a bank question says: the copy that quizzes and exams keep, and its hash."""

import hashlib
from typing import Any

from blueprints.quizzes.models import BankQuestion
from store.base import canonical_json

CONTENT = (
    "kind",
    "text",
    "options",
    "answer",
    "explanation",
    "source",
    "subject",
    "level",
    "media",
    "media_kind",
    "media_type",
)


def content_of(question: BankQuestion) -> dict[str, Any]:
    """What a question says, as a quiz or an exam keeps it."""
    return {name: getattr(question, name) for name in CONTENT}


def content_hash(content: dict[str, Any]) -> str:
    """The SHA-256 by which what was asked is known."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
