"""Certificates by Typst: one warm compiler a process, the same faces and pictures."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from bench.peers import paper

SOURCE = """
#let people = json(bytes(sys.inputs.people))
#let ink = rgb("#241a12")
#let red = rgb("#a8201f")
#set document(title: "荣誉证书")
#set page(width: 297mm, height: 210mm, margin: 0mm, background: {
  place(top + left, dx: -3mm, dy: -3mm, image("frame.svg", width: 303mm, height: 216mm))
  place(top + left, dy: 28mm, box(width: 297mm, align(center, text(font: "Guildhall Song",
    weight: 700, size: 16.5mm, fill: red, tracking: 13mm)[荣誉证书])))
  place(top + left, dx: 103.5mm, dy: 50mm, image("flourish.svg", width: 90mm))
}, foreground: place(bottom + right, dx: -65mm, dy: -22.5mm, image("seal.svg", width: 42mm)))
#set text(lang: "zh", region: "cn", font: "Guildhall Kai", fill: ink)
#for (number, one) in people.enumerate() {
  if number > 0 { pagebreak() }
  place(top + left, dx: 42mm, dy: 63mm, box(width: 213mm, {
    set par(leading: .75em, spacing: 4mm)
    par(text(size: 5.6mm, fill: rgb("#4c3a26"), one.unit))
    par(text(size: 8.2mm, [#box(stroke: (bottom: .3mm + rgb("#9a7430")), outset: (bottom: 1.5mm),
      inset: (x: 4mm), text(weight: 700, size: 10.6mm, tracking: .06em, one.name)) 同志：]))
    par(justify: true, first-line-indent: (amount: 2em, all: true),
      text(size: 7.2mm, [在#one.occasion\\中，荣获]))
    align(center, text(font: "Guildhall Song", weight: 700, size: 12mm, fill: red,
      tracking: .5em, one.award))
    par(first-line-indent: (amount: 2em, all: true), text(size: 6.7mm, [特发此证，以资鼓励。]))
  }))
  place(bottom + right, dx: -40mm, dy: -31mm, box(width: 92mm, align(center,
    text(size: 6.4mm, [#one.issuer \\ #one.day]))))
  place(bottom + left, dx: 42mm, dy: -31mm,
    image(bytes(one.code), format: "png", width: 17mm, scaling: "pixelated"))
  place(bottom + left, dx: 62mm, dy: -31mm, text(font: "Guildhall Hei", size: 3.3mm,
    fill: rgb("#6b5a3a"), [证书编号：#one.number \\ 查验码：#one.verify_code \\ #one.hint]))
}
"""


class Maker:
    """The whole text is compiled again for each file: that is what Typst caches best."""

    def __init__(self, folder: Path) -> None:
        import typst

        (folder / "certificate.typ").write_text(SOURCE, "utf-8")
        self._compiler = typst.Compiler(
            folder / "certificate.typ",
            root=folder,
            font_paths=[folder / "faces"],
            ignore_system_fonts=True,
        )
        self._now = dt.datetime.fromisoformat(f"{paper.DAY}T10:00:00+08:00")

    def together(self, people: list[paper.Person]) -> bytes:
        rows = [
            {
                **paper.values(person),
                "occasion": paper.OCCASION,
                "issuer": paper.ISSUER,
                "day": paper.DAY_WORDS,
                "hint": paper.HINT,
                "code": list(person.code),
            }
            for person in people
        ]
        given = {"people": json.dumps(rows)}
        data = self._compiler.compile(format="pdf", sys_inputs=given, timestamp=self._now)
        assert isinstance(data, bytes)
        return data

    def separate(self, people: list[paper.Person]) -> list[bytes]:
        return [self.together([person]) for person in people]
