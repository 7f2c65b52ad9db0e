"""Marking schemes of the organiser's own: the list, the editor with its example, files."""

from typing import Any
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.blueprint import bp
from blueprints.contests.forms_entering import SchemeFileForm
from blueprints.contests.models import Contest, Round, Scheme
from blueprints.contests.queries.setup.own_schemes import own_schemes, rounds_to_look_at
from blueprints.contests.queries.setup.schemes import presets
from blueprints.contests.queries.setup.trying import Trial, trial
from blueprints.contests.routes.setup_answers import ID, carry_out, contest_to_set_up
from blueprints.contests.rules import preset_scheme
from blueprints.contests.scheme_forms import act, editor_view, read_form, with_names
from blueprints.contests.services.setup import schemes
from scoring.presets import PRESETS
from store import NotFound, UserError, db
from store.base import canonical_json
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.refusals import add_fault
from web.uploads import read_upload

SCHEMES = f"/contests/<{ID}:contest_id>/schemes"
SCHEME = f"{SCHEMES}/<{ID}:scheme_id>"
MARKS = "mark/"
JUDGES, MOST_JUDGES = 5, 15
_EMPTY: dict[str, Any] = {"title": "", "items": [], "parts": []}


@bp.get(SCHEMES)
@require_account
def setup_schemes(contest_id: int) -> str:
    """Own schemes with their versions, and what a new one can begin with."""
    contest = contest_to_set_up(contest_id)
    return _list(contest, SchemeFileForm(formdata=None))


@bp.post(f"{SCHEMES}/import")
@require_account
def setup_import_scheme(contest_id: int) -> ResponseReturnValue:
    """Bring an exported scheme in."""
    contest, form = contest_to_set_up(contest_id), SchemeFileForm()
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("json",), schemes.LARGEST)
            document = schemes.scheme_of_json(sent.content.decode("utf-8-sig", "replace"))
            scheme_id = schemes.save_scheme(current_actor(), contest_id, None, document, now())
            return redirect(_editor(contest_id, scheme_id), 303)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    return _list(contest, form), 422


@bp.route(f"{SCHEMES}/new", methods=["GET", "POST"])
@require_account
def setup_new_scheme(contest_id: int) -> ResponseReturnValue:
    """A new scheme, from nothing or from what there is."""
    contest = contest_to_set_up(contest_id)
    if request.method == "POST":
        return _edited(contest, None)
    document = _begun(contest, request.args.get("from", ""))
    preset = PRESETS.get(request.args.get("from", ""))
    return _page(contest, None, document, judges=preset.judges if preset else JUDGES)


@bp.route(SCHEME, methods=["GET", "POST"])
@require_account
def setup_edit_scheme(contest_id: int, scheme_id: int) -> ResponseReturnValue:
    """Change a scheme; one that has scored marks gets a new version."""
    contest = contest_to_set_up(contest_id)
    scheme = schemes.own_scheme(contest, scheme_id)
    if request.method == "POST":
        return _edited(contest, scheme)
    return _page(contest, scheme, scheme.document)


@bp.post(f"{SCHEMES}/trial")
@require_account
def setup_try_scheme(contest_id: int) -> str:
    """What the sample marks give by the scheme as it stands in the form."""
    contest_to_set_up(contest_id)
    return render_template("contests/setup/_trial.html", **_trial(read_form(request.form)))


@bp.get(f"{SCHEME}/file.json")
@require_account
def setup_export_scheme(contest_id: int, scheme_id: int) -> Response:
    """The scheme as a file, to be brought into another contest."""
    scheme = schemes.own_scheme(contest_for(current_actor(), contest_id, Right.SET_UP), scheme_id)
    response = Response(canonical_json(scheme.document), mimetype="application/json")
    name = quote(f"{scheme.title}.json", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"scheme-{scheme.id}.json\"; filename*=UTF-8''{name}"
    )
    return response


@bp.post(f"{SCHEME}/removal")
@require_account
def setup_remove_scheme(contest_id: int, scheme_id: int) -> ResponseReturnValue:
    """Take a version away that no round uses."""
    return carry_out(
        lambda: schemes.remove_scheme(current_actor(), contest_id, scheme_id, now()),
        _("The scheme is removed."),
        url_for("contests.setup_schemes", contest_id=contest_id),
    )


def _edited(contest: Contest, scheme: Scheme | None) -> ResponseReturnValue:
    """Save, or carry out a button that changes the form alone."""
    document, command = read_form(request.form), request.form.get("do", "")
    if command != "save":
        return _page(contest, scheme, act(document, command))
    try:
        old = scheme.id if scheme else None
        saved = schemes.save_scheme(current_actor(), contest.id, old, document, now())
    except NotFound:
        raise
    except UserError as error:
        return _page(contest, scheme, document, error=str(error.message)), 422
    flash(_told(old, saved), "success")
    return redirect(_editor(contest.id, saved), 303)


def _told(old: int | None, saved: int) -> str:
    if old is None or old == saved:
        return _("The scheme is saved.")
    return _("Marks were given by this scheme: it stays as it is, and a new version is saved.")


def _begun(contest: Contest, begin: str) -> dict[str, Any]:
    """What a new scheme begins with: a preset, a round's scheme, or nothing."""
    if begin in PRESETS:
        document = preset_scheme(begin)
    elif begin.startswith("round:") and begin[6:].isascii() and begin[6:].isdigit():
        round_ = db.session.get(Round, int(begin[6:][:9]))
        if round_ is None or round_.contest_id != contest.id:
            raise NotFound
        document = dict(round_.scheme.document)
    else:
        return _EMPTY
    return {key: value for key, value in document.items() if key != "id"}


def _page(
    contest: Contest,
    scheme: Scheme | None,
    document: dict[str, Any],
    *,
    judges: int = JUDGES,
    error: str = "",
) -> str:
    template = "_scheme_form" if wants_fragment() else "scheme_editor"
    return render_template(
        f"contests/setup/{template}.html",
        contest=contest,
        scheme=scheme,
        view=editor_view(document),
        rounds=rounds_to_look_at(contest),
        error=error,
        **_trial(document, judges),
    )


def _trial(document: dict[str, Any], judges: int = JUDGES) -> dict[str, Any]:
    text = request.form.get("judges", "")
    if text.isascii() and text.isdigit() and len(text) < 3:
        judges = min(max(int(text), 1), MOST_JUDGES)
    typed = {name: value for name, value in request.form.items() if name.startswith(MARKS)}
    found: Trial = trial(with_names(document), judges or JUDGES, typed)
    return {"trial": found, "typed": typed, "judges": judges or JUDGES, "document": document}


def _list(contest: Contest, form: SchemeFileForm) -> str:
    return render_template(
        "contests/setup/schemes.html",
        contest=contest,
        schemes=own_schemes(contest.id),
        presets=presets(),
        form=form,
    )


def _editor(contest_id: int, scheme_id: int) -> str:
    return url_for("contests.setup_edit_scheme", contest_id=contest_id, scheme_id=scheme_id)
