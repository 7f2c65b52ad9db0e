"""Who has signed for the sheets they gave, who has to, and what they sign for.

A signature names the hash of the judge's marks (`book_judging.sheets_hash`): a mark changed
afterwards makes it one for an earlier state, and it is asked for again.
"""

from dataclasses import dataclass

from blueprints.contests.book_judging import Signature, sheets_hash
from blueprints.contests.life import Step
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries.desk.lines import RUNNING, label_of
from blueprints.contests.queries.desk.slots import Slots, slot_title, slots_of, subtotal
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound, reading
from scoring.schemes.items import Item
from store import NotFound

OWING = ("due", "stale", "marking")


@dataclass(frozen=True)
class Signing:
    """A judge and the signature. `state`: `none` (gave and owes nothing), `marking` (sheets are
    open still), `due`, `stale` (signed for an earlier state), `signed`, `refused` (would not sign
    for the sheets as they stand, which the desk has recorded).
    """

    judge: JudgeFacts
    state: str
    locked: int
    sheets: int
    result: str
    signature: Signature | None

    @property
    def is_asked(self) -> bool:
        return self.state in ("due", "stale")

    @property
    def may_sign(self) -> bool:
        """Whoever refused may still come round."""
        return self.is_asked or self.state == "refused"


@dataclass(frozen=True)
class Given:
    """What the judge gave to one entrant: `total` where a plain sum means something; `to_lock`
    is the entrant's key as long as the sheet keeps the judge from signing.
    """

    label: str
    marks: tuple[tuple[str, str], ...]
    total: str
    excuse: str | None
    to_lock: str = ""


@dataclass(frozen=True)
class OwnSigning:
    """The judge's own page: everything given, and the signature."""

    title: str
    event_title: str
    round_state: str
    signing: Signing
    given: tuple[Given, ...]


def has_signing(round_: Round) -> bool:
    """Whether judges sign in this contest."""
    return Step.SIGNING in round_.contest.steps


def signings(round_: Round) -> tuple[Signing, ...]:
    """Every judge of the round, in order of their seats."""
    slots = slots_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        return signings_in(live, slots)


def signings_in(live: LiveRound, slots: Slots) -> tuple[Signing, ...]:
    """The same inside `standings.reading()`."""
    return tuple(_signing(live, slots, judge) for judge in live.members.judges.values())


def unsigned_judges(round_: Round) -> list[JudgeFacts]:
    """Judges whose signature for the sheets as they stand is missing."""
    return [one.judge for one in signings(round_) if one.state in OWING]


def lacking(round_: Round) -> list[Signing]:
    """Judges who would not sign for the sheets as they stand, or signed before they changed."""
    if not has_signing(round_):
        return []
    return [one for one in signings(round_) if one.state in ("refused", "stale")]


def own_signing(judge_id: int, round_id: int, round_: Round) -> OwnSigning:
    """The judge's own sheets and signature. NotFound when the judge doesn't sit in the round."""
    slots = slots_of(round_)
    with reading(round_id, Audience.DESK) as live:
        judge = live.members.judges.get(judge_id)
        if judge is None:
            raise NotFound
        given = [_given(live, slots, judge, entry) for entry in live.members.entries.values()]
        return OwnSigning(
            live.facts.title,
            live.facts.event_title,
            live.facts.state,
            _signing(live, slots, judge),
            tuple(one for one in given if one is not None),
        )


def own_state(judge_id: int, round_: Round) -> str:
    """The state of the judge's signature; "" in a contest without this step."""
    if not has_signing(round_) or round_.state == RoundState.DRAFT:
        return ""
    slots = slots_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        judge = live.members.judges.get(judge_id)
        return _signing(live, slots, judge).state if judge else ""


def _signing(live: LiveRound, slots: Slots, judge: JudgeFacts) -> Signing:
    entries = {entry.id: entry.ref for entry in live.members.entries.values()}
    result = sheets_hash(live.book, judge.id, judge.ref, entries)
    signature = live.book.judging.signatures.get(judge.id)
    locked, sheets = _sheets(live, slots, judge)
    gave = any(
        key.judge_id == judge.id for entry_id in entries for key in live.book.marks_of(entry_id)
    )
    state = "none"
    if sheets or gave:
        open_ones = live.facts.state in RUNNING and locked < sheets
        state = _state(signature, result, open_ones=open_ones)
    return Signing(judge, state, locked, sheets, result, signature)


def _state(signature: Signature | None, result: str, *, open_ones: bool) -> str:
    if open_ones:
        return "marking"
    if signature is None:
        return "due"
    if signature.result == result:
        return "refused" if signature.refused else "signed"
    return "due" if signature.refused else "stale"


def _sheets(live: LiveRound, slots: Slots, judge: JudgeFacts) -> tuple[int, int]:
    """(locked, all) sheets that the judge owes."""
    every = live.members.entries.values()
    owed = [entry.id for entry in every if _owes(live, slots, judge, entry)]
    return sum(live.book.is_locked(entry_id, judge.id) for entry_id in owed), len(owed)


def _owes(live: LiveRound, slots: Slots, judge: JudgeFacts, entry: EntryFacts) -> bool:
    """Whether a sheet of the judge for the entrant is asked for."""
    if entry.id in live.book.statuses or live.book.excuse(entry.id, judge.id):
        return False
    return bool(slots.of_judge(judge, entry))


def _is_to_lock(live: LiveRound, slots: Slots, judge: JudgeFacts, entry: EntryFacts) -> bool:
    if live.facts.state not in RUNNING or live.book.is_locked(entry.id, judge.id):
        return False
    return _owes(live, slots, judge, entry)


def _given(live: LiveRound, slots: Slots, judge: JudgeFacts, entry: EntryFacts) -> Given | None:
    owed = slots.of_judge(judge, entry)
    marks = live.book.marks_of(entry.id)
    values = {(k.item, k.attempt): m.value for k, m in marks.items() if k.judge_id == judge.id}
    excuse = live.book.excuse(entry.id, judge.id)
    to_lock = _is_to_lock(live, slots, judge, entry)
    if not owed or not (values or excuse or to_lock):
        return None
    return Given(
        label=_label(live, entry),
        marks=tuple((slot_title(item, n), values.get((item.id, n), "–")) for item, n in owed),
        total=subtotal(values, owed) if _adds_up(owed) else "",
        excuse=excuse,
        to_lock=entry.key if to_lock else "",
    )


def _adds_up(owed: tuple[tuple[Item, int], ...]) -> bool:
    return len(owed) > 1 and all(item.factor == 1 for item, _n in owed)


def _label(live: LiveRound, entry: EntryFacts) -> str:
    if live.facts.names_hidden:
        return label_of(entry)
    return f"{label_of(entry)} {entry.name}"
