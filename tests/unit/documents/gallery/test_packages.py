"""Reading packages: what is wrong with one is told by a code, never by a crash."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents import Sheet, gallery
from documents.gallery.package import LARGEST_SOURCE, PackageError, read_package

pytestmark = pytest.mark.unit

Change = Callable[[Path], None]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of a package to spoil."""
    folder = tmp_path / "package"
    shutil.copytree(gallery.FOLDER / "honor-landscape-red", folder)
    return folder


def manifest(**values: Any) -> Change:
    def change(folder: Path) -> None:
        file = folder / "template.json"
        file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **values}), "utf-8")

    return change


def write(name: str, content: bytes) -> Change:
    return lambda folder: (folder / name).write_bytes(content) and None


def remove(name: str) -> Change:
    return lambda folder: (folder / name).unlink()


def link(name: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to("/etc/hostname")

    return change


FIELD = {"name": "name", "kind": "text", "label": {"zh": "姓名", "en": "Name"}}
SPOILT: dict[str, tuple[Change, str]] = {
    "no body": (remove("body.html"), "missing"),
    "no manifest": (remove("template.json"), "missing"),
    "body is a link": (link("body.html"), "missing"),
    "under is a link": (link("under.html"), "missing"),
    "asset is a link": (link("assets/frame.svg"), "asset"),
    "asset of another kind": (write("assets/run.js", b"1"), "asset"),
    "asset with a strange name": (write("assets/A b.svg", b"1"), "asset"),
    "long source": (write("style.css", b" " * (LARGEST_SOURCE + 1)), "too_large"),
    "not UTF-8": (write("body.html", b"\xff\xfe"), "unreadable"),
    "not JSON": (write("template.json", b"{"), "manifest"),
    "deep JSON": (write("template.json", b"[" * 100_000), "manifest"),
    "a list": (write("template.json", b"[]"), "manifest"),
    "format of tomorrow": (manifest(format=2), "manifest"),
    "no title": (manifest(title="荣誉证书"), "manifest"),
    "half a title": (manifest(title={"zh": "荣誉证书"}), "manifest"),
    "no kind": (manifest(kind=""), "manifest"),
    "fields are no list": (manifest(fields={}), "manifest"),
    "ref with a path": (manifest(ref="../x"), "ref"),
    "no sheet": (manifest(sheet=None), "sheet"),
    "sheet in words": (manifest(sheet={"width_mm": "297", "height_mm": 210}), "sheet"),
    "sheet as wide as a street": (manifest(sheet={"width_mm": 9e9, "height_mm": 210}), "sheet"),
    "sheet of no size": (manifest(sheet={"width_mm": float("nan"), "height_mm": 210}), "sheet"),
    "imposition of nothing": (manifest(imposition={"columns": 0, "rows": 1}), "sheet"),
    "field twice": (manifest(fields=[FIELD, FIELD]), "field"),
    "field of no kind": (manifest(fields=[{**FIELD, "kind": "code"}]), "field"),
    "field with a strange name": (manifest(fields=[{**FIELD, "name": "__class__"}]), "field"),
    "field with room for none": (manifest(fields=[{**FIELD, "most": 0}]), "field"),
}


def test_a_package_is_read_whole(package: Path) -> None:
    template = read_package(package)
    assert template.ref == "honor-landscape-red"
    assert template.sheet == Sheet(297, 210, 3)
    assert template.title_zh == "荣誉证书（横版·红）"
    assert [field.name for field in template.fields][:3] == ["name", "honorific", "unit"]
    assert set(template.assets) == {"frame.svg", "flourish.svg"}


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_package_is_refused(package: Path, case: str) -> None:
    change, code = SPOILT[case]
    change(package)
    with pytest.raises(PackageError) as refusal:
        read_package(package)
    assert refusal.value.code == code


def test_a_template_can_do_without_layers(package: Path) -> None:
    remove("under.html")(package)
    remove("over.html")(package)
    assert read_package(package).under == ""


def test_what_isnt_there_isnt_found() -> None:
    with pytest.raises(KeyError):
        gallery.find("honor-landscape-green")


def test_a_template_grows_with_its_sheet() -> None:
    template = gallery.find("honor-landscape-red")
    sheets = {english: sheet for _, english, sheet in gallery.presets(template.ref)}
    large = gallery.resized(template, sheets["A3 landscape"])
    assert large.sheet == Sheet(420, 297, 3)
    assert large.css.endswith("html { font-size: 1.4141mm }\n")


def test_contest_passes_come_eight_to_a_paper() -> None:
    for ref in ("badge", "badge-a7"):
        template = gallery.find(ref)
        plan = template.imposition
        assert plan is not None
        assert plan.columns * plan.rows == 8
        across = plan.columns * template.sheet.width_mm + (plan.columns - 1) * plan.gap_mm
        down = plan.rows * template.sheet.height_mm + (plan.rows - 1) * plan.gap_mm
        assert across <= plan.paper.width_mm
        assert down <= plan.paper.height_mm
