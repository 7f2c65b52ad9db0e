"""Words of the desk."""

from flask_babel import gettext as _
from flask_babel import pgettext

from blueprints.quizzes.models import Clock, Phase, Screen
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_BUZZER, EarlyPress, SecondChance, SegmentRules


def phase_words(phase: str, kind: str) -> str:
    """Where the question stands."""
    if phase == Phase.OPEN and kind in BY_BUZZER:
        return _("Buzzers are open")
    return {
        Phase.READY: _("Ready, not shown yet"),
        Phase.SHOWN: _("Being read out"),
        Phase.OPEN: _("Answering"),
        Phase.TOO_CLOSE: _("Too close to call"),
        Phase.ANSWERING: _("Has the word"),
        Phase.RULED: _("Decided, answer not shown"),
        Phase.AUDIENCE: _("The audience answers"),
        Phase.REVEALED: _("Answer shown"),
        Phase.VOID: _("Void"),
    }[Phase(phase)]


def clock_words(clock: str) -> str:
    """What has to happen before the clock has run out."""
    return {
        Clock.PRESS: _("to press"),
        Clock.START: _("to begin the answer"),
        Clock.ANSWER: _("to answer"),
    }.get(Clock(clock), "")


def screen_words(screen: str) -> str:
    """What the hall's screen shows."""
    return {
        Screen.WELCOME: pgettext("hall screen", "Welcome"),
        Screen.SEGMENT: pgettext("hall screen", "Title of the segment"),
        Screen.QUESTION: pgettext("hall screen", "Question"),
        Screen.STANDINGS: pgettext("hall screen", "Standings"),
        Screen.BREAK: pgettext("hall screen", "Break"),
    }[Screen(screen)]


def verdict_words(verdict: str) -> str:
    """What became of a press."""
    return {
        Verdict.FIRST: pgettext("buzzer", "first"),
        Verdict.LATER: pgettext("buzzer", "later"),
        Verdict.TOO_CLOSE: pgettext("buzzer", "too close"),
        Verdict.EARLY: pgettext("buzzer", "too early"),
        Verdict.LOCKED: pgettext("buzzer", "locked out"),
        Verdict.LATE: pgettext("buzzer", "too late"),
        Verdict.DOUBLE: pgettext("buzzer", "pressed again"),
    }.get(verdict, pgettext("buzzer", "being decided"))  # type: ignore[call-overload]


def rules_words(kind: str, rules: SegmentRules) -> str:
    """The rules of a segment in one line, as an announcer may read them."""
    found = [_points(kind, rules), *_times(kind, rules)]
    if kind in BY_BUZZER:
        found += [_early(rules), _second(rules)]
    return _("; ").join(one for one in found if one)


def signed(points: int) -> str:
    """+10, −10, 0."""
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def _points(kind: str, rules: SegmentRules) -> str:
    if kind == SegmentKind.AUDIENCE:
        return _("nobody’s points")
    if rules.stakes:
        stakes = " / ".join(str(one) for one in rules.stakes)
        return _("for %(stakes)s, plus or minus", stakes=stakes)
    said = _(
        "right %(right)s, wrong %(wrong)s", right=signed(rules.right), wrong=signed(rules.wrong)
    )
    if kind in BY_BUZZER:
        said = _("%(points)s, foul %(foul)s", points=said, foul=signed(rules.foul))
    if rules.pass_is_wrong:
        said = _("%(points)s, no answer as a wrong one", points=said)
    return said


def _times(kind: str, rules: SegmentRules) -> list[str]:
    found = []
    if kind in BY_BUZZER and rules.press_s:
        found.append(_("press within %(n)s s", n=rules.press_s))
    if rules.start_s:
        found.append(_("begin within %(n)s s", n=rules.start_s))
    if rules.answer_s:
        found.append(_("answer within %(n)s s", n=rules.answer_s))
    return found


def _early(rules: SegmentRules) -> str:
    if rules.open_while_reading:
        return _("reading may be interrupted")
    return {
        EarlyPress.IGNORED: "",
        EarlyPress.LOCKED: _("pressing early: out of the question"),
        EarlyPress.FOUL: _("pressing early: foul"),
        EarlyPress.FIRST_FREE: _("pressing early: the first time free, then a foul"),
    }[rules.early]


def _second(rules: SegmentRules) -> str:
    return {
        SecondChance.NOBODY: "",
        SecondChance.NEXT_PRESS: _("after a miss: who pressed next"),
        SecondChance.REOPEN: _("after a miss: buzzers open again"),
    }[rules.second]
