"""The gallery's templates with made-up values, and the kept pictures of what they look like.

`python -m tests.support.gallery` keeps the pictures anew; look at them before committing.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw

from documents import Options, Row, Template, gallery
from documents.renderer import Renderer
from documents.seals import seal_svg

PICTURES = Path(__file__).parents[1] / "unit" / "documents" / "gallery" / "pictures"
WIDTH = 400
REFS = tuple(one.ref for one in gallery.all_templates())
ADDRESS = "https://example.org/v/7KQ2M4XP9TRW3HJD"
COMMON = {
    "zh": {"issuer": "示例区总工会", "occasion": "2026年长三角职工技能竞赛数控铣项目决赛"},
    "en": {
        "issuer": "Example District Federation of Trade Unions",
        "occasion": "the 2026 Yangtze Delta Skills Contest, CNC Milling",
    },
}
LONG = {
    "zh": {
        "name": "阿卜杜热依木·买买提示例",
        "unit": "示例省示例市高新技术产业开发区重大装备智能制造联合股份有限责任公司第三分公司工会",
        "reason": "技艺精湛，表现优异，带领班组提出合理化建议十七项、完成技术革新五项，贡献突出",
        "award": "“示例杯”安全生产优秀班组长特别贡献奖",
    },
    "en": {
        "name": "Abdurehim Maimaiti Example-Washington II",
        "unit": "Example Province Heavy Equipment and Intelligent Manufacturing Joint-Stock Group",
        "reason": "Led the team to seventeen adopted proposals and five technical innovations.",
        "award": "Special Prize for Outstanding Contribution",
    },
}
RARE = "龘㛃𬭸"
FILLING = {"zh": "示例装备智能制造联合股份有限公司", "en": "Example Heavy Equipment Works "}
NUMBERS = {
    "zh": "示例市高新技术产业开发区总工会荣誉证书字〔2026〕第000001号示例示例示例示例",
    "en": "EXAMPLE-DISTRICT-FEDERATION-2026-HONOR-000123",
}
FIXED = ("verify_url", "verify_code")


def sealed(template: Template, folder: Path) -> Template:
    """The template with a seal for trying."""
    seal = folder / "seal.svg"
    if not seal.exists():
        seal.write_text(seal_svg("示例区总工会"), encoding="utf-8")
    return replace(template, assets={**template.assets, "seal": seal})


def options(lang: str) -> Options:
    common = {
        **COMMON[lang],
        "issued_on": "2026-11-21",
        "seal": True,
        "lang": lang,
        "verify_base": "https://example.org",
    }
    return Options(created="2026-11-21T10:00:00+08:00", common=common)


def row(template: Template, lang: str, folder: Path, **changes: str) -> Row:
    """The examples of the template's fields; `changes` of fields it doesn't have are left out."""
    values: dict[str, str] = {}
    images: dict[str, Path] = {}
    for field in template.fields:
        if field.kind == "image":
            images[field.name] = _portrait(folder)
        else:
            values[field.name] = field.example_zh if lang == "zh" else field.example_en
    if "verify_url" in values:
        values["verify_url"] = ADDRESS
    return Row(values | {key: changes[key] for key in changes.keys() & values.keys()}, images)


def long_row(template: Template, lang: str, folder: Path) -> Row:
    """Names and units as long as they come; a unit's name where units are addressed."""
    long = LONG[lang]
    name = long["unit"] if template.kind == "organisation" else long["name"]
    return row(template, lang, folder, **{**long, "name": name})


def full_row(template: Template, lang: str, folder: Path) -> Row:
    """Every text as long as its field allows."""
    texts = {
        field.name: (NUMBERS if field.name == "number" else FILLING)[lang] * (1 + field.most // 8)
        for field in template.fields
        if field.kind in ("text", "paragraph") and field.most and field.name not in FIXED
    }
    most = {field.name: field.most for field in template.fields}
    cut = {name: text[: most[name]].strip() for name, text in texts.items()}
    return row(template, lang, folder, **cut)


def small(sheet: Image.Image) -> Image.Image:
    """A grey picture of the width that is kept."""
    height = round(sheet.height * WIDTH / sheet.width)
    return sheet.convert("L").resize((WIDTH, height), Image.Resampling.BOX)


def _portrait(folder: Path) -> Path:
    """A drawn head and shoulders, of nobody, with pixels enough for 35 mm."""
    path = folder / "portrait.png"
    if not path.exists():
        image = Image.new("RGB", (413, 579), "#7fa6c9")
        pen = ImageDraw.Draw(image)
        pen.ellipse((127, 120, 287, 320), fill="#e8d3bd")
        pen.pieslice((40, 340, 373, 820), 180, 360, fill="#33415c")
        image.save(path)
    return path


def main(refs: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        renderer = Renderer(folder / "faces", 1)
        for ref in refs or REFS:
            template = sealed(gallery.find(ref), folder)
            [made] = renderer.separate(template, [row(template, "zh", folder)], options("zh"))
            sheet = Image.open(io.BytesIO(renderer.picture(made.pdf, width_px=4 * WIDTH)))
            small(sheet).quantize(24).save(PICTURES / f"{ref}.png", optimize=True)
        renderer.close()


if __name__ == "__main__":
    main(sys.argv[1:])
