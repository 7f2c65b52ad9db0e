"""Passes (参赛证) for entrants, eight on an A4 sheet, each with the QR code that checks it in."""

from collections.abc import Callable

from flask_babel import gettext as _

from blueprints.certificates.queries.prints.paper import Print, file_name, language
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.paper import Programme
from documents import Options, Row, Template
from documents.gallery import all_templates

REF = "badge-a7"
MOST_OF_A_NUMBER = 12  # what the template takes


def pass_print(programme: Programme, address_of: Callable[[str], str]) -> Print:
    """A pass per entrant of the (one) round, in order. `address_of`: what the QR code leads to."""
    head, round_ = programme.head, programme.rounds[0]
    rows = tuple(_pass(who, round_.event, address_of(who.key)) for who in round_.entrants)
    name = file_name(_("Passes"), head.contest, head.round)
    common = {"lang": language(), "issuer": head.organisation, "occasion": head.contest}
    return Print(name, _template(), rows, Options(title=name, common=common))


def _pass(who: Who, event: str, address: str) -> Row:
    return Row(
        {
            "name": who.label[:40],
            "unit": who.unit[:80],
            "role": _("Contestant"),
            "event": event[:60],
            "number": (who.code or str(who.position))[:MOST_OF_A_NUMBER],
            "verify_url": address,
        }
    )


def _template() -> Template:
    return next(one for one in all_templates() if one.ref == REF)
