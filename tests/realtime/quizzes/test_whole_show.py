"""The demonstration quiz, played through real clients against a real server, ends as it must.

Thirty-nine phones on sockets, the desk over HTTP, the hall's screen and an observer. Nothing is
entered by hand: every point comes from a ruling, every word from a press.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.demo import people
from blueprints.contests.models import LedgerKind, LedgerRow
from blueprints.contests.queries import standings
from blueprints.contests.services import progress
from blueprints.contests.services.ledger import broken_rows
from blueprints.quizzes.demo import script, show
from blueprints.quizzes.models import Contestant, Press, Quiz
from blueprints.quizzes.services import seats
from scoring.package.checking import check
from store import db
from store.actors import SYSTEM, Actor
from tests.support.packages import content_of, package_of
from tests.support.quiz_oracle import TABLE, table_of
from tests.support.quiz_phones import Desk, Phone, Screen, micros, scorer
from tests.support.quizzes import set_buzzers
from tests.support.server import Server

SECOND = Actor("system", 2, "another person")
GATHER_MS, A_MINUTE = 200, 60_000
CLOSE = (2, 9)  # buzzer questions at which two press in the same moment


class Show:
    """The quiz with everybody at their places. `phones[team][seat - 1]`."""

    def __init__(self, server: Server) -> None:
        now = datetime.now(UTC)
        federation = people.create(now)
        username = scorer(federation, now)
        show.fill_bank(federation, now)
        self.round_id, self.quiz_id = show.law_quiz(federation, now)
        set_buzzers(self.quiz_id, gather_ms=GATHER_MS)
        key = db.session.get_one(Quiz, self.quiz_id).key
        seated = self._seated(now)
        server.start()
        self.desk = Desk(server.url, self.quiz_id, username)
        self.hall = Screen(server.url, f"/quiz/{key}/hall")
        self.observer = Screen(server.url, f"/quiz/{key}")
        self.phones: list[list[Phone]] = []
        for team in seated:
            self.phones.append([Phone(server.url, *one) for one in team])
            self.drain()

    def _seated(self, now: datetime) -> list[list[tuple[int, str]]]:
        codes = seats.issue_join_codes(SYSTEM, self.quiz_id, now)
        rows = db.session.scalars(
            sa.select(Contestant)
            .where(Contestant.quiz_id == self.quiz_id)
            .order_by(Contestant.entry_id, Contestant.seat)
        ).all()
        self.entries = list(dict.fromkeys(one.entry_id for one in rows))
        return [
            [(one.id, codes[one.id]) for one in rows if one.entry_id == entry]
            for entry in self.entries
        ]

    @property
    def everybody(self) -> list[Screen]:
        return [*(phone for team in self.phones for phone in team), self.hall, self.observer]

    def drain(self) -> None:
        """Everybody reads what has come."""
        for screen in self.everybody:
            screen.drain()

    def leave(self) -> None:
        for screen in self.everybody:
            screen.close()

    def required(self, *, was_right: bool) -> None:
        turn = self.desk.next()
        self.desk.act("open", turn=turn)
        self.desk.act("rule-right" if was_right else "rule-pass", turn=turn)

    def race(self, race: script.Race, *, rival: int | None = None, teams: str = "") -> None:
        """A buzzer question. A `rival` presses in the same moment: too close, it opens again."""
        turn = self.desk.next(teams=teams)
        if race.early is not None:
            self._too_early(turn, race.early)
        self.desk.act("open", turn=turn)
        if race.first is None:
            self.desk.act("void", turn=turn)
            return
        first = self.phones[race.first][turn % script.SEATS]
        first.wait("armed")
        if rival is not None:
            self._at_once(turn, first, self.phones[rival][0])
        first.exchange()
        assert first.press()["ok"]
        first.wait("yours")
        self.desk.act("rule-right" if race.right else "rule-wrong", turn=turn)

    def _too_early(self, turn: int, team: int) -> None:
        phone = self.phones[team][0]
        phone.wait("reading")
        assert phone.press()["verdict"] == "early"
        phone.wait("early")
        self.desk.act("rule-foul", turn=turn, entry=self.entries[team])

    def _at_once(self, turn: int, first: Phone, rival: Phone) -> None:
        """Two phones whose clocks nobody knows; however late the second may arrive, it counts."""
        set_buzzers(self.quiz_id, gather_ms=A_MINUTE, credible_ms=A_MINUTE)
        moment = micros()
        for phone in (first, rival):
            phone.exchanges = []
        sent = [(phone, phone.send_press(at=moment)) for phone in (first, rival)]
        assert all(phone.acknowledged(number)["ok"] for phone, number in sent)
        set_buzzers(self.quiz_id, gather_ms=0, credible_ms=A_MINUTE)
        assert self.desk.stands == (turn, "too_close")
        set_buzzers(self.quiz_id, gather_ms=GATHER_MS)
        first.wait("too_close")
        self.desk.act("reopen", turn=turn)
        first.wait("armed")


@pytest.fixture
def whole(app: Flask, server: Server) -> Iterator[Show]:
    """Everybody at their places; they hang up afterwards."""
    standings.forget()
    made = Show(server)
    yield made
    made.leave()


@pytest.fixture
def played(whole: Show) -> Show:
    """The whole show up to the last ruling."""
    segments = show.segments_of(whole.quiz_id)
    for seat, segment in enumerate(segments[:3], 1):
        whole.desk.act("segment", segment=segment.id)
        for team in range(len(script.TEAMS)):
            whole.required(was_right=script.is_right(team, seat))
            whole.drain()
    races = list(script.races())
    for part, segment in enumerate(segments[3:5]):
        whole.desk.act("segment", segment=segment.id)
        for number in range(part * script.QUESTIONS, (part + 1) * script.QUESTIONS):
            race = races[number]
            rival = (race.first + 1) % len(script.TEAMS) if number in CLOSE and race.first else None
            whole.race(race, rival=rival)
            whole.drain()
    _tie_break(whole, segments[5].id)
    return whole


def _tie_break(whole: Show, segment_id: int) -> None:
    whole.desk.act("segment", segment=segment_id)
    tied = [whole.entries[team] for team in script.TIED]
    race = script.Race(None, script.TIED[0], right=True)
    whole.race(race, teams=",".join(map(str, tied)))
    ranks = {f"rank-{entry}": place for place, entry in enumerate(tied, 1)}
    whole.desk.form("decide-tie", team=tied, reason="加赛先答对", **ranks)
    whole.desk.act("screen-standings")


@pytest.mark.timeout(1500)
def test_it_ends_with_exactly_the_table(played: Show) -> None:
    winner = script.TEAMS[0].name
    played.hall.sees(winner)
    played.observer.sees(winner)

    db.session.rollback()
    now = datetime.now(UTC)
    progress.close_round(SYSTEM, played.round_id, now)
    progress.confirm_round(SECOND, played.round_id, now)
    progress.publish_round(SYSTEM, played.round_id, now)
    progress.confirm_prizes(SYSTEM, played.round_id, now)
    assert table_of(played.round_id) == TABLE
    assert broken_rows(played.round_id) == []
    _check_the_tie_break(played)
    _check_the_log(played)

    contest_id = db.session.get_one(Quiz, played.quiz_id).round.contest_id
    report = check(content_of(package_of(contest_id, now)))
    assert report.agrees, report


def _check_the_tie_break(played: Show) -> None:
    """It is a decision, and no mark: totals were what they were."""
    rows = db.session.scalars(sa.select(LedgerRow).where(LedgerRow.round_id == played.round_id))
    decided = [row.data["kind"] for row in rows if row.kind == LedgerKind.DECISION]
    assert decided == ["tie_break"]


def _check_the_log(played: Show) -> None:
    """Every press is kept: the winners', the fouls, those that were too close."""
    verdicts = [one.verdict for one in db.session.scalars(sa.select(Press))]
    races = list(script.races())
    assert verdicts.count("first") == sum(race.first is not None for race in races) + 1
    assert verdicts.count("early") == 2
    assert verdicts.count("too_close") == 2 * len(CLOSE)
