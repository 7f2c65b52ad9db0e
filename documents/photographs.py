"""Photographs as they go into files: without what the camera wrote about place and time."""

from __future__ import annotations

import struct

EXIF, COMMENT = 0xE1, 0xFE
KEPT = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, and how Adobe stored the colours
SCAN = 0xDA
ORIENTATION = 0x0112


def without_metadata(data: bytes) -> bytes:
    """
    A JPEG without EXIF, XMP, IPTC and comments; anything else as it is.

    A photograph that must be turned keeps its EXIF: it is turned, and so encoded anew without
    metadata, when it is laid out.
    """
    if not data.startswith(b"\xff\xd8\xff"):
        return data
    kept = KEPT if _upright(data) else {*KEPT, EXIF}
    out, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != SCAN:
        kind, length = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        if kind in kept or not (0xE0 <= kind <= 0xEF or kind == COMMENT):
            out.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join((*out, data[at:]))


def _upright(data: bytes) -> bool:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != SCAN:
        length = struct.unpack_from(">H", data, at + 2)[0]
        if data[at + 1] == EXIF and data[at + 4 : at + 10] == b"Exif\0\0":
            return _orientation(data[at + 10 : at + 2 + length]) in {0, 1}
        at += 2 + length
    return True


def _orientation(tiff: bytes) -> int:
    """The first directory's orientation; 0 when there is none that can be read."""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        start = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for entry in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
            at = start + 2 + 12 * entry
            if struct.unpack_from(f"{order}H", tiff, at)[0] == ORIENTATION:
                return int(struct.unpack_from(f"{order}H", tiff, at + 8)[0])
    except struct.error:
        return 0
    return 0
