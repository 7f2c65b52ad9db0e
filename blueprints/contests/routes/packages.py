"""Result packages: every version to download, and working one out again, for anybody."""

from urllib.parse import quote

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may
from blueprints.contests.blueprint import bp
from blueprints.contests.models import ResultPackage
from blueprints.contests.queries.packages import (
    packable_rounds,
    package_for,
    package_lines,
    packaged_contest,
)
from blueprints.contests.queries.recomputed import (
    chain_faults,
    examined,
    told_value,
    what_differs,
)
from blueprints.contests.recomputing import Busy, TooMuch, recomputed
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.rules import in_words
from blueprints.contests.services.packages import make_by_hand
from extensions import csrf, limiter
from scoring.package import PackageError
from store import UserError
from store.files import files
from store.signatures import Busy as SignaturesBusy
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now
from web.uploads import MEGABYTE, read_upload

PER_ADDRESS = "6 per minute"
LARGEST_MB = 20  # or what the installation takes at all, if that is less
MOST_ROWS = 300  # of a round, on the page

bp.add_app_template_filter(what_differs, "what_differs")
bp.add_app_template_filter(told_value, "told_value")
bp.add_app_template_filter(in_words, "in_words")


@bp.get(f"/contests/<{ID}:contest_id>/packages")
def packages_page(contest_id: int) -> str:
    """The versions of a contest's package, the newest first."""
    contest = packaged_contest(current_actor(), contest_id)
    return render_template(
        "contests/packages/page.html",
        contest=contest,
        packages=package_lines(contest_id),
        makes=may(current_actor(), contest, Right.PUBLISH) and bool(packable_rounds(contest)),
    )


@bp.post(f"/contests/<{ID}:contest_id>/packages")
@require_account
def packages_make(contest_id: int) -> ResponseReturnValue:
    """Pack now what is published; a job does it by itself a moment after publication."""
    address = outside_url("contests.recompute")
    return carry_out(
        lambda: make_by_hand(current_actor(), contest_id, now(), address=address),
        _("The package is up to date."),
        url_for("contests.packages_page", contest_id=contest_id),
    )


@bp.get(f"/results/packages/<{ID}:package_id>.zip")
def package_file(package_id: int) -> Response:
    """A version, byte for byte as it was made."""
    package = package_for(current_actor(), package_id)
    response = Response(files().read(package.file), mimetype="application/zip")
    plain = f"result-package-{package.contest_id}-v{package.version}.zip"
    full = quote(f"{package.contest.title} v{package.version}.zip", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
    )
    response.set_etag(package.file)
    return response.make_conditional(request)


@bp.get("/recompute")
def recompute() -> str:
    """Ask for a package or a contest file."""
    return _form()


@bp.get("/recompute/file")
@bp.get(f"/recompute/<{ID}:package_id>", endpoint="recompute_again")
def recompute_form(package_id: int = 0) -> ResponseReturnValue:
    """Somebody reloaded, or shared, the address of an answer: the form is on the page before."""
    return redirect(url_for("contests.recompute"), 303)


@bp.post("/recompute/file")
@csrf.exempt  # public pages carry no token, and nothing is changed by it
@limiter.limit(PER_ADDRESS)
def recompute_file() -> ResponseReturnValue:
    """Work out what was sent. It is looked at, and not kept."""
    try:
        upload = read_upload(request.files.get("file"), ("zip", "json"), _most_mb() * MEGABYTE)
    except UserError as error:
        return _form(str(error.message)), error.status
    return _answer(upload.content, upload.name)


@bp.post(f"/recompute/<{ID}:package_id>")
@csrf.exempt
@limiter.limit(PER_ADDRESS)
def recompute_published(package_id: int) -> ResponseReturnValue:
    """Work out a package that was published here."""
    package: ResultPackage = package_for(current_actor(), package_id)
    name = f"{package.contest.title} · {_('version %(number)d', number=package.version)}"
    return _answer(files().read(package.file), name)


def _answer(content: bytes, name: str) -> ResponseReturnValue:
    try:
        found = examined(content, recomputed)
    except PackageError as error:
        return _form(in_words(error.message)), 422
    except TooMuch:
        fault = _(
            "This file is more than can be worked out here. On a computer of your own it can be: "
            "python -m scoring FILE"
        )
        return _form(fault), 422
    except (Busy, SignaturesBusy):
        fault = _("Many files are being examined just now. Please try again in a minute.")
        return _form(fault), 503
    return render_template(
        "contests/packages/report.html",
        found=found,
        name=name,
        chain_faults=chain_faults(found.report),
        most_rows=MOST_ROWS,
    )


def _form(fault: str = "") -> str:
    return render_template("contests/packages/recompute.html", fault=fault, most_mb=_most_mb())


def _most_mb() -> int:
    most: int = min(LARGEST_MB, current_app.extensions["settings"].upload_mb)
    return most
