"""The report in words, for its page, its workbook and its PDF alike."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from blueprints.classroom.queries.attendance import Facts, Standing
from blueprints.classroom.queries.report.seasons import SeasonReport
from blueprints.classroom.queries.report.sessions import Figures

LONG_S = 3 * 3600


def figure_lines(figures: Figures) -> list[tuple[str, str, str]]:
    """(label, value, explanation) of each figure."""
    return [
        (_("Peak"), _figure(figures.peak), _("most people at one time")),
        (pgettext("report", "People"), _figure(figures.unique), _("different viewers, live")),
        (_("Visits"), _figure(figures.visits), _("times somebody came in")),
        (_("Duration"), duration(figures.duration_s), ""),
        (_("Messages"), _figure(figures.messages), ""),
        (_("Questions"), _figure(figures.questions), ""),
        (
            _("Polls"),
            _figure(figures.polls),
            ngettext("%(num)d vote", "%(num)d votes", figures.votes),
        ),
        (_("Contributions"), _figure(figures.contributions), _("messages, questions, votes")),
        (_("Minutes in all"), _figure(figures.total_s // 60), ""),
        (_("Average"), duration(figures.average_s), _("per viewer")),
        (_("Median"), duration(figures.median_s), _("half watched longer")),
        (_("Fulfilled"), _figure(figures.fulfilled), ""),
    ]


def season_lines(report: SeasonReport) -> list[tuple[str, str, str]]:
    """The same for a season."""
    return [
        (_("Sessions held"), _figure(len(report.sessions)), ""),
        (_("Person-times"), _figure(report.person_times), _("viewers of all sessions added up")),
        (
            pgettext("report", "People"),
            _figure(report.people),
            _("each counted once in the season"),
        ),
        (_("Duration"), duration(report.duration_s), ""),
        (_("Minutes in all"), _figure(report.minutes), ""),
        (_("Contributions"), _figure(report.contributions), _("messages, questions, votes")),
        (_("Credit hours"), f"{report.credit_hours.normalize():f}", _("earned by accounts")),
    ]


def result(one: Standing, facts: Facts) -> str:
    """Whether the rule is fulfilled, and if not, what is missing."""
    if one.is_fulfilled:
        return _("Fulfilled")
    return _("Not fulfilled: %(why)s", why=_("; ").join(_missing(one, facts)))


def _missing(one: Standing, facts: Facts) -> Iterable[str]:
    words = {
        "minutes": _("minutes %(is)d %% of %(wanted)d %%", **_pair(one.share, facts.minutes_share)),
        "progress": _(
            "seen %(is)d %% of %(wanted)d %%", **_pair(one.progress, facts.minutes_share)
        ),
        "quiz": _(
            "quiz %(is)d %% of %(wanted)d %%", **_pair(one.quiz_percent or 0, facts.quiz_share)
        ),
        "sign_ins": _("check-ins %(is)d of %(wanted)d", **_pair(one.sign_ins, facts.sign_ins)),
    }
    return (words[part] for part in one.short_of)


def _pair(is_: int, wanted: int) -> dict[str, int]:
    return {"is": is_, "wanted": wanted}


def rule(facts: Facts) -> str:
    """The session's rule."""
    parts = []
    if facts.minutes_share:
        parts.append(_("%(share)d %% of the session’s time", share=facts.minutes_share))
    if facts.quiz_share:
        parts.append(_("%(share)d %% right answers in the quizzes", share=facts.quiz_share))
    if facts.sign_ins:
        parts.append(ngettext("%(num)d check-in", "%(num)d check-ins", facts.sign_ins))
    return _("; ").join(parts) or _("whoever was there")


def duration(seconds: int) -> str:
    """In seconds below a minute, in minutes below three hours, else 3 h 10 min."""
    if seconds < 60:
        return _("%(count)d s", count=seconds)
    if seconds < LONG_S:
        return _("%(count)d min", count=seconds // 60)
    hours, minutes = divmod(seconds // 60, 60)
    return _("%(hours)d h %(minutes)d min", hours=hours, minutes=minutes)


def _figure(number: int) -> str:
    return f"{number:,}"
