"""A list with portraits, a roll and a notice of it, made through the services."""

import io
from datetime import datetime

from PIL import Image

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Seal
from blueprints.certificates.services import lists, notices, rolls
from blueprints.certificates.services.authority import seals as authority_seals
from documents.seals import seal_svg
from store import db
from store.actors import SYSTEM
from tests.support.award_lists import filled_list, rows_of

ROWS = (
    AwardRow("赵示一", "同志", "示例机床厂工会", "一等奖", "成绩优异"),
    AwardRow("钱示二", "同志", "示例仪表厂工会", "二等奖"),
    AwardRow("孙示", "同志", "示例电机厂工会", "二等奖"),
)
BASIS = "表彰决定：示工发〔2026〕3号"


def jpeg(colour: str = "#8899aa", size: tuple[int, int] = (300, 400)) -> bytes:
    """A portrait of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def honored_list(organisation_id: int, now: datetime, rows: tuple[AwardRow, ...] = ROWS) -> int:
    """The list; its first recipient has a portrait."""
    list_id = filled_list(organisation_id, rows, now)
    lists.set_photo(SYSTEM, list_id, rows_of(list_id)[0].id, jpeg(), now)
    return list_id


def public_roll(list_id: int, now: datetime, **look: object) -> int:
    """A published roll of the list."""
    given = rolls.RollInput("光荣榜", "示例竞赛", **look)  # type: ignore[arg-type]
    roll_id = rolls.create_roll(SYSTEM, list_id, given, now)
    rolls.publish_roll(SYSTEM, roll_id, BASIS, now)
    return roll_id


def hide(list_id: int, position: int, now: datetime) -> int:
    """Somebody withdraws from publication; their id."""
    recipient = rows_of(list_id)[position]
    lists.hide_recipient(SYSTEM, list_id, recipient.id, "本人要求", now)
    return recipient.id


def seal_of(organisation_id: int, now: datetime) -> Seal:
    """A seal of the organisation."""
    drawn = seal_svg("示例西区总工会").encode()
    seal_id = authority_seals.add_seal(SYSTEM, organisation_id, "公章", 42, drawn, now)
    return db.session.get_one(Seal, seal_id)


def notice_input(**changes: object) -> notices.NoticeInput:
    """A decision ready to be issued, without a seal."""
    values: dict[str, object] = {
        "kind": "decision",
        "title": "示例西区总工会关于表彰示例竞赛先进个人的决定",
        "issuer": "示例西区总工会",
        "issued_on": "2026-05-12",
        "document_number": "示西工发〔2026〕3号",
        "addressed_to": "各基层工会",
        "opening": "经研究，决定对下列同志予以表彰。",
        "closing": "希望受到表彰的同志珍惜荣誉、再接再厉。",
    }
    return notices.NoticeInput(**{**values, **changes})  # type: ignore[arg-type]
