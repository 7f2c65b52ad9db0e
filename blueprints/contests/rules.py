"""The bridge to the scoring engine: what a round's scheme asks for, and its words translated."""

from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

import scoring
from blueprints.contests.models import Entry, Judge, Round, RoundJudge
from scoring.presets import PRESETS
from scoring.schemes.items import Item
from scoring.schemes.model import Scheme
from store import UserError, db
from store.base import canonical_json


def in_words(message: Any) -> str:
    """A sentence of the engine (`template`, `params`) in the reader's language."""
    return _(message.template).format(**message.params)


def scheme_of(round_: Round) -> Scheme:
    """The round's scheme, read once per content."""
    return _read_scheme(canonical_json({**round_.scheme.document, "id": round_.scheme.ref}))


@lru_cache(maxsize=256)
def _read_scheme(text: str) -> Scheme:
    return scoring.read_scheme(scoring.loads(text))


def preset_scheme(preset: str) -> dict[str, Any]:
    """The scheme document of a ready-made preset."""
    found = PRESETS.get(preset)
    if found is None:
        raise UserError(_("Choose one of the ready-made schemes."))
    return found.document(_)


def rounds_needed(preset: str) -> tuple[str, ...]:
    """The names under which a preset looks back at earlier rounds; none for most."""
    found = PRESETS.get(preset)
    return found.rounds if found else ()


def judged_items(round_: Round, only: list[str] | None = None) -> list[Item]:
    """The items that judges mark, or those of them that one judge marks."""
    return [
        item
        for item in scheme_of(round_).items
        if item.is_judged and (only is None or item.id in only)
    ]


def desk_items(round_: Round) -> list[Item]:
    """The items that the desk measures, times or imports."""
    return [item for item in scheme_of(round_).items if not item.is_judged]


def items_for_judge(round_: Round, judge: Judge, entry: Entry) -> set[tuple[str, int]]:
    """(item, attempt) of every mark that this judge's sheet of this entry needs."""
    return {
        (item.id, attempt)
        for item in judged_items(round_, _items_of(round_, judge))
        for attempt in range(1, item.span + 1)
        if is_assigned(round_, judge.ref, entry.ref, item.id, attempt)
    }


def is_assigned(round_: Round, judge: str, entry: str, item: str, attempt: int) -> bool:
    """Whether the round's panels let this judge mark this; without panels everybody does."""
    panels = round_.document.get("panels")
    if not panels:
        return True
    return any(
        judge in panel["judges"]
        and entry in panel.get("entries", (entry,))
        and item in panel.get("items", (item,))
        and attempt in panel.get("attempts", (attempt,))
        for panel in panels
    )


def checked_mark(
    round_: Round, judge: Judge, entry: Entry, item_id: str, attempt: int, text: str
) -> str | None:
    """The judge's mark as it is stored; None takes it back. Refused in words otherwise."""
    if not is_assigned(round_, judge.ref, entry.ref, item_id, attempt):
        raise UserError(_("This item is not marked here."), code="unknown_item")
    return _checked(judged_items(round_, _items_of(round_, judge)), item_id, attempt, text)


def checked_desk_mark(round_: Round, item_id: str, attempt: int, text: str) -> str | None:
    """A desk value as it is stored; None takes it back. Refused in words otherwise."""
    return _checked(desk_items(round_), item_id, attempt, text)


def checked_deduction(round_: Round, points: str) -> str:
    """Points to take off a total: a decimal above nought."""
    try:
        value = scoring.parse_decimal(points)
    except scoring.MarkError as error:
        raise UserError(_("Deduction: %(reason)s", reason=in_words(error))) from None
    if value <= 0:
        raise UserError(_("A deduction must be more than nought."))
    return format(value, "f")


def require_scorable(round_: Round, judges: int) -> None:
    """Refuse to open a round whose judged items nobody would mark."""
    if judged_items(round_) and not judges:
        raise UserError(_("Add judges before opening the round."), status=409)


def _items_of(round_: Round, judge: Judge) -> list[str] | None:
    seat = db.session.query(RoundJudge).filter_by(round_id=round_.id, judge_id=judge.id).first()
    return seat.items if seat else []


def _checked(items: list[Item], item_id: str, attempt: int, text: str) -> str | None:
    item = next((one for one in items if one.id == item_id), None)
    if item is None or not 1 <= attempt <= item.span:
        raise UserError(_("This item is not marked here."), code="unknown_item")
    if not text.strip():
        return None
    try:
        return scoring.canonical_mark(item, text)
    except scoring.MarkError as error:
        title = item.title or item.id
        reason = in_words(error)
        raise UserError(
            _("%(item)s: the mark %(reason)s.", item=title, reason=reason), code="bad_mark"
        ) from None
