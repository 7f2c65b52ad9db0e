"""How a segment is played: points, clocks, fouls, who may answer. Data, with ready-made presets."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from blueprints.quizzes.rules.kinds import SegmentKind


class EarlyPress(StrEnum):
    """What pressing before "go" means."""

    IGNORED = "ignored"  # locked for a moment, no more
    LOCKED = "locked"  # out of this question
    FOUL = "foul"  # a foul: its points, and out of this question
    FIRST_FREE = "first_free"  # the first foul of a team loses the question, the next cost points


class SecondChance(StrEnum):
    """Who may answer after a miss (补答)."""

    NOBODY = "nobody"
    NEXT_PRESS = "next_press"  # who pressed next in the same race
    REOPEN = "reopen"  # buzzers open again for the others


class AnswerBy(StrEnum):
    """How the answer reaches the desk."""

    VOICE = "voice"  # spoken; the desk rules
    PHONE = "phone"  # picked on the seat's phone; the server proposes the ruling


@dataclass(frozen=True)
class SegmentRules:
    """Settings of a segment. Points are whole; times in seconds, 0 for none.

    `press_s`: how long buzzers stay open; `start_s`: within which an answer must begin; `answer_s`:
    within which it must end. `stakes`: what a risk question may be played for. `draw`: how many
    questions, by which rule (see `rules.drawing`). `open_while_reading`: whether buzzers are open
    from the moment the question is shown (reading may be interrupted). `pass_is_wrong`: whether
    giving up, or running out of time, costs what a wrong answer costs.
    """

    right: int = 10
    wrong: int = 0
    foul: int = 0
    second_right: int | None = None  # after a miss; the same as `right` unless set
    second_wrong: int | None = None
    pass_is_wrong: bool = False
    press_s: int = 0
    start_s: int = 0
    answer_s: int = 20
    early: EarlyPress = EarlyPress.FOUL
    second: SecondChance = SecondChance.NOBODY
    open_while_reading: bool = False
    answer_by: AnswerBy = AnswerBy.VOICE
    stakes: tuple[int, ...] = ()
    questions: int = 10
    reserves: int = 2
    seat: int | None = None  # which seat answers (required); None: any
    rule: tuple[tuple[str, Any], ...] = ()  # the draw: (("subject", "工会法"), ("level", …), …)

    def to_json(self) -> dict[str, Any]:
        """As `Segment.rules` keeps it."""
        return {**asdict(self), "stakes": list(self.stakes), "rule": dict(self.rule)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "SegmentRules":
        """From `Segment.rules`; what it doesn't say is as usual."""
        known = {one.name for one in fields(cls)}
        given = {name: value for name, value in stored.items() if name in known}
        enums = {"early": EarlyPress, "second": SecondChance, "answer_by": AnswerBy}
        given |= {name: kind(given[name]) for name, kind in enums.items() if name in given}
        given |= {"stakes": tuple(given.get("stakes", ()))}
        given |= {"rule": tuple(sorted(dict(given.get("rule", ())).items()))}
        return cls(**given)

    def points(self, kind: str, *, stake: int | None = None, second: bool = False) -> int:
        """What a ruling of this kind (right, wrong, foul, pass) is worth."""
        if kind == "foul":
            return self.foul
        if kind == "pass" and self.pass_is_wrong:
            kind = "wrong"
        if kind not in ("right", "wrong"):
            return 0
        if stake is not None:
            return stake if kind == "right" else -stake
        usual = self.right if kind == "right" else self.wrong
        other = self.second_right if kind == "right" else self.second_wrong
        return other if second and other is not None else usual


PRESETS: dict[SegmentKind, SegmentRules] = {
    SegmentKind.REQUIRED: SegmentRules(right=10, answer_s=20, questions=1, seat=1),
    SegmentKind.TOGETHER: SegmentRules(right=10, answer_s=20, answer_by=AnswerBy.PHONE),
    SegmentKind.BUZZER: SegmentRules(
        right=10, wrong=-10, foul=-10, press_s=15, start_s=10, answer_s=30
    ),
    SegmentKind.RISK: SegmentRules(answer_s=30, stakes=(10, 20, 30), questions=1),
    SegmentKind.RELAY: SegmentRules(right=10, answer_s=90, questions=6),
    SegmentKind.TIE_BREAK: SegmentRules(
        right=1, wrong=-1, press_s=15, start_s=10, answer_s=30, questions=3
    ),
    SegmentKind.AUDIENCE: SegmentRules(right=0, answer_s=20, questions=2, reserves=0),
}
SCORELESS = (SegmentKind.TIE_BREAK, SegmentKind.AUDIENCE)
BY_BUZZER = (SegmentKind.BUZZER, SegmentKind.TIE_BREAK)
BY_TEAM = (SegmentKind.REQUIRED, SegmentKind.RISK, SegmentKind.RELAY)  # teams in turn


def preset(kind: SegmentKind, **changed: Any) -> SegmentRules:
    """The usual rules of a kind of segment, with what differs."""
    return replace(PRESETS[kind], **changed)
