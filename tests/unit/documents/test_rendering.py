"""What comes out: the right text, the same bytes each time, nothing of anybody else."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from documents import Options, Row, Sheet, TemplateError
from documents.fonts import FAMILIES
from documents.renderer import Renderer
from tests.support.certificates import (
    OPTIONS,
    certificate,
    codes_in,
    fonts_in,
    known_characters,
    pages_of,
    person,
    pictures_in,
    text_of,
)

PEOPLE = ["蒋远", "李四光", "王五", "阿卜杜热依木·买买提", "欧阳娜娜", "龘龘"]


def photo(folder: Path, number: int) -> Path:
    """Noise, so that no two photographs are alike; 300 by 400 pixels and a little."""
    path = folder / f"{number}.jpg"
    size = (300 + number, 400)
    noise = random.Random(number).randbytes(size[0] * size[1])
    Image.frombytes("L", size, noise).save(path, quality=60)
    return path


def test_each_row_becomes_one_sheet_with_its_own_text(renderer: Renderer) -> None:
    made = renderer.separate(certificate(), [person(name) for name in PEOPLE], OPTIONS)
    for name, file in zip(PEOPLE, made, strict=True):
        text = text_of(file.pdf)
        assert f"{name}同志" in text
        assert "荣誉证书" in text
        assert "二〇二六年十一月二十一日" in text
        assert pages_of(file.pdf) == [(297.0, 210.0)]
        assert file.pages == 1


def test_the_same_input_gives_the_same_bytes_in_any_process(
    renderer: Renderer, faces_folder: Path
) -> None:
    rows = [person(name) for name in PEOPLE]
    made = renderer.separate(certificate(), rows, OPTIONS)
    once = [hashlib.sha256(file.pdf).digest() for file in made]
    other = Renderer(faces_folder, 1)
    try:
        alone = [other.separate(certificate(), [row], OPTIONS)[0].pdf for row in rows]
        batch = other.together(certificate(), rows, OPTIONS)
    finally:
        other.close()
    assert [hashlib.sha256(pdf).digest() for pdf in alone] == once
    assert len(set(once)) == len(PEOPLE)
    assert renderer.together(certificate(), rows, OPTIONS) == renderer.together(
        certificate(), rows, OPTIONS
    )
    assert pages_of(batch) == [(297.0, 210.0)] * len(rows)


def test_no_file_knows_another_persons_characters_or_photograph(
    renderer: Renderer, tmp_path: Path
) -> None:
    rows = [person(name, {"photo": photo(tmp_path, number)}) for number, name in enumerate(PEOPLE)]
    made = renderer.separate(certificate(), rows, OPTIONS)
    for number, (name, file) in enumerate(zip(PEOPLE, made, strict=True)):
        others = set("".join(PEOPLE)) - set(name)
        assert set(name) <= known_characters(file.pdf)
        assert not others & known_characters(file.pdf)
        assert [size for size in pictures_in(file.pdf) if size[0] >= 300] == [(300 + number, 400)]


def test_the_code_on_the_page_leads_to_its_own_verification(renderer: Renderer) -> None:
    rows = [person("张三"), person("李四")]
    for row, made in zip(rows, renderer.separate(certificate(), rows, OPTIONS), strict=True):
        assert codes_in(renderer.picture(made.pdf, width_px=1400)) == [row.values["verify_url"]]


def test_only_our_own_typefaces_are_embedded(renderer: Renderer) -> None:
    strange = certificate(css='html { font-family: "SimSun", "Noto Sans CJK JP", monospace }')
    [made] = renderer.separate(strange, [person("𬭸 ABC")], OPTIONS)
    names = {family.replace(" ", "") for family in FAMILIES}
    assert {name.partition("-")[0] for name in fonts_in(made.pdf)} <= names
    assert set(made.typefaces) <= set(FAMILIES)
    [titled] = renderer.separate(certificate(body="<p>{{ name }}</p>"), [person()], OPTIONS)
    assert titled.typefaces == ("Guildhall Kai", "Guildhall Song")


def test_a_file_without_photograph_stays_small(renderer: Renderer) -> None:
    [made] = renderer.separate(certificate(), [person()], OPTIONS)
    assert len(made.pdf) < 40_000


def test_the_metadata_are_those_given_and_name_no_moment_of_rendering(renderer: Renderer) -> None:
    [made] = renderer.separate(certificate(), [person()], OPTIONS)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        facts = {key: str(value) for key, value in pdf.docinfo.items()}
    assert facts == {
        "/Title": "荣誉证书",
        "/Author": "市总工会",
        "/CreationDate": "D:20261121100000+08'00",
        "/Producer": "Guildhall",
    }


def test_text_only_leaves_out_what_is_printed_already_and_moves_the_rest(
    renderer: Renderer,
) -> None:
    plain = certificate(under="<h1>荣誉证书</h1>", over="<p>公章</p>")
    row = person()
    whole = renderer.separate(plain, [row], OPTIONS)[0].pdf
    only = renderer.separate(plain, [row], Options(**{**vars(OPTIONS), "text_only": True}))[0].pdf
    assert "荣誉证书" in text_of(whole)
    assert "公章" in text_of(whole)
    assert "荣誉证书" not in text_of(only)
    assert "公章" not in text_of(only)
    assert "张三" in text_of(only)


def test_what_is_moved_by_ten_millimetres_is_ten_millimetres_away(renderer: Renderer) -> None:
    black = certificate(
        body='<div style="position: absolute; left: 50mm; top: 50mm; width: 10mm; height: 10mm;'
        ' background: #000"></div>',
        under="",
    )
    moved = Options(text_only=True, dx_mm=10, dy_mm=-20)
    [still], [shifted] = (
        renderer.separate(black, [person()], options) for options in (Options(), moved)
    )
    assert _black_box(renderer, still.pdf) == pytest.approx((50, 50, 60, 60), abs=0.6)
    assert _black_box(renderer, shifted.pdf) == pytest.approx((60, 30, 70, 40), abs=0.6)


def _black_box(renderer: Renderer, pdf: bytes) -> tuple[float, ...]:
    """Left, top, right and bottom in mm of what is dark on an A4 page."""
    picture = Image.open(io.BytesIO(renderer.picture(pdf, width_px=1188))).convert("L")
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box
    return tuple(side / 4 for side in box)


def test_a_sample_says_so_across_the_sheet(renderer: Renderer) -> None:
    sample = Options(**{**vars(OPTIONS), "sample": True})
    [made] = renderer.separate(certificate(), [person()], sample)
    assert "样张" in text_of(made.pdf)
    assert "SAMPLE" in text_of(made.pdf)


@pytest.mark.parametrize(
    "sheet", [Sheet(297, 210), Sheet(210, 297), Sheet(90, 130), Sheet(594, 841)]
)
def test_the_mark_of_a_sample_lies_within_the_sheet(renderer: Renderer, sheet: Sheet) -> None:
    sample = Options(**{**vars(OPTIONS), "sample": True})
    [made] = renderer.separate(certificate(sheet=sheet, body="", under=""), [person()], sample)
    picture = Image.open(io.BytesIO(renderer.picture(made.pdf, width_px=800))).convert("L")
    box = picture.point(lambda value: 255 if value < 254 else 0).getbbox()
    assert box
    left, top, right, bottom = box
    margin = 0.03 * picture.width
    assert min(left, top, picture.width - right, picture.height - bottom) > margin
    assert (right - left) / picture.width > 0.6
    assert (left + right) / 2 == pytest.approx(picture.width / 2, abs=margin)


def test_bleed_and_crop_marks_lie_outside_the_trimmed_sheet(renderer: Renderer) -> None:
    cut = certificate(sheet=Sheet(90, 130, bleed_mm=3, crop_marks=True), body="<p>{{ name }}</p>")
    [made] = renderer.separate(cut, [person()], OPTIONS)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[0]
        trim = [float(side) * 25.4 / 72 for side in page.trimbox]
        crop, bleed = ([float(side) for side in box] for box in (page.cropbox, page["/BleedBox"]))
        assert crop == [float(side) for side in page.trimbox]
        assert bleed == [float(side) for side in page.mediabox]
    assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((90, 130), abs=0.01)
    assert pages_of(made.pdf) == [(96.0, 136.0)]


def test_a_single_file_shows_the_finished_sheet_and_a_print_batch_its_bleed(
    renderer: Renderer,
) -> None:
    cut = certificate(sheet=Sheet(90, 130, bleed_mm=3), body="<p>{{ name }}</p>")
    [made] = renderer.separate(cut, [person()], OPTIONS)
    shown = Image.open(io.BytesIO(renderer.picture(made.pdf, width_px=900)))
    assert shown.size == pytest.approx((900, 1300), abs=1)
    batch = renderer.together(cut, [person(), person()], OPTIONS)
    printed = Image.open(io.BytesIO(renderer.picture(batch, width_px=960)))
    assert printed.size == pytest.approx((960, 1360), abs=1)
    with pikepdf.open(io.BytesIO(batch)) as pdf:
        assert all("/CropBox" not in page for page in pdf.pages)


def test_text_for_sheets_that_are_printed_already_has_pages_of_the_cut_sheet(
    renderer: Renderer,
) -> None:
    cut = certificate(sheet=Sheet(90, 130, bleed_mm=3), body="<p>{{ name }}</p>")
    batch = renderer.together(cut, [person(), person()], replace(OPTIONS, text_only=True))
    printed = Image.open(io.BytesIO(renderer.picture(batch, width_px=900)))
    assert printed.size == pytest.approx((900, 1300), abs=1)
    with pikepdf.open(io.BytesIO(batch)) as pdf:
        assert all(page.cropbox == page.trimbox for page in pdf.pages)


def test_a_flowing_document_takes_the_pages_it_needs_and_numbers_them(renderer: Renderer) -> None:
    notice = certificate(
        flowing=True,
        sheet=Sheet(210, 297),
        body="{% for line in lines %}<p>{{ line }}</p>{% endfor %}",
        css="@page { @bottom-center { content: counter(page) ' / ' counter(pages) } }"
        " p { margin: 0; line-height: 10mm } @page :left { margin-left: 30mm }",
        under="",
    )
    rows = [Row({"lines": ["公告"] * count}) for count in (3, 60)]
    short, long = renderer.separate(notice, rows, OPTIONS)
    assert (short.pages, long.pages) == (1, 3)
    assert "1/1" in text_of(short.pdf)
    assert "3/3" in text_of(long.pdf)
    both = renderer.together(notice, rows, OPTIONS)
    assert len(pages_of(both)) == 4


def test_a_row_that_needs_two_sheets_is_named(renderer: Renderer) -> None:
    spilling = certificate(css=".sheet { overflow: visible } p { height: 120mm }", under="")
    rows = [person(), person("李四", award="<b>")]
    with pytest.raises(TemplateError) as raised:
        renderer.separate(spilling, rows, OPTIONS)
    assert raised.value.code == "too_many_pages"


def test_values_are_never_markup(renderer: Renderer) -> None:
    [made] = renderer.separate(certificate(), [person("<b>张</b>&amp;")], OPTIONS)
    assert "<b>张</b>&amp;同志" in text_of(made.pdf)
