"""The stage card: who is on, what each judge gave, how it counts."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby

from scoring.numbers import fraction_text, scaled_text
from scoring.parts.panel import PanelPart, PanelView, Subtotal
from scoring.schemes.model import Scheme

from blueprints.contests.queries.board.rows import component_ids, part_title, plain, who
from blueprints.contests.queries.board.rule import panel_rule
from blueprints.contests.queries.board.views import Row, Stage, Tile, TileGroup
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound

MOST_GROUPS = 3  # lines of tiles that are still readable
MOST_PARTS = 4

PartView = tuple[PanelPart, PanelView]


def stage(live: LiveRound, scheme: Scheme, rows: tuple[Row, ...]) -> Stage:
    """The card for the round as it stands."""
    if live.facts.is_published:
        return Stage("final", champions=tuple(r.who for r in rows if r.place.number == 1))
    entry = live.members.entries.get(live.book.on_stage_id or 0)
    following = next_entry(live)
    next_who = who(live, following) if following else None
    if entry is None:
        return Stage("idle", next=next_who)
    row = next(r for r in rows if r.who.key == entry.key)
    if not _may_be_seen(live):
        return Stage("hidden", row.who, next_who)
    return Stage(
        "entrant",
        row.who,
        next_who,
        groups=groups(live, scheme, entry),
        rule=panel_rule(scheme),
        parts=_parts(live, scheme, entry),
        total=row.total,
        status=row.status,
        place=row.place,
    )


def next_entry(live: LiveRound) -> EntryFacts | None:
    """The entrant after the one on stage, in running order."""
    order = list(live.members.entries.values())
    ids = [entry.id for entry in order]
    on_stage = live.book.on_stage_id
    after = ids.index(on_stage) + 1 if on_stage in ids else 0
    return order[after] if after < len(order) else None


def groups(live: LiveRound, scheme: Scheme, entry: EntryFacts) -> tuple[TileGroup, ...]:
    """The judges' marks of the newest attempt, in at most three lines.

    Where every item has a panel of its own and there are many, each judge's sum is shown.
    """
    views = _newest_attempt(scheme, live.tiles(entry.id, Audience.PUBLIC))
    if len(views) > MOST_GROUPS:
        views = _summed_per_part(views)[:MOST_GROUPS]
    return tuple(
        _group(live, entry, part, view, "" if len(views) == 1 else _title(part, view))
        for part, view in views
    )


def _may_be_seen(live: LiveRound) -> bool:
    """False while nothing at all is released before the confirmation."""
    return live.facts.release != "published" or live.facts.is_published


def _newest_attempt(scheme: Scheme, tiles: Mapping[str, list[PanelView]]) -> list[PartView]:
    views = [
        (part, view)
        for part in scheme.parts
        if isinstance(part, PanelPart)
        for view in tiles.get(part.id, ())
    ]
    begun = [v.attempt for _part, v in views if any(s.given for s, _used in v.subtotals)]
    newest = max(begun, default=1)
    return [(part, view) for part, view in views if view.attempt == (newest if part.span > 1 else 1)]


def _summed_per_part(views: list[PartView]) -> list[PartView]:
    """A part's many small panels as one line. What each drops can't be shown in it, so

    nothing is struck through there.
    """
    return [
        (part, _summed([view for _part, view in group]))
        for part, group in groupby(views, key=lambda pair: pair[0])
    ]


def _summed(views: list[PanelView]) -> PanelView:
    sums: dict[str, Subtotal] = {}
    for view in views:
        for one, _used in view.subtotals:
            before = sums.get(one.judge, Subtotal(one.judge, 0, 0, 0))
            sums[one.judge] = Subtotal(
                one.judge,
                before.amount + one.amount,
                before.given + one.given,
                before.wanted + one.wanted,
                before.dnf or one.dnf,
            )
    pairs = tuple((total, None) for total in sums.values())
    return PanelView(None, views[0].attempt, pairs, None, views[0].unit)


def _title(part: PanelPart, view: PanelView) -> str:
    item = next((i for i in part.items if i.id == view.item), None)
    return part.title if item is None else item.title or item.id


def _group(
    live: LiveRound, entry: EntryFacts, part: PanelPart, view: PanelView, title: str
) -> TileGroup:
    places = _decimals(part, view)
    found = {one.judge: (one, used) for one, used in view.subtotals}
    tiles = (
        _tile(live, entry, judge, found.get(judge.ref), view.unit, places)
        for judge in live.members.judges.values()
    )
    return TileGroup(
        id=f"{part.id}-{view.item or ''}-{view.attempt}",
        title=title,
        attempt=view.attempt if part.span > 1 else None,
        tiles=tuple(tile for tile in tiles if tile is not None),
    )


def _tile(
    live: LiveRound,
    entry: EntryFacts,
    judge: JudgeFacts,
    found: tuple[Subtotal, bool | None] | None,
    unit: int,
    places: int,
) -> Tile | None:
    excused = live.book.excuse(entry.id, judge.id)
    if excused is not None:
        return Tile(judge.number, "absent" if excused == "absent" else "recused")
    if found is None:
        return None  # this judge marks something else
    subtotal, used = found
    if not live.is_released(entry.id):
        sealed = live.book.is_locked(entry.id, judge.id)
        return Tile(judge.number, "sealed" if sealed else "waiting")
    if subtotal.dnf:
        return Tile(judge.number, "given", "DNF")
    if subtotal.given < subtotal.wanted:
        some = f"{subtotal.given}/{subtotal.wanted}" if subtotal.given else ""
        return Tile(judge.number, "partial" if some else "waiting", some)
    text = fraction_text(Fraction(subtotal.amount, unit), places)
    return Tile(judge.number, "dropped" if used is False else "given", text)


def _decimals(part: PanelPart, view: PanelView) -> int:
    """As many decimals as the marks may have, and as the figures need."""
    steps = [scaled_text(i.step) for i in part.items if view.item in (None, i.id) and i.step]
    amounts = [fraction_text(Fraction(s.amount, view.unit)) for s, _used in view.subtotals]
    return max((len(text.partition(".")[2]) for text in (*steps, *amounts)), default=0)


def _parts(live: LiveRound, scheme: Scheme, entry: EntryFacts) -> tuple[tuple[str, str | None], ...]:
    """What the total is made of, with titles."""
    values = live.standings(Audience.PUBLIC).row(entry.ref).parts
    shown = component_ids(scheme)[:MOST_PARTS]
    return tuple((part_title(scheme, ref), plain(values.get(ref))) for ref in shown)
