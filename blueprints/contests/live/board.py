"""Boards live: what changed between two positions, as one frame per language.

Unchanged rows whose place alone moved are told in a few characters each, so that one mark that
moves a hundred rows stays small.
"""

from typing import Any

import sqlalchemy as sa

from blueprints.contests import boards
from blueprints.contests.events import LedgerWritten, SetupChanged
from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.board import (
    BoardView,
    Row,
    board_round,
    board_since,
    position,
)
from blueprints.people.queries import actor_for_account
from realtime import Identity, flusher, keys, rooms
from store import after_commit, db
from store.actors import ANONYMOUS, Actor

KIND = "board"
SWAP = "morph:outerHTML"


def authorise(identity: Identity, key: str) -> bool:
    """Everybody in a public contest, else its staff."""
    found = _parse(key)
    return found is not None and board_round(_actor(identity), found[0]) is not None


def position_of(key: str) -> tuple[int, int]:
    """The round's ledger position, under an epoch that changes with its set-up."""
    found = _parse(key)
    return position(found[0]) if found else (0, 0)


def panel_url(key: str) -> str:
    """The panel of the phone view; each page names its own."""
    round_id, _colon, language = key.partition(":")
    return boards.panel_address(int(round_id), "page", language)


def render(room: str, after: int, upto: int) -> dict[str, Any]:
    """What changed on the board since `after`.

    Without the board as it was then, everything is sent: it may come from another process.
    """
    found = _parse(rooms.key_of(room))
    assert found is not None
    round_id, language = found
    before, board = board_since(round_id, after)
    if before is None and not _had_rows(round_id, after):
        return {"reset": True, "seq": board.seq}
    if before is not None and set(before.by_key) != set(board.by_key):
        return {"reset": True, "seq": board.seq}
    return {"seq": board.seq, **frame(before, board, language)}


def frame(before: BoardView | None, board: BoardView, language: str) -> dict[str, Any]:
    """The difference of two boards with the same entrants; all of `board` without `before`.

    `places`: [key, place, tied, move] of rows that changed in nothing else; `order`: keys in
    their new order from position `from` on; `best`: the leader's total, where it changed.
    """
    changed = [row for row in board.rows if before is None or _differs(before, row)]
    fragments = [
        _fragment(f"#row-{row.who.key}", boards.part("row", board, language, row=row))
        for row in changed
    ]
    fragments += _parts(before, board, language)
    body: dict[str, Any] = {"fragments": fragments, **_order(before, board)}
    if before is not None and (places := _places(before, board, changed)):
        body["places"] = places
    if before is None or before.best != board.best:
        body["best"] = board.best or ""
    return body


@after_commit(LedgerWritten)
def _ledger_written(event: LedgerWritten) -> None:
    """Later rounds may build on this one; the flusher drops what did not change."""
    _touch(sa.select(Round.id).where(Round.contest_id == event.contest_id, Round.seq > 0))


@after_commit(SetupChanged)
def _setup_changed(event: SetupChanged) -> None:
    _touch(sa.select(Round.id).where(Round.contest_id == event.contest_id))


def _touch(query: sa.Select[Any]) -> None:
    for round_id in db.session.scalars(query):
        for language in boards.LOCALES:
            flusher.touch(f"{KIND}:{round_id}:{language}")


def _parse(key: str) -> tuple[int, str] | None:
    return keys.numbered(key, boards.LOCALES)


def _actor(identity: Identity) -> Actor:
    if identity.kind != "account" or identity.id is None:
        return ANONYMOUS
    return actor_for_account(identity.id) or ANONYMOUS


def _had_rows(round_id: int, after: int) -> bool:
    """Whether the round had begun at that position: a board shows no entrants before."""
    begun = sa.select(sa.func.min(LedgerRow.seq)).where(
        LedgerRow.round_id == round_id, LedgerRow.kind == LedgerKind.STATE
    )
    first = db.session.scalar(begun)
    return first is not None and after >= first


def _differs(before: BoardView, row: Row) -> bool:
    return before.by_key[row.who.key].content != row.content


def _parts(before: BoardView | None, board: BoardView, language: str) -> list[dict[str, str]]:
    names = ("head", "stage", "foot")
    return [
        _fragment(f"#board-{name}", boards.part(name, board, language))
        for name in names
        if before is None or getattr(before, name) != getattr(board, name)
    ]


def _places(before: BoardView, board: BoardView, changed: list[Row]) -> list[list[Any]]:
    sent = {row.who.key for row in changed}
    return [
        [row.who.key, row.place.text, int(row.place.tied), row.place.move]
        for row in board.rows
        if row.who.key not in sent and before.by_key[row.who.key].place != row.place
    ]


def _order(before: BoardView | None, board: BoardView) -> dict[str, Any]:
    """The stretch of the list that is in another order than before."""
    now = [row.who.key for row in board.rows]
    then = [row.who.key for row in before.rows] if before else [""] * len(now)
    differing = [n for n, (a, b) in enumerate(zip(then, now, strict=True)) if a != b]
    if not differing:
        return {}
    first, last = differing[0], differing[-1] + 1
    return {"from": first, "order": now[first:last]}


def _fragment(target: str, html: str) -> dict[str, str]:
    return {"target": target, "swap": SWAP, "html": html}


rooms.register(KIND, authorise=authorise, position=position_of, render=render, panel_url=panel_url)
