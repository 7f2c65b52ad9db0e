"""The poster of a session: one sheet of A4 or A3 as PDF, with the QR code of its page."""

import hashlib
import tempfile
import threading
from collections import OrderedDict
from datetime import timedelta
from pathlib import Path

from flask_babel import gettext as _

import documents
from blueprints.certificates import studio
from blueprints.certificates.queries.rolls.portraits import portrait, stored
from blueprints.classroom.models import ClassSession, GuestCard
from blueprints.classroom.queries.setup.poster_cover import PIXELS, cover_ground
from blueprints.classroom.queries.setup.poster_frame import WIDTH, frame
from blueprints.people.models import Organisation
from config import ROOT
from documents.model import Plain
from store import NotFound, db
from store.base import canonical_json
from web.formats import day, local, minute

SOURCES = ROOT / "templates"
SIZES = {"a4": (210, 297), "a3": (297, 420)}  # mm
KEPT = 8  # drawn posters kept in memory
MOST_GUESTS, MOST_TOPICS = 6, 4  # that have room on the sheet
ONE_LINE = 8.0  # ems of a title that stands in one line
PHOTO = 460  # pixels: 34 mm at more than 300 dpi
WEEKDAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

_drawn: "OrderedDict[str, bytes]" = OrderedDict()
_drawing = threading.Lock()


def poster_pdf(session: ClassSession, size: str, language: str, address: str) -> bytes:
    """The PDF; `address` is what its QR code opens.

    Drawn anew when anything on it changed. Raises documents.TemplateError when it can't be drawn.
    """
    values = _values(session, language, address)
    photos = [guest.photo for guest in session.guests[:MOST_GUESTS]]
    facts: list[object] = [values, size, photos, session.cover]
    name = hashlib.sha256(canonical_json(facts).encode()).hexdigest()
    with _drawing:
        if name not in _drawn:
            _drawn[name] = _draw(session, size, values)
        _drawn.move_to_end(name)
        while len(_drawn) > KEPT:
            _drawn.popitem(last=False)
        return _drawn[name]


def poster_template(size: str) -> documents.Template:
    """The sheet; its style is written in mm of A3 and scaled."""
    width, height = SIZES[size]
    body, css = (
        (SOURCES / name).read_text(encoding="utf-8")
        for name in ("documents/class_poster.html", "documents/class_poster.css")
    )
    return documents.Template(
        ref=f"class-poster-{size}",
        title_zh="云课堂海报",
        title_en="Cloud classroom poster",
        kind="class_poster",
        sheet=documents.Sheet(width, height),
        body=body,
        under=frame(),
        css=f"html {{ font-size: {width / WIDTH:.5f}mm }}\n{css}",
    )


def _draw(session: ClassSession, size: str, values: dict[str, Plain]) -> bytes:
    options = documents.Options(
        title=session.title,
        author=str(values["organisation"]),
        created=session.created_at.isoformat(),
        fonts=studio.fonts(),
    )
    with tempfile.TemporaryDirectory(prefix="poster-") as folder:
        row = documents.Row(values, _images(session, Path(folder)))
        return studio.studio().renderer.together(poster_template(size), [row], options)


def _images(session: ClassSession, folder: Path) -> dict[str, Path]:
    """Pictures as fine as the print needs and no finer, by their name in the template."""
    wanted = {f"g{guest.id}": guest.photo for guest in session.guests[:MOST_GUESTS]}
    found = {}
    for name, kept in wanted.items():
        if _is_kept(kept):
            found[name] = folder / f"{name}.jpg"
            found[name].write_bytes(portrait(kept, PHOTO))
    if _is_kept(session.cover):
        found["cover"] = folder / "cover.png"
        found["cover"].write_bytes(cover_ground(portrait(session.cover, PIXELS)))
    return found


def _is_kept(name: str) -> bool:
    """Whether there is a picture, and its file not lost: the sheet is drawn without it then."""
    try:
        return bool(name) and stored(name).is_file()
    except NotFound:
        return False


def _values(session: ClassSession, language: str, address: str) -> dict[str, Plain]:
    organisation = db.session.get(Organisation, session.organisation_id)
    lang = "zh" if language.startswith("zh") else "en"
    ends = session.starts_at + timedelta(minutes=session.planned_minutes)
    lines = title_lines(session.title)
    guests: list[Plain] = [_guest(guest) for guest in session.guests[:MOST_GUESTS]]
    topics: list[Plain] = [topic.title for topic in session.topics[:MOST_TOPICS]]
    return {
        "lang": lang,
        "cover": _is_kept(session.cover),
        "lines": list(lines),
        "title_size": f"{_title_size(lines):.2f}",
        "season": session.season.title if session.season else "",
        "theme": session.season.theme if session.season else "",
        "day": day(session.starts_at),
        "weekday": WEEKDAYS[lang][local(session.starts_at).weekday()],
        "hours": f"{minute(session.starts_at)}–{minute(ends)}",
        "place": session.place,
        "host": session.host_name,
        "guests": guests,
        "topics": topics,
        "book": session.book.title if session.book else "",
        "author": session.book.author if session.book else "",
        "organisation": organisation.name if organisation else "",
        "labels": _labels(session),
        "address": address,
    }


def _labels(session: ClassSession) -> dict[str, Plain]:
    registering = _("Scan, register, and come in at the time.")
    free = _("No app to install: a nickname is enough.")
    plain = _("No app to install: sign in and come in.")
    return {
        "scan": _("Scan to join"),
        "how": registering if session.registration else free if session.guests_allowed else plain,
        "host": _("Host"),
    }


def _guest(card: GuestCard) -> dict[str, Plain]:
    return {
        "photo": f"g{card.id}" if _is_kept(card.photo) else "",
        "monogram": card.name[:1],
        "name": card.name,
        "title": card.title,
    }


def title_lines(title: str) -> list[str]:
    """The title in one line, or two of about the same length, broken at a sign if there is one."""
    if _ems(title) <= ONE_LINE:
        return [title]
    middle = len(title) / 2
    signs = [n for n, c in enumerate(title, start=1) if c in "：:，,—、 ·" and n < len(title)]
    near = [n for n in signs if abs(n - middle) <= len(title) * 0.28]
    at = min(near, key=lambda n: abs(n - middle)) if near else -int(-middle // 1)
    return [title[:at].strip(), title[at:].strip()]


def _title_size(lines: list[str]) -> float:
    """As large as the sheet's width allows, in mm of A3."""
    widest = max(_ems(line) for line in lines)
    return min(31.0 if len(lines) == 1 else 26.0, 240.0 / max(widest * 1.06, 1))


def _ems(text: str) -> float:
    return sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in text)
