"""The question bank: the banks that one keeps, and the questions of one."""

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from blueprints.quizzes.access import KEEPERS, bank_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.bank import FilterForm
from blueprints.quizzes.queries import bank as queries
from blueprints.quizzes.services import bank as services
from blueprints.quizzes.services.bank.columns import DIFFICULTIES, KINDS, LEVELS, MEDIA
from web import navigation
from web.access import current_actor, require_role, wants_fragment
from web.clock import now
from web.paging import page_number

ID = "int(max=2147483647)"
WORDS = {"kinds": KINDS, "levels": LEVELS, "difficulties": DIFFICULTIES, "media": MEDIA}
BANK = f"/banks/<{ID}:organisation_id>"

navigation.add(
    lazy_gettext("Contests"), "quizzes.banks", lazy_gettext("Question banks"), "books", *KEEPERS,
    order=24,
)  # fmt: skip


@bp.get("/banks")
@require_role(*KEEPERS)
def banks() -> str:
    """The banks that one keeps."""
    return render_template("quizzes/bank/list.html", banks=queries.banks_of(current_actor()))


@bp.get(BANK)
@require_role(*KEEPERS)
def bank(organisation_id: int) -> ResponseReturnValue:
    """Questions by filter, and what there is of which kind."""
    organisation = bank_for(current_actor(), organisation_id)
    stock = queries.stock_of(organisation_id)
    form = FilterForm(request.args)
    form.offer([one.subject for one in stock], queries.tags_of(organisation_id))
    found = queries.find(organisation_id, form.wanted(), page_number())
    page = "quizzes/bank/_questions.html" if wants_fragment() else "quizzes/bank/bank.html"
    return render_template(
        page,
        organisation=organisation,
        form=form,
        found=found,
        stock=stock,
        narrowed=any(request.args.values()),
        words=WORDS,
    )


@bp.post(f"{BANK}/practice")
@require_role(*KEEPERS)
def bank_practice(organisation_id: int) -> ResponseReturnValue:
    """Open everything that the list shows for practice, or keep it for contests."""
    bank_for(current_actor(), organisation_id)
    wanted, opened = FilterForm(request.args).wanted(), request.form.get("opened") == "1"
    changed, kept_back = services.set_practice(
        current_actor(), organisation_id, queries.found_ids(organisation_id, wanted), opened, now()
    )
    told = (
        _("Questions opened for practice: %(n)d.", n=changed)
        if opened
        else _("Questions kept for contests: %(n)d.", n=changed)
    )
    flash(" ".join([told, _sealed(kept_back)]).strip(), "success")
    address = url_for("quizzes.bank", organisation_id=organisation_id)
    return redirect(f"{address}?{urlencode(request.args)}", 303)


def _sealed(count: int) -> str:
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d is drawn and sealed, and stays kept.",
            "%(num)d are drawn and sealed, and stay kept.",
            count,
        )
    )
