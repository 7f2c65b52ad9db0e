"""The kinds of questions and segments."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered; `open` ones are judged by people."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    OPEN = "open"


class Level(StrEnum):
    """The tier whose rules and facts a question asks about."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    CITY = "city"


class MediaKind(StrEnum):
    """What is shown or played with a question."""

    PICTURE = "picture"
    AUDIO = "audio"
    VIDEO = "video"


class SegmentKind(StrEnum):
    """How a segment (轮) is played. Its points and clocks are settings, see `segments`."""

    REQUIRED = "required"  # 必答: a question for one seat of every team in turn
    TOGETHER = "together"  # 同答: all teams answer the same question on their phones
    BUZZER = "buzzer"  # 抢答
    RISK = "risk"  # 风险题: the team chooses what it plays for
    RELAY = "relay"  # 接力: a team's seats one after the other against one clock
    TIE_BREAK = "tie_break"  # 加赛: orders tied teams, changes no total
    AUDIENCE = "audience"  # 观众题: nobody's points
