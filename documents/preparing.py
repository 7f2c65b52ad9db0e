"""The child that makes static faces of uploaded fonts: hostile files are read here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from documents.errors import Refused
from documents.fonts.coverage import look_at
from documents.fonts.faces import uploaded
from documents.guard import Guard
from documents.model import FontFile
from documents.protocol import Frame
from documents.worker import Service


def start(settings: dict[str, Any]) -> Service:
    """``settings``: folder, where static faces are kept."""
    folder = Path(settings["folder"]) / "faces"
    folder.mkdir(parents=True, exist_ok=True)
    guard = Guard(writable=[folder], allowed=("os.rename", "os.remove"))

    def prepare(header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """Make the face of one uploaded font; raises Refused("font")."""
        path = Path(header["path"])
        guard.reading([path])
        facts = look_at(path)
        if facts is None or not facts.embeddable:
            raise Refused("font", path.name)
        uploaded(folder, [FontFile(header["family"], header["weight"], path)])
        return {}, []

    def facts(header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """What ``look_at`` says of a font file; ``facts`` is None when it is none."""
        path = Path(header["path"])
        guard.reading([path])
        found = look_at(path)
        return {"facts": found and {**vars(found), "characters": sorted(found.characters)}}, []

    return Service({"prepare": prepare, "facts": facts}, guard)
