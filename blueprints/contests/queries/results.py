"""Results: places, totals, judges' marks, prizes and advancement of a round, for people to check.

Everybody sees a published round; before that only the contest's staff, as it stands at the desk.
Prizes are shown once they are confirmed.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import scoring
from blueprints.contests.access import Right, may
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.contests.queries.amendments import Amendment, amendments_of, approved
from blueprints.contests.queries.board.rows import (
    component_ids,
    going_on,
    notes,
    part_title,
    place_of,
    plain,
    who,
)
from blueprints.contests.queries.board.stage import all_groups
from blueprints.contests.queries.board.views import Place, TileGroup, Who
from blueprints.contests.queries.eyes import staff_audience
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.heads import result_state
from blueprints.contests.queries.packages import PackageLine, package_of_round
from blueprints.contests.queries.prize_rule import prize_sentences
from blueprints.contests.queries.standings import LiveRound, current_round, reading
from blueprints.contests.queries.ties import tie_words
from scoring import Message
from scoring.describing import PartLine, describe
from scoring.results import Row as Standing
from scoring.schemes.model import Scheme
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class ResultRow:
    """One entrant. `advanced`: "" (no), certain, questionable. `below`: under a pass line.

    `decided` says which step parted a tie; `groups` are the judges' marks.
    """

    who: Who
    place: Place
    total: str | None
    parts: tuple[str | None, ...]
    status: str
    below: bool
    decided: Message | None
    prizes: tuple[str, ...]
    advanced: str
    recused: tuple[int, ...]
    notes: tuple[Message, ...]
    groups: tuple[TileGroup, ...]


@dataclass(frozen=True)
class Rule:
    """The scheme in words: what each part is, how ties are parted, what else holds."""

    parts: tuple[PartLine, ...]
    ties: tuple[Message, ...]
    rules: tuple[Message, ...]


@dataclass(frozen=True)
class ResultView:
    """A round's result. `published` is False for staff who look before everybody may."""

    round_id: int
    contest_id: int
    contest: str
    event: str
    round: str
    state: str
    published: bool
    has_prizes: bool
    prizes_confirmed: bool
    columns: tuple[str, ...]
    total_title: str
    rows: tuple[ResultRow, ...]
    rule: Rule
    prize_rule: tuple[str, ...]
    advances: bool
    seq: int
    hash: str
    amendments: tuple[Amendment, ...] = ()
    on_notice: bool = False
    package: PackageLine | None = None


def result_round(actor: Actor, round_id: int) -> Round:
    """A round whose result page the actor may ask for: everybody once it has begun publicly."""
    found = db.session.get(Round, round_id)
    if found is None or not (found.is_public or may(actor, found.contest, Right.VIEW)):
        raise NotFound
    return found


def audience_of(actor: Actor, round_: Round) -> Audience | None:
    """With whose eyes the actor sees the result; None while it isn't published for them."""
    if round_.state == RoundState.PUBLISHED:
        return Audience.PUBLIC
    return staff_audience(actor, round_) if may(actor, round_.contest, Right.VIEW) else None


def result_view(round_id: int, audience: Audience) -> ResultView:
    """The result as this audience may see it."""
    with reading(round_id, audience) as live:
        facts, round_ = live.facts, live.contest.round(live.facts.ref)
        scheme = round_.scheme
        knows_all = facts.is_published or audience is Audience.DESK
        return ResultView(
            round_id=facts.id,
            contest_id=facts.contest_id,
            contest=facts.contest_title,
            event=facts.event_title,
            round=facts.title,
            state=facts.state,
            published=facts.is_published,
            has_prizes=round_.prizes is not None,
            prizes_confirmed=facts.prizes_confirmed_at is not None,
            columns=tuple(part_title(scheme, ref) for ref in component_ids(scheme)),
            total_title=part_title(scheme, scheme.total),
            rows=_Teller(live, scheme, audience).rows(),
            rule=_rule(scheme),
            prize_rule=prize_sentences(round_.prizes) if round_.prizes else (),
            advances=bool(live.standings(audience).advanced),
            seq=facts.seq,
            hash=facts.head_hash,
            amendments=_amendments(facts.id) if knows_all else (),
            on_notice=facts.on_notice,
            package=_package(facts.id) if facts.is_published else None,
        )


