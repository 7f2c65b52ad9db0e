"""The board in HTML: one set of partials for pages, catch-up panels and live frames.

Nothing here needs a request, so that a frame is made once per language for everybody.
"""

from collections import OrderedDict
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup
from scoring import Message

from blueprints.contests.queries.board import BoardView
from blueprints.contests.rules import in_words
from store import db

LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
VIEWS = ("page", "hall", "overlay")
KEPT_PANELS = 64
ROOT = '<section class="board" id="board"'  # how _panel.html begins

PanelKey = tuple[str, int, int, int, str, str]

_panels: OrderedDict[PanelKey, str] = OrderedDict()


def language_of(locale: str) -> str:
    """`zh` for `zh_Hans_CN`: the short name in room names and addresses."""
    return next((short for short, full in LOCALES.items() if full == locale), "zh")


def part(name: str, board: BoardView, language: str, **values: Any) -> str:
    """One partial (`row`, `stage`, `head`, `foot`) in a language (`zh`, `en`)."""
    template = current_app.jinja_env.get_template(f"contests/board/_{name}.html")
    with force_locale(LOCALES[language]):
        return template.render(board=board, language=language, **values)


def panel(board: BoardView, view: str, language: str) -> str:
    """The whole board, made once per position, view and language: reconnecting is cheap."""
    key = (str(db.engine.url), board.round_id, *board.position, view, language)
    html = _panels.get(key)
    if html is None:
        address = panel_address(board.round_id, view, language)
        html = part("panel", board, language, view=view, panel_url=address)
        _panels[key] = html
        while len(_panels) > KEPT_PANELS:
            _panels.popitem(last=False)
    return html


def panel_with_ticket(board: BoardView, view: str, language: str, ticket: str) -> Markup:
    """The same with the page's own live ticket, which no kept panel may hold."""
    head, root, rest = panel(board, view, language).partition(ROOT)
    return Markup(head + root) + Markup(' data-live-ticket="{}"').format(ticket) + Markup(rest)


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


FILTERS = {"sentence": sentence, "paired": paired, "share_of": share_of}
