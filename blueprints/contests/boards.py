"""The board in HTML: one set of partials for pages, catch-up panels and live frames.

Nothing here needs a request, so that a frame is made once per language for everybody.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from weakref import WeakKeyDictionary

from flask import current_app
from flask_babel import force_locale  # type: ignore[import-untyped]
from markupsafe import Markup, escape

from blueprints.contests.queries.board import BoardView
from blueprints.contests.rules import in_words
from scoring import Message
from web.languages import SHORT_NAMES as LOCALES

VIEWS = ("page", "hall", "overlay")
ROOT = '<section class="board" id="board"'  # how _panel.html begins

# By board, for as long as that is kept.
_panels: WeakKeyDictionary[BoardView, dict[tuple[str, str], str]] = WeakKeyDictionary()


def part(name: str, board: BoardView, language: str, **values: Any) -> str:
    """One partial (`row`, `stage`, `head`, `foot`) in a language (`zh`, `en`)."""
    template = current_app.jinja_env.get_template(f"contests/board/_{name}.html")
    with force_locale(LOCALES[language]):
        return template.render(board=board, language=language, **values)


def panel(board: BoardView, view: str, language: str) -> str:
    """The whole board, made once per position, view and language: reconnecting is cheap."""
    kept = _panels.setdefault(board, {})
    if (view, language) not in kept:
        address = panel_address(board.round_id, view, language)
        kept[view, language] = part("panel", board, language, view=view, panel_url=address)
    return kept[view, language]


def panel_with_ticket(board: BoardView, view: str, language: str, ticket: str) -> Markup:
    """The same with the page's own live ticket, which no kept panel may hold."""
    head, root, rest = panel(board, view, language).partition(ROOT)
    signed = f' data-live-ticket="{escape(ticket)}"'
    return Markup(head + root + signed + rest)  # noqa: S704 - rendered and escaped by Jinja


def panel_address(round_id: int, view: str, language: str) -> str:
    """Where a browser that missed something gets the panel; usable without a request."""
    return f"/board/{round_id}/panel?view={view}&lang={language}"


def sentence(message: Message) -> str:
    """What the engine says, in the reader's language, beginning with a capital."""
    text = in_words(message)
    return text[:1].upper() + text[1:]


def paired(values: tuple[Any, ...], titles: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Titles with their values."""
    return list(zip(titles, values, strict=True))


def share_of(total: str | None, best: str | None) -> str:
    """How much of the leader's total this is, in percent with one decimal; "0" if it can't be
    told (no total, a time, nothing to compare with). shares.js counts the same way.
    """
    try:
        share = Decimal(total or "") / Decimal(best or "") * 100
    except (InvalidOperation, ZeroDivisionError):
        return "0"
    return f"{min(max(share, Decimal(0)), Decimal(100)):.1f}"


def with_dot(name: str) -> str:
    """A name whose dot (阿卜杜热依木·买买提) never begins a line of its own."""
    return name.replace("·", "\u2060·")


FILTERS: dict[str, Callable[..., Any]] = {
    "sentence": sentence,
    "paired": paired,
    "share_of": share_of,
    "with_dot": with_dot,
}
