"""What is printed for a recipient: plain values for the template, and images by their files."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from blueprints.certificates import codes
from blueprints.certificates.models import Batch, Recipient, TemplateVersion
from documents import gallery
from store import UserError

BADGE = "badge"
# Neither a list's column may say who issues, nor what is known only when the number is taken.
TAKEN = frozenset({"number", "verify_url", "verify_code", *gallery.COMMON})
FURTHEST_MM = Decimal(50)  # how far everything may be moved on the sheet
TITLES = {  # by kind: what a certificate is called in the register and on the public page
    "honor": {"zh": "荣誉证书", "en": "Certificate of Honor"},
    "appointment": {"zh": "聘书", "en": "Letter of Appointment"},
    "judge_appointment": {"zh": "评委聘书", "en": "Judge’s Letter of Appointment"},
    "organisation": {"zh": "优秀组织奖", "en": "Best Organization Award"},
    "completion": {"zh": "结业证书", "en": "Certificate of Completion"},
    "badge": {"zh": "参赛证", "en": "Contest Badge"},
    "award": {"zh": "奖状", "en": "Award Certificate"},
}


def printed(recipient: Recipient, version: TemplateVersion) -> dict[str, Any]:
    """`{"values": …, "images": …, "account_id": …}` of a recipient, as rows keep it.

    Columns of the list's own come first: none of them takes the place of name, unit or award.
    A field that nobody filled in and that the template doesn't insist on is empty text. On a
    badge the list's own number (of the contestant) is printed, if there is one.
    """
    fields = fields_of(version)
    taken = TAKEN - {"number"} if version.template.kind == BADGE else TAKEN
    values: dict[str, Any] = {field["name"]: "" for field in fields if field["kind"] != "image"}
    values |= {key: value for key, value in (recipient.values or {}).items() if key not in taken}
    values |= {
        "name": recipient.name,
        "honorific": recipient.honorific,
        "unit": recipient.unit,
        "award": recipient.award,
        "reason": recipient.reason,
        "official_number": recipient.official_number,
    }
    images = [field["name"] for field in fields if field["kind"] == "image"]
    return {
        "values": values,
        "images": dict.fromkeys(images, recipient.photo) if recipient.photo else {},
        "account_id": recipient.account_id,
    }


def with_number(
    values: Mapping[str, Any], common: Mapping[str, Any], number: str, code: str
) -> dict[str, Any]:
    """The values with what is known once the number is taken."""
    number = values.get("number") or number
    return {
        **values,
        "number": number,
        "verify_url": f"{common['verify_base']}/v/{code}",
        "verify_code": codes.grouped(code),
    }


def fields_of(version: TemplateVersion) -> list[dict[str, Any]]:
    """The template's fields as JSON (`documents.Field`)."""
    fields: list[dict[str, Any]] = version.content.get("fields", [])
    return fields


def title_of(version: TemplateVersion, lang: str) -> str:
    """What a certificate of this template is called: 荣誉证书."""
    by_language = TITLES.get(version.template.kind)
    return by_language[lang] if by_language else version.template.title


def common_of(batch: Batch) -> dict[str, Any]:
    """The batch-wide values of a template."""
    seal = {"seal_mm": batch.seal.size_mm} if batch.seal else {}
    return {**batch.common, "seal": batch.seal is not None, **seal}


def millimetres(text: str) -> str:
    """An offset in millimetres as it is stored: `-1.5`. UserError (code offset) for no number."""
    try:
        value = Decimal(text.strip() or "0")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > FURTHEST_MM:
        raise UserError(
            _("Give the offset in millimetres, %(most)d at most.", most=FURTHEST_MM), code="offset"
        )
    return format(value.quantize(Decimal("0.1")), "f")
