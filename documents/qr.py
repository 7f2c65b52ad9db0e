"""QR codes: one pixel a module, always the same for the same text."""

from __future__ import annotations

import base64
import functools
import io

import segno

MASK = 2  # a fixed mask: looking for the best one takes 16 ms, and readers don't mind
MOST = 400


def qr_png(text: str) -> bytes:
    """A PNG of one pixel a module without a border; raises ValueError for long texts."""
    if len(text) > MOST:
        raise ValueError("too long for a QR code")
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, mask=MASK).save(out, kind="png", scale=1, border=0)
    return out.getvalue()


@functools.lru_cache(256)
def qr_url(text: str) -> str:
    """The same as an address for ``<img src>``; empty for an empty text."""
    if not text:
        return ""
    return "data:image/png;base64," + base64.b64encode(qr_png(text)).decode()
