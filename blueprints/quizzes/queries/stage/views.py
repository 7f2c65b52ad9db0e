"""What the stage shows, as plain data without words: languages differ only in the templates."""

from dataclasses import dataclass
from datetime import datetime

from blueprints.contests.queries.board.views import Place
from blueprints.contests.queries.facts import Freeze
from blueprints.quizzes.rules.segments import BY_BUZZER, SCORELESS, SegmentRules

MEDALS = 3
ONE_BY_ONE = 3  # with more teams in a question their number is told
LETTERS = "ABCDEFGHIJKLMNOPQRST"


@dataclass(frozen=True)
class Option:
    """One of the answers to choose from. `right` is None until the answer may be shown."""

    position: int
    text: str
    right: bool | None = None

    @property
    def letter(self) -> str:
        return LETTERS[self.position] if self.position < len(LETTERS) else str(self.position + 1)


@dataclass(frozen=True)
class QuestionView:
    """A question from the moment it is shown. `answer`, `explanation` and `source` (which may
    give the answer away) are empty until it is revealed. True/false has the options 0 (false)
    and 1 (true), without texts. `blanks` counts what is to be filled in.
    """

    kind: str
    text: str
    subject: str
    level: str
    options: tuple[Option, ...] = ()
    blanks: int = 0
    media_kind: str = ""
    media_type: str = ""
    answer: tuple[str, ...] = ()
    explanation: str = ""
    source: str = ""

    @property
    def size(self) -> str:
        """How much room the text needs: short to longer (Han characters count double)."""
        width = sum(1 if sign.isascii() else 2 for sign in self.text)
        sizes = ((44, "short"), (84, ""), (170, "long"))
        return next((size for most, size in sizes if width <= most), "longer")

    @property
    def options_size(self) -> str:
        """The same for the longest option."""
        widest = max(
            (sum(1 if sign.isascii() else 2 for sign in one.text) for one in self.options),
            default=0,
        )
        return "" if widest <= 28 else "long"


@dataclass(frozen=True)
class ClockView:
    """A countdown: towards `deadline`, or stopped with `left_ms`. `whole_ms` is all of it.

    `kind`: press (somebody has to), start (the answer has to), answer (it has to end).
    """

    kind: str
    deadline: datetime | None
    left_ms: int | None
    whole_ms: int

    @property
    def deadline_ms(self) -> int | None:
        """The deadline in milliseconds since 1970, by the server's clock."""
        return None if self.deadline is None else int(self.deadline.timestamp() * 1000)


@dataclass(frozen=True)
class Team:
    """A team in the order of the public standings. `number` is its place in the running order.

    `delta` is what it gained in the question on air; None where nothing was decided, or where
    points are hidden. `plays`: may it play this question. `has_word`: is it its turn to speak.
    """

    entry_id: int
    key: str
    label: str
    unit: str
    number: int
    place: Place
    total: str | None
    delta: int | None = None
    plays: bool = True
    has_word: bool = False
    answered: bool = False

    @property
    def size(self) -> str:
        """How much room the name needs, as everywhere."""
        width = sum(1 if sign.isascii() else 2 for sign in self.label)
        return "" if width <= 14 else "long" if width <= 20 else "longer"


@dataclass(frozen=True)
class PressView:
    """A press, once it is settled who was first. `after_ms` counts from the buzzers' opening."""

    key: str
    label: str
    seat: int
    verdict: str
    after_ms: int | None


@dataclass(frozen=True)
class Outcome:
    """What was decided about a team in the question on air."""

    key: str
    label: str
    kind: str  # right, wrong, foul, pass, override
    points: int


@dataclass(frozen=True)
class Guesses:
    """How the observers who played along did; known once the answer is, to the desk before."""

    total: int
    right: int
    by_option: tuple[int, ...] = ()

    @property
    def percent(self) -> int:
        return self._share(self.right)

    def option_percent(self, position: int) -> int:
        """Which share of them chose an option; with several right ones the sum exceeds 100."""
        return self._share(self.by_option[position])

    def _share(self, count: int) -> int:
        return (count * 200 + self.total) // (self.total * 2) if self.total else 0


