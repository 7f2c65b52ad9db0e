"""What the desk can do now: one main step for the space bar, decisions, and everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from blueprints.quizzes.models import Clock, Phase, Quiz, Screen, Segment, Turn
from blueprints.quizzes.queries.desk.views import Button, DeskPress, DeskSegment, DeskTeam
from blueprints.quizzes.queries.turns import may_ask_audience, rules_of
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_BUZZER, BY_TEAM

SPACE = " "
LATE = (Phase.RULED, Phase.REVEALED, Phase.VOID)  # a team may still be decided on


@dataclass(frozen=True)
class Seen:
    """What the buttons are made of."""

    quiz: Quiz
    turn: Turn | None
    segment: Segment | None
    segments: Sequence[DeskSegment]
    teams: Sequence[DeskTeam]
    presses: Sequence[DeskPress]
    following: int | None = None  # the team whose question is next, where teams take turns
    undo: str = ""  # what would be taken back, in words
    undo_seq: int = 0


def primary(seen: Seen) -> Button | None:
    """The next step of the show."""
    turn = seen.turn
    if turn is None:
        return _next(seen)
    step = {
        Phase.READY: _show,
        Phase.SHOWN: _open,
        Phase.OPEN: _while_open,
        Phase.TOO_CLOSE: _again,
        Phase.ANSWERING: _answering,
        Phase.RULED: _after,
        Phase.AUDIENCE: _reveal,
        Phase.VOID: _after,
        Phase.REVEALED: lambda seen, turn: _next(seen),
    }[Phase(turn.phase)]
    return step(seen, turn)


def rulings(seen: Seen) -> list[Button]:
    """Right, wrong, no answer: for the team that answers."""
    turn = seen.turn
    if turn is None or turn.entry_id is None or turn.thrown_out:
        return []
    decided = any(one.entry_id == turn.entry_id and one.ruling for one in seen.teams)
    is_open = turn.phase == Phase.OPEN and turn.segment.kind in BY_TEAM
    if not is_open and turn.phase != Phase.ANSWERING and (decided or turn.phase not in LATE):
        return []
    fields = {"turn": str(turn.id), "entry": str(turn.entry_id)}
    rules = rules_of(turn)
    return [
        Button(f"rule-{kind}", f"{words} {_worth(rules.points(kind, stake=turn.stake))}", key,
               icon, look, fields)
        for kind, words, key, icon, look in (
            ("right", pgettext("quiz ruling", "Right"), "r", "check", "right"),
            ("wrong", pgettext("quiz ruling", "Wrong"), "w", "x", "wrong"),
            ("pass", pgettext("quiz ruling", "No answer"), "n", "minus", ""),
        )
    ]  # fmt: skip


def others(seen: Seen) -> list[Button]:
    """Everything else that may be needed, by its key."""
    found: list[Button] = []
    turn = seen.turn
    if turn is not None:
        found += [*_of_stakes(turn), *_of_clock(turn), *_of_phase(seen, turn)]
    if turn is not None and turn.shown_at is not None:
        found += _of_referee(turn)
    if turn is not None and not turn.thrown_out:
        found.append(_form("throw-out", _("Throw out"), "t", "ban", turn))
    if seen.undo:
        words = _("Take back: %(what)s", what=seen.undo)
        found.append(
            Button("undo", words, "u", "arrow-back-up", fields={"seq": str(seen.undo_seq)})
        )
    return found


def screens(seen: Seen) -> list[Button]:
    """What the hall's screen may show instead."""
    keys = {
        Screen.QUESTION: ("q", pgettext("hall screen", "Question")),
        Screen.STANDINGS: ("s", pgettext("hall screen", "Standings")),
        Screen.BREAK: ("k", pgettext("hall screen", "Break")),
        Screen.WELCOME: ("h", pgettext("hall screen", "Welcome")),
    }
    return [
        Button(f"screen-{screen}", words, key, kind="on" if seen.quiz.screen == screen else "")
        for screen, (key, words) in keys.items()
    ]


def _next(seen: Seen) -> Button | None:
    """The next question, else the next segment."""
    current = next((one for one in seen.segments if one.current), None)
    if current is None or not current.left or _all_had(seen, current):
        return _next_segment(seen, current)
    fields = {"seen": str(seen.quiz.turn_id or 0)}
    if current.kind == SegmentKind.TIE_BREAK and not current.played:
        label = _("Choose who plays the tie-break")
        return Button("tie-teams", label, SPACE, "users", "primary", form="tie-teams")
    label = _("Next question")
    if seen.following is not None:
        name = next(one.name for one in seen.teams if one.entry_id == seen.following)
        label = _("Next question: %(team)s", team=name)
    return Button("next", label, SPACE, "player-skip-forward", "primary", fields)


def _all_had(seen: Seen, current: DeskSegment) -> bool:
    return current.kind in BY_TEAM and seen.following is None


def _next_segment(seen: Seen, current: DeskSegment | None) -> Button | None:
    following = seen.segments[0] if seen.segments and current is None else None
    for before, after in pairwise(seen.segments):
        if before is current:
            following = after
    if following is None:
        return None
    label = _("Begin: %(title)s", title=following.title)
    return Button("segment", label, SPACE, "flag", "primary", {"segment": str(following.id)})


def _show(seen: Seen, turn: Turn) -> Button:
    missing = turn.segment.kind == SegmentKind.RISK and rules_of(turn).stakes and turn.stake is None
    return Button(
        "show",
        _("Show the question"),
        SPACE,
        "eye",
        "primary",
        {"turn": str(turn.id)},
        disabled=_("Choose what the team plays for first") if missing else "",
    )


