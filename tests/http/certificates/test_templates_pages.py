"""Template pages over HTTP: who may see and change what, and what odd input gets."""

import io
import re
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from lxml import html

from blueprints.certificates.models import CertificateTemplate
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.services import lists, templates
from blueprints.certificates.services.templates import editing as templates_editing
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.support.desk import Browser
from tests.support.people import PASSWORD, World, account, make_world, signed_in
from tests.support.template_packages import DRAWING, package_files, zipped

pytestmark = pytest.mark.usefixtures("stopped_clock")

REF = "honor-landscape-red"
AS_SCRIPT = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def browser(app: Flask, username: str) -> Browser:
    return Browser(signed_in(app, username))


@pytest.fixture
def admin(app: Flask, world: World) -> Browser:
    return browser(app, "qian")


@pytest.fixture
def template(world: World, now: datetime) -> CertificateTemplate:
    actor = world.actor(world.west_admin)
    return templates_editing.copy_ready_made(actor, REF, world.west, "西区荣誉证书", now)


@pytest.fixture
def path(template: CertificateTemplate) -> str:
    return f"/certificates/templates/{template.id}"


def filled(admin: Browser, path: str, **changes: Any) -> dict[str, Any]:
    """The editor's form as the page has filled it in, as lists of values; `changes` on top."""
    page = html.fromstring(admin.get(f"{path}/edit").text)
    values: dict[str, Any] = {}
    for name, value in page.get_element_by_id("editor").form_values():
        text = value.replace("\r", "").removeprefix("\n")  # browsers drop a text area's first
        values.setdefault(name, []).append(text.replace("\n", "\r\n"))
    del values["csrf_token"]
    return {**values, **changes}


def newest(template: CertificateTemplate) -> Any:
    db.session.rollback()
    return queries.newest(db.session.get_one(CertificateTemplate, template.id))


def test_the_gallery_shows_own_and_ready_made_ones(
    admin: Browser, template: CertificateTemplate
) -> None:
    page = admin.get("/certificates/templates").text
    assert "西区荣誉证书" in page
    assert f"/certificates/templates/ready/{REF}/card.png" in page
    appointments = admin.get("/certificates/templates?kind=appointment").text
    assert "西区荣誉证书" not in appointments
    assert "/ready/appointment" in appointments
    assert "西区荣誉证书" not in admin.get("/certificates/templates?show=archived").text


def test_a_ready_made_one_is_used_or_copied(admin: Browser, world: World) -> None:
    page = f"/certificates/templates/ready/{REF}"
    assert "使用此模板" in admin.get(page).text
    used = admin.post(page, organisation_id=str(world.west), do="use")
    assert used.status_code == 303
    again = admin.post(page, organisation_id=str(world.west), do="use")
    assert again.headers["Location"] == used.headers["Location"]
    copied = admin.post(page, organisation_id=str(world.west), do="edit")
    assert copied.headers["Location"].endswith("/edit")
    for holder in (world.east, 999_999, ""):
        assert admin.post(page, organisation_id=str(holder), do="use").status_code == 422
    assert admin.get("/certificates/templates/ready/nothing").status_code == 404


def test_saving_what_the_page_shows_changes_nothing(
    admin: Browser, template: CertificateTemplate, path: str
) -> None:
    answer = admin.post(f"{path}/edit", do="save", **filled(admin, path))
    assert answer.status_code == 303
    assert newest(template).number == 1


def test_a_change_is_saved_as_a_version(
    admin: Browser, template: CertificateTemplate, path: str
) -> None:
    changes = {
        "body": "<p>{{ name }}\r\n{{ level }}</p>",
        "title_zh": "新证书",
        "kind": "award",
        "preset": "a3-lying",
        "scale": "y",
        "note": "大一号",
    }
    sent = filled(admin, path, **changes)
    row = {"name": "level", "kind": "text", "required": "0", "label_zh": "等级", "most": "12"}
    for name in ("name", "kind", "label_zh", "label_en", "required", "example_zh", "example_en"):
        sent[f"field_{name}"] = [*sent[f"field_{name}"], row.get(name, "")]
    sent["field_most"] = [*sent["field_most"], row["most"]]
    assert admin.post(f"{path}/edit", do="save", **sent).status_code == 303
    version = newest(template)
    assert (version.number, version.note, version.template.title) == (2, "大一号", "新证书")
    assert version.content["body"] == "<p>{{ name }}\n{{ level }}</p>"
    assert version.content["sheet"]["width_mm"] == 420
    assert "font-size: 1.4141mm" in version.content["css"]
    last = version.content["fields"][-1]
    assert (last["name"], last["required"], last["label_en"], last["most"]) == (
        "level", False, "等级", 12,
    )  # fmt: skip
    assert "大一号" in admin.get(f"{path}/history").text


