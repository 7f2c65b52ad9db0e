"""QR codes as SVG hold exactly the modules of the code."""

import re

import segno

from web.qr import QUIET_ZONE, qr

ADDRESS = "https://hall.example/join/abc?x=1&y=2"
BOX = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def test_every_dark_module_is_drawn_once_and_nothing_else() -> None:
    drawn = {
        (int(x) + i, int(y))
        for x, y, width in BOX.findall(str(qr(ADDRESS)))
        for i in range(int(width))
    }
    code = segno.make(ADDRESS, error="m", micro=False)
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(code.matrix)
        for x, module in enumerate(row)
        if module
    }
    assert drawn == dark


def test_it_carries_no_style_and_its_name_is_escaped() -> None:
    drawing = str(qr(ADDRESS, label='<b>"扫码"</b>'))
    assert "style" not in drawing
    assert 'aria-label="&lt;b&gt;&#34;扫码&#34;&lt;/b&gt;"' in drawing
    assert 'aria-hidden="true"' in str(qr(ADDRESS))
