"""
Certificates by ReportLab. It reads neither CFF fonts nor SVG: everything is set in Kai, and frame
and seal are a few lines and rings instead, which is less work than the others have.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from bench.peers import paper
from documents.fonts.sources import installed

MM = 72 / 25.4


class Maker:
    def __init__(self, folder: Path) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        for name, file in (("Kai", "LXGWWenKai-Regular.ttf"), ("KaiBold", "LXGWWenKai-Bold.ttf")):
            pdfmetrics.registerFont(TTFont(name, str(installed(file))))

    def together(self, people: list[paper.Person]) -> bytes:
        from reportlab.pdfgen.canvas import Canvas

        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(297 * MM, 210 * MM), invariant=True)
        canvas.setTitle("荣誉证书")
        for person in people:
            self._sheet(canvas, person)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def separate(self, people: list[paper.Person]) -> list[bytes]:
        return [self.together([person]) for person in people]

    def _sheet(self, draw: Any, person: paper.Person) -> None:
        from reportlab.lib.utils import ImageReader

        for edge in (8, 11, 12):
            draw.rect(edge * MM, edge * MM, (297 - 2 * edge) * MM, (210 - 2 * edge) * MM)
        for radius in (21, 20):
            draw.circle(211 * MM, 43 * MM, radius * MM)
        for name, size, x, y, text in (
            ("KaiBold", 16.5, 100, 165, "荣誉证书"),
            ("Kai", 5.6, 42, 142, person.unit),
            ("KaiBold", 10.6, 42, 126, f"{person.name} 同志："),
            ("Kai", 7.2, 56, 112, f"在{paper.OCCASION}中，"),
            ("Kai", 7.2, 42, 100, "荣获"),
            ("KaiBold", 12, 130, 84, person.award),
            ("Kai", 6.7, 56, 70, "特发此证，以资鼓励。"),
            ("Kai", 6.4, 190, 48, paper.ISSUER),
            ("Kai", 6.4, 175, 38, paper.DAY_WORDS),
            ("Kai", 3.3, 62, 43, f"证书编号：{person.number}"),
            ("Kai", 3.3, 62, 38, f"查验码：{person.secret}"),
            ("Kai", 3.3, 62, 33, paper.HINT),
        ):
            draw.setFont(name, size * MM)
            draw.drawString(x * MM, y * MM, text)
        code = ImageReader(io.BytesIO(person.code))
        draw.drawImage(code, 42 * MM, 31 * MM, 17 * MM, 17 * MM)
