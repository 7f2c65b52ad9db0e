"""The fonts that go into files are what the faces say, glyph for glyph."""

from __future__ import annotations

import io
import multiprocessing
import zlib
from pathlib import Path

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.ttLib import TTFont

from documents.fonts import FAMILIES, look_at, missing
from documents.fonts.carrier import Carrier
from documents.fonts.faces import Face, face_of, faces
from documents.fonts.sources import KAI, SONG, installed
from documents.renderer import Renderer

TEXT = "荣誉证书龘，。〇ABCáü1234567890"


def face(folder: Path, family: str) -> Face:
    return next(one for one in faces(folder / "faces") if one.family == family)


def glyphs_of(font: TTFont) -> tuple[int, ...]:
    names = font.getBestCmap()
    return tuple(sorted({0, *(font.getGlyphID(names[ord(char)]) for char in TEXT)}))


def outline(glyphs: object, name: str) -> list[object]:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)  # type: ignore[index]
    return pen.value


def test_a_compact_font_has_the_very_outlines_and_widths_of_its_face(faces_folder: Path) -> None:
    song = face(faces_folder, SONG)
    whole = TTFont(io.BytesIO(song.path.read_bytes()))
    glyphs = glyphs_of(whole)
    program = Carrier(song).program(glyphs)
    data = zlib.decompress(program.data)
    assert len(data) == program.length
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    part = fonts.topDictIndex[0]
    assert [int(name.removeprefix("cid")) for name in part.charset[1:]] == list(glyphs[1:])
    for name, glyph in zip(part.charset, glyphs, strict=True):
        pen = RecordingPen()
        part.CharStrings[name].draw(pen)
        assert pen.value == outline(whole.getGlyphSet(), whole.getGlyphName(glyph))
        assert part.CharStrings[name].width == whole["hmtx"][whole.getGlyphName(glyph)][0]


def test_a_truetype_font_has_the_very_outlines_and_widths_of_its_face(faces_folder: Path) -> None:
    kai = face(faces_folder, KAI)
    whole = TTFont(io.BytesIO(kai.path.read_bytes()))
    glyphs = glyphs_of(whole)
    carrier = Carrier(kai)
    part = TTFont(io.BytesIO(zlib.decompress(carrier.program(glyphs).data)))
    places = zlib.decompress(carrier.places(glyphs))
    for glyph in glyphs:
        place = int.from_bytes(places[2 * glyph : 2 * glyph + 2], "big")
        name, old = f"glyph{place:05d}" if place else ".notdef", whole.getGlyphName(glyph)
        assert outline(part.getGlyphSet(), part.getGlyphName(place)) == outline(
            whole.getGlyphSet(), old
        ), name
        assert part["hmtx"][part.getGlyphName(place)][0] == whole["hmtx"][old][0]


def test_composed_glyphs_bring_their_parts_along(faces_folder: Path) -> None:
    kai = face(faces_folder, KAI)
    whole = TTFont(io.BytesIO(kai.path.read_bytes()))
    composed = next(
        number
        for number, name in enumerate(whole.getGlyphOrder())
        if whole["glyf"][name].isComposite()
    )
    part = TTFont(io.BytesIO(zlib.decompress(Carrier(kai).program((0, composed)).data)))
    assert outline(part.getGlyphSet(), part.getGlyphName(1)) == outline(
        whole.getGlyphSet(), whole.getGlyphName(composed)
    )


def _make(folder: str) -> str:
    return str(face_of(Path(folder), installed("LXGWWenKai-Bold.ttf"), 0, "Race", 700).path)


def test_processes_that_make_the_same_face_at_once_end_with_one(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        paths = set(pool.map(_make, [str(tmp_path)] * 4))
    assert len(paths) == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == [Path(paths.pop()).name]


def test_facts_of_a_font_file(tmp_path: Path) -> None:
    facts = look_at(installed("LXGWWenKai-Regular.ttf"))
    assert facts
    assert (facts.family, facts.weight, facts.embeddable) == ("LXGW WenKai", 400, True)
    assert facts.covers("匠台 ABC")
    assert not facts.covers("😀")
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"OTTO" + bytes(100))
    assert look_at(broken) is None
    assert look_at(tmp_path / "none.otf") is None


def test_a_child_tells_the_same_facts(renderer: Renderer, tmp_path: Path) -> None:
    path = installed("LXGWWenKai-Regular.ttf")
    assert renderer.font_facts(path) == look_at(path)
    assert renderer.font_facts(tmp_path) is None


def test_a_font_that_may_not_be_embedded_says_so(tmp_path: Path) -> None:
    with TTFont(installed("LXGWWenKai-Bold.ttf"), lazy=True) as font:
        font["OS/2"].fsType = 2
        font.save(tmp_path / "restricted.ttf")
    facts = look_at(tmp_path / "restricted.ttf")
    assert facts
    assert not facts.embeddable


@pytest.mark.parametrize(
    ("text", "lacking"), [("匠台工会", ""), ("A😀b😀👍", "😀👍"), ("\n　", "")]
)
def test_missing_characters_are_named_once(text: str, lacking: str) -> None:
    assert missing(text) == lacking
    assert missing(text, FAMILIES[:1]) == lacking
