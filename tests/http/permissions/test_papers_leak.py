"""Who withdrew from publication, and who isn't published yet, is in no outlet for outsiders.

Every address that answers to a GET is asked, and so will every address made later.
"""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import HonorRoll
from blueprints.certificates.services import notices, rolls
from blueprints.certificates.services.rolls import RollInput
from documents.plain_pdf import one_page
from store import db
from store.actors import SYSTEM
from tests.http.permissions.cast import Scene, make_scene
from tests.http.permissions.reading import words_of
from tests.http.permissions.requests import addresses, ask
from tests.support import issuing
from tests.support.award_lists import filled_list
from tests.support.honors import notice_input
from tests.support.issued import with_file
from tests.support.papers import HOLDER, WITHDRAWN
from tests.support.uploading import post_form, sent_file

OUTSIDE = ("stranger", "neighbour", "worker", "nobody", "judge")
UNPUBLISHED = "端木示例"


@pytest.fixture
def scene(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """With one more person, of whom there is a list and whatever else is a draft."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    scene = make_scene(app, now).settle()
    row = AwardRow(UNPUBLISHED, "同志", "示例未公布工会", "一等奖")
    list_id = filled_list(scene.west, [row], now)
    rolls.create_roll(SYSTEM, list_id, RollInput("未公布"), now)
    notices.create_notice(SYSTEM, list_id, notice_input(), now)
    issuing.running(scene.west, [row], now)
    return scene


def _slugs() -> list[str]:
    return list(db.session.scalars(db.select(HonorRoll.slug)))


def _outlets(scene: Scene, roles: tuple[str, ...] = OUTSIDE) -> Iterator[tuple[str, str]]:
    """(who and where, what they were given); of rolls, every one there is."""
    for endpoint, method, rule in addresses(scene.app):
        if method == "GET":
            for role in roles:
                yield f"{endpoint} as {role}", words_of(ask(scene, role, endpoint, method, rule))
    for slug in _slugs():
        for role in roles:
            for part in ("", "/slideshow", "/poster.pdf"):
                answer = scene.visitor(role).get(f"/honor/{slug}{part}")
                yield f"/honor/{slug}{part} as {role}", words_of(answer)


def test_who_is_not_published_is_in_no_outlet(scene: Scene) -> None:
    secrets = (WITHDRAWN, "示例轴承厂", UNPUBLISHED, "示例未公布")
    found = [
        (outlet, secret) for outlet, text in _outlets(scene) for secret in secrets if secret in text
    ]
    assert found == []


def test_the_same_search_finds_who_is_published(scene: Scene) -> None:
    """It reads pages, slideshows and posters."""
    found = {
        outlet.split(" ")[0] for outlet, text in _outlets(scene, ("nobody",)) if HOLDER in text
    }
    assert {"certificates.honor", "certificates.honor_slideshow"} <= found
    assert "certificates.honor_poster" in found


@pytest.mark.parametrize("role", OUTSIDE)
def test_a_withdrawn_portrait_is_sent_to_nobody(scene: Scene, role: str) -> None:
    for slug in _slugs():
        for size in ("", "?small=1"):
            address = f"/honor/{slug}/photo/{scene.papers.withdrawn_id}{size}"
            assert scene.visitor(role).get(address).status_code == 404


def test_verification_tells_no_full_name_of_a_person(scene: Scene) -> None:
    papers, client = scene.papers, scene.visitor("nobody")
    pages = [client.get(f"/v/{code}") for code in (papers.code, papers.revoked_code)]
    pdf = one_page() + b"\n%% of its own"
    with_file(papers.certificate_id, pdf)
    pages.append(post_form(client, "/verify/file", file=sent_file(pdf, "certificate.pdf")))
    for page in pages:
        assert page.status_code == 200
        assert HOLDER not in page.text and "赵示一" not in page.text
    assert "欧**例" in pages[0].text and "欧**例" in pages[2].text
    assert "赵*一弄虚作假" in pages[1].text


def test_a_worker_gets_nobody_elses_certificate(scene: Scene) -> None:
    papers, client = scene.papers, scene.visitor("worker")
    others = (papers.revoked_id, papers.superseded_id)
    for address in ("/certificates/mine/{}/certificate.pdf", "/certificates/issued/{}.pdf"):
        assert [client.get(address.format(one)).status_code for one in others] == [404, 404]