def test_scripts_save_without_leaving_the_page(
    app: Flask, admin: Browser, template: CertificateTemplate, path: str
) -> None:
    sent = filled(admin, path, css="p { margin: 0 }", do="save")
    token = html.fromstring(admin.get(f"{path}/edit").text).xpath("//meta[@name='csrf-token']")[0]
    answer = admin._client.post(
        f"{path}/edit", data={**sent, "csrf_token": token.get("content")}, headers=AS_SCRIPT
    )
    assert answer.json is not None
    assert answer.json["number"] == 2
    again = admin._client.post(
        f"{path}/edit",
        data={**sent, "css": "", "csrf_token": token.get("content")},
        headers=AS_SCRIPT,
    )
    assert (again.status_code, again.json["error"]["code"]) == (409, "conflict")


def test_who_comes_second_sees_both_and_may_save_on_top(
    admin: Browser, template: CertificateTemplate, path: str, now: datetime
) -> None:
    mine = filled(admin, path, body="<p>mine</p>")
    theirs = {**newest(template).content, "body": "<p>theirs</p>"}
    templates_editing.save(SYSTEM, template.id, templates_editing.Draft(theirs), 1, now)
    answer = admin.post(f"{path}/edit", do="save", **mine)
    assert answer.status_code == 409
    assert "&lt;p&gt;theirs&lt;/p&gt;" in answer.text
    page = html.fromstring(answer.text)
    assert page.get_element_by_id("body").text.strip() == "<p>mine</p>"
    mine["number"] = page.get_element_by_id("number").value
    assert admin.post(f"{path}/edit", do="save", **mine).status_code == 303
    assert newest(template).number == 3


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"width_mm": "5000"}, "30"),
    ({"height_mm": "nan"}, "30"),
    ({"width_mm": ""}, "height_mm"),
    ({"crop_marks": "y", "bleed_mm": "0"}, "裁切线要求"),
    ({"kind": "ransom"}, "kind"),
    ({"title_zh": " ", "title_en": ""}, "请填写模板名称"),
    ({"imposed": "y", "columns": "4", "rows": "4"}, "纸张不够大"),
    ({"field_name": ["a b"]}, "字段名称须由"),
    ({"field_name": ["name", "name"]}, "有两个字段都名为"),
    ({"field_kind": ["html"]}, "请选择一个种类"),
    ({"body": "长" * 100_000}, "200 KB"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG, ids=lambda one: str(one)[:40])
