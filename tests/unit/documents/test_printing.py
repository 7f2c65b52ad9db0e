"""Print batches: several sheets on one paper, crop marks, and many chunks as one file."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from documents import Imposition, Options, Sheet, TemplateError
from documents.fonts.sources import installed
from documents.merging import places
from documents.model import FontFile
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, fonts_in, pages_of, person, text_of

A4 = Sheet(210, 297)
BADGE = certificate(
    sheet=Sheet(90, 60),
    body="<p style=\"left: 10mm; top: 20mm; font: 10mm/1 'Guildhall Hei'\">{{ name }}</p>"
    '<div style="position: absolute; left: 0; top: 0; width: 5mm; height: 5mm;'
    ' background: #000"></div>',
    under="",
    imposition=Imposition(columns=2, rows=4, gap_mm=4, paper=A4),
)


def test_badges_are_placed_on_papers_in_order(renderer: Renderer) -> None:
    names = [f"第{number:02}人" for number in range(1, 12)]
    batch = renderer.together(BADGE, [person(name) for name in names], OPTIONS)
    assert pages_of(batch) == [(210.0, 297.0)] * 2
    text = text_of(batch)
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)


def test_each_badge_lies_where_its_crop_marks_say(renderer: Renderer) -> None:
    batch = renderer.together(BADGE, [person(str(number)) for number in range(8)], OPTIONS)
    picture = renderer.picture(batch, width_px=840)  # 4 pixels a millimetre
    page = Image.open(io.BytesIO(picture)).convert("L")
    corners = [(13, 22.5), (107, 22.5), (13, 86.5), (107, 214.5)]
    for left, top in corners:
        assert page.getpixel((round(left * 4) + 4, round(top * 4) + 4)) == 0
        assert page.getpixel((round(left * 4) + 60, round(top * 4) + 4)) == 255
    for across in (13, 103, 107, 197):
        mark = [page.getpixel((round(across * 4) + nudge, 18 * 4)) for nudge in (-1, 0, 1)]
        assert min(mark) < 255  # a hair line, 3 mm above the block


def test_the_block_is_in_the_middle_of_the_paper() -> None:
    imposition = Imposition(2, 2, 10, Sheet(100, 100))
    points = 72 / 25.4
    found = [
        (round(x / points, 6), round(y / points, 6))
        for x, y in places(imposition, 30 * points, 20 * points)
    ]
    assert found == [(15, 55), (55, 55), (15, 25), (55, 25)]


def test_a_batch_of_many_chunks_keeps_the_order_and_the_metadata(renderer: Renderer) -> None:
    names = [f"第{number:03}人" for number in range(130)]
    rows = [person(name) for name in names]
    batch = renderer.together(certificate(), rows, OPTIONS)
    reader = pikepdf.open(io.BytesIO(batch))
    assert len(reader.pages) == 130
    assert str(reader.docinfo["/Title"]) == "荣誉证书"
    assert str(reader.Root.Lang) == "zh-CN"
    text = text_of(batch)
    assert [text.index(name) for name in names] == sorted(text.index(name) for name in names)
    reader.close()


def test_different_subsets_of_a_face_have_different_names(renderer: Renderer) -> None:
    rows = [person(chr(0x4E00 + number)) for number in range(130)]
    batch = renderer.together(certificate(), rows, OPTIONS)
    with pikepdf.open(io.BytesIO(batch)) as pdf:
        names = [
            (
                str(thing.FontName),
                len(thing.get("/FontFile2", thing.get("/FontFile3")).read_bytes()),
            )
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
    sizes = dict(names)
    assert len(names) > len(fonts_in(batch))
    assert all(sizes[name] == size for name, size in names)


def test_no_rows_make_no_files(renderer: Renderer) -> None:
    assert renderer.separate(certificate(), [], OPTIONS) == []
    assert renderer.examine(certificate(), [], OPTIONS) == []
    with pytest.raises(ValueError, match="no rows"):
        renderer.together(certificate(), [], OPTIONS)


@pytest.mark.parametrize("role", ["Guildhall FangSong", "Guildhall BiaoSong"])
def test_an_uploaded_font_takes_its_role_and_no_other(renderer: Renderer, role: str) -> None:
    upload = FontFile(role, 400, installed("LXGWWenKaiMono-Regular.ttf"))
    css = f'p {{ font-family: "{role}" }} b {{ font-family: "Guildhall Hei"; font-weight: 400 }}'
    template = certificate(body="<p>字<b>{{ name }}</b></p>", css=css, under="")
    options = Options(**{**vars(OPTIONS), "fonts": (upload,)})
    [with_it] = renderer.separate(template, [person()], options)
    [without] = renderer.separate(template, [person()], OPTIONS)
    names = {name.partition("-")[0].rstrip("0123456789abcdef") for name in fonts_in(with_it.pdf)}
    assert names == {role.replace(" ", ""), "GuildhallHei"}
    assert fonts_in(without.pdf) == {
        "GuildhallSong-Bold" if role.endswith("BiaoSong") else "GuildhallSong-Regular",
        "GuildhallHei-Regular",
    }
    assert role in with_it.typefaces
    assert "字张三" in text_of(with_it.pdf)


def test_an_uploaded_file_that_is_no_font_is_refused(renderer: Renderer) -> None:
    upload = FontFile("Guildhall FangSong", 400, installed("LXGWWenKai-Regular.ttf").parent)
    options = Options(**{**vars(OPTIONS), "fonts": (upload,)})
    with pytest.raises(TemplateError) as raised:
        renderer.separate(certificate(), [person()], options)
    assert raised.value.code == "refused"
