"""
Frames between a parent and its child process: a JSON header and any number of blobs.

A frame is ``GHF1``, the header's length (4 bytes, big endian), the header as UTF-8 JSON, then
the blobs one after the other. The header's ``blobs`` lists their lengths. Nothing in a frame
is ever executed or unpickled, as a child may have been taken over by what it was given.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

MAGIC = b"GHF1"
MOST_HEADER = 16 * 1024 * 1024
MOST_BLOBS = 512 * 1024 * 1024

Frame = tuple[dict[str, Any], list[bytes]]


class BadFrame(Exception):
    """The other side doesn't speak this protocol (any more)."""


def write_frame(stream: BinaryIO, header: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Send one frame and flush; raises OSError when the other side is gone."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}, ensure_ascii=False)
    encoded = text.encode("utf-8", "surrogatepass")
    stream.write(MAGIC + struct.pack(">I", len(encoded)) + encoded)
    stream.writelines(blobs)
    stream.flush()


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next frame; None when the other side has closed before a new one."""
    start = stream.read(8)
    if not start:
        return None
    if len(start) < 8 or start[:4] != MAGIC:
        raise BadFrame("no frame")
    size = struct.unpack(">I", start[4:])[0]
    if size > MOST_HEADER:
        raise BadFrame("header too long")
    header = _header(_exactly(stream, size))
    lengths = header.pop("blobs", [])
    if not _are_lengths(lengths):
        raise BadFrame("blobs too long")
    return header, [_exactly(stream, length) for length in lengths]


def _header(encoded: bytes) -> dict[str, Any]:
    try:
        header = json.loads(encoded.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as problem:
        raise BadFrame("header is no JSON") from problem
    if not isinstance(header, dict):
        raise BadFrame("header is no object")
    return header


def _are_lengths(lengths: object) -> bool:
    return (
        isinstance(lengths, list)
        and all(isinstance(length, int) and length >= 0 for length in lengths)
        and sum(lengths) <= MOST_BLOBS
    )


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            raise BadFrame("cut short")
        data += more
    return data
