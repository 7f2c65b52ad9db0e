"""What the desk and the announcer see: everything, the sealed question and its answer included."""

from dataclasses import dataclass, field
from datetime import datetime

from blueprints.quizzes.queries.stage import Guesses, QuestionView


@dataclass(frozen=True)
class Button:
    """A deed that is possible now. `key` presses it, `fields` say what the desk saw.

    With `form` it opens a form of that name first; `disabled` says why it can't be done yet.
    """

    verb: str
    label: str
    key: str = ""
    icon: str = ""
    kind: str = ""  # primary, right, wrong, danger
    fields: dict[str, str] = field(default_factory=dict)
    form: str = ""
    disabled: str = ""


@dataclass(frozen=True)
class DeskClock:
    """A clock as it runs (`deadline_ms`, since 1970) or is held (`left_ms`)."""

    kind: str
    whole_ms: int
    deadline_ms: int | None
    left_ms: int | None
    words: str = ""

    @property
    def runs(self) -> bool:
        return self.deadline_ms is not None


@dataclass(frozen=True)
class DeskTeam:
    """A team with what it has. `out` says why it may not press in this question ("" if it may)."""

    entry_id: int
    number: int
    name: str
    place: str
    total: str
    by_segment: tuple[str, ...]
    fouls: int = 0
    has_word: bool = False
    plays: bool = True
    out: str = ""
    proposal: str = ""  # what its phone's answer would be ruled
    proposal_words: str = ""
    ruling: str = ""  # what was decided about it in this question


@dataclass(frozen=True)
class DeskPress:
    """A press in the order that counts; times in milliseconds. `key` gives it the word."""

    entry_id: int
    seat: int
    team: str
    name: str
    verdict: str
    words: str
    after_ms: float | None
    behind_ms: float | None
    uncertainty_ms: float
    key: str = ""


@dataclass(frozen=True)
class Foul:
    """An early press that waits for the referee: a foul, or not."""

    entry_id: int
    team: str
    seat: int


@dataclass(frozen=True)
class DeskTurn:
    """The question on air."""

    id: int
    number: int
    place: int
    of: int
    phase: str
    phase_words: str
    kind: str
    question: QuestionView
    team: str = ""
    seat: int | None = None
    name: str = ""
    stake: int | None = None
    heat: int = 0
    clock: DeskClock | None = None
    thrown_out: str = ""
    guesses: Guesses | None = None  # of the audience, where it is asked or has answered
    takes_guesses: bool = False


@dataclass(frozen=True)
class DeskSegment:
    """A part of the quiz: how many of its questions were played, how many wait."""

    id: int
    number: int
    title: str
    kind: str
    played: int
    left: int
    reserves: int
    current: bool
    counts: bool
    rules: str = ""


@dataclass(frozen=True)
class Decision:
    """A decision of the past, in words."""

    seq: int
    turn_id: int
    number: int
    words: str
    team: str
    points: str
    reason: str
    by: str
    at: datetime
    kind: str
    undone: bool = False


@dataclass(frozen=True)
class DeskView:
    """The whole desk, at (epoch, seq)."""

    quiz_id: int
    round_id: int
    key: str
    epoch: int
    seq: int
    moves: int
    at: datetime
    contest: str
    title: str
    state: str
    screen: str
    on_screen: str
    segments: tuple[DeskSegment, ...]
    teams: tuple[DeskTeam, ...]
    turn: DeskTurn | None = None
    upcoming: str = ""
    primary: Button | None = None
    rulings: tuple[Button, ...] = ()
    others: tuple[Button, ...] = ()
    screens: tuple[Button, ...] = ()
    hint: str = ""
    presses: tuple[DeskPress, ...] = ()
    fouls: tuple[Foul, ...] = ()
    decisions: tuple[Decision, ...] = ()
    objections: tuple[Decision, ...] = ()

    @property
    def segment(self) -> DeskSegment | None:
        return next((one for one in self.segments if one.current), None)

    @property
    def at_ms(self) -> int:
        return int(self.at.timestamp() * 1000)

    @property
    def team_options(self) -> list[tuple[int, str]]:
        """The teams for a form to choose from."""
        return [(one.entry_id, f"{one.number} {one.name}") for one in self.teams]

    @property
    def newest(self) -> str:
        """Names the newest decision, for the sound that goes with it."""
        return f"{self.decisions[0].seq}:{self.decisions[0].kind}" if self.decisions else ""
