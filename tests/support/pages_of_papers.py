"""The pages of certificates, rolls and notices, in every state that a person can meet."""

from collections.abc import Iterator

from tests.support.issuing import READY
from tests.support.page import Page
from tests.support.scene import Scene

# Files, pictures, fragments of listed pages, and an address that leads to another one.
NO_PAGES_OF_PAPERS = {
    "certificates.batch_print_file",
    "certificates.batch_prints",
    "certificates.batch_progress",
    "certificates.batch_register",
    "certificates.batch_sample",
    "certificates.batch_zip",
    "certificates.calibration",
    "certificates.fonts_sample",
    "certificates.honor_photo",
    "certificates.honor_poster",
    "certificates.issued_pdf",
    "certificates.issued_picture",
    "certificates.list_template",
    "certificates.mine_file",
    "certificates.notice_document",
    "certificates.notice_pictures_page",
    "certificates.notice_preview",
    "certificates.own_file",
    "certificates.packages_export",
    "certificates.prints_filled",
    "certificates.prints_programme",
    "certificates.prints_result",
    "certificates.prints_scores",
    "certificates.prints_signs",
    "certificates.recipient_line",
    "certificates.recipient_photo",
    "certificates.register_csv",
    "certificates.register_xlsx",
    "certificates.result_pdf",
    "certificates.seal_image",
    "certificates.templates_pdf",
    "certificates.templates_picture",
    "certificates.templates_ready_pdf",
    "certificates.templates_ready_picture",
    "certificates.verify_file_form",
}
HOME = "/certificates"


def pages_for_all(scene: Scene) -> Iterator[Page]:
    """What anybody sees who has an address or a certificate."""
    papers, honor = scene.papers, f"/honor/{scene.papers.published.slug}"
    yield Page("certificates.verify", "/verify", phone=True)
    yield Page("certificates.verify", "/verify?code=wrong", status=422, phone=True)
    for code in (papers.code, papers.revoked_code, papers.superseded_code):
        yield Page("certificates.verified", f"/v/{code}", phone=True)
    yield Page("certificates.verified", f"/v/{papers.code}?number=1", phone=True)
    yield Page("certificates.verified", "/v/no-such-code", status=404, phone=True)
    for key in (papers.own_key, papers.superseded_key):
        yield Page("certificates.own", f"/own/{key}", phone=True)
    yield Page("certificates.own", "/own/no-such-key", status=404, phone=True)
    yield Page("certificates.honor", honor, phone=True)
    yield Page("certificates.honor_slideshow", f"{honor}/slideshow")
    yield Page("certificates.honor", "/honor/0000000000000000", status=404, phone=True)


def pages_of_papers(scene: Scene) -> Iterator[Page]:
    """What staff see."""
    yield Page("certificates.mine", f"{HOME}/mine", "staff")
    yield from _lists(scene)
    yield from _batches(scene)
    yield from _register(scene)
    yield from _templates(scene)
    yield from _published(scene)
    yield from _authority(scene)
    for hall in (scene.running, scene.prized):
        yield Page("certificates.prints_page", f"{HOME}/prints/rounds/{hall.round_id}", "staff")


def _lists(scene: Scene) -> Iterator[Page]:
    one = f"{HOME}/lists/{scene.papers.list_id}"
    person = f"{one}/recipients/{scene.papers.recipient_id}"
    yield Page("certificates.lists", f"{HOME}/lists", "staff")
    yield Page("certificates.lists", f"{HOME}/lists?q=nobody", "staff")
    yield Page("certificates.list_new", f"{HOME}/lists/new", "staff")
    yield Page("certificates.list_page", one, "staff")
    yield Page("certificates.list_settings", f"{one}/settings", "staff")
    yield Page("certificates.list_file", f"{one}/file", "staff")
    yield Page("certificates.list_photos", f"{one}/photos", "staff")
    yield Page("certificates.recipient", person, "staff")
    yield Page("certificates.recipient", person, "staff", opens=".confirm > summary")
    withdrawn = f"{one}/recipients/{scene.papers.withdrawn_id}"
    yield Page("certificates.recipient", withdrawn, "staff")


def _batches(scene: Scene) -> Iterator[Page]:
    home, batches = f"{HOME}/batches", scene.papers.batches
    yield Page("certificates.batches", home, "staff")
    yield Page("certificates.batches", f"{home}?state=cancelled", "staff")
    yield Page("certificates.batch_new", f"{home}/new?list={scene.papers.list_id}", "staff")
    for batch in (batches.draft, batches.submitted, batches.paused, batches.done):
        yield Page("certificates.batch", f"{home}/{batch}", "staff")
    draft = f"{home}/{batches.draft}"
    yield Page("certificates.batch", draft, "staff", opens=".confirm > summary")
    yield Page("certificates.batch_edit", f"{draft}/edit", "staff")


def _register(scene: Scene) -> Iterator[Page]:
    papers, issued = scene.papers, f"{HOME}/issued"
    yield Page("certificates.register", f"{HOME}/register", "staff")
    yield Page("certificates.register", f"{HOME}/register?q=nobody", "staff")
    for certificate in (papers.certificate_id, papers.revoked_id, papers.superseded_id):
        yield Page("certificates.issued", f"{issued}/{certificate}", "staff")
    own = f"{issued}/{papers.certificate_id}"
    yield Page("certificates.issued", own, "staff", opens=".confirm > summary")
    yield Page("certificates.issued_correct", f"{own}/correction", "staff")
    yield Page("certificates.numbers", f"{HOME}/numbers", "staff")


def _templates(scene: Scene) -> Iterator[Page]:
    home = f"{HOME}/templates"
    own, ready = f"{home}/{scene.papers.template_id}", READY.replace(":", "/")
    yield Page("certificates.templates", home, "staff")
    yield Page("certificates.templates", f"{home}?show=archived", "staff")
    yield Page("certificates.templates_ready", f"{home}/{ready}", "staff")
    yield Page("certificates.templates_own", own, "staff")
    yield Page("certificates.templates_edit", f"{own}/edit", "staff")
    yield Page("certificates.templates_history", f"{own}/history", "staff")
    yield Page("certificates.templates_compare", f"{own}/compare", "staff")
    yield Page("certificates.packages_import", f"{home}/import", "staff")


def _published(scene: Scene) -> Iterator[Page]:
    made, chosen = scene.papers.published, f"new?list={scene.papers.list_id}"
    rolls, notices = f"{HOME}/rolls", f"{HOME}/notices"
    yield Page("certificates.rolls", rolls, "staff")
    yield Page("certificates.roll_new", f"{rolls}/{chosen}", "staff")
    for roll in (made.draft_roll, made.roll, made.withdrawn_roll):
        yield Page("certificates.roll", f"{rolls}/{roll}", "staff")
    yield Page("certificates.roll_settings", f"{rolls}/{made.roll}/settings", "staff")
    yield Page("certificates.honor", f"/honor/{made.draft_slug}", "staff")
    yield Page("certificates.notices", notices, "staff")
    yield Page("certificates.notice_new", f"{notices}/{chosen}", "staff")
    for notice in (made.draft_notice, made.submitted_notice, made.issued_notice):
        yield Page("certificates.notice", f"{notices}/{notice}", "staff")


def _authority(scene: Scene) -> Iterator[Page]:
    address = f"{HOME}/authority?organisation={scene.papers.organisation_id}"
    yield Page("certificates.authority", address, "staff")
    yield Page("certificates.authority", address, "staff", opens=".confirm > summary")
    yield Page("certificates.fonts", f"{HOME}/fonts", "staff")
