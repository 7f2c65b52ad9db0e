"""All alarms of a round on one page, with what was marked again, and the limits."""

from dataclasses import dataclass

from blueprints.contests.models import Round
from blueprints.contests.queries.desk.alarms import Alarm, Alarms, RemarkLine, limits_of
from blueprints.contests.queries.desk.lines import label_of
from blueprints.contests.queries.desk.slots import SCALE, item_title, slots_of
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading


@dataclass(frozen=True)
class AlarmLine:
    """An entrant with alarms, or marked again."""

    key: str
    label: str
    name: str
    alarms: tuple[Alarm, ...]
    remarks: tuple[RemarkLine, ...]


@dataclass(frozen=True)
class LimitLine:
    """The limits of an item: the round's own, and the spread that the scheme names."""

    item: str
    title: str
    spread: str
    deviation: str
    of_scheme: str


@dataclass(frozen=True)
class AlarmsView:
    lines: tuple[AlarmLine, ...]
    limits: tuple[LimitLine, ...]

    @property
    def can_alarm(self) -> bool:
        """Without any limit nothing ever alarms, however far apart judges are."""
        return any(one.spread or one.deviation or one.of_scheme for one in self.limits)


def alarms_view(round_: Round) -> AlarmsView:
    """The round as it stands."""
    slots, own = slots_of(round_), limits_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        alarms, hidden = Alarms(live, slots), live.facts.names_hidden
        lines = [
            AlarmLine(
                entry.key,
                label_of(entry),
                "" if hidden else entry.name,
                alarms.of(entry),
                alarms.remarks_of(entry),
            )
            for entry in live.members.entries.values()
        ]
    return AlarmsView(
        tuple(line for line in lines if line.alarms or line.remarks),
        tuple(
            LimitLine(
                item.id,
                item_title(item),
                _text(own[item.id].spread) if item.id in own else "",
                _text(own[item.id].deviation) if item.id in own else "",
                "" if item.spread is None else f"{item.spread / SCALE:g}",
            )
            for item in slots.judged
        ),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
