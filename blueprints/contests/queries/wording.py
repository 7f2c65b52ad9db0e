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
    """A kind of decision in words: on tied entrants, or on who goes on."""
    words = {
        "tie_break": _("Tie-break"),
        "arbitration": _("Arbitration"),
        "advancement": _("Advancement"),
    }
    return words[kind]


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
        "recused": _("%(judge)s is recused", judge=judge) + _because(row),
        "absent": _("%(judge)s is absent", judge=judge),
    }
    return words.get(row.value or "", _("%(judge)s marks again", judge=judge))


def _because(row: Any) -> str:
    """Why a recusal was proposed; no names, for they may be hidden."""
    words = {
        "unit": _("same unit"),
        "mentor": _("mentorship"),
        "teacher": _("the entrant's teacher"),
    }
    found = [words[one] for one in (row.data or {}).get("found", ()) if one in words]
    return _(" (%(reasons)s)", reasons=_(", ").join(found)) if found else ""


def _withdrawn(row: Any, _names: Names) -> str:
    return _("Deduction no. %(number)d withdrawn", number=row.data["deduction"])


def _decision(row: Any, names: Names) -> str:
    """Who goes on, or the order of tied entrants; those in one group stay tied."""
    kind = row.data["kind"]
    if kind == "advancement":
        order = _(", ").join(names.refs.get(ref, ref) for ref in row.data["entries"])
    else:
        groups = ([one] if isinstance(one, str) else one for one in row.data["order"])
        order = " → ".join(" = ".join(names.refs.get(ref, ref) for ref in one) for one in groups)
    return _("%(kind)s: %(order)s", kind=decision_label(kind), order=order)


def _signed(row: Any, names: Names) -> str:
    if row.data.get("paper"):
        return _("%(judge)s signed for the sheets on paper", judge=names.judge(row))
    if row.data.get("refused"):
        return _("%(judge)s would not sign for the sheets", judge=names.judge(row))
    return _("Signed for the sheets")


def amended_words(row: Any, names: Names) -> tuple[str, str, str]:
    """What a proposal (or its approval) changes, from what, to what."""
    change, old = row.data["change"], row.data.get("old")
    if change == LedgerKind.MARK:
        who = names.judge(row) if row.judge_id else _("Desk")
        what = _("%(who)s, %(item)s", who=who, item=names.item(row))
        return what, _("no mark") if old is None else old, row.value or ""
    if change == LedgerKind.STATUS:
        return _("Status"), status_label(old or "ok"), status_label(row.value or "ok")
    if change == LedgerKind.DEDUCTION:
        return _("Deduction"), "", f"−{row.value}"
    if change == LedgerKind.DECISION:
        order = (f"{n}. {names.refs.get(ref, ref)}" for n, ref in enumerate(row.data["order"], 1))
        return decision_label(row.data["kind"]), _("tied"), _(", ").join(order)
    number = row.data["deduction"]
    return _("Deduction no. %(number)d", number=number), f"−{old}", _("withdrawn")


def _amendment(row: Any, names: Names) -> str:
    what, old, new = amended_words(row, names)
    asked = {
        LedgerKind.AMENDMENT_ASKED: _("Amendment asked for"),
        LedgerKind.AMENDMENT: _(
            "Amended, as no. %(number)d asked", number=row.data.get("asked", 0)
        ),
    }[LedgerKind(row.kind)]
    return _("%(step)s: %(what)s, %(old)s → %(new)s", step=asked, what=what, old=old, new=new)


def verdict_label(outcome: str) -> str:
    """How an appeal or an objection was decided."""
    return _("Upheld") if outcome == "upheld" else _("Dismissed")


def _ruled(row: Any, _names: Names) -> str:
    verdict, number = verdict_label(row.value or ""), row.data["appeal"]
    return _("Appeal no. %(number)d: %(verdict)s", number=number, verdict=verdict)


def _notice(row: Any, _names: Names) -> str:
    return _("Public notice ended") if row.value == "ended" else _("Public notice begun")


def _answered(row: Any, _names: Names) -> str:
    verdict, number = verdict_label(row.value or ""), row.data["objection"]
    return _("Objection no. %(number)d: %(verdict)s", number=number, verdict=verdict)


def _settled(row: Any, names: Names) -> str:
    words = {
        "spread": _("Judges far apart: looked at, stands"),
        "outlier": _("Mark far from the others: looked at, stands"),
        "related": _("%(judge)s marks: no reason for a recusal", judge=names.judge(row)),
    }
    said = words.get(row.data.get("alarm", ""), "")
    return f"{names.item(row)} · {said}" if row.item else said


def _remark(row: Any, names: Names) -> str:
    item, judge = names.item(row), names.judge(row)
    return _("%(judge)s is asked to mark again: %(item)s", judge=judge, item=item)


def _spot_check(row: Any, _names: Names) -> str:
    count, seed = len(row.data["entries"]), row.data["seed"]
    return _("Spot-check of %(count)d entrants drawn by “%(seed)s”", count=count, seed=seed)


def _spot_checked(row: Any, _names: Names) -> str:
    return _("Checked: an error") if row.value == "error" else _("Checked: correct")


def _decoded(row: Any, _names: Names) -> str:
    return _("Decoded by %(names)s", names=_(", ").join(row.data["by"]))


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
    LedgerKind.ALARM_SETTLED: _settled,
    LedgerKind.REMARK_ASKED: _remark,
    LedgerKind.SPOT_CHECK: _spot_check,
    LedgerKind.SPOT_CHECKED: _spot_checked,
    LedgerKind.DECODED: _decoded,
    LedgerKind.PRIZES: lambda row, names: _("Prizes confirmed"),
    LedgerKind.FREEZE: lambda row, names: _("Board frozen"),
    LedgerKind.UNFREEZE: lambda row, names: _("Board opened again"),
    LedgerKind.AMENDMENT_ASKED: _amendment,
    LedgerKind.AMENDMENT: _amendment,
    LedgerKind.AMENDMENT_REFUSED: lambda row, names: _(
        "Amendment no. %(number)d refused", number=row.data["asked"]
    ),
    LedgerKind.APPEAL: lambda row, names: _(
        "Appeal no. %(number)d lodged", number=row.data["appeal"]
    ),
    LedgerKind.APPEAL_RULED: _ruled,
    LedgerKind.NOTICE: _notice,
    LedgerKind.OBJECTION: lambda row, names: _(
        "Objection no. %(number)d received", number=row.data["objection"]
    ),
    LedgerKind.OBJECTION_ANSWERED: _answered,
    LedgerKind.REVEALED: lambda row, names: _("Result revealed in the hall"),
    LedgerKind.ARCHIVED: lambda row, names: _("Contest archived"),
}
