"""The child that makes pictures of pages, for previews."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2

from documents.errors import Refused
from documents.guard import Guard
from documents.protocol import Frame
from documents.worker import Service

MOST_PIXELS = 40_000_000


def start(settings: dict[str, Any]) -> Service:
    pypdfium2.PdfDocument.new().close()
    return Service({"picture": picture}, Guard(allowed=("ctypes.",)))


def picture(header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """``page`` (from 0) of a PDF, ``width`` pixels wide, as PNG; raises Refused: broken, page."""
    try:
        document = pypdfium2.PdfDocument(blobs[0])
    except pypdfium2.PdfiumError as problem:
        raise Refused("broken", "pdf") from problem
    with document:
        if not 0 <= header["page"] < len(document):
            raise Refused("broken", "page")
        page = document[header["page"]]
        width, height = page.get_size()
        scale = header["width"] / width
        if scale * scale * width * height > MOST_PIXELS:
            raise Refused("too_large", "picture")
        image = page.render(scale=scale, may_draw_forms=False).to_pil()
        out = io.BytesIO()
        image.save(out, "PNG")
        return {"width": image.width, "height": image.height}, [out.getvalue()]
