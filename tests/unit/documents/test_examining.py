"""What is found before anything is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from documents import Field, Finding, Row, Sheet, TemplateError
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person

BOX = """<p data-field="name">{{ name }}</p><p data-field="unit">{{ unit }}</p>
{% if photo %}<img src="{{ photo }}">{% endif %}"""
CSS = """p { position: absolute; left: 30mm; margin: 0; font: 20pt/1.2 "Guildhall Song" }
[data-field=name] { top: 30mm; width: 60mm; height: 10mm }
[data-field=unit] { top: 60mm; width: 237mm }
img { position: absolute; left: 200mm; top: 100mm; width: 25mm }"""


def found(renderer: Renderer, row: Row, **changes: object) -> dict[str, Finding]:
    template = certificate(**{"body": BOX, "css": CSS, **changes})
    [findings] = renderer.examine(template, [row], OPTIONS)
    return {f"{one.code} {one.field}".strip(): one for one in findings}


def test_what_fits_has_no_findings(renderer: Renderer) -> None:
    assert found(renderer, person()) == {}


def test_a_name_that_doesnt_fit_its_box_is_found(renderer: Renderer) -> None:
    long = person("阿卜杜热依木·买买提示例", unit="第一机械厂")
    assert list(found(renderer, long)) == ["overflow name"]


def test_what_leaves_the_safe_margin_is_found(renderer: Renderer) -> None:
    near = {"css": CSS + "[data-field=unit] { left: 6mm }"}
    assert list(found(renderer, person(), **near)) == ["overflow unit"]
    small = {"sheet": Sheet(105, 148), "css": CSS + "[data-field=unit] { left: 7mm; width: auto }"}
    assert found(renderer, person(), **small) == {}


def test_a_character_of_no_font_is_found_with_its_field(renderer: Renderer) -> None:
    [finding] = found(renderer, person("张😀")).values()
    assert finding == Finding("no_glyph", "name", {"characters": "😀"})


def test_a_character_from_another_typeface_is_found_and_still_shown(renderer: Renderer) -> None:
    css = CSS.replace("Guildhall Song", "Guildhall Kai")
    rare = person("丵㐂𪚥")  # 𪚥 is in none of WenKai's 29,000 glyphs' worth of the font we ship
    lacking = found(renderer, rare, css=css)
    assert set(lacking) <= {"other_typeface name", "no_glyph name"}
    assert lacking


def test_what_a_row_lacks_is_found(renderer: Renderer) -> None:
    assert list(found(renderer, person(unit=""))) == ["missing unit"]
    needed = {"fields": (Field("photo", "image", "照片", "Photograph"),)}
    assert list(found(renderer, person(), **needed)) == ["missing_image photo"]


def test_an_unknown_name_in_the_template_is_found_with_its_line(renderer: Renderer) -> None:
    body = BOX + "\n{{ reason }}"
    [finding] = found(renderer, person(), body=body).values()
    assert finding == Finding("undefined", "reason", {"line": 3})
    with pytest.raises(TemplateError) as raised:
        renderer.separate(certificate(body=body), [person(), person()], OPTIONS)
    problem = raised.value
    assert (problem.code, problem.detail, problem.line, problem.row) == (
        "undefined", "reason", 3, 0,
    )  # fmt: skip


def test_an_unknown_name_in_one_row_doesnt_hide_the_others_findings(renderer: Renderer) -> None:
    body = BOX + "{% if name == '李四' %}{{ reason }}{% endif %}"
    rows = [person("张😀"), person("李四"), person("王五😀")]
    findings = renderer.examine(certificate(body=body, css=CSS), rows, OPTIONS)
    assert [[one.code for one in some] for some in findings] == [
        ["no_glyph"], ["undefined"], ["no_glyph"],
    ]  # fmt: skip


def test_pictures_too_coarse_or_broken_are_found(renderer: Renderer, tmp_path: Path) -> None:
    coarse, broken, fine = (tmp_path / name for name in ("coarse.png", "broken.png", "fine.jpg"))
    Image.new("RGB", (100, 140), "grey").save(coarse)
    Image.new("RGB", (400, 560), "grey").save(fine)
    broken.write_bytes(b"GIF89a")
    [finding] = found(renderer, person(images={"photo": coarse})).values()
    assert (finding.code, finding.detail["dpi"]) == ("low_resolution", 102)
    [finding] = found(renderer, person(images={"photo": broken})).values()
    assert finding.code == "missing_image"
    [finding] = found(renderer, person(images={"photo": tmp_path / "none.png"})).values()
    assert finding.code == "missing_image"
    assert found(renderer, person(images={"photo": fine})) == {}


def test_a_row_of_two_sheets_is_found(renderer: Renderer) -> None:
    spilling = {"css": ".sheet { overflow: visible } p { height: 120mm }"}
    assert "many_pages" in found(renderer, person(), **spilling)


@pytest.mark.parametrize(
    ("changes", "part", "line"),
    [
        ({"body": "<p>\n{{ name"}, "body", 2),
        ({"body": "<p>\n{% macro x() %}{% endmacro %}"}, "body", 2),
        ({"under": "<script></script>"}, "under", 0),
        ({"over": "\n\n{{ seal }}"}, "over", 3),
        ({"css": "p {}\n@import 'x';"}, "css", 2),
    ],
)
def test_what_is_wrong_is_found_in_its_part(
    renderer: Renderer, changes: dict[str, str], part: str, line: int
) -> None:
    with pytest.raises(TemplateError) as raised:
        renderer.examine(certificate(**changes), [person()], OPTIONS)
    assert (raised.value.part, raised.value.line) == (part, line)


@pytest.mark.parametrize(
    "sheet", [Sheet(1e9, 210), Sheet(297, 0), Sheet(float("nan"), 9), Sheet(297, 210, bleed_mm=-1)]
)
def test_sheets_that_no_printer_takes_are_refused(renderer: Renderer, sheet: Sheet) -> None:
    with pytest.raises(TemplateError) as raised:
        renderer.examine(certificate(sheet=sheet), [person()], OPTIONS)
    assert raised.value.code == "refused"
