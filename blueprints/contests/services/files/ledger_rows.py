"""The ledger of an imported round: rows in an order in which they could have happened."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

import scoring
from blueprints.contests.models import Entry, Judge, LedgerKind, Round, RoundState
from blueprints.contests.queries.files import DECIDED
from blueprints.contests.services.ledger import chain
from store.actors import Actor

Json = Mapping[str, Any]

LEDGER_KEYS = ("marks", "deductions", "statuses", "recusals", "absences", "decisions")


def write_ledger(
    actor: Actor,
    round_: Round,
    one: Json,
    entries: Mapping[str, Entry],
    judges: Mapping[str, Judge],
    now: datetime,
) -> None:
    """The rows that the file stands for, in an order in which they could have happened."""

    def row(kind: LedgerKind, given: Json, **columns: Any) -> None:
        chain(
            round_,
            kind,
            actor,
            _stamp(given, now),
            entry=entries[given["entry"]] if "entry" in given else None,
            judge=judges[given["judge"]] if "judge" in given else None,
            **{"data": _entered_by(given), **columns},
        )

    for key, why in (("recusals", "recused"), ("absences", "absent")):
        for given in one.get(key, ()):
            row(LedgerKind.RECUSAL, given, value=why, note=given.get("reason"))
    _write_marks(round_, one, row)
    _write_rulings(one, row)
    round_.state = RoundState.REVIEW
    round_.closed_by = actor.ref
    chain(round_, LedgerKind.STATE, actor, now, value=RoundState.REVIEW, note=_("imported"))


def _write_marks(round_: Round, one: Json, row: Any) -> None:
    """Every version of every mark, then a locked sheet of each judge for each entrant."""
    canonical = _canonical_of(round_)
    for given in sorted(one.get("marks", ()), key=lambda mark: mark.get("version", 1)):
        row(
            LedgerKind.MARK,
            given,
            item=given["item"],
            attempt=given.get("attempt", 1),
            value=canonical(given),
            note=given.get("note"),
        )
    for entry, judge in dict.fromkeys(
        (given["entry"], given["judge"]) for given in one.get("marks", ()) if "judge" in given
    ):
        row(LedgerKind.SUBMIT, {"entry": entry, "judge": judge})


def _write_rulings(one: Json, row: Any) -> None:
    for given in one.get("statuses", ()):
        row(LedgerKind.STATUS, given, value=given["status"], note=given.get("reason"))
    for given in one.get("deductions", ()):
        row(
            LedgerKind.DEDUCTION,
            given,
            item=given.get("part"),
            value=str(given["points"]),
            note=given.get("reason"),
        )
    for given in one.get("decisions", ()):
        data = {key: given[key] for key in DECIDED if key in given}
        data |= _entered_by(given)
        row(LedgerKind.DECISION, _without_entries(given), data=data, note=given.get("reason"))


def _without_entries(given: Json) -> Json:
    """A decision names entries in lists; its row is about none of them alone."""
    return {key: value for key, value in given.items() if key != "entries"}


def _entered_by(given: Json) -> dict[str, str]:
    """Who entered it by the file: kept beside who imported it."""
    return {"by": given["by"]} if given.get("by") else {}


def _canonical_of(round_: Round) -> Callable[[Json], str]:
    scheme = scoring.read_scheme({**round_.scheme.document, "id": round_.scheme.ref})
    items = {item.id: item for item in scheme.items}
    return lambda given: scoring.canonical_mark(items[given["item"]], str(given["value"]))


def _stamp(given: Json, now: datetime) -> datetime:
    """When it happened by the file, or now where the file says nothing a clock can read."""
    try:
        at = datetime.fromisoformat(given.get("at", ""))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the first hours of year 1 have no UTC
        return now
