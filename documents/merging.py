"""Print batches: several files as one, and several sheets on one paper with crop marks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from documents.layers import POINTS
from documents.model import Imposition
from documents.travel import imposition_from_json

MARK_MM, AWAY_MM = 4, 3.5  # beyond 3 mm of bleed


def merge(files: Sequence[bytes], imposition: dict[str, Any] | None) -> bytes:
    """All pages in order; the same input gives the same bytes."""
    with pikepdf.new() as out:
        opened = [pikepdf.open(io.BytesIO(data)) for data in files]
        for pdf in opened:
            out.pages.extend(pdf.pages)
        if opened:
            _copy_facts(opened[0], out)
        if imposition:
            _impose(out, imposition_from_json(imposition))
        written = io.BytesIO()
        out.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        for pdf in opened:
            pdf.close()
        return written.getvalue()


def _copy_facts(source: pikepdf.Pdf, target: pikepdf.Pdf) -> None:
    for key, value in source.docinfo.items():
        target.docinfo[key] = value
    if "/Lang" in source.Root:
        target.Root.Lang = source.Root.Lang


def _impose(pdf: pikepdf.Pdf, imposition: Imposition) -> None:
    """Replace the pages by papers that carry ``columns`` × ``rows`` of them."""
    singles = len(pdf.pages)
    each = imposition.columns * imposition.rows
    for start in range(0, singles, each):
        some = [pdf.pages[number] for number in range(start, min(start + each, singles))]
        pdf.pages.append(_paper(pdf, some, imposition))
    del pdf.pages[:singles]


def _paper(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Page], imposition: Imposition) -> pikepdf.Page:
    paper = imposition.paper
    size = [0, 0, paper.width_mm * POINTS, paper.height_mm * POINTS]
    forms, content = pikepdf.Dictionary(), [b""]
    box = pages[0].trimbox
    width, height = (float(box[2] - box[0]), float(box[3] - box[1]))
    placed = zip(
        pages, places(imposition, width, height), strict=False
    )  # the last may be part full
    for number, (page, place) in enumerate(placed):
        forms[f"/P{number}"] = _form(page, imposition.gap_mm * POINTS / 2)
        x, y = place[0] - float(page.trimbox[0]), place[1] - float(page.trimbox[1])
        content.append(b"q 1 0 0 1 %.3f %.3f cm /P%d Do Q" % (x, y, number))
    content.append(_marks(imposition, width, height))
    return pikepdf.Page(
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=size,
                Resources=pikepdf.Dictionary(XObject=forms),
                Contents=pdf.make_stream(b"\n".join(content)),
            )
        )
    )


def _form(page: pikepdf.Page, room: float) -> pikepdf.Object:
    """The page with as much of its bleed as there is room for: pikepdf would cut it all off."""
    left, bottom, right, top = (float(side) for side in page.trimbox)
    bleed = min(room, max(0.0, left - float(page.mediabox[0])))
    form = page.as_form_xobject()
    form.BBox = pikepdf.Array([left - bleed, bottom - bleed, right + bleed, top + bleed])
    return form


def places(imposition: Imposition, width: float, height: float) -> Iterator[tuple[float, float]]:
    """The lower left corners in points, row by row from the top, centred on the paper."""
    gap = imposition.gap_mm * POINTS
    paper_width = imposition.paper.width_mm * POINTS
    paper_height = imposition.paper.height_mm * POINTS
    columns, rows = imposition.columns, imposition.rows
    left = (paper_width - columns * width - (columns - 1) * gap) / 2
    top = (paper_height + rows * height + (rows - 1) * gap) / 2
    for row in range(rows):
        for column in range(columns):
            yield left + column * (width + gap), top - height - row * (height + gap)


def _marks(imposition: Imposition, width: float, height: float) -> bytes:
    """Hair lines outside the block, at every edge that is cut."""
    corners = list(places(imposition, width, height))
    across = sorted({x for corner in corners for x in (corner[0], corner[0] + width)})
    along = sorted({y for corner in corners for y in (corner[1], corner[1] + height)})
    near, far = AWAY_MM * POINTS, (AWAY_MM + MARK_MM) * POINTS
    lines = ["0 G 0.25 w"]
    for x in across:
        lines += [_line(x, along[0] - far, x, along[0] - near)]
        lines += [_line(x, along[-1] + near, x, along[-1] + far)]
    for y in along:
        lines += [_line(across[0] - far, y, across[0] - near, y)]
        lines += [_line(across[-1] + near, y, across[-1] + far, y)]
    return " ".join(lines).encode()


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"
