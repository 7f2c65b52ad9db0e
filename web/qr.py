"""QR codes as inline SVG: presentation attributes and classes only, so the strict CSP holds."""

import segno
from flask import Flask
from markupsafe import Markup

QUIET_ZONE = 4  # modules of margin, as the standard asks


def init_app(app: Flask) -> None:
    app.jinja_env.globals["qr"] = qr


def qr(content: str, label: str | None = None, css_class: str = "qr") -> Markup:
    """`content` (an address, mostly) as an SVG that scales; `label` is its name in words."""
    code = segno.make(content, error="m", micro=False)
    width, height = code.symbol_size(border=QUIET_ZONE)
    hidden = Markup('aria-hidden="true"')
    name = Markup('role="img" aria-label="{}"').format(label) if label else hidden
    return Markup(
        '<svg class="{}" {} viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect class="qr-light" fill="#fff" width="{}" height="{}"></rect>'
        '<path class="qr-dark" fill="#000" d="{}"></path></svg>'
    ).format(css_class, name, width, height, width, height, _path(code))


def _path(code: segno.QRCode) -> str:
    """One closed box per horizontal run of dark modules."""
    boxes = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                boxes.append(f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(boxes)
