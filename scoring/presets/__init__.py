"""Ready-made schemes for the set-up page, with stable ids.

    preset = PRESETS["five_judges_trimmed"]
    document = preset.document(gettext)     # titles in the organiser's language

A preset is a starting point: the document it gives is an ordinary scheme.
"""

from scoring.presets.benchmark import BENCHMARK
from scoring.presets.model import Preset
from scoring.presets.panels import FIVE_JUDGES_TRIMMED, SKATING, SPEECH, WORLDSKILLS
from scoring.presets.sports import DIVING, TIMED
from scoring.presets.teams import TEAM
from scoring.presets.theory import THEORY_PRACTICAL

PRESETS: dict[str, Preset] = {
    preset.id: preset
    for preset in (
        FIVE_JUDGES_TRIMMED,
        THEORY_PRACTICAL,
        WORLDSKILLS,
        DIVING,
        TIMED,
        TEAM,
        BENCHMARK,
        SPEECH,
        SKATING,
    )
}

__all__ = ["PRESETS", "Preset"]
