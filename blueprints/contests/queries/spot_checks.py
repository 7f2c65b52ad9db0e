"""The spot-check of a round: what was drawn and how, what was found, and what is left to do."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests import spot_checks
from blueprints.contests.book_judging import Check, SpotCheck
from blueprints.contests.life import Step
from blueprints.contests.models import Round
from blueprints.contests.queries.desk.lines import Line, Lines
from blueprints.contests.queries.desk.slots import slots_of
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound, reading
from store.lots import drawn


@dataclass(frozen=True)
class CheckLine:
    """One entrant to check. `why`: `top` (one of the first ten), `lot`, or `all`."""

    line: Line
    why: str
    lot: str
    check: Check | None
    erroneous: Check | None

    @property
    def state(self) -> str:
        """`open`, `ok`, or `error` (until it is checked again and found correct)."""
        return self.check.value if self.check else "open"


@dataclass(frozen=True)
class SpotCheckView:
    """`state`: `none`, `open` (checks are missing), `all` (too many errors: everybody),
    `errors` (some are not corrected), `passed`.
    """

    state: str
    head_hash: str
    candidates: int
    would_check: int
    seed: str = ""
    head: str = ""
    number: str = ""
    rest: int = 0
    at: datetime | None = None
    by: str = ""
    lines: tuple[CheckLine, ...] = ()
    sample: int = 0
    sample_errors: int = 0

    @property
    def checked(self) -> int:
        return sum(one.check is not None for one in self.lines)

    @property
    def open_errors(self) -> tuple[CheckLine, ...]:
        return tuple(one for one in self.lines if one.state == "error")


def has_spot_check(round_: Round) -> bool:
    """Whether results of this contest are spot-checked."""
    return Step.SPOT_CHECK in round_.contest.steps


def spot_check(round_: Round) -> SpotCheckView:
    """The spot-check as it stands."""
    slots = slots_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        found = live.book.judging.spot_check
        if found is None:
            planned = spot_checks.draw(places_in(live), "")
            count = len(planned.top) + planned.rest
            return SpotCheckView("none", live.head_hash, count, len(planned.entries))
        return _view(live, Lines(live, slots), found)


def blocker(round_: Round) -> str | None:
    """Why the result can't be published yet, in words; None when the spot-check has passed."""
    view = spot_check(round_)
    if view.state == "none":
        return _("The spot-check has not been drawn yet.")
    if view.state in ("open", "all"):
        left = len(view.lines) - view.checked
        return _("The spot-check is not finished: %(count)d are left to check.", count=left)
    if view.state == "errors":
        labels = _(", ").join(one.line.label for one in view.open_errors)
        return _("The spot-check found errors that are not corrected: %(entries)s.", entries=labels)
    return None


def places_in(live: LiveRound) -> list[tuple[str, int | None]]:
    """(id in the contest file, place) of everybody who has a result."""
    rows = live.standings(Audience.DESK).rows
    return [(row.entry, row.place) for row in rows if row.place is not None or row.total]


def required_in(live: LiveRound, found: SpotCheck) -> list[tuple[EntryFacts, str]]:
    """Whom to check, and why: the sample, and everybody once it shows too many errors."""
    by_ref = {entry.ref: entry for entry in live.members.entries.values()}
    sample = [by_ref[ref] for ref in found.data["entries"] if ref in by_ref]
    top = set(found.data["top"])
    wanted = [(entry, "top" if entry.ref in top else "lot") for entry in sample]
    erroneous = {entry.ref for entry in sample if entry.id in found.erroneous}
    if spot_checks.all_are_checked([entry.ref for entry in sample], erroneous):
        known = {entry.ref for entry in sample}
        others = [by_ref[ref] for ref, _place in places_in(live) if ref not in known]
        wanted += [(entry, "all") for entry in others]
    return wanted


def _view(live: LiveRound, lines: Lines, found: SpotCheck) -> SpotCheckView:
    data = found.data
    checks = tuple(
        CheckLine(
            lines.line(entry),
            why,
            drawn(data["seed"], entry.ref)[:12],
            found.checks.get(entry.id),
            found.erroneous.get(entry.id),
        )
        for entry, why in required_in(live, found)
    )
    sample = [one for one in checks if one.why != "all"]
    return SpotCheckView(
        state=_state(checks),
        head_hash=live.head_hash,
        candidates=len(data["entries"]) + data["rest"] - data["drawn"],
        would_check=len(sample),
        seed=data["seed"],
        head=data["head"],
        number=data["number"],
        rest=data["rest"],
        at=found.at,
        by=found.by,
        lines=checks,
        sample=len(sample),
        sample_errors=sum(one.erroneous is not None for one in sample),
    )


def _state(checks: tuple[CheckLine, ...]) -> str:
    if any(one.check is None for one in checks):
        return "all" if any(one.why == "all" for one in checks) else "open"
    return "errors" if any(one.state == "error" for one in checks) else "passed"
