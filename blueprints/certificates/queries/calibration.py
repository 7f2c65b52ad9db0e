"""The calibration sheet for pre-printed paper (套打): a millimetre grid under the outlined text.

It is printed on plain paper, laid over a pre-printed sheet, and shows how far the text must
move. The grid is the paper's and stays; the text moves by the offsets that were entered.
"""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from blueprints.certificates.queries.templates.pictures import trimmed
from blueprints.certificates.queries.templates.samples import example_row, sample_options
from blueprints.certificates.studio import drafts
from documents import Sheet, Template

MOST_MM = 50
_SMALL = 2.2  # mm, the height of figures


def calibration_pdf(template: Template, dx_mm: float, dy_mm: float, lang: str) -> bytes:
    """One sheet of paper with the grid, and the text moved by dx to the right and dy down."""
    sheet = template.sheet
    moved = replace(
        trimmed(template),
        body=f'<div class="calibration-moved">{template.body}</div>',
        css=f"{template.css}\n{_style(sheet, dx_mm, dy_mm)}",
        under=_grid(sheet) + _words(dx_mm, dy_mm),
        over="",
    )
    options = replace(sample_options(lang, seal=False), title=_("Calibration sheet"))
    return drafts().separate(moved, [example_row(template, lang)], options)[0].pdf


def _style(sheet: Sheet, dx_mm: float, dy_mm: float) -> str:
    size = min(3.2, min(sheet.width_mm, sheet.height_mm) * 0.022)
    return (
        ".calibration-moved { position: absolute; top: 0; left: 0; width: 100%; height: 100%;"
        f" transform: translate({dx_mm:g}mm, {dy_mm:g}mm) }}"
        ".calibration-moved [data-field] { outline: .25mm dashed #c2272d;"
        " background: rgba(194, 39, 45, .09) }"
        ".calibration-grid { position: absolute; top: 0; left: 0; width: 100%; height: 100% }"
        ".calibration-words { position: absolute; left: 12%; right: 12%; bottom: 5mm;"
        f" font: {size:.2f}mm/1.4 'Guildhall Hei'; color: #1a2130; text-align: center }}"
        ".calibration-words p { margin: 0 }"
    )


def _grid(sheet: Sheet) -> str:
    width, height = sheet.width_mm, sheet.height_mm
    parts = [*_lines(width, height), *_ticks(width, height), *_figures(width, height)]
    parts += [_cross(x, y) for x in (10, width - 10) for y in (10, height - 10)]
    return (
        '<svg class="calibration-grid" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {width:g} {height:g}">{"".join(parts)}</svg>'
    )


def _lines(width: float, height: float) -> Iterator[str]:
    """Fine lines every 5 mm, stronger ones every 10 mm."""
    for step, stroke, thickness in ((5, "#d5dbe3", 0.08), (10, "#a9b4c2", 0.12)):
        across = "".join(f"M{x} 0V{height:g}" for x in range(step, int(width) + 1, step))
        down = "".join(f"M0 {y}H{width:g}" for y in range(step, int(height) + 1, step))
        yield f'<path d="{across}{down}" fill="none" stroke="{stroke}" stroke-width="{thickness}"/>'


def _ticks(width: float, height: float) -> Iterator[str]:
    """A ruler along each edge: 2 mm long every millimetre, 4 mm every five."""
    marks = []
    for x in range(1, int(width) + 1):
        long = 4 if x % 5 == 0 else 2
        marks.append(f"M{x} 0v{long}M{x} {height:g}v-{long}")
    for y in range(1, int(height) + 1):
        long = 4 if y % 5 == 0 else 2
        marks.append(f"M0 {y}h{long}M{width:g} {y}h-{long}")
    yield f'<path d="{"".join(marks)}" fill="none" stroke="#5b6578" stroke-width="0.1"/>'


def _figures(width: float, height: float) -> Iterator[str]:
    for x in range(10, int(width) - 4, 10):
        yield _figure(x, 7, str(x))
    for y in range(20, int(height) - 4, 10):
        yield _figure(7, y + 0.8, str(y))


def _figure(x: float, y: float, text: str) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{_SMALL}" font-family="Guildhall Hei"'
        f' text-anchor="middle" fill="#5b6578">{text}</text>'
    )


def _cross(x: float, y: float) -> str:
    return (
        f'<path d="M{x - 5:g} {y:g}h10M{x:g} {y - 5:g}v10" stroke="#1a2130" stroke-width="0.2"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="2.5" fill="none" stroke="#1a2130" stroke-width="0.2"/>'
    )


def _words(dx_mm: float, dy_mm: float) -> str:
    """In both languages: whoever stands at the printer may read either."""
    return (
        '<div class="calibration-words">'
        "<p>请按 100% 原大打印，勿选“适合页面”。用尺核对边上刻度，再与预印证书重叠透光比对；"
        "虚线框为文字位置。</p>"
        f"<p>本张位移：向右 {dx_mm:g} 毫米，向下 {dy_mm:g} 毫米。</p>"
        "<p>Print at 100 %, never “fit to page”. Check the ruler, lay the sheet over a pre-printed "
        "one against the light; dashed boxes are the text.</p>"
        f"<p>Moved by {dx_mm:g} mm to the right, {dy_mm:g} mm down.</p></div>"
    )
