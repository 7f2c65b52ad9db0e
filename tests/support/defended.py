"""A published result to defend: three speakers, places 1 2 3, prizes for the first two."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import Flask

from blueprints.contests.life import Step
from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import progress
from blueprints.contests.services.amending import Change
from store import db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

MARKS = (("9.00", "9.50", "9.20"), ("9.30", "9.30", "9.30"), ("8.00", "8.00", "8.00"))
PRIZES = {
    "tiers": [
        {"id": "first", "title": "一等奖", "count": 1},
        {"id": "second", "title": "二等奖", "count": 1},
    ]
}
ALL = (Step.APPEALS, Step.NOTICE)


@dataclass
class Defended:
    """The second entrant leads by a hair; judge 1's 9.00 for the first was a slip for 9.90."""

    app: Flask
    hall: Hall
    now: datetime

    @cached_property
    def staff(self) -> Staff:
        return Staff(self.app, self.hall, self.now)

    @property
    def winner(self) -> str:
        """Who is first by the public result."""
        with reading(self.hall.round_id, Audience.PUBLIC) as live:
            return live.standings(Audience.PUBLIC).rows[0].entry

    def slip(self, value: str = "9.90", entry: int = 0, judge: int = 0) -> Change:
        """The change that rights a judge's slip."""
        judge_id = self.hall.judges[judge].id
        key = self.hall.entry(entry).key
        return Change(LedgerKind.MARK, key, value, judge_id, "performance")

    def rows(self, kind: LedgerKind) -> list[LedgerRow]:
        query = db.session.query(LedgerRow).filter_by(round_id=self.hall.round_id, kind=kind)
        return query.order_by(LedgerRow.seq).all()


def defended(
    app: Flask,
    now: datetime,
    steps: tuple[Step, ...] = ALL,
    *,
    upto: str = "published",
    blind: bool = False,
    parent_id: int | None = None,
) -> Defended:
    """The contest with these optional steps, its round `confirmed` or `published`."""
    hall = make_hall(now, blind=blind, parent_id=parent_id)
    with write():
        hall.round.contest.steps = [str(step) for step in steps]
        hall.round.document = {**hall.round.document, "prizes": PRIZES}
        hall.round.contest.version += 1
    for entry, marks in enumerate(MARKS):
        for judge, value in enumerate(marks):
            hall.mark(judge, entry, "performance", value)
            hall.lock(judge, entry)
    made = Defended(app, hall, now)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(made.staff.actor("chief_referee"), hall.round_id, now)
    if upto == "published":
        progress.publish_round(SYSTEM, hall.round_id, now)
    return made
