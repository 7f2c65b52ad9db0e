"""Signing for the sheets (签字锁定): by finger on the judge's phone, or on paper at the desk."""

from datetime import datetime
from io import BytesIO
from typing import Literal

from flask_babel import gettext as _
from PIL import Image, UnidentifiedImageError

from blueprints.contests.access import Right, require_unarchived, round_for
from blueprints.contests.models import Judge, LedgerKind, Round
from blueprints.contests.queries.signing import Signing, has_signing, signings
from blueprints.contests.services.desk.common import judge_of, note_of
from blueprints.contests.services.judging import Receipt, phone_key, round_of_judge
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append, row_for_key
from store import NotFound, UserError, audit, write
from store.actors import Actor
from store.files import files

MOST_BYTES = 200 * 1024
WIDEST, HIGHEST = 1600, 900  # pixels
LEAST_INK = 60  # dark pixels of the picture scaled down: a tap is no signature
SCALED = (320, 160)
Instead = Literal["paper", "refused"]  # signed on paper; would not sign
# What the desk records for a judge → the action in the audit log.
RECORDED: dict[Instead, str] = {
    "paper": "round.signed_on_paper",
    "refused": "round.signing_refused",
}


def sign(
    actor: Actor, round_id: int, picture: bytes, seen: str, key: str, now: datetime
) -> Receipt:
    """A judge signs for all sheets of the round as they stand, with a picture of the signature.

    `seen` is the hash that the page was made for: refused when the sheets have changed since.
    """
    image = checked_picture(picture)
    name = files().put(image)  # before the gate: a file that no row names does no harm
    with write():
        round_, judge = round_of_judge(actor, round_id)
        key = phone_key(judge, key)
        if (known := row_for_key(round_.id, key)) is not None:
            if known.kind != LedgerKind.SIGNED:
                raise UserError(
                    _("This key was used for another mark."), status=409, code="bad_key"
                )
            return Receipt.of(known, repeated=True)
        signing = _asked(round_, judge)
        if signing.result != seen:
            raise UserError(
                _("Your sheets have changed since this page was loaded. Look at them again."),
                status=409,
                code="stale",
            )
        data = {"result": signing.result, "image": name}
        row = append(round_, LedgerKind.SIGNED, actor, now, judge=judge, data=data, key=key)
        return Receipt.of(row)


def record_instead(
    actor: Actor,
    round_id: int,
    judge_id: int,
    how: Instead,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """What the desk records, with its reason, for a judge who signs on no phone.

    Either holds for the sheets as they stand, as a signature does, and the result can be confirmed
    then. Whoever confirms it sees who would not sign, and why.
    """
    _require_reason(how, reason)
    with write():
        round_ = round_for(actor, round_id, Right.RUN, lock=True)
        judge = judge_of(actor, round_, judge_id)
        if done_before(round_, key, judge_id=judge.id):
            return
        signing = _asked(round_, judge)
        data = {"result": signing.result, how: True}
        append(
            round_,
            LedgerKind.SIGNED,
            actor,
            now,
            judge=judge,
            data=data,
            note=note_of(reason),
            key=desk_key(key),
        )
        audit(
            actor,
            RECORDED[how],
            f"round:{round_.id}",
            now,
            organisation_id=round_.contest.organisation_id,
            judge=judge.ref,
            reason=note_of(reason),
        )


def _require_reason(how: Instead, reason: str) -> None:
    words = {
        "paper": _("Say why this judge signs on paper."),
        "refused": _("Say why this judge does not sign."),
    }
    if not reason.strip():
        raise UserError(words[how], code="reason")


def checked_picture(content: bytes) -> bytes:
    """The picture as it is kept: a plain PNG of sober size with something drawn on it."""
    if len(content) > MOST_BYTES or not content.startswith(b"\x89PNG\r\n\x1a\n"):
        raise _no_picture()
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as found:
            if found.width > WIDEST or found.height > HIGHEST:
                raise _no_picture()
            ink = _ink_of(found)
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        raise _no_picture() from None
    small = ink.resize(SCALED, Image.Resampling.BOX)
    if sum(small.histogram()[:200]) < LEAST_INK:
        raise UserError(_("Sign with your name: there is hardly anything on the pad."), code="ink")
    kept = BytesIO()
    ink.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _ink_of(picture: Image.Image) -> Image.Image:
    """Grey on white, without whatever else the file carried."""
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("L")


def _asked(round_: Round, judge: Judge) -> Signing:
    """The judge's signature, if it is asked for now."""
    require_unarchived(round_.contest)
    if not has_signing(round_):
        raise NotFound
    found = next((one for one in signings(round_) if one.judge.id == judge.id), None)
    if found is None:
        raise NotFound
    if found.state == "marking":
        raise UserError(_("Lock all your sheets before you sign."), status=409, code="marking")
    if not found.may_sign:
        raise UserError(_("There is nothing to sign for now."), status=409, code="not_asked")
    return found


def _no_picture() -> UserError:
    return UserError(
        _("The signature could not be read. Nothing was saved; please sign again."),
        code="bad_picture",
    )
