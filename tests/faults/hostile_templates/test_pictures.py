"""Pictures that reach out, unpack without end, or belong to somebody else."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person, pictures_in, text_of
from tests.support.hostile_templates import SECRET, attempt, refusal

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}</svg>'


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/x", "asset:other"])
@pytest.mark.parametrize(
    "svg",
    [
        SVG.format('><image href="{0}" width="9" height="9"/>'),
        SVG.format('><image xlink:href="{0}" width="9" height="9"/>'),
        SVG.format('><use href="{0}#x"/>'),
        SVG.format('><style>@import url("{0}");</style><rect width="9" height="9"/>'),
        SVG.format('><rect width="9" height="9" fill="url({0}#x)"/>'),
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "{0}">]>' + SVG.format("><text>&x;</text>"),
        '<?xml-stylesheet href="{0}"?>' + SVG.format('><rect width="9" height="9"/>'),
    ],
)
def test_a_vector_picture_reaches_nothing(
    renderer: Renderer, tmp_path: Path, svg: str, target: str
) -> None:
    path = tmp_path / "seal.svg"
    path.write_text(svg.replace("{0}", target))
    template = certificate(over='<img src="asset:seal">', assets={"seal": path})
    made = attempt(renderer, template, [person()])
    if isinstance(made, str):
        assert made == "refused"
    else:
        assert b"root:" not in made[0].pdf
        assert "root:" not in text_of(made[0].pdf)


def test_a_picture_that_unpacks_into_millions_is_not_shown(
    renderer: Renderer, tmp_path: Path
) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    path = tmp_path / "seal.svg"
    path.write_text(
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + SVG.format("><text>&l8;</text>")
    )
    template = certificate(over='<img src="asset:seal">', assets={"seal": path})
    [made] = renderer.separate(template, [person()], OPTIONS)
    assert "ha" not in text_of(made.pdf)


def test_a_vector_picture_that_refers_to_itself_ends(renderer: Renderer, tmp_path: Path) -> None:
    groups = "".join(
        f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40)
    )
    path = tmp_path / "seal.svg"
    path.write_text(SVG.format(f'><g id="g0"><path d="M0 0h9"/></g>{groups}<use href="#g39"/>'))
    template = certificate(over='<img src="asset:seal">', assets={"seal": path})
    assert refusal(renderer, over=template.over, assets=template.assets).code in {
        "too_long", "too_large", "broken",
    }  # fmt: skip


def test_a_picture_bomb_is_not_unpacked(renderer: Renderer, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    side = 60_000
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path = tmp_path / "photo.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )
    made = attempt(renderer, certificate(), [person(images={"photo": path})])
    if isinstance(made, str):
        assert made in {"too_large", "broken"}
    else:
        assert (side, side) not in pictures_in(made[0].pdf)


def test_a_row_can_not_show_another_rows_picture(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (33, 44), "red").save(path)
    template = certificate(body='<img src="image:0/photo"><img src="image:photo">{{ name }}')
    rows = [person("甲", {"photo": path}), person("乙")]
    first, second = renderer.separate(template, rows, OPTIONS)
    assert (33, 44) in pictures_in(first.pdf)
    assert pictures_in(second.pdf) == []


def test_an_asset_is_found_by_its_name_only(renderer: Renderer, secret: Path) -> None:
    names = [secret.name, str(secret), "../" + secret.name, "seal/../../x", "%2e%2e/x"]
    for name in names:
        template = certificate(over=f'<img src="asset:{name}">', assets={"seal": secret})
        [made] = renderer.separate(template, [person()], OPTIONS)
        assert SECRET not in text_of(made.pdf)


def test_a_text_file_given_as_picture_is_not_shown(renderer: Renderer, secret: Path) -> None:
    [made] = renderer.separate(certificate(), [person(images={"photo": secret})], OPTIONS)
    assert SECRET not in text_of(made.pdf)