@dataclass(frozen=True)
class SegmentView:
    """A part of the quiz: the `number`th of `count`, with the rules by which it is played."""

    id: int
    number: int
    count: int
    kind: str
    title: str
    rules: SegmentRules
    questions: int


@dataclass(frozen=True)
class TurnView:
    """The question on air. `question` is None until it is shown, whatever `phase` says.

    `number` counts through the quiz (and names it in addresses), `place` in its segment. `team`,
    `seat` and `name` say whose it is, or who has the word. `early`: teams that pressed before
    "go" and are out of the question by that; what it costs the referee says.
    """

    id: int
    number: int
    place: int
    phase: str
    heat: int
    segment: SegmentView
    question: QuestionView | None
    clock: ClockView | None
    stake: int | None = None
    team: Team | None = None
    seat: int | None = None
    name: str = ""
    presses: tuple[PressView, ...] = ()
    early: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    guesses: Guesses | None = None
    thrown_out: bool = False
    takes_guesses: bool = False
    asks_audience: bool = False  # instead of the teams

    @property
    def last(self) -> Outcome | None:
        """What was decided last, where the question is about one team after the other."""
        teams = {one.key for one in self.outcomes}
        return self.outcomes[-1] if self.outcomes and len(teams) <= ONE_BY_ONE else None

    @property
    def right(self) -> int:
        """How many teams answered right."""
        return len({one.key for one in self.outcomes if one.kind == "right"})

    @property
    def scored(self) -> bool:
        """Whether the question changes totals."""
        return self.segment.kind not in SCORELESS

    @property
    def buzzers(self) -> bool:
        """Whether the team that speaks won the word by pressing."""
        return self.segment.kind in BY_BUZZER


@dataclass(frozen=True)
class Stage:
    """A quiz as everybody may see it, at position (epoch, seq). `state` is the round's: draft,
    live, paused, review, final, frozen (`freeze` says since when, and why). `screen` is what the
    hall shows. `at` is the server's time, by which countdowns are shown. `paused`: whether the
    round waits, which a frozen `state` doesn't say.
    """

    quiz_id: int
    key: str
    at: datetime
    round_id: int
    epoch: int
    seq: int
    contest: str
    event: str
    round: str
    venue: str
    state: str
    paused: bool
    public: bool
    screen: str
    seats: int
    teams: tuple[Team, ...] = ()
    segments: tuple[SegmentView, ...] = ()
    segment: SegmentView | None = None
    turn: TurnView | None = None
    freeze: Freeze | None = None

    @property
    def position(self) -> tuple[int, int]:
        return self.epoch, self.seq

    @property
    def begun(self) -> bool:
        return self.state != "draft"

    @property
    def at_ms(self) -> int:
        return int(self.at.timestamp() * 1000)

    def medal(self, team: Team) -> int | None:
        """1, 2 or 3 for gold, silver, bronze. Places that many share shine for nobody."""
        place = team.place.number
        if place is None or place > MEDALS:
            return None
        return place if sum(one.place.number == place for one in self.teams) <= MEDALS else None

    @property
    def scene(self) -> str:
        """What the screen can show of what it should: nothing is on air before the first turn."""
        if self.screen == "question" and self.turn is None:
            return "segment" if self.segment else "welcome"
        if self.screen == "segment" and self.segment is None:
            return "welcome"
        return self.screen

    @property
    def media_address(self) -> str:
        """Where the picture, sound or film of the shown question is; "" without one."""
        if self.turn is None or self.turn.question is None or not self.turn.question.media_kind:
            return ""
        return f"/quiz/{self.key}/media/{self.turn.number}"