def test_odd_values_are_told_and_nothing_is_saved(
    admin: Browser,
    template: CertificateTemplate,
    path: str,
    changes: dict[str, Any],
    words: str,
) -> None:
    answer = admin.post(f"{path}/edit", do="save", **filled(admin, path, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert newest(template).number == 1


def test_garbage_instead_of_a_form_is_no_fault(
    admin: Browser, template: CertificateTemplate, path: str
) -> None:
    for junk in ({}, {"number": "x"}, {"field_name": ["\u202e"] * 200}, {"preset": "../a4"}):
        assert admin.post(f"{path}/edit", do="save", **junk).status_code == 422
        assert admin.post(f"{path}/preview", **junk).status_code == 200
    for query in ("from=x&to=-1", "from=9&to=1"):
        assert admin.get(f"{path}/compare?{query}").status_code in (200, 404)
    assert admin.get(f"{path}/package.zip?version=99").status_code == 404
    assert admin.get(f"{path}/calibration.pdf?dx=nan").status_code == 422
    assert admin.get("/certificates/templates/versions/1/huge.png").status_code == 404


def test_pictures_are_added_and_taken_out(
    admin: Browser, template: CertificateTemplate, path: str
) -> None:
    sent = filled(admin, path, assets=[(io.BytesIO(DRAWING.encode()), "五角星 Star.SVG")])
    assert admin.post(f"{path}/edit", do="save", **sent).status_code == 303
    assert "star.svg" in newest(template).assets
    removing = filled(admin, path, remove_asset=["star.svg"])
    assert admin.post(f"{path}/edit", do="save", **removing).status_code == 303
    assert "star.svg" not in newest(template).assets
    program = filled(admin, path, assets=[(io.BytesIO(b"MZ"), "setup.exe")])
    assert admin.post(f"{path}/edit", do="save", **program).status_code == 422
    assert newest(template).number == 3


def test_versions_are_compared_and_restored(
    admin: Browser, template: CertificateTemplate, path: str
) -> None:
    admin.post(f"{path}/edit", do="save", **filled(admin, path, over="<p>&lt;new&gt;</p>"))
    page = admin.get(f"{path}/compare").text
    assert "&lt;p&gt;&amp;lt;new&amp;gt;&lt;/p&gt;" in page
    assert admin.post(f"{path}/versions/1/restore").status_code == 303
    assert newest(template).number == 3
    assert admin.post(f"{path}/versions/77/restore").status_code == 404


def test_a_package_goes_out_and_in(
    admin: Browser, template: CertificateTemplate, path: str, world: World
) -> None:
    package = admin.get(f"{path}/package.zip")
    assert package.mimetype == "application/zip"
    sent = {"organisation_id": str(world.west)}
    import_ = "/certificates/templates/import"
    made = admin.post(import_, file=(io.BytesIO(package.data), "模板.zip"), **sent)
    assert made.status_code == 303
    odd = zipped({**package_files(), "../up.svg": DRAWING})
    answers = [
        admin.post(import_, file=(io.BytesIO(content), "x.zip"), **sent)
        for content in (odd, b"", b"no zip")
    ]
    answers.append(admin.post(import_, **sent))
    assert [answer.status_code for answer in answers] == [422] * 4
    assert "不应存在的内容" in answers[0].text


def test_copy_archive_and_revive(admin: Browser, path: str, world: World) -> None:
    copied = admin.post(f"{path}/copy", organisation_id=str(world.street), title="街道版")
    assert "街道版" in admin.get(copied.headers["Location"]).text
    admin.post(f"{path}/archive")
    assert "西区荣誉证书" in admin.get("/certificates/templates?show=archived").text
    assert admin.post(f"{path}/edit", do="save", **filled(admin, path, css="")).status_code == 409
    admin.post(f"{path}/revive")
    assert "西区荣誉证书" in admin.get("/certificates/templates").text


VIEWED = ("", "/history", "/compare", "/package.zip")
CHANGED = ("/edit", "/preview", "/archive", "/revive", "/versions/1/restore")


def test_who_may_see_and_who_may_change(
    app: Flask, world: World, template: CertificateTemplate, path: str, now: datetime
) -> None:
    watcher = account("wu6", "吴示六", world.west, now, PASSWORD)
    people.grant_role(SYSTEM, watcher, "supervisor", organisation_id=world.west, now=now)
    supervisor, stranger = browser(app, "wu6"), browser(app, "sun")
    visitor = Browser(app.test_client())
    for part in VIEWED:
        assert supervisor.get(path + part).status_code == 200
        assert stranger.get(path + part).status_code == 404
        assert visitor.get(path + part).status_code == 303
    assert supervisor.get(f"{path}/edit").status_code == 403
    for part in CHANGED:
        assert supervisor.post(path + part).status_code == 403
        assert stranger.post(path + part).status_code == 404
    assert not re.search(r'href="[^"]+/edit"', supervisor.get(path).text)
    version = newest(template).id
    assert stranger.get(f"/certificates/templates/versions/{version}/card.png").status_code == 404


def test_a_list_of_another_body_is_not_shown_in_a_preview(
    app: Flask, admin: Browser, path: str, world: World, now: datetime
) -> None:
    theirs = lists.create_list(SYSTEM, world.east, "东区名单", "大赛", now)
    sent = filled(admin, path, list_id=str(theirs))
    assert admin.post(f"{path}/preview", **sent).status_code == 404
    assert "东区名单" not in admin.get(f"{path}/edit").text


def test_saving_needs_the_token(admin: Browser, path: str) -> None:
    assert admin.post_bare(f"{path}/edit", do="save").status_code == 400


def test_adopted_by_the_batches_page_too(admin: Browser, world: World, now: datetime) -> None:
    version_id = templates.adopt(world.actor(world.west_admin), world.west, REF, now)
    own = queries.template_of_version(version_id)
    assert "荣誉证书" in admin.get(f"/certificates/templates/{own}").text
