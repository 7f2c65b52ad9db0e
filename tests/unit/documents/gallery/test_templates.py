"""Each ready-made template, rendered: it fits, it is light, it looks as it did when last seen."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from jinja2 import meta
from PIL import Image, ImageChops, ImageStat

from blueprints.certificates import codes
from documents import Options, Row, Template, gallery
from documents.gallery.designs.all import drawings
from documents.renderer import Renderer
from documents.sandbox import Environment
from tests.support.gallery import (
    ADDRESS,
    PICTURES,
    RARE,
    REFS,
    full_row,
    long_row,
    options,
    row,
    sealed,
    small,
)

pytestmark = pytest.mark.unit
PRIZED = tuple(
    one.ref for one in gallery.all_templates() if any(f.name == "award" for f in one.fields)
)

MOST_FILE, MOST_LAYERS = 60 * 1024, 25 * 1024
MM = 72 / 25.4  # in points
MOST_CHANGE = 2.0  # of 255 levels on average, and per cent of clearly other points


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gallery")


@pytest.fixture(params=REFS)
def template(request: pytest.FixtureRequest, folder: Path) -> Template:
    return sealed(gallery.find(request.param), folder)


def test_every_kind_has_a_template() -> None:
    assert {one.kind for one in gallery.all_templates()} == set(gallery.KINDS)


def test_the_body_uses_what_the_fields_declare(template: Template) -> None:
    used = _names(template.body) - set(gallery.COMMON)
    assert used == {field.name for field in template.fields}


def test_the_layers_know_no_person(template: Template) -> None:
    assert _names(template.under) | _names(template.over) <= set(gallery.COMMON)


def test_the_ornaments_are_what_is_drawn(template: Template) -> None:
    kept = {name: path.read_text("utf-8") for name, path in template.assets.items()}
    del kept["seal"]
    assert kept == drawings(template.ref)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_short_and_long_texts_and_rare_characters_fit(
    renderer: Renderer, template: Template, folder: Path, lang: str
) -> None:
    rows = [
        row(template, lang, folder),
        row(template, lang, folder, name=RARE),
        long_row(template, lang, folder),
        _bare(template, lang, folder),
    ]
    assert renderer.examine(template, rows, options(lang)) == [(), (), (), ()]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_every_field_at_its_most_nothing_comes_near_the_code(
    renderer: Renderer, template: Template, folder: Path, lang: str
) -> None:
    full, given = full_row(template, lang, folder), options(lang)
    assert renderer.examine(template, [full], given) == [()]
    if "verify_url" not in full.values:
        return
    short = _foot_alone(template, full)
    crowded, alone = (_sheet(renderer, template, one, given) for one in (full, short))
    [code] = zxingcpp.read_barcodes(crowded)
    corners = code.position.top_left, code.position.bottom_right
    around = (corners[0].x - 12, corners[0].y - 12, corners[1].x + 12, corners[1].y + 12)
    assert ImageChops.difference(crowded.crop(around), alone.crop(around)).getbbox() is None


def test_the_code_can_be_read_without_a_camera(
    renderer: Renderer, template: Template, folder: Path
) -> None:
    given = row(template, "zh", folder)
    [made] = renderer.separate(template, [given], options("zh"))
    text = pypdfium2.PdfDocument(made.pdf)[0].get_textpage().get_text_bounded()
    code = given.values.get("verify_code", "")
    assert code in text
    if code:
        assert ADDRESS.endswith(code.replace("-", ""))
        assert codes.printed_in(text) == code.replace("-", "")
    assert ("example.org/verify" in text) == (template.kind not in ("table_sign", "badge"))


@pytest.mark.parametrize("ref", ["honor-landscape-red", "honor-landscape-blue", "award"])
@pytest.mark.parametrize("reason", ["技艺精湛", "技艺精湛，攻坚克难，" * 6])
def test_the_closing_begins_where_the_citation_does(
    renderer: Renderer, folder: Path, ref: str, reason: str
) -> None:
    """Two paragraphs set in letters of two sizes, indented alike."""
    template = sealed(gallery.find(ref), folder)
    [made] = renderer.separate(
        template, [row(template, "zh", folder, reason=reason)], options("zh")
    )
    page = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
    text = page.get_text_range()
    begins = [page.get_charbox(text.index(one), loose=True)[0] for one in ("在", "特发")]
    assert begins[0] == pytest.approx(begins[1], abs=1)


@pytest.mark.parametrize("ref", PRIZED)
def test_prizes_of_latin_letters_are_not_pulled_apart(
    renderer: Renderer, folder: Path, ref: str
) -> None:
    template = gallery.find(ref)
    rows = [row(template, "zh", folder, award=award) for award in ("First Prize", "TOP10 奖")]
    for one, made in zip(rows, renderer.separate(template, rows, options("zh")), strict=True):
        page = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
        at = page.get_text_range().index(str(one.values["award"]))
        first, second = (page.get_charbox(at + n, loose=True) for n in (0, 1))
        assert second[0] - first[2] < (first[3] - first[1]) / 10


@pytest.mark.parametrize("ref", ["completion", "credit-hours"])
@pytest.mark.parametrize(("lang", "day"), [("zh", "2026年11月23日"), ("en", "23 November 2026")])
def test_a_course_of_one_day_names_it_once(
    renderer: Renderer, folder: Path, ref: str, lang: str, day: str
) -> None:
    template = gallery.find(ref)
    one = row(template, lang, folder, date_from="2026-11-23", date_to="2026-11-23")
    [made] = renderer.separate(template, [one], options(lang))
    text = pypdfium2.PdfDocument(made.pdf)[0].get_textpage().get_text_range()
    assert " ".join(text.split()).count(day) == 1


@pytest.mark.parametrize("ref", ["organisation-award", "honor-english"])
def test_a_centred_citation_has_no_line_of_a_few_characters(
    renderer: Renderer, folder: Path, ref: str
) -> None:
    template = gallery.find(ref)
    reasons = [("组织发动有力，练兵培训扎实，" * 4)[:length] for length in range(6, 42, 3)]
    rows = [row(template, "zh", folder, reason=reason) for reason in reasons]
    for made in renderer.separate(template, rows, options("zh")):
        lines = _lines(made.pdf)
        first = next(n for n, line in enumerate(lines) if line.startswith("在2026"))
        last = next(n for n, line in enumerate(lines) if line in ("荣获", "一等奖"))
        assert min(len(line) for line in lines[first:last]) > 5


@pytest.mark.parametrize("ref", [one for one in REFS if "honor-l" in one or "honor-p" in one])
def test_the_last_words_of_the_citation_stay_together(
    renderer: Renderer, folder: Path, ref: str
) -> None:
    template = gallery.find(ref)
    rows = [row(template, "zh", folder, reason="优" * length) for length in range(1, 24)]
    for made in renderer.separate(template, rows, options("zh")):
        assert any("荣获" in line for line in _lines(made.pdf))


@pytest.mark.parametrize("number", ["A-017", "A-0001", "CNC-0123", "QDG-2026-012", "示" * 12])
def test_the_number_of_a_pass_stays_within_its_frame(
    renderer: Renderer, folder: Path, number: str
) -> None:
    template = gallery.find("badge")
    values = row(template, "zh", folder, number=number).values
    [made] = renderer.separate(replace(template, imposition=None), [Row(values)], options("zh"))
    page = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
    at = page.get_text_range().index(number)
    left, right = page.get_charbox(at)[0], page.get_charbox(at + len(number) - 1)[2]
    assert 1.5 * MM < left - 16 * MM < 20 * MM
    assert 1.5 * MM < 74 * MM - right < 20 * MM


def test_without_a_form_of_address_the_colon_follows_the_name(
    renderer: Renderer, folder: Path
) -> None:
    template = gallery.find("honor-landscape-red")
    one = row(template, "zh", folder, name="示例重工", honorific="", unit="")
    [made] = renderer.separate(template, [one], options("zh"))
    page = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()
    text = page.get_text_range()
    last, colon = (page.get_charbox(text.index(mark), loose=True) for mark in ("工", "："))
    assert colon[0] - last[2] < 15  # the padding of the underline, and no gap besides


def test_a_name_that_is_far_too_long_is_found(
    renderer: Renderer, template: Template, folder: Path
) -> None:
    [found] = renderer.examine(
        template, [row(template, "zh", folder, name="示" * 800)], options("zh")
    )
    assert "overflow" in {one.code for one in found}


def test_files_and_their_layers_are_light(
    renderer: Renderer, template: Template, folder: Path
) -> None:
    one, given = Row(row(template, "zh", folder).values), options("zh")
    [whole] = renderer.separate(template, [one], given)
    [text] = renderer.separate(template, [one], replace(given, text_only=True))
    assert whole.pages == 1
    assert len(whole.pdf) <= MOST_FILE
    assert len(whole.pdf) - len(text.pdf) <= MOST_LAYERS


def test_it_can_be_scanned_and_looks_as_it_did(
    renderer: Renderer, template: Template, folder: Path
) -> None:
    [made] = renderer.separate(template, [row(template, "zh", folder)], options("zh"))
    sheet = Image.open(io.BytesIO(renderer.picture(made.pdf, width_px=1600)))
    codes = [code.text for code in zxingcpp.read_barcodes(sheet)]
    assert codes == ([] if template.kind == "table_sign" else [ADDRESS])
    assert _change(PICTURES / f"{template.ref}.png", small(sheet)) == pytest.approx(
        (0, 0), abs=MOST_CHANGE
    )


def test_passes_are_printed_eight_to_a_paper_with_their_bleed(
    renderer: Renderer, folder: Path
) -> None:
    template = sealed(gallery.find("badge"), folder)
    rows = [row(template, "zh", folder, number=f"A-{number:03}") for number in range(1, 10)]
    papers = renderer.together(template, rows, options("zh"))
    first = Image.open(io.BytesIO(renderer.picture(papers, width_px=420))).convert("RGB")
    last = Image.open(io.BytesIO(renderer.picture(papers, page=1, width_px=420))).convert("RGB")
    assert first.width == 420  # a pixel is a millimetre
    for x in (19, 115, 119, 211, 215, 400):  # in the red of a head's bleed, left or right of a card
        red, green, _ = first.getpixel((x, 25))
        assert red > 140
        assert green < 80
    assert last.getpixel((300, 25)) == (255, 255, 255)


def _sheet(renderer: Renderer, template: Template, one: Row, given: Options) -> Image.Image:
    [made] = renderer.separate(template, [one], given)
    return Image.open(io.BytesIO(renderer.picture(made.pdf, width_px=1600))).convert("L")


def _foot_alone(template: Template, full: Row) -> Row:
    """The same number and code, with hardly anything else."""
    kept = ("number", "verify_url", "verify_code")
    texts = {field.name: "示" for field in template.fields if field.kind in ("text", "paragraph")}
    return Row({**full.values, **texts, **{name: full.values[name] for name in kept}}, full.images)


def _change(kept: Path, seen: Image.Image) -> tuple[float, float]:
    """How far pictures differ: mean of 255 levels, and per cent of clearly other points."""
    change = ImageChops.difference(Image.open(kept).convert("L"), seen)
    other = sum(change.histogram()[64:]) / (change.width * change.height)
    return ImageStat.Stat(change).mean[0], 100 * other


def _names(source: str) -> set[str]:
    """The variables of a source that the sandbox doesn't give."""
    environment = Environment()
    return meta.find_undeclared_variables(environment.parse(source)) - set(environment.globals)


def _lines(pdf: bytes) -> list[str]:
    """What stands on each line of the first page, without the blanks between letters."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return ["".join(line.split()) for line in text.splitlines()]


def _bare(template: Template, lang: str, folder: Path) -> Row:
    """Only what must be there."""
    full = row(template, lang, folder)
    needed = {field.name for field in template.fields if field.required}
    return Row({key: value if key in needed else "" for key, value in full.values.items()})
