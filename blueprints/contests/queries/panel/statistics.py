"""How the judges of a round judged: severity, spread, agreement, effect, with a small chart."""

from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.contests.queries.facts import JudgeFacts, members
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.what_if import scorer_of
from scoring.parts.panel import PanelPart
from scoring.statistics import JudgeStatistics, judge_statistics, without_judge

WIDTH, MARGIN, ROW = 320, 24, 28  # of a chart, in its own units


@dataclass(frozen=True)
class Bar:
    """A judge in the chart: severity as a dot, one spread to both sides as a line."""

    y: int
    dot: float
    left: float
    right: float


@dataclass(frozen=True)
class JudgeLine:
    """A judge's figures as text. `effect` is how many places would change without the judge."""

    judge: JudgeFacts
    marked: int
    mean: str
    severity: str
    spread: str
    agreement: str
    dropped: int
    effect: int
    bar: Bar


@dataclass(frozen=True)
class PartTable:
    """The judges in one judged part. `entries` are those that all its judges have marked."""

    title: str
    lines: tuple[JudgeLine, ...]
    height: int
    zero: float
    scale: str


def statistics(round_: Round) -> tuple[PartTable, ...]:
    """Every judged part of the round; parts that nobody has marked completely are left out."""
    scorer = scorer_of(contest_file(round_.contest, Audience.DESK), round_.ref)
    judges = {judge.ref: judge for judge in members(round_.id).judges.values()}
    effects = {
        ref: sum(now.place != then.place for now, then in without_judge(scorer, ref).values())
        for ref in judges
    }
    tables = []
    for part in scorer.scheme.parts:
        if isinstance(part, PanelPart):
            found = judge_statistics(scorer, part.id)
            if found:
                tables.append(_table(_title(part), found, judges, effects))
    return tuple(tables)


def _title(part: PanelPart) -> str:
    title = getattr(part, "title", "") or (part.items[0].title if part.items else "")
    return str(_(title)) if title else part.id


def _table(
    title: str,
    found: list[JudgeStatistics],
    judges: dict[str, JudgeFacts],
    effects: dict[str, int],
) -> PartTable:
    reach = max((abs(one.severity) + one.spread for one in found), default=Fraction(0))
    reach = reach or Fraction(1)
    return PartTable(
        title=title,
        lines=tuple(
            JudgeLine(
                judge=judges[one.judge],
                marked=one.marked,
                mean=_text(one.mean),
                severity=_signed(one.severity),
                spread=_text(one.spread),
                agreement="–" if one.agreement is None else _text(one.agreement),
                dropped=one.dropped,
                effect=effects[one.judge],
                bar=_bar(number, one, reach),
            )
            for number, one in enumerate(found)
        ),
        height=ROW * len(found) + ROW,
        zero=WIDTH / 2,
        scale=_text(reach),
    )


def _bar(number: int, one: JudgeStatistics, reach: Fraction) -> Bar:
    def at(value: Fraction) -> float:
        half = WIDTH / 2 - MARGIN
        return round(WIDTH / 2 + float(value / reach) * half, 1)

    return Bar(
        y=ROW * number + ROW // 2,
        dot=at(one.severity),
        left=at(one.severity - one.spread),
        right=at(one.severity + one.spread),
    )


def _text(value: Fraction) -> str:
    return f"{float(value):.2f}".replace("-", "−")


def _signed(value: Fraction) -> str:
    text = f"{float(value):+.2f}"
    return text.replace("-", "−") if float(text) else "0.00"
