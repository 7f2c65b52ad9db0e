"""Which installed file each face comes from, and what stands in for which."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SONG, KAI, HEI = "Guildhall Song", "Guildhall Kai", "Guildhall Hei"
FANGSONG, BIAOSONG = "Guildhall FangSong", "Guildhall BiaoSong"
FAMILIES = (SONG, KAI, HEI, FANGSONG, BIAOSONG)

# For a character that the asked family lacks. Song and Hei cover the same 30,000 and more.
FALLBACKS = {SONG: (SONG, HEI, KAI), KAI: (KAI, SONG, HEI), HEI: (HEI, SONG, KAI)}

# Roles that only an upload fills properly: (the family used until then, its weight).
ROLES = {FANGSONG: (SONG, 400), BIAOSONG: (SONG, 700)}

FOLDERS = tuple(
    Path(base) / folder
    for base in ("/usr/share/fonts", "/usr/local/share/fonts")
    for folder in ("opentype/noto", "truetype/lxgw-wenkai", "")
)


class FontUnavailable(Exception):
    """A font file that the documents need isn't installed; its name is the message."""


@dataclass(frozen=True)
class Source:
    """One face: the file, and the name of the font inside it when it is a collection."""

    family: str
    weight: int
    file: str
    inside: str = ""


SOURCES = (
    Source(SONG, 400, "NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    Source(SONG, 700, "NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    Source(KAI, 400, "LXGWWenKai-Regular.ttf"),
    Source(KAI, 700, "LXGWWenKai-Bold.ttf"),
    Source(HEI, 400, "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    Source(HEI, 700, "NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
)


def installed(name: str) -> Path:
    """The path of an installed font file; raises FontUnavailable."""
    for folder in FOLDERS:
        if (folder / name).is_file():
            return folder / name
    raise FontUnavailable(name)
