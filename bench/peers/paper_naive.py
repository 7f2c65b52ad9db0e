"""Certificates as WeasyPrint's first example would make them: one call each, installed fonts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.peers import paper

INSTALLED = {
    "Guildhall Song": "Noto Serif CJK SC",
    "Guildhall Kai": "LXGW WenKai",
    "Guildhall Hei": "Noto Sans CJK SC",
}


class Maker:
    """Templates are compiled once, that much is fair; all else is done for each file."""

    def __init__(self, folder: Path) -> None:
        import jinja2
        from weasyprint import HTML

        from documents import filters, qr

        self._html, self._folder = HTML, folder
        made = paper.template(paper.Paper(folder))
        environment = jinja2.Environment(autoescape=True)
        environment.globals["qr"] = qr.qr_url
        environment.filters |= {
            "em": filters.em, "chinese_date": filters.chinese_date,
            "english_date": filters.english_date,
        }  # fmt: skip
        parts = f"{made.under}{made.body}{made.over}"
        parts = parts.replace("asset:seal", "seal.svg").replace("asset:", "")
        css = made.css
        for ours, theirs in INSTALLED.items():
            css = css.replace(ours, theirs)
        page = "@page { size: 297mm 210mm; margin: 0 } body { margin: 0 }"
        sheet = ".sheet { position: relative; width: 297mm; height: 210mm; break-after: page }"
        self._template = environment.from_string(f"<section class=sheet>{parts}</section>")
        self._head = f"<html lang=zh-CN><title>荣誉证书</title><style>{page}{sheet}{css}</style>"

    def _sheet(self, person: paper.Person) -> str:
        known: dict[str, Any] = {**paper.options().common, **paper.values(person)}
        return self._template.render(known)

    def one(self, person: paper.Person) -> bytes:
        text = self._head + self._sheet(person)
        data: bytes = self._html(string=text, base_url=f"{self._folder}/").write_pdf()
        return data

    def separate(self, people: list[paper.Person]) -> list[bytes]:
        return [self.one(person) for person in people]

    def together(self, people: list[paper.Person]) -> bytes:
        text = self._head + "".join(map(self._sheet, people))
        data: bytes = self._html(string=text, base_url=f"{self._folder}/").write_pdf()
        return data
