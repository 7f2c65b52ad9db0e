"""The rule of the prizes in words."""

from fractions import Fraction

from flask import Flask

from blueprints.contests.queries.prize_rule import prize_sentences
from scoring.prizes import PrizeRule, Tier


def test_shares_bounds_and_bands_are_all_told(app: Flask) -> None:
    tiers = (
        Tier("gold", "Gold", percent=Fraction(25, 2)),
        Tier("silver", count=2, minimum=Fraction(80)),
        Tier("honour", "Honour", minimum=Fraction(60)),
    )
    rule = PrizeRule(tiers, rounding="ceiling", band=Fraction(1, 2), after_tie="absorb")
    with app.test_request_context("/?lang=en"):
        assert prize_sentences(rule) == (
            "Gold: 12.5%, silver: 2 (from a total of 80), Honour (from a total of 60)",
            "Percentages of all entrants, rounded: always up",
            "Totals within 0.5 of the first of a group count as equal",
            "A tie across the last of a prize: all of the tied get it",
            "After such a tie the next prize has as many fewer",
        )
