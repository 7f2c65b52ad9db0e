"""Template packages: out and in again without loss, and refused in words when they are odd."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from blueprints.certificates.models import CertificateTemplate, TemplateVersion
from blueprints.certificates.queries.templates import newest
from blueprints.certificates.services import packages, templates
from documents import gallery
from store import NotFound, UserError, db
from store.actors import Actor
from store.files import files
from tests.support.people import World, make_world
from tests.support.template_packages import DRAWING, manifest, package_files, zipped


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def admin(world: World) -> Actor:
    return world.actor(world.west_admin)


def bring_in(world: World, admin: Actor, now: datetime, content: bytes) -> TemplateVersion:
    made = packages.import_package(admin, world.west, content, now)
    return newest(db.session.get_one(CertificateTemplate, made))


def count() -> int | None:
    return db.session.scalar(sa.select(sa.func.count(CertificateTemplate.id)))


@pytest.mark.parametrize("ref", [one.ref for one in gallery.all_templates()])
def test_a_version_goes_out_and_comes_in_the_same(
    world: World, admin: Actor, now: datetime, ref: str
) -> None:
    version = db.session.get_one(TemplateVersion, templates.adopt(admin, world.west, ref, now))
    content = packages.package(version)
    assert packages.package(version) == content
    again = bring_in(world, admin, now, content)
    assert again.content == version.content
    assert set(again.assets) == set(version.assets)
    assert packages.package(again) == packages.package(
        bring_in(world, admin, now, packages.package(again))
    )


def test_a_folder_zipped_as_a_whole_is_taken_with_its_litter(
    world: World, admin: Actor, now: datetime
) -> None:
    inside = {f"small/{name}": content for name, content in package_files().items()}
    litter = {"__MACOSX/small/._body.html": b"x", "small/.DS_Store": b"x"}
    made = bring_in(world, admin, now, zipped({**inside, **litter}))
    assert made.content["title_zh"] == "小证书"
    assert list(made.assets) == ["line.svg"]


def test_a_stranger_brings_nothing_in(world: World, now: datetime) -> None:
    with pytest.raises(NotFound):
        bring_in(world, world.actor(world.east_admin), now, zipped(package_files()))


ODD_NAMES = [
    "../body.html", "/etc/passwd", "assets/../../x.svg", "C:\\x.svg", "assets\\x.svg",
    "assets/deep/x.svg", "script.js", "assets/x.html", "assets/X Y.svg", "body.html/x",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_refused(world: World, admin: Actor, now: datetime, name: str) -> None:
    with pytest.raises(UserError) as refused:
        bring_in(world, admin, now, zipped({**package_files(), name: DRAWING}))
    assert refused.value.code == "package"
    assert count() == 0


def test_links_are_refused(world: World, admin: Actor, now: datetime) -> None:
    files_ = {**package_files(), "assets/line.svg": "/etc/passwd"}
    with pytest.raises(UserError):
        bring_in(world, admin, now, zipped(files_, links=("assets/line.svg",)))


def test_a_file_twice_is_refused(world: World, admin: Actor, now: datetime) -> None:
    out = io.BytesIO(zipped(package_files()))
    with (
        pytest.warns(UserWarning, match="Duplicate"),
        zipfile.ZipFile(out, "a") as archive,
    ):
        archive.writestr("body.html", "<p>another</p>")
    with pytest.raises(UserError):
        bring_in(world, admin, now, out.getvalue())


def test_too_much_inside_is_refused_before_it_is_unpacked(
    world: World, admin: Actor, now: datetime
) -> None:
    blank = bytes(9_000_000)
    large = {f"assets/{n}.png": blank for n in range(5)}
    many = {f"assets/{n}.svg": DRAWING for n in range(packages.MOST_FILES)}
    for more in (large, many):
        content = zipped({**package_files(), **more})
        assert len(content) < packages.LARGEST_PACKAGE
        with pytest.raises(UserError, match="60"):
            bring_in(world, admin, now, content)


MANIFESTS: list[tuple[dict[str, Any], str]] = [
    ({"format": 2}, "template.json"),
    ({"kind": "ransom"}, "kind"),
    ({"ref": "../up"}, "ref"),
    ({"sheet": {"width_mm": 9_000, "height_mm": 60}}, "9000"),
    ({"sheet": {"width_mm": "90", "height_mm": 60}}, "template.json"),
    ({"fields": [{"name": "__class__", "kind": "text"}]}, "template.json"),
    ({"fields": [{"name": "A B", "kind": "text", "label": {"zh": "", "en": ""}}]}, "A B"),
    ({"title": "just text"}, "template.json"),
]


@pytest.mark.parametrize(("changes", "word"), MANIFESTS, ids=lambda one: str(one)[:30])
def test_a_wrong_manifest_is_told_in_words(
    world: World, admin: Actor, now: datetime, changes: dict[str, Any], word: str
) -> None:
    content = zipped(package_files(**{"template.json": json.dumps(manifest(**changes))}))
    with pytest.raises(UserError) as refused:
        bring_in(world, admin, now, content)
    assert word in refused.value.message
    assert count() == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"%PDF-1.7", b"\0" * 2000])
def test_what_is_no_zip_is_told(world: World, admin: Actor, now: datetime, content: bytes) -> None:
    with pytest.raises(UserError, match="zip"):
        bring_in(world, admin, now, content)


def test_missing_and_unreadable_files_are_named(world: World, admin: Actor, now: datetime) -> None:
    lacking = package_files()
    del lacking["style.css"]
    garbled = package_files(**{"body.html": b"\xff\xfe\x00"})
    for content, name in ((lacking, "style.css"), (garbled, "body.html")):
        with pytest.raises(UserError, match=name):
            bring_in(world, admin, now, zipped(content))


def test_drawings_lose_everything_but_drawing(world: World, admin: Actor, now: datetime) -> None:
    risky = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        "<script>alert(1)</script><style>@import url(http://x.example/a.css);</style>"
        "<style>.a{fill:#c00}</style><foreignObject><p>x</p></foreignObject>"
        '<image xlink:href="file:///etc/passwd"/><use xlink:href="#a"/>'
        '<path class="a" d="M0 0h1" onload="x()" style="fill:url(http://x.example/)"/>'
        '<a href="javascript:x()"><path d="M0 0h2"/></a><rect fill="url(#g)" width="1"/></svg>'
    )
    made = bring_in(world, admin, now, zipped({**package_files(), "assets/line.svg": risky}))
    kept = files().read(made.assets["line.svg"]).decode()
    for word in ("script", "@import", "foreignObject", "passwd", "onload", "x.example", "javascr"):
        assert word not in kept
    for word in (".a{fill:#c00}", 'xlink:href="#a"', 'd="M0 0h1"', 'fill="url(#g)"'):
        assert word in kept


ENTITIES = (
    '<!DOCTYPE svg [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    '<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'
)
DEEP = f'<svg xmlns="http://www.w3.org/2000/svg">{"<g>" * 5000}{"</g>" * 5000}</svg>'


@pytest.mark.parametrize("drawing", [ENTITIES, DEEP, "<html/>", "<svg", "no drawing"])
def test_drawings_that_are_none_are_refused(
    world: World, admin: Actor, now: datetime, drawing: str
) -> None:
    content = zipped({**package_files(), "assets/line.svg": drawing})
    with pytest.raises(UserError, match=r"line\.svg"):
        bring_in(world, admin, now, content)


def test_pictures_with_too_many_pixels_are_refused(
    world: World, admin: Actor, now: datetime
) -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    content = zipped({**package_files(), "assets/large.png": out.getvalue()})
    with pytest.raises(UserError, match=r"large\.png"):
        bring_in(world, admin, now, content)


def test_a_jpeg_called_png_is_refused(world: World, admin: Actor, now: datetime) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    content = zipped({**package_files(), "assets/photo.png": out.getvalue()})
    with pytest.raises(UserError, match=r"photo\.png"):
        bring_in(world, admin, now, content)
