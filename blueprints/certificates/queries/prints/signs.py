"""Table signs (桌签) for judges and entrants: an A4 sheet each, folded to a tent."""

from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.certificates.queries.prints.paper import Print, file_name, language
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.paper import Programme
from blueprints.contests.queries.paper.programme import ProgrammeJudge
from blueprints.contests.queries.wording import judge_label
from documents import Options, Row, Template
from documents.gallery import all_templates

KIND = "table_sign"


@dataclass(frozen=True)
class SignOptions:
    """Whose signs. `seats`: a judge's sign says the seat (评委 3), not just 评委."""

    judges: bool = True
    entrants: bool = False
    seats: bool = False


def sign_print(programme: Programme, options: SignOptions) -> Print:
    """A sign per judge and per entrant of the (one) round, in order."""
    head, round_ = programme.head, programme.rounds[0]
    rows = [_judge(judge, options) for judge in round_.judges] if options.judges else []
    rows += [_entrant(who) for who in round_.entrants] if options.entrants else []
    name = file_name(_("Table signs"), head.contest, head.round)
    common = {"lang": language(), "issuer": head.organisation, "occasion": head.contest}
    return Print(name, _template(), tuple(rows), Options(title=name, common=common))


def _judge(judge: ProgrammeJudge, options: SignOptions) -> Row:
    title = judge_label(judge.number) if options.seats else _("Judge")
    return Row({"name": judge.name, "unit": judge.unit, "title": title})


def _entrant(who: Who) -> Row:
    return Row({"name": who.label, "unit": who.unit, "title": who.code})


def _template() -> Template:
    return next(one for one in all_templates() if one.kind == KIND)
