"""What a board shows, as plain data without words: languages differ only in the templates."""

from dataclasses import dataclass, field

from blueprints.contests.queries.facts import Freeze
from scoring import Message


@dataclass(frozen=True)
class Who:
    """An entrant as the public may know it: by name, or by code alone while names are hidden."""

    key: str
    label: str
    code: str
    unit: str
    station: str
    position: int

    @property
    def size(self) -> str:
        """How much room the label needs: "", "long" or "longer" (Han characters count double)."""
        width = sum(1 if sign.isascii() else 2 for sign in self.label)
        return "" if width <= 12 else "long" if width <= 28 else "longer"


@dataclass(frozen=True)
class Place:
    """`text` is empty without a place; `move` counts places gained since the last call."""

    number: int | None = None
    text: str = ""
    tied: bool = False
    move: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of the board. `status` is the engine's: ok, incomplete, waiting, dns, dnf, dq…
    `parts` go with `BoardView.columns`. `recused` are numbers of judges who don't mark it.
    `advanced`: "" (no), certain, questionable.
    """

    who: Who
    status: str
    total: str | None
    parts: tuple[str | None, ...]
    missing: int
    on_stage: bool
    recused: tuple[int, ...]
    notes: tuple[Message, ...]
    advanced: str = ""
    place: Place = Place()

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but the place."""
        return (
            self.who,
            self.status,
            self.total,
            self.parts,
            self.missing,
            self.on_stage,
            self.recused,
            self.notes,
            self.advanced,
        )


@dataclass(frozen=True)
class Tile:
    """One judge on the stage card.

    `state`: waiting, partial (some of the judge's marks), given, sealed (handed in but not yet
    shown), dropped (shown struck through), recused, absent.
    """

    judge: int
    state: str
    text: str = ""


@dataclass(frozen=True)
class TileGroup:
    """The judges' marks for one item or attempt; `title` is empty when there is but one."""

    id: str
    title: str
    attempt: int | None
    tiles: tuple[Tile, ...]

    @property
    def columns(self) -> int:
        """Tiles in a line: what leaves each figure readable from the last row of the hall."""
        count = len(self.tiles)
        return count if count <= 5 else 4 if count <= 8 else 5 if count <= 10 else 6

    @property
    def digits(self) -> int:
        """The longest figure, from which its size follows."""
        return min(8, max([len(tile.text) for tile in self.tiles] + [3]))


@dataclass(frozen=True)
class Stage:
    """The card beside the list. `kind`: entrant, idle, hidden (marks after confirmation), final,
    draft, frozen (with why). With `hidden` and `idle` there is nothing but who, if anybody.
    """

    kind: str
    who: Who | None = None
    next: Who | None = None
    groups: tuple[TileGroup, ...] = ()
    rule: tuple[Message, ...] = ()
    parts: tuple[tuple[str, str | None], ...] = ()
    total: str | None = None
    status: str = ""
    place: Place = Place()
    champions: tuple[Who, ...] = ()
    freeze: Freeze | None = None


@dataclass(frozen=True)
class Head:
    """The top line. `state`: draft, live, paused, review, final, frozen (with since when)."""

    contest: str
    event: str
    round: str
    state: str
    position: int | None
    entrants: int
    prizes_confirmed: bool = False
    freeze: Freeze | None = None


@dataclass(frozen=True)
class Foot:
    """The bottom line: who is next, and how ties are parted."""

    next: Who | None = None
    ties: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class BoardView:
    """A board at one position; compared by identity, its parts by content.

    `best` is the leader's total, which the bars are measured by.
    """

    round_id: int
    epoch: int
    seq: int
    head: Head
    stage: Stage
    foot: Foot
    columns: tuple[str, ...] = ()
    total_title: str = ""
    best: str | None = None
    rows: tuple[Row, ...] = ()
    by_key: dict[str, Row] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.by_key.update((row.who.key, row) for row in self.rows)

    @property
    def position(self) -> tuple[int, int]:
        return self.epoch, self.seq
