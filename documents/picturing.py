"""The child that shows pages: as pictures, for previews, and as the text that stands on them."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2

from documents.errors import Refused
from documents.guard import Guard
from documents.protocol import Frame
from documents.worker import Service

MOST_PIXELS = 40_000_000
MOST_CHARACTERS = 20_000  # of one page
JPEG_QUALITY = 82


def start(settings: dict[str, Any]) -> Service:
    pypdfium2.PdfDocument.new().close()
    handlers = {"picture": picture, "count": count, "text": text}
    return Service(handlers, Guard(allowed=("ctypes.",)))


def picture(header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """
    ``page`` (from 0) of a PDF, ``width`` pixels wide, as PNG, or ``as`` JPEG.

    Raises Refused: broken (pdf or page), too_large.
    """
    with _opened(blobs[0]) as document:
        if not 0 <= header["page"] < len(document):
            raise Refused("broken", "page")
        page = document[header["page"]]
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise Refused("broken", "page")
        scale = header["width"] / width
        if scale * scale * width * height > MOST_PIXELS:
            raise Refused("too_large", "picture")
        image = page.render(scale=scale, may_draw_forms=False).to_pil()
        out = io.BytesIO()
        if header.get("as") == "JPEG":
            image.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
        else:
            image.save(out, "PNG")
        return {"width": image.width, "height": image.height}, [out.getvalue()]


def count(_header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """How many pages a PDF has; raises Refused: broken."""
    with _opened(blobs[0]) as document:
        return {"pages": len(document)}, []


def text(header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """What can be read on the first ``pages`` of a PDF; raises Refused: broken."""
    with _opened(blobs[0]) as document:
        found = []
        for number in range(min(header["pages"], len(document))):
            page = document[number].get_textpage()
            found.append(page.get_text_range(0, min(page.count_chars(), MOST_CHARACTERS)))
        return {"text": "\n".join(found)}, []


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as problem:
        raise Refused("broken", "pdf") from problem
