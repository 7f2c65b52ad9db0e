"""What tells who an entrant is, taken out of every table and kept encrypted until decoding.

While an entry is sealed, no query can tell its name, because there is none. Whatever stands in
other tables about the person goes into the envelope too; what somebody could have written down
beside the name and found again beside the code (a link, the minute of a check-in) goes for good.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import (
    AnnouncerNote,
    AppealLink,
    CheckIn,
    EligibilityDecision,
    Entry,
    EntryDetails,
    EntryPortrait,
    Registration,
    SealedEntry,
)
from blueprints.contests.queries.codes import opened
from store import db
from store.base import canonical_json
from store.encryption import encrypt

NAMING = ("name", "unit", "zone")
WHOLE_ROWS: tuple[Any, ...] = (EntryDetails, EntryPortrait, AnnouncerNote)
# Rows that stay, with what is blanked in them, and by what.
BLANKED: tuple[tuple[Any, str, Any], ...] = ((Registration, "entry_id", None),)
# Rows that go for good: links are made anew, and check-in begins when the codes are drawn.
FORGOTTEN: tuple[Any, ...] = (AppealLink, CheckIn)
NOBODY = ""  # who "decided" what stands in place of the decisions in the envelope


@dataclass(frozen=True)
class Sign:
    """By what an entry is known from now on."""

    code: str
    ref: str
    key: str


def seal(
    entry: Entry, sign: Sign, refs: Mapping[str, str], now: datetime, *, decided: bool
) -> None:
    """Put the entry's identity away, and give it signs that nobody has seen before.

    `refs` maps the old ids of the contest file to the new ones, for the members of teams. With
    `decided` the verdict about the entry stays, and nothing of who said so, when, and why.
    """
    for model in FORGOTTEN:
        db.session.execute(sa.delete(model).where(model.entry_id == entry.id))
    kept = {
        "ref": entry.ref,
        "key": entry.key,
        "code": entry.code,
        "document": entry.document,
        "rows": [_taken(model, entry.id) for model in WHOLE_ROWS],
        "blanks": [_blanked(model, name, blank, entry.id) for model, name, blank in BLANKED],
        "decisions": _decisions_taken(entry.id, now, leave=decided),
        **{name: getattr(entry, name) for name in NAMING},
    }
    envelope = encrypt(canonical_json(kept).encode())
    db.session.add(SealedEntry(entry_id=entry.id, contest_id=entry.contest_id, envelope=envelope))
    members = [
        {"name": "", "entry": refs[one["entry"]]}
        for one in entry.document.get("members", ())
        if one.get("entry") in refs
    ]
    entry.document = {"members": members} if members else {}
    entry.ref, entry.key, entry.code = sign.ref, sign.key, sign.code
    entry.name, entry.unit, entry.zone = sign.code, "", ""


def unseal(sealed: SealedEntry, *, keep_code: bool) -> None:
    """Put everything back. Decoding keeps code, ref and key, for marks are known by them; a
    draw that is held again starts from what was there before.
    """
    entry = db.session.get_one(Entry, sealed.entry_id)
    found = opened(sealed)
    for name in NAMING:
        setattr(entry, name, found[name])
    members = entry.document.get("members", ())
    entry.document = _with_members(found["document"], members) if keep_code else found["document"]
    if not keep_code:
        entry.ref, entry.key, entry.code = found["ref"], found["key"], found["code"]
    for model, rows in zip(WHOLE_ROWS, found["rows"], strict=True):
        _put_back(model, sealed.entry_id, rows)
    for (model, name, _blank), values in zip(BLANKED, found["blanks"], strict=True):
        for row_id, value in values:
            db.session.execute(sa.update(model).where(model.id == row_id).values({name: value}))
    _put_decisions_back(sealed.entry_id, found["decisions"])
    db.session.delete(sealed)


def _with_members(document: Mapping[str, Any], now: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The document as it was, its members by the ids that they have now."""
    linked = iter(now)
    members = [
        {**one, "entry": next(linked)["entry"]} if "entry" in one else one
        for one in document.get("members", ())
    ]
    return {**document, "members": members} if members else dict(document)


def _taken(model: Any, entry_id: int) -> list[dict[str, Any]]:
    """The rows of a table about the entry, which go."""
    rows = db.session.scalars(sa.select(model).where(model.entry_id == entry_id)).all()
    taken = [_written(model, row) for row in rows]
    for row in rows:
        db.session.delete(row)
    return taken


def _decisions_taken(entry_id: int, now: datetime, *, leave: bool) -> list[dict[str, Any]]:
    """The decisions on eligibility, which go but for the bare verdict of the last one."""
    taken = [_written(EligibilityDecision, row) for row in _decisions(entry_id)]
    db.session.execute(
        sa.delete(EligibilityDecision).where(EligibilityDecision.entry_id == entry_id)
    )
    if taken and leave:
        verdict = taken[-1]["verdict"]
        db.session.add(
            EligibilityDecision(
                entry_id=entry_id, verdict=verdict, actor=NOBODY, actor_name=NOBODY, at=now
            )
        )
    return taken


def _put_decisions_back(entry_id: int, before: Iterable[Mapping[str, Any]]) -> None:
    """Those of before, then those that people took about the code since."""
    since = [
        _written(EligibilityDecision, row) for row in _decisions(entry_id) if row.actor != NOBODY
    ]
    db.session.execute(
        sa.delete(EligibilityDecision).where(EligibilityDecision.entry_id == entry_id)
    )
    db.session.add_all(
        EligibilityDecision(**_read(EligibilityDecision, row)) for row in (*before, *since)
    )


def _decisions(entry_id: int) -> list[EligibilityDecision]:
    query = sa.select(EligibilityDecision).where(EligibilityDecision.entry_id == entry_id)
    return list(db.session.scalars(query.order_by(EligibilityDecision.id)))


def _blanked(model: Any, name: str, blank: Any, entry_id: int) -> list[list[Any]]:
    """[id, value] of a column in the rows about the entry, which is blanked."""
    column = getattr(model, name)
    rows = db.session.execute(sa.select(model.id, column).where(model.entry_id == entry_id)).all()
    db.session.execute(sa.update(model).where(model.entry_id == entry_id).values({name: blank}))
    return [[row_id, value] for row_id, value in rows]


def _written(model: Any, row: Any) -> dict[str, Any]:
    """A row as JSON: bytes in base64, times as text."""
    values = {column.key: getattr(row, column.key) for column in sa.inspect(model).column_attrs}
    return {
        name: {"bytes": base64.b64encode(value).decode()}
        if isinstance(value, bytes)
        else {"at": value.isoformat()}
        if isinstance(value, datetime)
        else value
        for name, value in values.items()
    }


def _put_back(model: Any, entry_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """The rows of before, in place of what was written about a mere code since."""
    found = [_read(model, row) for row in rows]
    if found:
        db.session.execute(sa.delete(model).where(model.entry_id == entry_id))
        db.session.add_all(model(**values) for values in found)


def _read(model: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """Values by column; a number of its own the row gets anew, for its old one may be taken."""
    names = {column.key for column in sa.inspect(model).column_attrs} - {"id"}
    return {name: _value(value) for name, value in row.items() if name in names}


def _value(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"bytes"}:
        return base64.b64decode(value["bytes"])
    if isinstance(value, dict) and set(value) == {"at"}:
        return datetime.fromisoformat(value["at"])
    return value
