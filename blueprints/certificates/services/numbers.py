"""Numbers of certificates (证书编号): a scheme for each body, kind and year; without gaps.

A serial is taken in the transaction that makes the certificate's row, under a lock of the
scheme's row. So whatever crashes or races there are, serial 1 to the last are each one row of
the register; what could not be made is there as void.

Own numbers never look like the 22-character number of a skill-level certificate (`Y` or `S` and
21 digits), which only the state issues.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.certificates.access import Right, require
from blueprints.certificates.models import NumberScheme
from blueprints.people.models import Organisation
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

PATTERN_LENGTH = 80
NARROWEST, WIDEST = 1, 8  # digits of a serial, padded with zeros
YEAR, SERIAL = "{year}", "{serial}"
WORDS = {  # by kind of certificate, so that no two kinds of a body share a number
    "honor": "证字",
    "appointment": "聘字",
    "judge_appointment": "评聘字",
    "organisation": "组字",
    "completion": "结字",
    "badge": "参字",
    "award": "奖字",
}
BADGE = "badge"  # has no room for more than the serial
_BETWEEN = re.compile(r"[\s\-‐‑–—_.·/]+")
_LIKE_THE_OFFICIAL_ONE = re.compile(r"[YS]?\d*")


@dataclass(frozen=True)
class Taken:
    """One number that was taken. `printed` is how it stands on paper, if it is not in full."""

    serial: int
    number: str
    printed: str


def number_of(pattern: str, width: int, year: int, serial: int) -> str:
    """The number as it is printed: `示工证字〔2026〕第0042号`."""
    return pattern.replace(YEAR, str(year)).replace(SERIAL, f"{serial:0{width}d}")


def scheme_for(organisation: Organisation, kind: str, year: int) -> NumberScheme:
    """The body's scheme, made when this is the first of its kind and year. Inside a write."""
    found = _find(organisation.id, kind, year)
    if found is None:
        pattern, width = _first_pattern(organisation, kind, year)
        fresh = NumberScheme(
            organisation_id=organisation.id, kind=kind, year=year, pattern=pattern, width=width
        )
        # Of two who are first at the same moment one waits here, and then finds the other's.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(fresh)
        found = _find(organisation.id, kind, year)
        assert found is not None
    return found


def reserve(scheme_id: int, count: int) -> list[Taken]:
    """The next `count` numbers of a scheme. Inside the write that makes what they belong to."""
    db.session.flush()
    scheme = db.session.get_one(
        NumberScheme, scheme_id, with_for_update=True, populate_existing=True
    )
    first, scheme.next_serial = scheme.next_serial, scheme.next_serial + count
    return [_taken(scheme, serial) for serial in range(first, first + count)]


def next_taken(scheme: NumberScheme, ahead: int = 0) -> Taken:
    """The number that would be next (or so many later): for samples, nothing is taken."""
    return _taken(scheme, scheme.next_serial + ahead)


def _taken(scheme: NumberScheme, serial: int) -> Taken:
    number = number_of(scheme.pattern, scheme.width, scheme.year, serial)
    short = f"{serial:0{scheme.width}d}"
    return Taken(serial, number, short if scheme.kind == BADGE else number)


def change_pattern(actor: Actor, scheme_id: int, pattern: str, width: int, now: datetime) -> None:
    """Another pattern, as long as no number was taken by the present one."""
    with write():
        scheme = db.session.get(
            NumberScheme, scheme_id, with_for_update=True, populate_existing=True
        )
        if scheme is None:
            raise NotFound
        require(actor, scheme.organisation_id, Right.KEEP)
        if scheme.next_serial != 1:
            raise UserError(
                _("Numbers were given by this pattern already. It stays until the year ends."),
                status=409,
                code="pattern_used",
            )
        # Two schemes of a body are compared with each other: one change at a time.
        db.session.get(Organisation, scheme.organisation_id, with_for_update=True)
        scheme.pattern = checked(pattern, width)
        scheme.width = width
        if _clashes(scheme.organisation_id, scheme.kind, scheme.pattern, scheme.id):
            raise UserError(
                _("Another kind of certificate of this body is numbered alike."),
                code="pattern",
            )
        audit(
            actor,
            "numbers.changed",
            f"number_scheme:{scheme.id}",
            now,
            organisation_id=scheme.organisation_id,
            pattern=scheme.pattern,
            width=width,
        )


def checked(pattern: str, width: int) -> str:
    """The pattern, trimmed, or what is wrong with it as a UserError."""
    pattern = " ".join(pattern.split())
    if not NARROWEST <= width <= WIDEST:
        raise UserError(
            _("A serial has %(least)d to %(most)d digits.", least=NARROWEST, most=WIDEST),
            code="width",
        )
    bare = pattern.replace(YEAR, "", 1).replace(SERIAL, "", 1)
    if YEAR not in pattern or SERIAL not in pattern or "{" in bare or "}" in bare:
        raise UserError(
            _("A pattern holds {year} and {serial} once each, and no other braces."),
            code="pattern",
        )
    if len(pattern) > PATTERN_LENGTH:
        raise UserError(
            _("A pattern has %(most)d characters at most.", most=PATTERN_LENGTH), code="pattern"
        )
    if _could_be_official(bare):
        raise UserError(
            _("Numbers like this are given by the state alone. Add words of your own."),
            code="pattern",
        )
    return pattern


def _could_be_official(bare: str) -> bool:
    """Nothing but digits, maybe after a Y or S, however it is spaced and however wide it is."""
    squeezed = _BETWEEN.sub("", unicodedata.normalize("NFKC", bare)).upper()
    return _LIKE_THE_OFFICIAL_ONE.fullmatch(squeezed) is not None


def _find(organisation_id: int, kind: str, year: int) -> NumberScheme | None:
    return db.session.scalar(
        sa.select(NumberScheme).where(
            NumberScheme.organisation_id == organisation_id,
            NumberScheme.kind == kind,
            NumberScheme.year == year,
        )
    )


def _first_pattern(organisation: Organisation, kind: str, year: int) -> tuple[str, int]:
    """As the year before, else the body's short name with the word of the kind."""
    before = db.session.scalar(
        sa.select(NumberScheme)
        .where(NumberScheme.organisation_id == organisation.id, NumberScheme.kind == kind)
        .order_by(NumberScheme.year.desc())
        .limit(1)
    )
    if before is not None:
        return before.pattern, before.width
    label = organisation.label[:40].replace("{", "").replace("}", "")
    words = (WORDS.get(kind, f"证字({kind})"), f"证字({kind})", f"证字({kind} {year})")
    patterns = [f"{label}{word}〔{YEAR}〕第{SERIAL}号" for word in words]
    fitting = (one for one in patterns if not _clashes(organisation.id, kind, one))
    return next(fitting, patterns[-1]), 4


def _clashes(organisation_id: int, kind: str, pattern: str, own_id: int = 0) -> bool:
    """Whether a number by `pattern` could ever equal one of another scheme of the body.

    Numbers that differ without their digits differ. One kind may keep its pattern from year to
    year, since the years differ then.
    """
    others = db.session.scalars(
        sa.select(NumberScheme).where(
            NumberScheme.organisation_id == organisation_id, NumberScheme.id != own_id
        )
    )
    return any(
        _without_digits(other.pattern) == _without_digits(pattern)
        and (other.kind, other.pattern) != (kind, pattern)
        for other in others
    )


def _without_digits(pattern: str) -> str:
    bare = pattern.replace(YEAR, "").replace(SERIAL, "")
    return "".join(char for char in bare if not char.isdecimal())
