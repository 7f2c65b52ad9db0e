"""Check-in: the live list of a round, the camera page, and what a pass's QR code leads to."""

import re
import secrets
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, entry_by_key, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Entry, Round, RoundEntry
from blueprints.contests.queries.checking_in import check_in_list, rounds_of_entry
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services import checking_in
from realtime import tickets
from store import db
from web.access import current_actor, require_account, safe_next, wants_fragment
from web.clock import now
from web.languages import chosen_language

LIST = f"/contests/rounds/<{ID}:round_id>/check-in"
PASS = re.compile(r"/contests/\d+/check-in/[\w-]+")


@bp.get(LIST)
@require_account
def checkin_page(round_id: int) -> str:
    """Who is there, live."""
    round_ = round_for(current_actor(), round_id)
    return render_template("contests/checkin/page.html", **_values(round_))


@bp.get(f"{LIST}/panel")
@require_account
def checkin_panel(round_id: int) -> str:
    """The list again, after a gap."""
    round_ = round_for(current_actor(), round_id)
    return render_template("contests/checkin/_panel.html", **_values(round_))


@bp.post(f"{LIST}/<key>")
@require_account
def checkin_tap(round_id: int, key: str) -> ResponseReturnValue:
    """Present, late, absent, nothing; or absent and so did not start."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    presence = request.form.get("presence", "")
    form_key = request.form.get("key", "")[:60] or secrets.token_urlsafe(12)

    def tap() -> None:
        if presence == "dns":
            checking_in.absent_is_dns(current_actor(), round_id, key, now(), key=form_key)
        else:
            checking_in.check_in(current_actor(), round_id, key, presence, now(), key=form_key)

    if wants_fragment():
        tap()
        return render_template("contests/checkin/_panel.html", **_values(round_))
    back = safe_next(request.form.get("back"), url_for("contests.checkin_page", round_id=round_id))
    return carry_out(tap, _("Noted."), back)


@bp.get(f"{LIST}/scan")
@require_account
def checkin_scan(round_id: int) -> ResponseReturnValue:
    """The camera page; codes can be typed where there is no camera."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    code = " ".join(request.args.get("code", "").split())[:200]
    if code:
        found = _found(round_, code)
        if found is not None:
            back = url_for("contests.checkin_scan", round_id=round_id)
            return redirect(
                url_for(
                    "contests.checkin_entry", contest_id=round_.contest_id, key=found, back=back
                ),
                303,
            )
        flash(_("Nobody in this round has the code %(code)s.", code=code), "error")
    return render_template("contests/checkin/scan.html", round=round_)


@bp.get(f"/contests/<{ID}:contest_id>/check-in/<key>")
@require_account
def checkin_entry(contest_id: int, key: str) -> str:
    """What the QR code of a pass leads to: the entrant, to be confirmed by the desk."""
    contest = contest_for(current_actor(), contest_id)
    entry = entry_by_key(contest.id, key)
    places = []
    for round_ in rounds_of_entry(entry):
        found = check_in_list(round_)
        places.append((found, next(one for one in found.lines if one.key == key)))
    return render_template(
        "contests/checkin/entry.html",
        contest=contest,
        entry=entry,
        places=places,
        hidden=contest.names_hidden,
        runs=may(current_actor(), contest, Right.RUN),
        back=safe_next(request.args.get("back"), ""),
    )


def _found(round_: Round, code: str) -> str | None:
    """An entrant's key by code, or by what a scanner read from a pass."""
    if match := PASS.search(code):
        code = match[0].rpartition("/")[2]
    return db.session.scalar(
        sa.select(Entry.key)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id, sa.or_(Entry.code == code, Entry.key == code))
        .limit(1)
    )


def _values(round_: Round) -> dict[str, Any]:
    return {
        "found": check_in_list(round_),
        "runs": may(current_actor(), round_.contest, Right.RUN),
        "room": f"checkin:{round_.id}:{chosen_language()}",
        "ticket": tickets.issue(current_actor().ref, [f"checkin:{round_.id}"], now()),
    }
