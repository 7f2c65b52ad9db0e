"""Rows of the board: the public standings with who is behind them."""

from blueprints.contests.queries.board.views import Place, Row, Who
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound
from scoring import Message, RoundResult
from scoring.parts.arithmetic import ProductPart, SumPart
from scoring.results import PartText
from scoring.results import Row as Standing
from scoring.schemes.model import Scheme

MOST_COLUMNS = 3  # parts beside the total; more would leave no room for names


def who(live: LiveRound, entry: EntryFacts) -> Who:
    """The entrant as everybody may know it: while names are hidden, by code only."""
    if live.facts.names_hidden:
        label = entry.code or f"#{entry.position}"
        return Who(entry.key, label, "", "", entry.station, entry.position)
    return Who(entry.key, entry.name, entry.code, entry.unit, entry.station, entry.position)


def component_ids(scheme: Scheme) -> tuple[str, ...]:
    """Ids of the items and parts that the total is directly made of, those with a title."""
    total = scheme.part(scheme.total)
    if isinstance(total, SumPart):
        refs = tuple(term.ref for term in total.terms)
    elif isinstance(total, ProductPart):
        refs = total.refs
    else:
        refs = tuple(part.id for part in scheme.parts if part.id != scheme.total)
    return tuple(ref for ref in dict.fromkeys(refs) if _shown_alone(scheme, ref))


def _shown_alone(scheme: Scheme, ref: str) -> bool:
    node = scheme.nodes[ref]
    return bool(part_title(scheme, ref)) and node.span == 1


def part_title(scheme: Scheme, ref: str) -> str:
    """The title of an item or part, "" when it has none."""
    return str(getattr(scheme.nodes[ref], "title", ""))


def columns(scheme: Scheme) -> tuple[str, ...]:
    """Ids of the parts that stand beside the total, none when there are too many to read."""
    ids = component_ids(scheme)
    return ids if len(ids) <= MOST_COLUMNS else ()


def rows(live: LiveRound, scheme: Scheme) -> tuple[Row, ...]:
    """Every entrant in the order of the public standings."""
    by_ref = {entry.ref: entry for entry in live.members.entries.values()}
    shown, result = columns(scheme), live.standings(Audience.PUBLIC)
    going = going_on(result)
    return tuple(
        _row(live, standing, by_ref[standing.entry], shown, going.get(standing.entry, ""))
        for standing in result.rows
        if standing.entry in by_ref
    )


def going_on(result: RoundResult) -> dict[str, str]:
    """Ref of each entrant who goes on: `certain`, or `questionable` while marks are missing."""
    return {one.entry: "certain" if one.certain else "questionable" for one in result.advanced}


def place_of(standing: Standing, before: int | None) -> Place:
    """The place in figures, shared places as such, and how many were gained since `before`."""
    if standing.place is None:
        return Place()
    last = standing.last_place or standing.place
    text = str(standing.place) if last == standing.place else f"{standing.place}–{last}"
    move = None if before is None else before - standing.place
    return Place(standing.place, text, standing.tied, move)


def _row(
    live: LiveRound, standing: Standing, entry: EntryFacts, shown: tuple[str, ...], advanced: str
) -> Row:
    return Row(
        who=who(live, entry),
        status=standing.status,
        total=standing.total,
        parts=tuple(plain(standing.parts.get(ref)) for ref in shown),
        missing=standing.missing,
        on_stage=entry.id == live.facts.on_stage_id and not live.facts.is_published,
        recused=recused(live, entry.id),
        notes=notes(standing.notes),
        advanced=advanced,
        place=place_of(standing, live.places_at_call.get(entry.id)),
    )


def plain(value: PartText | None) -> str | None:
    """A part's value as text; one with several attempts has none of its own."""
    return value if isinstance(value, str) else None


def recused(live: LiveRound, entry_id: int) -> tuple[int, ...]:
    """Numbers of the judges who are recused for this entrant, where marks may be seen."""
    if not live.is_released(entry_id):
        return ()
    return tuple(
        judge.number
        for judge in live.members.judges.values()
        if live.book.excuse(entry_id, judge.id) == "recused"
    )


def notes(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The engine's remarks that are for everybody: what was taken off, too few judges.

    Recusals are told by number of judge instead, wide spreads are for the desk.
    """
    return tuple(m for m in messages if not {"judge", "apart"} & set(m.params))
