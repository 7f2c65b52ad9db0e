"""
The render child: what it can be asked for, and the fence around it.

Jobs name a template, options and some rows (see documents.travel); ``first`` is the number of
the first row in its batch.
"""

from __future__ import annotations

import gc
import logging
import os
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from documents.errors import Refused
from documents.fonts.carrier import Carrier
from documents.fonts.configuration import write_configuration
from documents.fonts.faces import faces
from documents.guard import Guard
from documents.model import Row, Template
from documents.protocol import Frame
from documents.travel import finding_to_json, options_from_json, row_from_json, template_from_json
from documents.worker import Service

KEPT_BATCHES = 3


def start(settings: dict[str, Any]) -> Service:
    """``settings``: folder, where static faces are kept."""
    folder = Path(settings["folder"])
    static = faces(folder / "faces")
    os.environ["FONTCONFIG_FILE"] = str(write_configuration(folder, static))
    from documents import embedding  # WeasyPrint reads Fontconfig's set-up when it is imported

    embedding.register(Carrier(face) for face in static)
    embedding.install()
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL + 1)
    desk = Desk(folder)
    desk.warm()
    guard = desk.guard = Guard([folder / "faces"])
    handlers = {
        "separate": desk.separate,
        "together": desk.together,
        "examine": desk.examine,
        "merge": desk.merge,
    }
    return Service(handlers, guard)


class Desk:
    """Answers jobs; keeps the last few templates ready."""

    def __init__(self, folder: Path) -> None:
        self._faces = folder / "faces"
        self._batches: OrderedDict[bytes, Any] = OrderedDict()
        self.guard: Guard | None = None

    def warm(self) -> None:
        """Lay something out, so that all modules and fonts are loaded before the fence is up."""
        from documents.model import Sheet

        template = Template(
            "", "", "", "", Sheet(50, 30), WARM_HTML, "p { margin: 0 }", under="<p>底</p>"
        )
        batch = self._made(template, {})
        batch.written(layout := batch.lay_out([Row({"name": "匠"})]), layout.pages)

    def _made(self, template: Template, options: dict[str, Any]) -> Any:
        from documents.batch import Batch

        return Batch(template, options_from_json(options), self._faces)

    def _job(self, header: dict[str, Any]) -> tuple[Any, list[Row]]:
        template = template_from_json(header["template"])
        rows = [row_from_json(row) for row in header["rows"]]
        options = options_from_json(header["options"])
        files = [*template.assets.values(), *(font.path for font in options.fonts)]
        if self.guard is not None:
            pictures = [path for row in rows for path in row.images.values()]
            self.guard.reading([*files, *pictures])
        key = _key(header, files)
        if key not in self._batches:
            self._keep(key, self._made(template, header["options"]))
        self._batches.move_to_end(key)
        return self._batches[key], rows

    def _keep(self, key: bytes, batch: Any) -> None:
        """What stays is set aside from the garbage collector, or it would look at it each time."""
        gc.unfreeze()
        self._batches[key] = batch
        if len(self._batches) > KEPT_BATCHES:
            self._batches.popitem(last=False)
        gc.collect()
        gc.freeze()

    def separate(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """One PDF a row."""
        batch, rows = self._job(header)
        with paused_collector():
            return _separate(batch, rows, header.get("first", 0))

    def together(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """One PDF of all rows' pages."""
        batch, rows = self._job(header)
        with paused_collector():
            return _together(batch, rows, header.get("first", 0))

    def examine(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """What a person should look at, per row."""
        from documents.examining import examine

        batch, rows = self._job(header)
        found = examine(batch, rows, header.get("first", 0))
        return {"found": [[finding_to_json(one) for one in some] for some in found]}, []

    def merge(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """Several PDFs as one, several pages on a paper where ``imposition`` says so."""
        from documents.merging import merge

        return {}, [merge(blobs, header.get("imposition"))]


WARM_HTML = '<p data-field="name"><b>{{ name }}</b>A1<img class="qr" src="{{ qr(name) }}"></p>'


def _separate(batch: Any, rows: Sequence[Row], first: int) -> Frame:
    facts, files = [], []
    for layout, pages in _documents(batch, rows, first):
        data, typefaces = batch.written(layout, pages, trimmed=True)
        facts.append({"pages": len(pages), "typefaces": typefaces})
        files.append(data)
    return {"made": facts}, files


def _together(batch: Any, rows: Sequence[Row], first: int) -> Frame:
    documents = list(_documents(batch, rows, first))
    pages = [page for _, some in documents for page in some]
    # A sheet that is printed already is cut already: its page must not be larger than the sheet.
    data, _ = batch.written(documents[0][0], pages, trimmed=batch.options.text_only)
    return {"pages": len(pages)}, [data]


def _documents(batch: Any, rows: Sequence[Row], first: int) -> Any:
    """Each row's layout and its pages, in order; nothing of a row is missing on them."""
    if batch.alone:
        for number, row in enumerate(rows, first):
            layout = batch.lay_out([row], number)
            if len(layout.pages) != 1 and not batch.template.flowing:
                raise Refused("too_many_pages", str(len(layout.pages)), 0, number)
            _check_whole(batch, layout, 0, row, layout.pages, number)
            yield layout, layout.pages
        return
    layout = batch.lay_out(rows, first)
    if len(layout.pages) != len(rows):
        raise _culprit(batch, rows, first)
    for number, (row, page) in enumerate(zip(rows, layout.pages, strict=True)):
        _check_whole(batch, layout, number, row, [page], first + number)
        yield layout, [page]


def _check_whole(
    batch: Any, layout: Any, number: int, row: Row, pages: Sequence[Any], numbered: int
) -> None:
    """Samples are there to be looked at; of all else nothing may be missing."""
    if not batch.options.sample and (losses := batch.lost(layout, number, row, pages)):
        raise Refused("lost", losses[0].field or losses[0].text, 0, numbered)


def _culprit(batch: Any, rows: Sequence[Row], first: int) -> Refused:
    """Whose sheet takes more than one page?"""
    for number, row in enumerate(rows, first):
        pages = len(batch.lay_out([row], number).pages)
        if pages != 1:
            return Refused("too_many_pages", str(pages), 0, number)
    return Refused("too_many_pages")


def _key(header: dict[str, Any], files: Sequence[Path]) -> bytes:
    """The same template, options and files give the same key."""
    import json

    state = [(str(path), _state(path)) for path in files]
    text = json.dumps([header["template"], header["options"], state], sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _state(path: Path) -> tuple[int, int]:
    try:
        facts = path.stat()
    except OSError:
        return 0, 0
    return facts.st_size, facts.st_mtime_ns


class paused_collector:  # noqa: N801  # used like a function
    """
    Garbage is collected after a chunk instead of many times during it.

    The block is one call, so that the chunk's boxes are garbage when it is over.
    """

    def __enter__(self) -> None:
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
        gc.collect()
