"""Well-formed requests for the addresses of certificates: what stands in them, what is sent.

Files that would be drawn are damaged where that is refused as well: rights come before.
"""

import io
from collections.abc import Callable
from typing import Any

from blueprints.certificates.forms.lists_carrying import pack
from documents.plain_pdf import one_page
from documents.seals import seal_svg
from tests.http.permissions.cast import Scene
from tests.support.honors import jpeg
from tests.support.issuing import READY
from tests.support.papers import HOLDER

Text = Callable[[Scene], Any]
TABLE = [["姓名", "单位", "奖项"], ["陶示一", "示例纺织工会", "一等奖"]]
CSV = "\n".join(",".join(row) for row in TABLE).encode()


def _file(content: bytes, name: str) -> Text:
    return lambda _scene: (io.BytesIO(content), name)


def _plain(**texts: str) -> dict[str, Text]:
    return {name: (lambda _scene, text=text: text) for name, text in texts.items()}


def _organisation(scene: Scene) -> str:
    return str(scene.west)


def _list(scene: Scene) -> str:
    return str(scene.papers.list_id)


def _version(scene: Scene) -> str:
    return f"version:{scene.papers.version_id}"


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of an address of certificates; None for what isn't theirs."""
    if not endpoint.startswith("certificates."):
        return None
    special = PLACES.get((endpoint, name)) or USUAL.get(name)
    return str(special(scene)) if special else None


USUAL: dict[str, Text] = {
    "organisation_id": _organisation,
    "list_id": _list,
    "recipient_id": lambda scene: scene.papers.recipient_id,
    "batch_id": lambda scene: scene.papers.batches.draft,
    "row_id": lambda scene: scene.papers.batches.draft_row,
    "file_id": lambda scene: scene.papers.batches.print_file,
    "certificate_id": lambda scene: scene.papers.certificate_id,
    "code": lambda scene: scene.papers.code,
    "own_key": lambda scene: scene.papers.own_key,
    "scheme_id": lambda scene: scene.papers.scheme_id,
    "template_id": lambda scene: scene.papers.template_id,
    "version_id": lambda scene: scene.papers.version_id,
    "number": lambda _scene: 1,
    "size": lambda _scene: "card",
    "ref": lambda _scene: READY.removeprefix("ready:"),
    "seal_id": lambda scene: scene.papers.seal_id,
    "key_id": lambda scene: scene.papers.key_id,
    "font_id": lambda scene: scene.papers.font_id,
    "roll_id": lambda scene: scene.papers.published.roll,
    "slug": lambda scene: scene.papers.published.slug,
    "notice_id": lambda scene: scene.papers.published.draft_notice,
}


def _done(scene: Scene) -> int:
    return scene.papers.batches.done


def _submitted(scene: Scene) -> int:
    return scene.papers.batches.submitted


PLACES: dict[tuple[str, str], Text] = {
    **{
        (f"certificates.{name}", "batch_id"): _done
        for name in ("batch_zip", "batch_register", "batch_print", "batch_print_file")
    },
    ("certificates.batch_approve", "batch_id"): _submitted,
    ("certificates.batch_send_back", "batch_id"): _submitted,
    ("certificates.batch_pause", "batch_id"): lambda scene: scene.papers.batches.running,
    ("certificates.batch_resume", "batch_id"): lambda scene: scene.papers.batches.paused,
    ("certificates.roll_publish", "roll_id"): lambda scene: scene.papers.published.draft_roll,
    ("certificates.roll_remove", "roll_id"): lambda scene: scene.papers.published.draft_roll,
    ("certificates.notice_return", "notice_id"): lambda scene: (
        scene.papers.published.submitted_notice
    ),
    ("certificates.notice_document", "notice_id"): lambda scene: (
        scene.papers.published.issued_notice
    ),
    ("certificates.list_take_over", "list_id"): lambda scene: scene.prized_list,
    ("certificates.result_pdf", "round_id"): lambda scene: scene.prized.round_id,
}

QUERIES: dict[str, dict[str, Text]] = {"certificates.batch_new": {"list": _list}}

