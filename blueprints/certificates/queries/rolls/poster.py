"""The poster of an honor roll: sheets of A4, A3 or A2 as one PDF."""

import hashlib
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import documents
from blueprints.certificates import studio
from blueprints.certificates.queries.rolls import RollView
from blueprints.certificates.queries.rolls.frame import frame
from blueprints.certificates.queries.rolls.grid import Card, Sheet, sheets, width_in_ems
from blueprints.certificates.queries.rolls.portraits import portrait
from config import ROOT
from documents.model import Plain
from store import NotFound
from store.base import canonical_json
from web.formats import day

SOURCES = ROOT / "templates"
A3_WIDTH_MM = 297
SIZES = {"a4": (210, 297), "a3": (297, 420), "a2": (420, 594)}  # mm
DPI = 220
KEPT = 8  # drawn posters kept in memory, of about a megabyte each
TITLE_MM = 26.0
TITLE_ROOM_MM = 215.0

_drawn: "OrderedDict[str, bytes]" = OrderedDict()
_drawing = threading.Lock()


class Portraits:
    """Pictures of one poster in a folder of its own, as fine as `DPI` needs and no finer."""

    def __init__(self, folder: Path, scale: float) -> None:
        self._folder, self._scale = folder, scale

    def of(self, card: Card) -> Path | None:
        """The picture for a card; None where a monogram stands."""
        if not card.who.photo or not card.shape.portrait:
            return None
        height_mm = card.shape.portrait * 4 / 3 * self._scale
        file = self._folder / f"{card.who.id}.jpg"
        try:
            file.write_bytes(portrait(card.who.photo, int(height_mm / 25.4 * DPI)))
        except NotFound:
            return None
        return file


def poster_pdf(view: RollView, size: str, language: str, address: str = "") -> bytes:
    """The PDF; `address` is the page its QR code opens, none for a draft.

    Drawn anew whenever anything on it changed. One at a time: visitors who ask for the same
    poster at once get the same drawing. Raises documents.TemplateError when it can't be drawn.
    """
    key = hashlib.sha256(canonical_json([_facts(view), size, language, address]).encode())
    name = key.hexdigest()
    with _drawing:
        if name not in _drawn:
            _drawn[name] = _draw(view, size, language, address)
        _drawn.move_to_end(name)
        while len(_drawn) > KEPT:
            _drawn.popitem(last=False)
        return _drawn[name]


def poster_template(palette: str, size: str) -> documents.Template:
    """One sheet of the poster; its style is written in mm of A3 and scaled."""
    width, height = SIZES[size]
    body, under, css = (
        (SOURCES / name).read_text(encoding="utf-8")
        for name in (
            "documents/poster.html",
            "documents/poster_under.html",
            "documents/poster.css",
        )
    )
    return documents.Template(
        ref=f"honor-poster-{palette}-{size}",
        title_zh="光荣榜海报",
        title_en="Honor roll poster",
        kind="honor_poster",
        sheet=documents.Sheet(width, height),
        body=body,
        under=frame(palette) + under,
        css=f"html {{ font-size: {width / A3_WIDTH_MM:.5f}mm }}\n{css}",
    )


def _draw(view: RollView, size: str, language: str, address: str) -> bytes:
    options = documents.Options(
        title=view.title,
        author=view.organisation,
        created=view.published_at.isoformat() if view.published_at else None,
        common=_common(view, language, address),
        fonts=studio.fonts(),
    )
    template = poster_template(view.look.palette, size)
    with tempfile.TemporaryDirectory(prefix="poster-") as folder:
        portraits = Portraits(Path(folder), SIZES[size][0] / A3_WIDTH_MM)
        rows = [_row(sheet, portraits) for sheet in sheets(view.groups) or [Sheet((), ())]]
        return studio.studio().renderer.together(template, rows, options)


def _common(view: RollView, language: str, address: str) -> dict[str, Plain]:
    title = min(TITLE_MM, TITLE_ROOM_MM / max(width_in_ems(view.title) * 1.12, 1))
    return {
        "title": view.title,
        "title_size": f"{title:.2f}",
        "subtitle": view.subtitle,
        "organisation": view.organisation,
        "date": day(view.published_at) if view.published_at else "",
        "address": address,
        "lang": "zh" if language.startswith("zh") else "en",
        "palette": view.look.palette,
    }


def _row(sheet: Sheet, portraits: Portraits) -> documents.Row:
    images = {
        f"p{card.who.id}": path for card in sheet.cards if (path := portraits.of(card)) is not None
    }
    cards: list[Plain] = [_card(card, images) for card in sheet.cards]
    headings: list[Plain] = [{"y": f"{h.y:.2f}", "text": h.text} for h in sheet.headings if h.text]
    return documents.Row({"cards": cards, "headings": headings}, images)


def _card(card: Card, images: dict[str, Path]) -> dict[str, Plain]:
    key = f"p{card.who.id}"
    return {
        "x": f"{card.x:.2f}",
        "y": f"{card.y:.2f}",
        "name": card.who.name,
        "unit": card.who.unit,
        "name_size": f"{card.name:.2f}",
        "unit_size": f"{card.unit:.2f}",
        "unit_width": f"{card.unit_width:.2f}",
        "monogram": card.who.monogram,
        "monogram_size": f"{card.shape.portrait * 0.42:.2f}",
        "width": f"{card.shape.width:.2f}",
        "portrait": f"{card.shape.portrait:.2f}" if card.shape.portrait else "",
        "high": f"{card.shape.portrait * 4 / 3:.2f}",
        "photo": key if key in images else "",
    }


def _facts(view: RollView) -> Sequence[object]:
    people = [[p.id, p.name, p.unit, p.award, p.photo] for p in view.people]
    moment = view.published_at.isoformat() if view.published_at else ""
    return [view.title, view.subtitle, view.organisation, view.look.palette, moment, people]
