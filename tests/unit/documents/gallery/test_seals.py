"""Seals: drawn ones are shapes of the right size; of uploaded ones only the ink is kept."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image, ImageDraw, ImageFile

from documents.seals import SealError, check_seal, seal_svg

pytestmark = pytest.mark.unit

NAME = "示例市高新技术产业开发区总工会"
SHAPE = '<circle cx="21" cy="21" r="20" fill="none" stroke="red"/>'


def svg(inner: str = SHAPE, box: str = 'viewBox="0 0 42 42"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{inner}</svg>'.encode()


def png(size: tuple[int, int] = (800, 800), *, clear: bool = True) -> bytes:
    image = Image.new("RGBA", size, (255, 255, 255, 0 if clear else 255))
    ImageDraw.Draw(image).ellipse((10, 10, size[0] - 10, size[1] - 10), outline="red", width=12)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(SealError) as refused:
        check_seal(content)
    return refused.value.code


def test_a_drawn_seal_is_42_mm_of_shapes() -> None:
    seal = seal_svg(NAME, "竞赛专用章")
    assert re.search(r'width="42mm" height="42mm"', seal)
    assert set(re.findall(r"<(\w+)", seal)) == {"svg", "circle", "path"}
    assert check_seal(seal.encode()).media == "image/svg+xml"


def test_the_middle_is_a_star_or_words() -> None:
    assert seal_svg(NAME) != seal_svg(NAME, centre="合同")


def test_letters_differ_and_are_all_there() -> None:
    assert len(seal_svg("示例总工会")) < len(seal_svg("示例总工会" * 3))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a", "kind"),
        (b"", "kind"),
        (b"<svg" + b" " * 2_000_001, "too_large"),
        (b"<svg", "broken"),
        (b"<p><svg/></p>", "broken"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "broken"),
        (svg("<g>" * 4000 + "</g>" * 4000), "too_large"),
        (svg("<g>" * 1400 + "</g>" * 1400), "too_large"),
        (svg(box='viewBox="0 0 42 60"'), "not_square"),
        (svg(box=""), "not_square"),
        (svg(box='viewBox="0 0 0 0"'), "not_square"),
        (svg("<text>工会</text>"), "text"),
        (svg("<style>circle{fill:red}</style>"), "style"),
        (svg('<image href="https://example.org/x.png"/>'), "foreign"),
        (svg("<script>alert(1)</script>"), "foreign"),
        (svg("<foreignObject/>"), "foreign"),
        (svg('<g><use href="#a"/></g>'), "foreign"),
        (png((599, 599)), "too_small"),
        (png((900, 700)), "not_square"),
        (png((6100, 700)), "too_large"),
        (png(clear=False), "not_clear"),
        (png()[:2000], "broken"),
    ],
)
def test_what_is_no_seal_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_cut_off_picture_is_refused_where_documents_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WeasyPrint sets this for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refusal(png()[:2000]) == "broken"


def test_only_ink_is_kept_of_a_drawing() -> None:
    seal = check_seal(
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">'
        + svg(
            '<metadata>made by</metadata><g onclick="x()" style="fill:#c00;filter:url(#f)">'
            '<path d="M0 0L9 9Z" fill="url(https://example.org/)" class="a" id="p"/></g>',
            'width="42mm" height="42mm"',
        )
    ).content.decode()
    assert 'viewBox="0 0 42 42"' in seal
    assert 'fill="#c00"' in seal
    assert 'd="M0 0L9 9Z"' in seal
    for gone in ("metadata", "onclick", "style", "filter", "url(", "class", "example.org"):
        assert gone not in seal


def test_a_large_picture_is_made_as_fine_as_print_needs() -> None:
    seal = check_seal(png((2000, 1980)))
    with Image.open(io.BytesIO(seal.content)) as image:
        assert image.size == (1000, 990)
        assert image.getpixel((0, 0))[3] == 0
