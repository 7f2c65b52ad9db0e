"""Templates of a body: taken over once, changed in versions, and nobody's work written over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.models import CertificateTemplate, TemplateVersion
from blueprints.certificates.queries import templates as queries
from blueprints.certificates.queries.templates.compare import compared
from blueprints.certificates.services import templates
from blueprints.certificates.services.templates import editing as templates_editing
from blueprints.certificates.services.templates.editing import Conflict, Draft
from blueprints.people import services as people
from documents import gallery
from store import NotFound, UserError, db
from store.actors import SYSTEM, Actor
from store.files import files
from tests.support.people import World, account, make_world

REF = "honor-landscape-red"


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def admin(world: World) -> Actor:
    return world.actor(world.west_admin)


@pytest.fixture
def template(world: World, admin: Actor, now: datetime) -> CertificateTemplate:
    version_id = templates.adopt(admin, world.west, REF, now)
    return db.session.get_one(TemplateVersion, version_id).template


def changed(template: CertificateTemplate, **changes: Any) -> Draft:
    return Draft({**queries.newest(template).content, **changes})


def test_a_ready_made_template_is_taken_over_once(
    world: World, admin: Actor, now: datetime
) -> None:
    first = templates.adopt(admin, world.west, REF, now)
    assert templates.adopt(admin, world.west, REF, now) == first
    assert templates.adopt(admin, world.street, REF, now) != first
    kept = db.session.get_one(TemplateVersion, first)
    ready = gallery.find(REF)
    assert kept.content["body"] == ready.body
    assert {name: files().read(sha) for name, sha in kept.assets.items()} == {
        name: path.read_bytes() for name, path in ready.assets.items()
    }


def test_an_edited_copy_is_not_taken_for_the_ready_made_one(
    world: World, admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    taken = queries.newest(template).id
    templates_editing.save(admin, template.id, changed(template, body="<p>other</p>"), 1, now)
    assert templates.adopt(admin, world.west, REF, now) == taken
    templates_editing.archive(admin, template.id, now)
    assert templates.adopt(admin, world.west, REF, now) != taken


def test_only_those_who_prepare_may_take_over_or_change(
    world: World, admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    watcher = account("wu6", "吴示六", world.west, now)
    people.grant_role(SYSTEM, watcher, "supervisor", organisation_id=world.west, now=now)
    supervisor, stranger = world.actor(watcher), world.actor(world.east_admin)
    tries: list[Callable[[Actor], Any]] = [
        lambda who: templates.adopt(who, world.west, REF, now),
        lambda who: templates_editing.save(who, template.id, changed(template, css=""), 1, now),
        lambda who: templates_editing.restore(who, template.id, 1, now),
        lambda who: templates_editing.archive(who, template.id, now),
        lambda who: templates_editing.copy(who, template.id, world.west, "", now),
    ]
    for attempt in tries:
        with pytest.raises(UserError) as refused:
            attempt(supervisor)
        assert refused.value.status == 403
        with pytest.raises(NotFound):
            attempt(stranger)
    assert db.session.scalar(sa.select(sa.func.count(TemplateVersion.id))) == 1


def test_an_unknown_ready_made_template_is_not_found(
    world: World, admin: Actor, now: datetime
) -> None:
    with pytest.raises(NotFound):
        templates.adopt(admin, world.west, "../honor", now)


def test_each_save_is_a_version_and_nothing_changed_is_none(
    admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    before = dict(queries.newest(template).content)
    draft = Draft({**before, "body": "<p>{{ name }}</p>"}, note="  plainer ")
    assert templates_editing.save(admin, template.id, draft, 1, now) == 2
    assert templates_editing.save(admin, template.id, draft, 2, now) is None
    lines = queries.history(template)
    assert next((line.number, line.note) for line in lines) == (2, "plainer")
    assert queries.version_of(template, 1).content == before


def test_who_comes_second_is_told_and_keeps_both(
    admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    mine, theirs = changed(template, body="<p>mine</p>"), changed(template, body="<p>theirs</p>")
    templates_editing.save(SYSTEM, template.id, theirs, 1, now)
    with pytest.raises(Conflict) as conflict:
        templates_editing.save(admin, template.id, mine, 1, now)
    assert conflict.value.number == 2
    assert templates_editing.save(admin, template.id, mine, 2, now) == 3
    bodies = [queries.version_of(template, number).content["body"] for number in (2, 3)]
    assert bodies == ["<p>theirs</p>", "<p>mine</p>"]


def test_restoring_makes_a_version_of_the_old_content(
    admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    first = queries.version_of(template, 1).content
    templates_editing.save(admin, template.id, changed(template, css="p { color: red }"), 1, now)
    assert templates_editing.restore(admin, template.id, 1, now) == 3
    assert queries.newest(template).content == first
    with pytest.raises(NotFound):
        templates_editing.restore(admin, template.id, 9, now)


def test_pictures_come_and_go_with_versions(
    admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    content = queries.newest(template).content
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1" onclick="x()"/></svg>'
    added = Draft(content, added={"star.svg": drawing}, removed=frozenset({"frame.svg"}))
    templates_editing.save(admin, template.id, added, 1, now)
    kept = queries.newest(template).assets
    assert "star.svg" in kept
    assert "frame.svg" not in kept
    assert b"onclick" not in files().read(kept["star.svg"])
    assert "frame.svg" in queries.version_of(template, 1).assets


def test_a_broken_picture_is_refused_and_nothing_is_saved(
    admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    draft = Draft(queries.newest(template).content, added={"star.png": b"\x89PNG\r\n\x1a\nno"})
    with pytest.raises(UserError, match=r"star\.png"):
        templates_editing.save(admin, template.id, draft, 1, now)
    assert queries.newest(template).number == 1


def test_a_copy_goes_its_own_way(
    world: World, admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    made = templates_editing.copy(admin, template.id, world.street, "街道荣誉证书", now)
    assert (made.organisation_id, made.title) == (world.street, "街道荣誉证书")
    templates_editing.save(admin, made.id, changed(made, body="<p>x</p>"), 1, now)
    assert queries.newest(template).content["body"] != "<p>x</p>"


def test_an_archived_template_is_not_offered_and_not_changed(
    admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    templates_editing.archive(admin, template.id, now)
    assert queries.cards(admin) == []
    assert [card.id for card in queries.cards(admin, archived=True)] == [template.id]
    with pytest.raises(UserError):
        templates_editing.save(admin, template.id, changed(template, css=""), 1, now)
    templates_editing.revive(admin, template.id, now)
    assert [card.id for card in queries.cards(admin)] == [template.id]


def test_cards_are_of_ones_own_bodies_and_of_the_kind_asked_for(
    world: World, admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    templates.adopt(SYSTEM, world.east, REF, now)
    templates.adopt(admin, world.works, "appointment", now)
    assert {card.kind for card in queries.cards(admin)} == {"honor", "appointment"}
    assert [card.kind for card in queries.cards(admin, kind="appointment")] == ["appointment"]


def test_comparing_names_the_parts_and_marks_the_lines(
    template: CertificateTemplate,
) -> None:
    old = queries.newest(template).content
    sheet = {**old["sheet"], "width_mm": 420}
    new = {**old, "over": old["over"] + "\n<p>new</p>", "sheet": sheet}
    over, page = compared(old, new, {}, {})
    assert [(b.text, b.changed) for _a, b in filter(None, over.rows)][-1] == ("<p>new</p>", True)
    went = [a.text for a, _b in filter(None, page.rows) if a.changed]
    assert went == ["sheet.width_mm: 297"]
    assert compared(old, dict(old), {}, {}) == []


def test_the_gallery_asks_the_database_as_often_for_many_as_for_one(
    world: World, admin: Actor, template: CertificateTemplate, now: datetime
) -> None:
    def asked() -> int:
        db.session.expire_all()
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        queries.cards(admin)
        sa.event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    one = asked()
    for body in (world.street, world.works, world.west):
        templates_editing.copy(admin, template.id, body, "副本", now)
    assert asked() == one


def test_two_who_take_over_or_save_at_once_find_one_copy_and_one_winner(
    app: Flask, world: World, admin: Actor, now: datetime
) -> None:
    def at_once(work: Callable[[], Any]) -> list[Any]:
        def run(_n: int) -> Any:
            with app.app_context():
                try:
                    return work()
                except Conflict:
                    return "conflict"
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(run, range(4)))

    adopted = at_once(lambda: templates.adopt(admin, world.west, REF, now))
    assert len(set(adopted)) == 1
    db.session.rollback()  # to see what the others have written
    version = db.session.get_one(TemplateVersion, adopted[0])
    template_id, content = version.template_id, {**version.content, "css": "p { margin: 0 }"}
    db.session.rollback()
    saved = at_once(lambda: templates_editing.save(admin, template_id, Draft(content), 1, now))
    assert sorted(map(str, saved)) == ["2", "conflict", "conflict", "conflict"]
