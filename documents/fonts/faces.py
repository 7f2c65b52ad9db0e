"""
Static faces: one plain file per face, made once from collections and kept in a folder.

A face has its own family name, no hints, no subroutines and of the layout tables only kerning:
whatever would have to be taken out again for every single document is taken out here, once.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTCollection, TTFont, newTable

from documents.fonts.sources import SOURCES, Source, installed
from documents.model import FontFile

FORMAT = "1"  # raise it when faces are made differently
DROPPED = ("BASE", "DSIG", "GDEF", "GSUB", "JSTF", "VDMX", "VORG", "gasp", "vhea", "vmtx", "kern")
FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6


@dataclass(frozen=True)
class Face:
    """A static face on disk."""

    family: str
    weight: int
    path: Path


def faces(folder: Path) -> tuple[Face, ...]:
    """
    The built-in faces, made below ``folder`` when they aren't there yet (half a second each).

    Each state of the installed fonts has a folder of its own, that Fontconfig is shown whole.
    """
    state = [str(_state(installed(source.file))) for source in SOURCES]
    mark = hashlib.sha256("|".join((FORMAT, *state)).encode()).hexdigest()[:8]
    return tuple(_built_in(folder / f"own-{mark}", source) for source in SOURCES)


def uploaded(folder: Path, fonts: Iterable[FontFile]) -> tuple[Face, ...]:
    """Static faces of uploaded fonts; the family is the role's, followed by the file's mark."""
    return tuple(
        face_of(folder / "uploaded", font.path, 0, _family(font), font.weight) for font in fonts
    )


def role_of(family: str) -> str:
    """The CSS name that a face's own family stands for."""
    return " ".join(family.split(" ")[:2])


def _family(font: FontFile) -> str:
    mark = hashlib.sha256(str(_state(font.path)).encode()).hexdigest()[:8]
    return f"{font.family} {mark}"


def _state(path: Path) -> tuple[str, int, int]:
    facts = path.stat()
    return str(path), facts.st_size, facts.st_mtime_ns


def _built_in(folder: Path, source: Source) -> Face:
    path = installed(source.file)
    return face_of(folder, path, _index(path, source.inside), source.family, source.weight)


def face_of(folder: Path, path: Path, index: int, family: str, weight: int) -> Face:
    """Processes that need the same face wait for each other; a rename makes it whole at once."""
    key = f"{FORMAT}|{_state(path)}|{index}|{family}|{weight}"
    name = hashlib.sha256(key.encode()).hexdigest()[:16]
    slug = family.removeprefix("Guildhall ").replace(" ", "")
    target = folder / f"{slug}-{weight}-{name}.otf"
    if not target.exists():
        with _turn(folder):
            if not target.exists():
                _write(target, _renamed(stripped(path, index), family, weight))
    return Face(family, weight, target)


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _index(path: Path, inside: str) -> int:
    if not inside:
        return 0
    with TTCollection(str(path), lazy=True) as collection:
        names = [font["name"].getDebugName(FAMILY) for font in collection.fonts]
    return names.index(inside)


def stripped(path: Path, index: int) -> bytes:
    """All glyphs under their old numbers, but no hints, subroutines or layout except kerning."""
    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.pin_all_axes_to_default(face)
    wanted.flags = (
        hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.NOTDEF_OUTLINE
    )
    wanted.drop_table_tag_set.update(_tag(name) for name in DROPPED)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.add(_tag("kern"))
    data: bytes = hb.subset(face, wanted).blob.data
    return data


def _tag(name: str) -> int:
    return int.from_bytes(name.encode(), "big")


def _renamed(data: bytes, family: str, weight: int) -> bytes:
    font = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    style = "Bold" if weight >= 600 else "Regular"
    names = newTable("name")
    names.names = []
    postscript = f"{family}-{style}".replace(" ", "")
    for number, text in (
        (FAMILY, family), (STYLE, style), (UNIQUE, postscript), (FULL, f"{family} {style}"),
        (POSTSCRIPT, postscript),
    ):  # fmt: skip
        names.setName(text, number, 3, 1, 0x409)
    font["name"] = names
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if weight >= 600 else 0x40
    font["head"].macStyle = 1 if weight >= 600 else 0
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _write(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".face-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
