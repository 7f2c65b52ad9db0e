"""Ledger rows and states in words, for the desk, its history and its export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.models import LedgerKind


@dataclass(frozen=True)
class Names:
    """How rows name things: entrants and judges by id, items by id."""

    entries: Mapping[int, str]
    refs: Mapping[str, str]
    judges: Mapping[int, str]
    items: Mapping[str, str]

    def entry(self, row: Any) -> str:
        return self.entries.get(row.entry_id, "")

    def judge(self, row: Any) -> str:
        return self.judges.get(row.judge_id, "")

    def item(self, row: Any) -> str:
        title = self.items.get(row.item, row.item or "")
        return title if row.attempt == 1 else _("%(item)s (%(n)d)", item=title, n=row.attempt)


def judge_label(number: int) -> str:
    """评委 3"""
    return _("Judge %(number)d", number=number)


def actor_label(actor: str, name: str) -> str:
    """Who did something at the desk: the account's name, or this application itself."""
    return _("System") if actor == "system" else name


def status_label(status: str) -> str:
    """A status of an entrant in words."""
    words = {
        "ok": _("Competing"),
        "dns": _("Did not start"),
        "dnf": _("Did not finish"),
        "dq": _("Disqualified"),
        "forfeit": _("Forfeited"),
        "incomplete": _("Marks missing"),
        "waiting": _("Not begun"),
    }
    return words.get(status, status)


def state_label(state: str) -> str:
    """A state of a round in words."""
    words = {
        "draft": _("Draft"),
        "open": _("Judging"),
        "paused": _("Paused"),
        "review": _("Under review"),
        "confirmed": _("Confirmed"),
        "published": _("Published"),
    }
    return words.get(state, state)


def decision_label(kind: str) -> str:
    """A kind of decision on tied entrants in words."""
    return _("Tie-break") if kind == "tie_break" else _("Arbitration")


def sentence(row: Any, names: Names) -> str:
    """What a ledger row says, without who and when."""
    return _SENTENCES[LedgerKind(row.kind)](row, names)


def _mark(row: Any, names: Names) -> str:
    item = names.item(row)
    if row.value is None:
        return _("%(item)s: mark taken back", item=item)
    return _("%(item)s: %(value)s", item=item, value=row.value)


def _recusal(row: Any, names: Names) -> str:
    judge = names.judge(row)
    words = {
        "recused": _("%(judge)s is recused", judge=judge),
        "absent": _("%(judge)s is absent", judge=judge),
    }
    return words.get(row.value or "", _("%(judge)s marks again", judge=judge))


def _withdrawn(row: Any, _names: Names) -> str:
    return _("Deduction no. %(number)d withdrawn", number=row.data["deduction"])


def _decision(row: Any, names: Names) -> str:
    order = " → ".join(names.refs.get(ref, ref) for ref in row.data["order"])
    return _("%(kind)s: %(order)s", kind=decision_label(row.data["kind"]), order=order)


def _signed(row: Any, names: Names) -> str:
    if row.data.get("paper"):
        return _("%(judge)s signed for the sheets on paper", judge=names.judge(row))
    return _("Signed for the sheets")


_SENTENCES: dict[LedgerKind, Callable[[Any, Names], str]] = {
    LedgerKind.MARK: _mark,
    LedgerKind.SUBMIT: lambda row, names: _("Sheet locked"),
    LedgerKind.REOPEN_ASKED: lambda row, names: _("Asks for the sheet back"),
    LedgerKind.REOPEN: lambda row, names: _(
        "Sheet given back to %(judge)s", judge=names.judge(row)
    ),
    LedgerKind.REOPEN_REFUSED: lambda row, names: _(
        "Sheet not given back to %(judge)s", judge=names.judge(row)
    ),
    LedgerKind.RECUSAL: _recusal,
    LedgerKind.STATUS: lambda row, names: _(
        "Status: %(status)s", status=status_label(row.value or "ok")
    ),
    LedgerKind.DEDUCTION: lambda row, names: _("Deduction of %(points)s", points=row.value),
    LedgerKind.DEDUCTION_WITHDRAWN: _withdrawn,
    LedgerKind.CALL: lambda row, names: _("Called to the stage"),
    LedgerKind.STATE: lambda row, names: _("Round: %(state)s", state=state_label(row.value or "")),
    LedgerKind.DECISION: _decision,
    LedgerKind.SIGNED: _signed,
    LedgerKind.PRIZES: lambda row, names: _("Prizes confirmed"),
    LedgerKind.FREEZE: lambda row, names: _("Board frozen"),
    LedgerKind.UNFREEZE: lambda row, names: _("Board opened again"),
}
