"""The sentences a fresh notice or decision begins with, as a union office would write them."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.certificates.queries.rolls import Honoree, honored

IN_TEXT = 20  # with more names than this the list is better an annex
COMRADE = "同志"  # the honorific by which persons are told from teams and units


@dataclass(frozen=True)
class Suggested:
    """Texts to begin with; they are the user's to change."""

    title: str
    addressed_to: str
    opening: str
    closing: str
    annex: bool


def suggested(list_id: int, occasion: str, issuer: str, kind: str, language: str) -> Suggested:
    """Sentences about this list, in the language of the document."""
    people = [one for group in honored(list_id) for one in group.people]
    with force_locale(language):
        words = {"issuer": issuer, "occasion": occasion, "who": _who(people), **_kinds(people)}
        title, opening, closing = (_decision if kind == "decision" else _notice)(words)
        addressed_to = _("All trade unions and units concerned")
    return Suggested(title, addressed_to, opening, closing, annex=len(people) > IN_TEXT)


def _notice(words: dict[str, str]) -> tuple[str, str, str]:
    return (
        _("%(issuer)s: Commendation of %(whom)s in %(occasion)s", **words),
        _(
            "%(occasion)s has come to its end. Workers took part with energy and skill, and "
            "outstanding results were achieved. In recognition, %(who)s hereby commended.",
            **words,
        ),
        _(
            "It is hoped that those commended (%(honored)s) will value this honor and go on to new "
            "achievements. All trade unions are asked to learn from them, and to do their work "
            "with skill, diligence and a spirit of innovation.",
            **words,
        ),
    )


def _decision(words: dict[str, str]) -> tuple[str, str, str]:
    return (
        _("%(issuer)s: Decision to Honor %(whom)s in %(occasion)s", **words),
        _(
            "To carry forward the spirit of model workers, of labor and of craftsmanship, and to "
            "encourage all workers to strive for excellence, it has been decided that %(who)s to "
            "be honored for outstanding results in %(occasion)s.",
            **words,
        ),
        _(
            "It is hoped that those honored (%(honored)s) will value this honor, remain modest, "
            "and go on to new achievements as an example to others. All trade unions and workers "
            "are asked to learn from them: to master their posts, to study and practice hard, "
            "to dare to innovate, and to contribute to high-quality development.",
            **words,
        ),
    )


def _kinds(people: list[Honoree]) -> dict[str, str]:
    """Workers, teams, or both: `whom` in a title, `honored` in a sentence."""
    persons = sum(one.honorific == COMRADE for one in people)
    if persons == len(people):
        return {"whom": _("Outstanding Workers"), "honored": _("the workers")}
    if not persons:
        return {"whom": _("Outstanding Teams"), "honored": _("the teams")}
    return {"whom": _("Outstanding Teams and Workers"), "honored": _("teams and workers")}


def _who(people: list[Honoree]) -> str:
    """With its verb, since English wants one that agrees."""
    if not people:
        return _("nobody is")
    persons = [one for one in people if one.honorific == COMRADE]
    words = {"first": people[0].name, "count": len(people)}
    if len(people) == 1:
        return _("%(first)s, a worker, is", **words) if persons else _("%(first)s is", **words)
    if len(persons) == len(people):
        return _("%(first)s and others (%(count)d workers) are", **words)
    if persons:
        return _("%(count)d groups and workers are", **words)
    return _("%(first)s and others (%(count)d teams and units) are", **words)
