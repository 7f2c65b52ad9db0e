"""What is photographed: the demonstration on a real server, its final judged up to one entrant."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blueprints.contests.demo import people as cast
from blueprints.contests.demo import skills
from blueprints.contests.demo.world import running_round
from blueprints.contests.models import Contest, Entry, Judge, Round, RoundEntry
from blueprints.contests.replay import Player, script_of
from blueprints.contests.replay.stage import Stage
from blueprints.contests.services import seats
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from web import clock

# Rises by many places, but not to the first: every row of the first page tells something.
ON_STAGE = "A24"


@dataclass(frozen=True)
class Ids:
    """Ids by which the pages of the demonstration are addressed."""

    contest: int
    semi: int
    final: int
    speech: int  # a contest that is still to be opened
    speech_round: int


class Scene:
    """The server at `url`, and the ways into it. Needs the application's context."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.now = clock.now()
        final = running_round()
        assert final is not None, "the demonstration has an open round"
        speech = db.session.scalars(
            sa.select(Round).join(Contest).where(Contest.id != final.contest_id)
        ).one()
        rounds = _by_ref(Round, final.contest_id)
        self.ids = Ids(final.contest_id, rounds["semi"].id, final.id, speech.contest_id, speech.id)

    def sign_in_link(self, username: str) -> str:
        account = cast.account_id(username)
        assert account is not None
        return f"{self.url}/sign-in/{people.issue_sign_in_link(account, self.now)}"

    def pins(self) -> list[str]:
        """A fresh PIN for every judge, in the order of their seats."""
        judges = sorted(_by_ref(Judge, self.ids.contest).values(), key=lambda one: one.number)
        return [seats.issue_pin(SYSTEM, one.id, self.now) for one in judges]

    def play(self) -> None:
        """Judge the final over HTTP until the entrant on stage has all marks."""
        document = skills.contest()
        script = script_of(document, {"final"})
        player = Player(self.url, self._stage(), script)
        player.take_seats()
        last = [one["id"] for one in document["entries"]].index(ON_STAGE)
        played = {one["id"] for one in document["entries"][: last + 1]}
        for cue in script.cues:
            by_desk = cue.kind == "mark" and cue.judge is None  # the demonstration has these
            if cue.entry in played and not by_desk:
                player.send(cue)

    def key_of(self, ref: str) -> str:
        """By which an entrant of the final is addressed."""
        return _by_ref(Entry, self.ids.contest)[ref].key

    def keys_of(self, round_id: int) -> list[str]:
        """By which the entrants of a round are addressed."""
        query = sa.select(Entry.key).join(RoundEntry, RoundEntry.entry_id == Entry.id)
        return list(db.session.scalars(query.where(RoundEntry.round_id == round_id)))

    def _stage(self) -> Stage:
        contest = self.ids.contest
        judges = _by_ref(Judge, contest)
        referee = cast.account_id("demo-referee")
        assert referee is not None
        return Stage(
            contest,
            {ref: one.id for ref, one in _by_ref(Round, contest).items()},
            {ref: one.key for ref, one in _by_ref(Entry, contest).items()},
            {ref: one.id for ref, one in judges.items()},
            {ref: seats.issue_join_code(SYSTEM, one.id, self.now) for ref, one in judges.items()},
            people.issue_sign_in_link(referee, self.now),
            0,  # the referee needs no further role
        )


def _by_ref(model: Any, contest_id: int) -> dict[str, Any]:
    found = db.session.scalars(sa.select(model).where(model.contest_id == contest_id))
    return {one.ref: one for one in found}
