"""Seals and keys: what is taken, what is refused, and that no secret lies open."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale
from PIL import Image

from blueprints.certificates.models import Seal, SigningKey
from blueprints.certificates.queries.authority import authority_of, default_body, seal_image
from blueprints.certificates.services.authority import keys as authority_keys
from blueprints.certificates.services.authority import seals as authority_seals
from blueprints.certificates.studio import studio
from blueprints.people import services as people
from store import NotFound, UserError, db
from store.actors import SYSTEM
from store.audit import AuditEntry
from store.encryption import decrypt
from store.files import files
from tests.support.people import World, make_world
from tests.support.signing import PASSWORD, held, rsa_key

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle r="20"/></svg>'


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def png(width: int = 700, height: int = 700, mode: str = "RGBA") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height), 0).save(buffer, "PNG")
    return buffer.getvalue()


def add(
    world: World, now: datetime, content: bytes, size_mm: int = 42, title: str = "公章"
) -> Seal:
    actor = world.actor(world.west_admin)
    seal_id = authority_seals.add_seal(actor, world.west, title, size_mm, content, now)
    return db.session.get_one(Seal, seal_id)


def refusal(world: World, now: datetime, *given: object) -> str:
    with pytest.raises(UserError) as refused:
        add(world, now, *given)
    assert db.session.scalar(sa.select(sa.func.count(Seal.id))) == 0
    return refused.value.code


def test_of_a_seal_only_its_ink_is_kept(world: World, now: datetime) -> None:
    scanned = add(world, now, png(1500, 1500))
    with Image.open(files().path(scanned.image)) as image:
        assert (scanned.media, image.size) == ("image/png", (1000, 1000))
    drawn = add(world, now, SVG.replace(b"<circle", b'<circle onload="x()" fill="#c00"'))
    kept = files().read(drawn.image)
    assert drawn.media == "image/svg+xml"
    assert b'fill="#c00"' in kept
    assert b"onload" not in kept
    assert (drawn.size_mm, drawn.for_trying, drawn.retired_at) == (42, False, None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", ("既不是SVG", "neither an SVG nor a PNG")),
        (png()[:300], ("已损坏", "damaged")),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, ("已损坏", "damaged")),
        (png(6001, 6001, "1"), ("过大", "too large")),
        (png(700, 1000), ("不是正方形", "isn't square")),
        (png(599, 599), ("过小", "too small")),
        (png(mode="RGB"), ("背景不透明", "isn't transparent")),
        (SVG.replace(b"<circle", b"<text>x</text><circle"), ("轮廓", "outlines")),
        (SVG.replace(b"<circle", b"<style>x{}</style><circle"), ("样式表", "style sheet")),
        (SVG.replace(b"<circle", b"<script>1</script><circle"), ("脚本", "program")),
    ],
)
def test_why_a_picture_is_no_seal_is_said_in_words(
    world: World, now: datetime, content: bytes, words: tuple[str, str]
) -> None:
    for language, said in zip(("zh_Hans_CN", "en"), words, strict=True):
        with force_locale(language), pytest.raises(UserError) as refused:
            add(world, now, content)
        assert refused.value.code == "image"
        assert said in refused.value.message
    assert db.session.scalar(sa.select(sa.func.count(Seal.id))) == 0


def test_diameter_and_title_have_bounds(world: World, now: datetime) -> None:
    assert refusal(world, now, SVG, 46) == "size"
    assert refusal(world, now, SVG, 9) == "size"
    assert refusal(world, now, SVG, 42, "  ") == "title"
    assert refusal(world, now, SVG, 42, "长" * 121) == "title"
    assert add(world, now, SVG, 45).size_mm == 45


def test_a_seal_for_trying_says_so(world: World, now: datetime) -> None:
    seal = db.session.get_one(Seal, authority_seals.draw_seal(SYSTEM, world.west, now))
    assert (seal.for_trying, seal.media, seal.title) == (True, "image/svg+xml", "试用印章")
    assert files().read(seal.image).startswith(b"<svg")


def test_a_key_lies_encrypted(world: World, now: datetime) -> None:
    given = held(now, key=rsa_key(2048)).pkcs12()
    actor = world.actor(world.west_admin)
    key_id = authority_keys.add_key(actor, world.west, "签名", given, PASSWORD, now)
    key = db.session.get_one(SigningKey, key_id)
    assert given not in key.pkcs12
    assert PASSWORD.encode() not in key.password
    assert (decrypt(key.pkcs12), decrypt(key.password).decode()) == (given, PASSWORD)
    assert (key.subject, key.algorithm, key.self_made) == ("示例总工会", "RSA 2048", True)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.action == "signing_key.added"
    assert PASSWORD not in str(entry.detail)


def test_keys_that_are_not_fit_are_refused_in_words(world: World, now: datetime) -> None:
    good = held(now).pkcs12()
    cases = {
        "wrong": (good, "密码错", "password", "密码不正确"),
        "weak": (held(now, key=rsa_key(1024)).pkcs12(), PASSWORD, "key", "2048"),
        "old": (held(now, days=(-9, -1)).pkcs12(), PASSWORD, "key", "已过期"),
        "junk": (b"0junk", "", "key", "PKCS #12"),
        "long": (good, "长" * 201, "password", "密码不正确"),
    }
    for content, password, code, words in cases.values():
        with pytest.raises(UserError) as refused:
            authority_keys.add_key(SYSTEM, world.west, "签名", content, password, now)
        assert refused.value.code == code
        assert words in refused.value.message
    assert db.session.scalar(sa.select(sa.func.count(SigningKey.id))) == 0


def test_a_key_is_kept_once_until_it_is_retired(world: World, now: datetime) -> None:
    given = held(now).pkcs12()
    add = partial(authority_keys.add_key, SYSTEM, pkcs12=given, password=PASSWORD, now=now)
    key_id = add(world.west, "签名")
    with pytest.raises(UserError, match="“签名”"):
        add(world.west, "另一个")
    add(world.east, "签名")
    authority_keys.retire_key(SYSTEM, key_id, now)
    assert add(world.west, "另一个") != key_id


def test_keys_tell_when_they_end(world: World, now: datetime) -> None:
    authority_keys.make_key(SYSTEM, world.west, now)
    end = db.session.scalars(sa.select(SigningKey.not_after)).one()
    moments = {
        "early": now - timedelta(seconds=1),
        "valid": now,
        "soon": end - timedelta(days=60),
        "expired": end,
    }
    for state, moment in moments.items():
        assert authority_of(SYSTEM, world.west, moment).keys[0].state == state


def test_retiring_happens_once_and_removes_nothing(world: World, now: datetime) -> None:
    seal_id = authority_seals.draw_seal(SYSTEM, world.west, now)
    key_id = authority_keys.make_key(SYSTEM, world.west, now)
    later = now + timedelta(1)
    for moment in (later, later + timedelta(1)):
        authority_seals.retire_seal(SYSTEM, seal_id, moment)
        authority_keys.retire_key(SYSTEM, key_id, moment)
    found = authority_of(SYSTEM, world.west, later)
    assert (found.seals[0].retired_at, found.keys[0].state) == (later, "retired")
    assert files().path(db.session.get_one(Seal, seal_id).image).is_file()
    actions = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert (actions.count("seal.retired"), actions.count("signing_key.retired")) == (1, 1)


def test_only_administrators_of_the_body_look_after_them(world: World, now: datetime) -> None:
    seal_id = authority_seals.draw_seal(SYSTEM, world.west, now)
    key_id = authority_keys.make_key(SYSTEM, world.west, now)
    people.grant_role(SYSTEM, world.clerk, "organiser", organisation_id=world.west, now=now)
    for account, status in ((world.clerk, 403), (world.east_admin, 404)):
        actor = world.actor(account)
        tries = (
            lambda who=actor: authority_seals.draw_seal(who, world.west, now),
            lambda who=actor: authority_seals.add_seal(who, world.west, "章", 42, SVG, now),
            lambda who=actor: authority_seals.retire_seal(who, seal_id, now),
            lambda who=actor: authority_keys.make_key(who, world.west, now),
            lambda who=actor: authority_keys.add_key(who, world.west, "钥", b"", "", now),
            lambda who=actor: authority_keys.retire_key(who, key_id, now),
        )
        for attempt in tries:
            with pytest.raises(UserError) as refused:
                attempt()
            assert refused.value.status == status
    assert authority_of(world.actor(world.clerk), world.west, now).may_keep is False
    with pytest.raises(NotFound):
        authority_of(world.actor(world.east_admin), world.west, now)
    with pytest.raises(NotFound):
        seal_image(world.actor(world.east_admin), seal_id)


def test_the_body_shown_first_is_ones_own(world: World) -> None:
    actor = world.actor(world.west_admin)
    choices = [(world.city, "市"), (world.west, "西")]
    assert default_body(actor, "", choices) == world.west
    assert default_body(actor, str(world.city), choices) == world.city
    assert default_body(actor, "", choices[:1]) == world.city
    for asked in ("99999", "x", "-1", "١", "9" * 30):
        with pytest.raises(NotFound):
            default_body(actor, asked, choices)
    with pytest.raises(NotFound):
        default_body(actor, "", [])
