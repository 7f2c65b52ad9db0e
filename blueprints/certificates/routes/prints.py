"""Papers of a contest: a page of what can be printed of a round, and the PDFs."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms import prints as forms
from blueprints.certificates.queries import prints
from blueprints.certificates.queries.prints.paper import file_name
from blueprints.certificates.queries.prints.programme import Timetable
from blueprints.certificates.services.prints import kept_pdf, make_pdf
from blueprints.contests import archive_parts
from blueprints.contests.access import Right, may, round_for
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries import paper
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.packages import package_of_round
from blueprints.contests.queries.paper.head import paper_head
from blueprints.contests.queries.results import (
    audience_of,
    result_round,
    result_tag,
    result_view,
)
from extensions import limiter
from store import NotFound, db
from store.actors import ANONYMOUS
from web import clock
from web.access import current_actor, require_account
from web.addresses import outside_url

PER_READER = "30 per minute"
FORMS = {
    "result": forms.ResultForm,
    "scores": forms.ScoresForm,
    "filled": forms.FilledForm,
    "programme": forms.ProgrammeForm,
    "signs": forms.SignsForm,
    "passes": forms.PrintForm,
}

Asked = TypeVar("Asked", bound=forms.PrintForm)


@bp.get("/certificates/prints/rounds/<int:round_id>")
@require_account
def prints_page(round_id: int) -> ResponseReturnValue:
    """What can be printed of a round, with what can be chosen for each."""
    return _page(round_for(current_actor(), round_id))


@bp.get("/certificates/prints/rounds/<int:round_id>/result.pdf")
@require_account
def prints_result(round_id: int) -> ResponseReturnValue:
    """The result sheet, as far as the asker sees the result."""
    round_ = round_for(current_actor(), round_id)
    audience = audience_of(current_actor(), round_)
    if audience is None:
        raise NotFound

    def build(form: forms.ResultForm) -> prints.Print:
        options = prints.ResultOptions(marks=form.marks.data, units=not form.without_units.data)
        return _result(round_id, audience, options)

    return _printed(round_, "result", build)


@bp.get("/certificates/prints/rounds/<int:round_id>/scores.pdf")
@require_account
def prints_scores(round_id: int) -> ResponseReturnValue:
    """Empty score sheets."""
    round_ = round_for(current_actor(), round_id)

    def build(form: forms.ScoresForm) -> prints.Print:
        return prints.score_print(paper.blank_sheets(round_id), _score_options(form))

    return _printed(round_, "scores", build)


@bp.get("/certificates/prints/rounds/<int:round_id>/filled.pdf")
@require_account
def prints_filled(round_id: int) -> ResponseReturnValue:
    """Score sheets as in the ledger, for those who run the contest."""
    round_ = round_for(current_actor(), round_id, Right.RUN)

    def build(form: forms.FilledForm) -> prints.Print:
        options = _score_options(form, filled=True)
        return prints.score_print(paper.filled_sheets(round_id), options)

    return _printed(round_, "filled", build)


@bp.get("/certificates/prints/rounds/<int:round_id>/programme.pdf")
@require_account
def prints_programme(round_id: int) -> ResponseReturnValue:
    """The programme of the round, or of its whole contest."""
    round_ = round_for(current_actor(), round_id)

    def build(form: forms.ProgrammeForm) -> prints.Print:
        starts = form.start_time()
        timetable = Timetable(starts, form.minutes_each()) if starts else None
        return prints.programme_print(paper.programme(round_id, whole=form.whole.data), timetable)

    return _printed(round_, "programme", build)


@bp.get("/certificates/prints/rounds/<int:round_id>/signs.pdf")
@require_account
def prints_signs(round_id: int) -> ResponseReturnValue:
    """Table signs of judges and entrants."""
    round_ = round_for(current_actor(), round_id)

    def build(form: forms.SignsForm) -> prints.Print:
        options = prints.SignOptions(
            judges=form.who.data != "entrants",
            entrants=form.who.data != "judges",
            seats=form.seats.data,
        )
        return prints.sign_print(paper.programme(round_id, whole=False), options)

    return _printed(round_, "signs", build)


@bp.get("/certificates/prints/rounds/<int:round_id>/passes.pdf")
@require_account
def prints_passes(round_id: int) -> ResponseReturnValue:
    """Passes of the entrants, with the QR codes that check them in."""
    round_ = round_for(current_actor(), round_id)

    def address(key: str) -> str:
        return outside_url("contests.checkin_entry", contest_id=round_.contest_id, key=key)

    def build(_form: forms.PrintForm) -> prints.Print:
        return prints.pass_print(paper.programme(round_id, whole=False), address)

    return _printed(round_, "passes", build)


@bp.get("/results/<int:round_id>.pdf")
@limiter.limit(PER_READER)
def result_pdf(round_id: int) -> ResponseReturnValue:
    """The published result for everybody; made once for each state of the result."""
    round_ = result_round(ANONYMOUS, round_id)
    if round_.state != RoundState.PUBLISHED:
        raise NotFound
    package = package_of_round(round_)  # its sum is printed, too
    state = f"{result_tag(round_id, Audience.PUBLIC)}-{package.version if package else 0}"
    key = (round_id, str(get_locale()), _address(round_id))
    made_at = round_.published_at or clock.now()

    def build() -> bytes:
        print_ = _result(round_id, Audience.PUBLIC, prints.ResultOptions())
        return make_pdf(print_, made_at)

    name = file_name(_("Result sheet"), round_.contest.title, round_.title)
    response = _sent(kept_pdf(key, state, build), name, f"result-{round_id}")
    response.cache_control.no_cache = True
    response.set_etag(f"{state}-{key[1]}")
    return response.make_conditional(request)


def _printed(
    round_: Round, name: str, build: Callable[[Asked], prints.Print]
) -> ResponseReturnValue:
    """The PDF that the address asks for, or the page again with what is wrong in the form."""
    form = _form(round_, name, asked=True)
    if not form.validate():
        return _page(round_, **{name: form}), 422
    with force_locale(form.language.data):
        print_ = build(form)
        pdf = make_pdf(print_, clock.now())
    return _sent(pdf, print_.name, f"{name}-{round_.id}")


def _page(round_: Round, **faulty: forms.PrintForm) -> str:
    return render_template(
        "certificates/prints/page.html",
        round=round_,
        forms={name: faulty.get(name) or _form(round_, name) for name in FORMS},
        fills=may(current_actor(), round_.contest, Right.RUN),
        published=round_.state == RoundState.PUBLISHED,
    )


def _form(round_: Round, name: str, *, asked: bool = False) -> forms.PrintForm:
    """The form, read from the address when it was sent; ids are those of its card."""
    form = FORMS[name](request.args if asked else None, data={"language": str(get_locale())})
    if isinstance(form, forms.ScoresForm):
        form.offer_judges(_judges(round_))
    for field in form:
        field.id = field.label.field_id = f"{name}-{field.name}"
    return form


def _judges(round_: Round) -> list[tuple[int, str]]:
    sheets = paper.blank_sheets(round_.id)
    return [(one.number, f"{prints.label_of(one)} {one.name}".strip()) for one in sheets.judges]


def _score_options(form: forms.ScoresForm, *, filled: bool = False) -> prints.ScoreOptions:
    each = form.layout.data == "each"
    return prints.ScoreOptions(each=each, filled=filled, numbers=form.numbers())


def _result(round_id: int, audience: Audience, options: prints.ResultOptions) -> prints.Print:
    view, head = result_view(round_id, audience), paper_head(round_id)
    return prints.result_print(view, head, _address(round_id), options)


@archive_parts.add
def archived_sheet(round_id: int) -> list[tuple[str, bytes]]:
    """The printed result of a round, for the archive of its contest."""
    round_ = db.session.get_one(Round, round_id)
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        print_ = _result(round_id, Audience.PUBLIC, prints.ResultOptions(marks=True))
        pdf = make_pdf(print_, round_.published_at or clock.now())
    return [(f"results/{round_.ref}.pdf", pdf)]


def _address(round_id: int) -> str:
    return outside_url("contests.results_page", round_id=round_id)


def _sent(pdf: bytes, name: str, plain: str) -> Response:
    """A file to keep. `plain` names it for the few programs that know only ASCII names."""
    response = Response(pdf, mimetype="application/pdf")
    full = quote(f"{name}.pdf", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}.pdf\"; filename*=UTF-8''{full}"
    )
    return response
