"""Well-formed requests for the addresses of quizzes, banks and exams: what stands in them."""

from collections.abc import Callable
from typing import Any

from tests.http.permissions.cast import Scene
from tests.http.permissions.quiz_things import quiz_things

Text = Callable[[Scene], Any]


def _thing(name: str) -> Text:
    return lambda scene: quiz_things(scene)[name]


def _plain(**texts: str) -> dict[str, Text]:
    return {name: (lambda _scene, text=text: text) for name, text in texts.items()}


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of an address of quizzes; None for what isn't theirs."""
    if not endpoint.startswith("quizzes."):
        return None
    special = PLACES.get((endpoint, name)) or USUAL.get(name)
    return str(special(scene)) if special else None


USUAL: dict[str, Text] = {
    **{
        name: _thing(name)
        for name in (
            "quiz_id", "segment_id", "drawn_id", "turn_id", "entry_id", "contestant_id",
            "exam_id", "paper_id",
        )
    },
    "key": _thing("quiz_key"),
    "organisation_id": _thing("bank_id"),
    "question_id": _thing("bank_question"),
    "answer_id": _thing("exam_answer"),
    "round_id": _thing("quiz_round"),
    "verb": lambda _scene: "screen-break",
    "name": lambda _scene: "objection",
}  # fmt: skip
PLACES: dict[tuple[str, str], Text] = {
    ("quizzes.exam_of", "round_id"): _thing("exam_round"),
    **{
        (f"quizzes.{endpoint}", "question_id"): _thing("exam_question")
        for endpoint in ("exam_correct_key", "exam_take_back", "exam_throw_out", "paper_media")
    },
    **{
        (f"quizzes.{endpoint}", "question_id"): _thing("known")
        for endpoint in ("practice_answer", "practice_media")
    },
}
_KEY = _plain(key="0123456789abcdef")
_WHY = _plain(reason="题目有歧义")
_TURN: dict[str, Text] = {"turn": _thing("turn_id")}

FIELDS: dict[str, dict[str, Text]] = {
    "quizzes.desk_act": {**_KEY, **_TURN},
    "quizzes.desk_form": {**_KEY, **_WHY, **_TURN, "entry": _thing("entry_id")},
    "quizzes.setup_new_segment": _plain(kind="audience"),
    "quizzes.setup_rename_seats": _plain(name="赵示一"),
    "quizzes.setup_ready_made": _plain(show="usual"),
    "quizzes.seat_press": {**_KEY, **_TURN, **_plain(heat="1")},
    "quizzes.seat_answer": {**_KEY, **_TURN, **_plain(option="0")},
    "quizzes.quiz_guess": {**_KEY, **_plain(option="0")},
    "quizzes.draw_segment": _WHY,
    "quizzes.draw_pick": _plain(ref="T001"),
    "quizzes.bank_export": _plain(format="xlsx"),
    "quizzes.exam_mark": _plain(points="1", reason="评卷"),
    "quizzes.exam_minutes": _plain(minutes="5", reason="设备故障"),
    "quizzes.practice_answer": {**_KEY, **_plain(option="0")},
    "quizzes.paper_by_code": _plain(code="123456"),
}