_WHY = _plain(reason="设备故障")
_PERSON = _plain(name="陶示一", unit="示例纺织工会", award="一等奖")
_HEADING = _plain(title="示例名单", occasion="示例竞赛")
_BATCH = _plain(issuer="示例市总工会", issued_on="2026-05-12", lang="zh")
_LOOK = _plain(title="光荣榜", palette="red", people="6", pace="10")
_NOTICE = _plain(
    kind="notice",
    language="zh_Hans_CN",
    title="关于表彰的通报",
    opening="经研究，决定表彰。",
    issuer="示例市总工会",
    issued_on="2026-05-12",
)
_TEMPLATE = _plain(
    number="1",
    title_zh="荣誉证书",
    kind="honor",
    body='<p data-field="name">{{ name }}</p>',
    width_mm="90",
    height_mm="60",
    bleed_mm="0",
    field_name="name",
    field_kind="text",
    field_label_zh="姓名",
    field_required="1",
)

PAPER_FIELDS: dict[str, dict[str, Text]] = {
    "certificates.add_seal": {
        **_plain(**{"seal-title": "公章", "seal-size_mm": "42"}),
        "seal-image": _file(seal_svg("示例市总工会").encode(), "seal.svg"),
    },
    "certificates.add_key": {
        **_plain(**{"key-title": "签名", "key-password": "guess"}),
        "key-pkcs12": _file(b"0\x82no key", "key.p12"),
    },
    "certificates.batch_new": {**_BATCH, **_plain(template=READY)},
    "certificates.batch_edit": {**_BATCH, "template": _version},
    "certificates.batch_rows": _plain(action="skip", row="all", note="重复"),
    "certificates.batch_send_back": _WHY,
    "certificates.batch_print": _plain(dx_mm="0", dy_mm="0"),
    "certificates.claim": {
        "code": lambda scene: scene.papers.code,
        "full_name": lambda _scene: HOLDER,
    },
    "certificates.fonts": {**_plain(licence="示例"), "file": _file(b"no font", "a.ttf")},
    "certificates.issued_correct": {**_PERSON, **_WHY},
    "certificates.issued_revoke": _WHY,
    "certificates.list_file": {"file": _file(CSV, "people.csv")},
    "certificates.list_file_confirm": {"table": lambda _scene: pack(TABLE)},
    "certificates.list_from_round": {"round_id": lambda scene: str(scene.prized.round_id)},
    "certificates.list_new": {**_HEADING, "organisation_id": _organisation},
    "certificates.list_new_confirm": {
        **_HEADING,
        "organisation_id": _organisation,
        "table": lambda _scene: pack(TABLE),
    },
    "certificates.list_new_file": {
        **_plain(**{"file-title": "示例名单"}),
        "file-organisation_id": _organisation,
        "file-file": _file(CSV, "people.csv"),
    },
    "certificates.list_photos": {"file": _file(b"PK\x03\x04no archive", "photos.zip")},
    "certificates.list_settings": _HEADING,
    "certificates.notice": _NOTICE,
    "certificates.notice_new": {
        **_plain(kind="notice", language="zh_Hans_CN"),
        "list_id": _list,
    },
    "certificates.notice_pictures_page": _NOTICE,
    "certificates.notice_return": _WHY,
    "certificates.number_scheme": _plain(pattern="示〔{year}〕第{serial}号", width="5"),
    "certificates.packages_import": {
        "organisation_id": _organisation,
        "file": _file(b"PK\x03\x04no archive", "template.zip"),
    },
    "certificates.recipient": _PERSON,
    "certificates.recipient_add": _PERSON,
    "certificates.recipient_hide": _WHY,
    "certificates.recipient_line": _PERSON,
    "certificates.recipient_move": _plain(to="2"),
    "certificates.recipient_photo_set": {"file": _file(jpeg(), "photo.jpg")},
    "certificates.roll_new": {**_LOOK, "list_id": _list},
    "certificates.roll_publish": _plain(basis="decision", reference="示工发〔2026〕3号"),
    "certificates.roll_settings": _LOOK,
    "certificates.templates_copy": {**_plain(title="副本"), "organisation_id": _organisation},
    "certificates.templates_edit": _TEMPLATE,
    "certificates.templates_preview": _TEMPLATE,
    "certificates.templates_take": {**_plain(do="use"), "organisation_id": _organisation},
    "certificates.verify": {"code": lambda scene: scene.papers.code},
    "certificates.verify_file": {"file": _file(one_page(), "certificate.pdf")},
}
