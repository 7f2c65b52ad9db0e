"""A small honour certificate, people to give it to, and ways to look into what comes out."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import zxingcpp
from PIL import Image

from documents import Field, Options, Row, Sheet, Template

A4 = Sheet(297, 210)
BODY = """
<p class="to"><b data-field="name">{{ name }}</b> 同志：</p>
<p class="txt">在全市职工职业技能竞赛中成绩优异，代表{{ unit }}参赛，荣获</p>
<p class="aw">{{ award }}</p>
<p class="iss">{{ issuer }}<br>{{ issued_on|chinese_date }}</p>
{% if verify_url %}<img class="qr" alt="" src="{{ qr(verify_url) }}">{% endif %}
{% if photo %}<img class="photo" alt="" src="{{ photo }}">{% endif %}
<p class="no">证书编号：{{ number }}</p>
"""
CSS = """
html { font-family: "Guildhall Kai"; font-size: 20pt; line-height: 1.6 }
p { margin: 0; position: absolute }
.to { left: 40mm; top: 62mm }
.txt { left: 40mm; top: 78mm; width: 217mm }
.aw { left: 0; width: 297mm; top: 122mm; text-align: center; font-weight: 700 }
.iss { right: 40mm; top: 150mm; text-align: center }
.no { left: 80mm; bottom: 26mm; font: 10pt "Guildhall Hei" }
.qr { position: absolute; left: 40mm; bottom: 24mm; width: 26mm; height: 26mm }
.photo { position: absolute; right: 20mm; top: 20mm; width: 25mm; height: 35mm }
.frame { position: absolute; left: 10mm; top: 10mm; width: 273mm; height: 186mm;
  border: 2mm double #b01818 }
h1 { position: absolute; left: 0; width: 297mm; top: 24mm; text-align: center;
  font: 44pt "Guildhall BiaoSong"; margin: 0; color: #b01818 }
"""
FIELDS = (
    Field("name", "text", "姓名", "Name"),
    Field("unit", "text", "单位", "Unit"),
    Field("award", "text", "奖项", "Award"),
    Field("number", "text", "编号", "Number", required=False),
    Field("verify_url", "text", "查验", "Verification", required=False),
    Field("photo", "image", "照片", "Photograph", required=False),
)
OPTIONS = Options(
    title="荣誉证书",
    author="市总工会",
    created="2026-11-21T10:00:00+08:00",
    common={"issuer": "市总工会", "issued_on": "2026-11-21", "lang": "zh"},
)


def certificate(**changes: Any) -> Template:
    """The template, with other values where they are given."""
    values: dict[str, Any] = {
        "ref": "honor",
        "title_zh": "荣誉证书",
        "title_en": "Certificate of honour",
        "kind": "honor",
        "sheet": A4,
        "body": BODY,
        "css": CSS,
        "under": '<div class="frame"></div><h1>荣誉证书</h1>',
        "fields": FIELDS,
    }
    return Template(**{**values, **changes})


def person(name: str = "张三", images: dict[str, Path] | None = None, **values: str) -> Row:
    given = {"name": name, "unit": "第一机械厂", "award": "一等奖", "number": "2026-001"}
    given["verify_url"] = f"https://zs.example.org/v/{name.encode().hex()}"
    return Row({**given, **values}, images or {})


def text_of(pdf: bytes) -> str:
    """All text, without the spaces that extraction puts between characters."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Each page's size in mm, rounded to a tenth."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        boxes = [[float(side) for side in page.mediabox] for page in document.pages]
    return [
        (round((right - left) * 25.4 / 72, 1), round((top - bottom) * 25.4 / 72, 1))
        for left, bottom, right, top in boxes
    ]


def known_characters(pdf: bytes) -> set[str]:
    """Every character that any font in the file says it has, used on a page or not."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and b"beginbfchar" in _content(thing):
                for code in re.findall(rb"<[0-9a-f]{4}> <([0-9a-f]+)>", _content(thing)):
                    found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found


def _content(stream: pikepdf.Stream) -> bytes:
    if stream.get("/Subtype") == "/Image":
        return b""
    return stream.read_bytes()


def pictures_in(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of every picture in the file, used on a page or not."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sorted(
            (int(thing.Width), int(thing.Height))
            for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        )


def fonts_in(pdf: bytes) -> set[str]:
    """The embedded fonts' names without the mark of a subset."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(thing.FontName).partition("+")[2]
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }


def codes_in(png: bytes) -> Sequence[str]:
    """What a reader finds in the QR codes of a picture."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))]
