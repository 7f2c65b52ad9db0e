"""Whether an answer is right. One place for desk, phones, exams and practice."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from blueprints.quizzes.rules.kinds import QuestionKind

MOST_TEXT = 2_000
_SIGNS = str.maketrans({"−": "-", "–": "-", "∶": ":"})  # NFKC leaves them
_MARKS = str.maketrans(dict.fromkeys("，,。、；;！!？?“”\"'‘’（）()《》·—_", ""))
_IDLE = re.compile(
    r"(?<=[^\W_]|[%‰°)])-|-(?!\.?\d)"  # no sign of a number: a hyphen, a range
    r"|(?<=[^\W\d_]|\.)\.|\.(?!\d)"  # no decimal point
    r"|(?<!\d):|:(?!\d)"  # no ratio, no time of day
)
_BRACKETED = re.compile(r"<([^<>=\d]+)>")  # a title, as 《…》; else < and > compare


def plain(text: str) -> str:
    """A text as it is compared: without spaces and punctuation, one width, no case.

    What makes another number of it stays: the decimal point, the minus sign, < and >.
    """
    one = unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS)
    one = _IDLE.sub("", re.sub(r"\s+", "", one))
    return _BRACKETED.sub(r"\1", one).translate(_MARKS)


def is_right(content: Mapping[str, Any], given: Any) -> bool | None:
    """Whether `given` answers the question; None where people must judge (open questions).

    `content` has `kind`, `options` and `answer` as a bank question has them. `given` is a list of
    positions for choices (true/false: [1] or [0]), a list of texts for a fill-in.
    """
    kind, answer = content["kind"], content["answer"]
    if kind == QuestionKind.OPEN:
        return None
    if not isinstance(given, list):
        return False
    if kind == QuestionKind.FILL_IN:
        texts = [plain(str(one)) for one in given]
        return len(texts) == len(answer) and all(
            text in {plain(str(one)) for one in accepted}
            for text, accepted in zip(texts, answer, strict=True)
        )
    return sorted(set(given)) == sorted(answer)


def checked(content: Mapping[str, Any], given: Any) -> list[Any] | None:
    """`given` as it may be stored; None when it is no answer to this question at all."""
    kind = content["kind"]
    if not isinstance(given, list) or len(given) > 20:
        return None
    if kind in (QuestionKind.FILL_IN, QuestionKind.OPEN):
        texts = [str(one)[:MOST_TEXT] for one in given if isinstance(one, str)]
        return texts if len(texts) == len(given) and any(text.strip() for text in texts) else None
    many = 2 if kind == QuestionKind.TRUE_FALSE else len(content["options"])
    places = [one for one in given if type(one) is int and 0 <= one < many]
    if len(places) != len(given) or not places or len(set(places)) != len(places):
        return None
    return sorted(places) if kind == QuestionKind.MULTIPLE or len(places) == 1 else None
