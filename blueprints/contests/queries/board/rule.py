"""The rule in a few words, for a hall: how marks are combined and how ties are parted."""

from scoring import Message, describe
from scoring.describing import describe_panel
from scoring.parts.panel import PanelPart
from scoring.schemes.model import Scheme


def rule(scheme: Scheme) -> tuple[Message, ...]:
    """How the judges' marks become one number, each way once; without a panel, what counts."""
    found: list[Message] = []
    for part in scheme.parts:
        if isinstance(part, PanelPart) and (said := describe_panel(part.panel)) not in found:
            found.append(said)
    return tuple(found) or _of_total(scheme)


def _of_total(scheme: Scheme) -> tuple[Message, ...]:
    lines = (line for line in describe(scheme).parts if line.id == scheme.total)
    return next(lines).messages[:1]


def tie_rule(scheme: Scheme) -> tuple[Message, ...]:
    """The steps by which tied entrants are parted, the shared place last."""
    return describe(scheme).ties
