"""
A child process that renders, signs or inspects documents: ``python -m documents.worker KIND``.

The first frame on stdin sets it up (``limits`` and the kind's own ``settings``), each further
one is a job (``do``: the handler's name, ``cpu_seconds``, and the handler's own values); each is
answered by one frame. It ends with the end of stdin, so that no child outlives its parent.

A kind is a module with ``start(settings) -> Service``: imports, warms up, and says which
handlers it has and which files they may read. A handler is given the header and the blobs and
returns a header and blobs; it raises ``Refused`` for what is wrong with the job.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from documents.errors import Refused
from documents.guard import Guard
from documents.limits import Limits, allow_cpu, apply_limits
from documents.protocol import Frame, read_frame, write_frame

KINDS = {
    "render": "documents.rendering",
    "sign": "documents.signing",
    "inspect": "documents.inspecting",
    "picture": "documents.picturing",
    "prepare": "documents.preparing",
    "portrait": "documents.portraits",
}

FULL = (errno.ENOSPC, errno.EDQUOT)

Handler = Callable[[dict[str, Any], list[bytes]], Frame]


@dataclass(frozen=True)
class Service:
    """What a kind of child can do; ``guard`` is locked before the first job (None: unfenced)."""

    handlers: Mapping[str, Handler]
    guard: Guard | None = None


def private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The frames' own descriptors, so that a stray print can't spoil them."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


def serve(kind: str, source: BinaryIO, sink: BinaryIO) -> None:
    """Set up, then answer jobs one after the other until stdin ends."""
    first = read_frame(source)
    if first is None:
        return
    apply_limits(Limits.from_json(first[0].get("limits", {})))
    try:
        service = importlib.import_module(KINDS[kind]).start(first[0].get("settings", {}))
    except Exception as problem:  # noqa: BLE001  # a font that isn't installed, a full disk …
        detail = f"{type(problem).__name__}: {problem}"
        fault = no_room(problem) or Refused("broken", detail)
        write_frame(sink, {"error": fault.facts()})
        return
    if service.guard is not None:
        service.guard.lock()
    write_frame(sink, {"ready": kind})
    while (job := read_frame(source)) is not None:
        answer, blobs = do(service, job)
        write_frame(sink, answer, blobs)


def no_room(problem: Exception) -> Refused | None:
    """What to say of an error that only means that the disk is full: somebody can mend that."""
    if isinstance(problem, OSError) and problem.errno in FULL:
        return Refused("storage", problem.strerror or "")
    return None


def do(service: Service, job: Frame) -> Frame:
    header, blobs = job
    allow_cpu(float(header.get("cpu_seconds", 60)))
    try:
        return service.handlers[header["do"]](header, blobs)
    except Refused as refusal:
        return {"error": refusal.facts()}, []
    except MemoryError:
        return {"error": Refused("too_large").facts()}, []
    except RecursionError:
        return {"error": Refused("too_large", "depth").facts()}, []
    except Exception as problem:  # noqa: BLE001  # whatever it broke, the parent has to hear of it
        if full := no_room(problem):
            return {"error": full.facts()}, []
        trace = traceback.format_exc(limit=-12)
        return {"error": Refused("broken").facts(), "trace": trace}, []


if __name__ == "__main__":
    serve(sys.argv[1], *private_streams())
