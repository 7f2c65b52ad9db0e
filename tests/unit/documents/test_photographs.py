"""What a camera wrote into a photograph stays out of the file; the picture stays what it was."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from documents.photographs import without_metadata
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person, pictures_in


def jpeg(size: tuple[int, int] = (300, 400), orientation: int | None = None) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    if orientation:
        exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"SECRET-COMMENT", quality=90)
    return out.getvalue()


@pytest.mark.parametrize("orientation", [None, 1])
def test_metadata_go_and_every_pixel_stays(orientation: int | None) -> None:
    before = jpeg(orientation=orientation)
    after = without_metadata(before)
    assert b"SECRET" in before
    assert b"SECRET" not in after
    difference = ImageChops.difference(
        Image.open(io.BytesIO(before)), Image.open(io.BytesIO(after))
    )
    assert difference.getbbox() is None


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG", jpeg()[:40], jpeg()[:400]])
def test_whatever_is_no_whole_photograph_breaks_nothing(data: bytes) -> None:
    assert len(without_metadata(data)) <= len(data)


@pytest.mark.parametrize("orientation", [None, 1, 6])
def test_no_file_carries_metadata(
    renderer: Renderer, tmp_path: Path, orientation: int | None
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpeg(orientation=orientation))
    [made] = renderer.separate(certificate(), [person(images={"photo": path})], OPTIONS)
    assert b"SECRET" not in made.pdf
    size = (400, 300) if orientation == 6 else (300, 400)
    assert size in pictures_in(made.pdf)


def test_a_photograph_from_a_telephone_is_made_smaller(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(jpeg((3000, 4200)))
    [made] = renderer.separate(certificate(), [person(images={"photo": path})], OPTIONS)
    sizes = [size for size in pictures_in(made.pdf) if size[0] > 100]
    assert sizes == [(591, 827)]  # 25 × 35 mm at 600 dpi