def _open(seen: Seen, turn: Turn) -> Button:
    label, icon = _("Start the clock"), "player-play"
    if turn.segment.kind in BY_BUZZER:
        label, icon = _("Begin! Open the buzzers"), "bell-ringing"
    elif turn.segment.kind == SegmentKind.TOGETHER:
        label = _("Let them answer")
    elif turn.segment.kind == SegmentKind.AUDIENCE:
        return _reveal(seen, turn)
    return Button("open", label, SPACE, icon, "primary", _about(turn))


def _while_open(seen: Seen, turn: Turn) -> Button | None:
    if turn.segment.kind == SegmentKind.TOGETHER:
        return Button("close", _("Close and decide"), SPACE, "checks", "primary", _about(turn))
    if turn.segment.kind == SegmentKind.AUDIENCE:
        return _reveal(seen, turn)
    return _answering(seen, turn)


def _again(seen: Seen, turn: Turn) -> Button:
    close = [str(one.entry_id) for one in seen.presses if one.verdict == Verdict.TOO_CLOSE]
    count = len(set(close))
    label = ngettext("Press again: %(num)d team", "Press again: these %(num)d teams", count)
    fields = {**_about(turn), "heat": str(turn.heat), "teams": ",".join(close)}
    return Button("reopen", label, SPACE, "bell-ringing", "primary", fields)


def _answering(seen: Seen, turn: Turn) -> Button | None:
    """They begin to answer; or the phone's answer is taken as the server reads it."""
    if turn.clock == Clock.START:
        return Button(
            "begins", _("The answer has begun"), SPACE, "microphone", "primary", _about(turn)
        )
    proposal = next((one.proposal for one in seen.teams if one.entry_id == turn.entry_id), "")
    if proposal in ("right", "wrong"):
        label = _("As on the phone: right") if proposal == "right" else _("As on the phone: wrong")
        fields = {**_about(turn), "entry": str(turn.entry_id)}
        return Button(f"rule-{proposal}", label, SPACE, "device-mobile", "primary", fields)
    return None


def _after(seen: Seen, turn: Turn) -> Button | None:
    if turn.segment.kind == SegmentKind.RELAY or turn.shown_at is None:
        return _next(seen)
    return _reveal(seen, turn)


def _reveal(seen: Seen, turn: Turn) -> Button:
    return Button("reveal", _("Show the answer"), SPACE, "eye", "primary", _about(turn))


def _of_stakes(turn: Turn) -> list[Button]:
    if turn.phase != Phase.READY or turn.segment.kind != SegmentKind.RISK:
        return []
    return [
        Button("stake", _("Play for %(n)s", n=stake), str(number), "star",
               "on" if turn.stake == stake else "", {**_about(turn), "stake": str(stake)})
        for number, stake in enumerate(rules_of(turn).stakes, 1)
    ]  # fmt: skip


def _of_clock(turn: Turn) -> list[Button]:
    found = []
    if turn.deadline_at is not None:
        found.append(Button("stop", _("Stop the clock"), "p", "player-pause", "", _about(turn)))
    if turn.paused_ms is not None:
        found.append(Button("resume", _("Let the clock run"), "p", "player-play", "", _about(turn)))
    if found:
        more = {**_about(turn), "seconds": "10"}
        found.append(Button("add-time", _("10 seconds more"), "+", "plus", "", more))
    return found


def _of_phase(seen: Seen, turn: Turn) -> list[Button]:
    found = []
    is_buzzer, phase = turn.segment.kind in BY_BUZZER, Phase(turn.phase)
    racing = (Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING, Phase.VOID)
    if is_buzzer and phase in racing and not turn.thrown_out:
        again = {**_about(turn), "heat": str(turn.heat)}
        found.append(Button("reopen", _("Open again for all"), "o", "rotate", "", again))
    if turn.segment.kind == SegmentKind.AUDIENCE and phase == Phase.SHOWN:
        found.append(Button("open", _("Start the clock"), "c", "player-play", "", _about(turn)))
    if is_buzzer and phase in (Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING):
        found.append(_form("word", _("Give the word"), "g", "microphone", turn))
    if phase in (Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE):
        found.append(Button("void", _("Nobody answers: void"), "v", "circle-x", "", _about(turn)))
    if may_ask_audience(turn):
        found.append(
            Button("audience", _("Give it to the audience"), "a", "users", "", _about(turn))
        )
    if phase in (Phase.RULED, Phase.AUDIENCE, Phase.VOID):
        following = _next(seen)
        if following is not None and following.verb == "next":
            fields = following.fields
            words = _("Next question without the answer")
            found.append(Button("next", words, ".", "player-skip-forward", "", fields))
    return found


def _of_referee(turn: Turn) -> list[Button]:
    found = []
    if not turn.thrown_out:
        found.append(_form("foul", _("Foul"), "f", "hand-stop", turn))
        found.append(_form("points", _("Points by the referee"), "m", "gavel", turn))
    else:
        found.append(_form("restore", _("Let it count again"), "", "rotate", turn))
    found.append(_form("objection", _("Objection"), "i", "message-circle", turn))
    return found


def _form(name: str, label: str, key: str, icon: str, turn: Turn) -> Button:
    return Button(name, label, key, icon, form=name, fields=_about(turn))


def _about(turn: Turn) -> dict[str, str]:
    return {"turn": str(turn.id)}


def _worth(points: int) -> str:
    return f"({points:+d})".replace("-", "−") if points else ""