def result_document(round_id: int, audience: Audience) -> dict[str, Any]:
    """The engine's own JSON of the round: codes stand for refs while names are hidden,
    and prizes are left out until they are confirmed.
    """
    with reading(round_id, audience) as live:
        document = live.standings(audience).to_json()
        if live.facts.prizes_confirmed_at is None and audience is Audience.PUBLIC:
            document["prizes"] = []
        if live.facts.names_hidden:
            document = _renamed(document, _codes(live))
        return {"rounds": [document]}


def result_tag(round_id: int, audience: Audience) -> str:
    """Changes whenever the result of the round may have."""
    return result_state(current_round(round_id), audience)


@dataclass(frozen=True)
class PublicRound:
    """A round on the start page."""

    id: int
    contest: str
    event: str
    title: str
    state: str


def public_rounds(states: tuple[RoundState, ...], limit: int) -> list[PublicRound]:
    """Rounds of public contests in these states, the newest first; no rehearsals."""
    rows = db.session.scalars(
        sa.select(Round)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.public, sa.not_(Contest.rehearsal), Round.state.in_(states))
        .order_by(Round.id.desc())
        .limit(limit)
    )
    return [
        PublicRound(r.id, r.contest.title, r.event.title, r.title, r.public_state) for r in rows
    ]


def _amendments(round_id: int) -> tuple[Amendment, ...]:
    """What was amended after the lock, as everybody may know it: what counts, and why."""
    return tuple(approved(amendments_of(db.session.get_one(Round, round_id))))


def _package(round_id: int) -> PackageLine | None:
    """By which this result can be worked out again; none in the first moments."""
    return package_of_round(db.session.get_one(Round, round_id))


def _rule(scheme: Scheme) -> Rule:
    said = describe(scheme)
    return Rule(said.parts, said.ties, said.rules)


class _Teller:
    """Tells the rows of one result to one audience."""

    def __init__(self, live: LiveRound, scheme: Scheme, audience: Audience) -> None:
        self._live, self._scheme, self._audience = live, scheme, audience
        self._result = live.standings(audience)
        self._parts = component_ids(scheme)
        self._prizes = prizes_by_entry(live, self._result, audience)
        self._going = going_on(self._result)
        self._ties = tie_words(scheme)

    def rows(self) -> tuple[ResultRow, ...]:
        by_ref = {entry.ref: entry for entry in self._live.members.entries.values()}
        return tuple(
            self._row(standing, by_ref[standing.entry])
            for standing in self._result.rows
            if standing.entry in by_ref
        )

    def _row(self, standing: Standing, entry: EntryFacts) -> ResultRow:
        return ResultRow(
            who=who(self._live, entry),
            place=place_of(standing, None),
            total=standing.total,
            parts=tuple(plain(standing.parts.get(ref)) for ref in self._parts),
            status=standing.status,
            below=not standing.passed and standing.status == "ok",
            decided=self._ties.get(standing.decided_by),
            prizes=self._prizes.get(standing.entry, ()),
            advanced=self._going.get(standing.entry, ""),
            recused=_recused(self._live, entry.id),
            notes=notes(standing.notes),
            groups=all_groups(self._live, self._scheme, entry, self._audience),
        )


def _recused(live: LiveRound, entry_id: int) -> tuple[int, ...]:
    judges = live.members.judges.values()
    return tuple(j.number for j in judges if live.book.excuse(entry_id, j.id) == "recused")


def prizes_by_entry(
    live: LiveRound, result: scoring.RoundResult, audience: Audience
) -> dict[str, tuple[str, ...]]:
    """Titles of prizes by entry; for everybody only once they are confirmed."""
    if live.facts.prizes_confirmed_at is None and audience is Audience.PUBLIC:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for award in result.prizes:
        for entry in award.entries:
            found[entry] = (*found.get(entry, ()), award.title or award.prize)
    return found


def _codes(live: LiveRound) -> dict[str, str]:
    return {e.ref: who(live, e).label for e in live.members.entries.values()}


def _renamed(value: Any, codes: dict[str, str]) -> Any:
    """Refs of entrants as codes, wherever the document names an entrant."""
    if isinstance(value, dict):
        return {
            key: one if key in ("id", "title", "notes", "prize") else _renamed(one, codes)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_renamed(one, codes) for one in value]
    return codes.get(value, value) if isinstance(value, str) else value
