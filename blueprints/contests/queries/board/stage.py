"""The stage card: who is on, what each judge gave, how it counts."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from blueprints.contests.queries.board.rows import component_ids, part_title, plain, who
from blueprints.contests.queries.board.rule import rule
from blueprints.contests.queries.board.views import Row, Stage, Tile, TileGroup
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound
from scoring.numbers import scaled_text
from scoring.parts.panel import JudgeTile, PanelPart, PanelView
from scoring.schemes.model import Scheme

MOST_GROUPS = 3  # lines of tiles that are still readable
MOST_PARTS = 4
DNF = "DNF"  # stands in the place of a figure

PartView = tuple[PanelPart, PanelView]


def stage(live: LiveRound, scheme: Scheme, rows: tuple[Row, ...]) -> Stage:
    """The card for the round as it stands."""
    if live.facts.is_cut:
        return Stage("frozen", freeze=live.facts.freeze)
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
        rule=rule(scheme),
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
        _group(
            live, entry, part, view, "" if len(views) == 1 else _title(part, view), Audience.PUBLIC
        )
        for part, view in views
    )


def all_groups(
    live: LiveRound, scheme: Scheme, entry: EntryFacts, audience: Audience
) -> tuple[TileGroup, ...]:
    """Every judge's marks, item by item and attempt by attempt, for the result page."""
    tiles = live.tiles(entry.id, audience)
    views = [(part, v) for part in _panel_parts(scheme) for v in tiles.get(part.id, ())]
    single = len({(part.id, view.item) for part, view in views}) == 1
    return tuple(
        _group(live, entry, part, view, "" if single else _title(part, view), audience)
        for part, view in views
    )


def _panel_parts(scheme: Scheme) -> list[PanelPart]:
    return [part for part in scheme.parts if isinstance(part, PanelPart)]


def _may_be_seen(live: LiveRound) -> bool:
    """False while nothing at all is released before the confirmation."""
    return live.facts.release != "published" or live.facts.is_published


def _newest_attempt(scheme: Scheme, tiles: Mapping[str, list[PanelView]]) -> list[PartView]:
    views = [(part, v) for part in _panel_parts(scheme) for v in tiles.get(part.id, ())]
    begun = [v.attempt for _part, v in views if any(t.text for t in v.tiles)]
    newest = max(begun, default=1)
    return [(part, v) for part, v in views if v.attempt == (newest if part.span > 1 else 1)]


def _summed_per_part(views: list[PartView]) -> list[PartView]:
    """A part's many small panels as one line. What each drops can't be shown in it, so
    nothing is struck through there.
    """
    return [
        (part, _summed([view for _part, view in group]))
        for part, group in groupby(views, key=lambda pair: pair[0])
    ]


def _summed(views: list[PanelView]) -> PanelView:
    sums: dict[str, JudgeTile] = {}
    for view in views:
        for tile in view.tiles:
            before = sums.get(tile.judge, JudgeTile(tile.judge, None, True, None))
            both = before.complete and tile.complete
            sums[tile.judge] = JudgeTile(tile.judge, _added(before.text, tile.text), both, None)
    return PanelView(None, views[0].attempt, tuple(sums.values()), None)


def _added(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return DNF if DNF in (one, other) else format(Decimal(one) + Decimal(other), "f")


def _title(part: PanelPart, view: PanelView) -> str:
    item = next((i for i in part.items if i.id == view.item), None)
    return part.title if item is None else item.title or item.id


def _group(
    live: LiveRound,
    entry: EntryFacts,
    part: PanelPart,
    view: PanelView,
    title: str,
    audience: Audience,
) -> TileGroup:
    places = _decimals(part, view)
    found = {tile.judge: tile for tile in view.tiles}
    released = audience is Audience.DESK or live.is_released(entry.id)
    tiles = (
        _tile(live, entry, judge, found.get(judge.ref), places, released=released)
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
    found: JudgeTile | None,
    places: int,
    *,
    released: bool,
) -> Tile | None:
    if excused := live.book.excuse(entry.id, judge.id):
        return Tile(judge.number, "absent" if excused == "absent" else "recused")
    if found is None:
        return None  # this judge marks something else
    if not released:
        sealed = live.book.is_locked(entry.id, judge.id)
        return Tile(judge.number, "sealed" if sealed else "waiting")
    if found.text is None or not found.complete:
        return Tile(judge.number, "waiting" if found.text is None else "partial")
    state = "dropped" if found.used is False else "given"
    return Tile(judge.number, state, _padded(found.text, places))


def _decimals(part: PanelPart, view: PanelView) -> int:
    """As many decimals as the marks may have. Factors may need more; two of those are shown."""
    steps = [scaled_text(i.step) for i in part.items if view.item in (None, i.id) and i.step]
    figures = [tile.text for tile in view.tiles if tile.text]
    step, figure = (max(map(_decimals_of, texts), default=0) for texts in (steps, figures))
    return max(step, min(figure, 2))


def _decimals_of(text: str) -> int:
    return len(text.partition(".")[2])


def _padded(text: str, places: int) -> str:
    if text == DNF:
        return text
    return str(Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _parts(
    live: LiveRound, scheme: Scheme, entry: EntryFacts
) -> tuple[tuple[str, str | None], ...]:
    """What the total is made of, with titles."""
    values = live.standings(Audience.PUBLIC).row(entry.ref).parts
    shown = component_ids(scheme)[:MOST_PARTS]
    return tuple((part_title(scheme, ref), plain(values.get(ref))) for ref in shown)
