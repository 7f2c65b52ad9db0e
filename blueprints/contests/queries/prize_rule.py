"""The rule that prizes are given by, as the result page states it for everybody."""

from collections.abc import Iterator

from flask_babel import gettext as _

from scoring.numbers import fraction_text
from scoring.prizes import PrizeRule, Tier


def prize_sentences(rule: PrizeRule) -> tuple[str, ...]:
    """How many of each prize, then what decides where that alone doesn't."""
    return (_(", ").join(_tier(tier) for tier in rule.tiers), *_conditions(rule))


def _tier(tier: Tier) -> str:
    told = tier.title or tier.id
    if tier.percent is not None:
        told = _("%(prize)s: %(share)s%%", prize=told, share=fraction_text(tier.percent))
    elif tier.count is not None:
        told = _("%(prize)s: %(count)d", prize=told, count=tier.count)
    if tier.minimum is None:
        return told
    return _("%(prize)s (from a total of %(total)s)", prize=told, total=fraction_text(tier.minimum))


def _conditions(rule: PrizeRule) -> Iterator[str]:
    if any(tier.percent is not None for tier in rule.tiers):
        base, way = _BASES[rule.of](), _WAYS[rule.rounding]()
        yield _("Percentages of %(base)s, rounded: %(way)s", base=base, way=way)
    if rule.minimum is not None:
        yield _("Least total for any prize: %(total)s", total=fraction_text(rule.minimum))
    if rule.band is not None:
        band = fraction_text(rule.band)
        yield _("Totals within %(band)s of the first of a group count as equal", band=band)
    yield _("A tie across the last of a prize: %(what)s", what=_TIES[rule.boundary]())
    if rule.boundary == "extend" and rule.after_tie == "absorb":
        yield _("After such a tie the next prize has as many fewer")


_BASES = {
    "entries": lambda: _("all entrants"),
    "started": lambda: _("those who started"),
    "ranked": lambda: _("those with a place"),
}
_WAYS = {
    "floor": lambda: _("always down"),
    "half_up": lambda: _("half up"),
    "half_even": lambda: _("half to even"),
    "ceiling": lambda: _("always up"),
}
_TIES = {
    "extend": lambda: _("all of the tied get it"),
    "cut": lambda: _("a tie-break decides"),
    "skip": lambda: _("they get the next prize"),
}
