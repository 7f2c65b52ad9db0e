"""By what a result is known to be another one: the heads of all ledgers that it is made of.

A round that carries totals on changes with the ledgers of earlier rounds, too, while neither its
own ledger nor the set-up moves.
"""

import hashlib

from blueprints.contests.models import Round
from blueprints.contests.queries.facts import facts_at_freeze
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import current_round, looked_back_at


def built_on(round_: Round) -> list[Round]:
    """Every round that this one builds on, however far back."""
    found: dict[int, Round] = {}
    waiting = [round_]
    while waiting:
        for round_id in looked_back_at(waiting.pop()):
            if round_id not in found:
                found[round_id] = current_round(round_id)
                waiting.append(found[round_id])
    return [found[round_id] for round_id in sorted(found)]


def heads_before(round_: Round, audience: Audience) -> str:
    """The heads of all rounds that this one builds on, as this audience may know them."""
    return " ".join(_head(one, audience) for one in built_on(round_))


def result_state(round_: Round, audience: Audience) -> str:
    """Another text whenever the result of the round may be another one for this audience."""
    heads = f"{_head(round_, audience)} {heads_before(round_, audience)}"
    digest = hashlib.sha256(heads.encode()).hexdigest()[:16]
    return f"{round_.contest.version}-{round_.epoch}-{digest}"


def _head(round_: Round, audience: Audience) -> str:
    """A freeze hides from the public that anything was written after it."""
    if audience is Audience.PUBLIC and round_.frozen_seq is not None:
        return facts_at_freeze(round_).head_hash
    return round_.head_hash
