"""A small contest, made through the services, for tests of judging, desk and board."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import Entry, Judge, Round, RoundEntry
from blueprints.contests.queries import standings
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.services import progress, seats, setup
from blueprints.contests.services.judging import MarkInput, Receipt, submit_mark, submit_sheet
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM, Actor

NAMES = ("赵示一", "钱示二", "孙示三", "李示四", "周示五", "吴示六", "郑示七", "王示八")


@dataclass
class Hall:
    """A round with its people. `entry(0)` is the first in running order."""

    organisation_id: int
    contest_id: int
    round_id: int
    judges: list[Actor]
    now: datetime

    @property
    def round(self) -> Round:
        return db.session.get(Round, self.round_id, populate_existing=True)

    def entry(self, position: int) -> Entry:
        return db.session.scalars(
            sa.select(Entry)
            .join(RoundEntry, RoundEntry.entry_id == Entry.id)
            .where(RoundEntry.round_id == self.round_id)
            .order_by(RoundEntry.position)
            .offset(position)
            .limit(1)
        ).one()

    def mark(
        self, judge: int, entry: int, item: str, text: str, *, key: str = "", attempt: int = 1
    ) -> Receipt:
        """Enter one judge's mark; a fresh idempotency key unless one is given."""
        given = MarkInput(
            self.round_id, self.entry(entry).key, item, text, key or str(uuid.uuid4()), attempt
        )
        return submit_mark(self.judges[judge], given, self.now)

    def lock(self, judge: int, entry: int) -> Receipt:
        """Submit one judge's sheet."""
        return submit_sheet(
            self.judges[judge], self.round_id, self.entry(entry).key, str(uuid.uuid4()), self.now
        )


def make_hall(
    now: datetime,
    *,
    preset: str = "speech",
    judges: int = 3,
    entries: int = 3,
    release: str = "each",
    blind: bool = False,
    open_round: bool = True,
    parent_id: int | None = None,
) -> Hall:
    """A public contest with one round by a ready-made scheme, its judges sitting at devices."""
    standings.forget()  # of a test before, whose rounds had the same ids
    organisation_id = people.create_organisation(
        SYSTEM,
        people.OrganisationData(f"示例工会{uuid.uuid4().hex[:6]}", "enterprise_union"),
        parent_id=parent_id,
        now=now,
    )
    contest_id = setup.create_contest(
        SYSTEM, organisation_id, setup.ContestInput("示例比武", blind=blind), now
    )
    event_id = setup.add_event(SYSTEM, contest_id, "数控铣", now)
    round_id = setup.add_round(SYSTEM, event_id, "决赛", preset, release, now)
    setup.add_entries(
        SYSTEM,
        round_id,
        [
            setup.EntryInput(
                NAMES[n % 8] + ("" if n < 8 else str(n)), "示例精工工会", f"A{n + 1:02d}"
            )
            for n in range(entries)
        ],
        now,
    )
    actors = [_sit(contest_id, n, now) for n in range(judges)]
    if open_round:
        progress.open_round(SYSTEM, round_id, now)
    return Hall(organisation_id, contest_id, round_id, actors, now)


def add_round(hall: Hall, now: datetime, preset: str = "speech", **given: int) -> int:
    """Another round of its event."""
    return setup.add_round(SYSTEM, hall.round.event_id, "预赛", preset, "each", now, **given)


def names(round_id: int) -> list[str]:
    """Of a round's entrants, in running order."""
    return [line.name for line in round_setup(db.session.get_one(Round, round_id)).entries]


def codes(round_id: int) -> list[str]:
    """Of a round's entrants, in running order."""
    return [line.code for line in round_setup(db.session.get_one(Round, round_id)).entries]


def _sit(contest_id: int, number: int, now: datetime) -> Actor:
    judge_id = setup.add_judge(SYSTEM, contest_id, f"评委示{number + 1}", "", now)
    pin = seats.issue_pin(SYSTEM, judge_id, now)
    seat = seats.sit_down_by_pin(pin, "test phone", now, take_over=False)
    judge = db.session.get(Judge, judge_id)
    return Actor("judge", judge_id, judge.name, contest_id=contest_id, device_id=seat.device_id)
