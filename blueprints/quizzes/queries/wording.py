"""Decisions in the reader's language: on the desk, in the ledger, on the card."""

from flask_babel import pgettext

from blueprints.quizzes.models import RulingKind


def kind_words(kind: str) -> str:
    """What was decided."""
    return {
        RulingKind.RIGHT: pgettext("quiz ruling", "right"),
        RulingKind.WRONG: pgettext("quiz ruling", "wrong"),
        RulingKind.FOUL: pgettext("quiz ruling", "foul"),
        RulingKind.PASS: pgettext("quiz ruling", "no answer"),
        RulingKind.OVERRIDE: pgettext("quiz ruling", "points set by the referee"),
        RulingKind.WAIVED: pgettext("quiz ruling", "early press waived"),
        RulingKind.UNDO: pgettext("quiz ruling", "taken back"),
        RulingKind.THROWN_OUT: pgettext("quiz ruling", "thrown out"),
        RulingKind.RESTORED: pgettext("quiz ruling", "counts again"),
        RulingKind.OBJECTION: pgettext("quiz ruling", "objection"),
        RulingKind.OBJECTION_RULED: pgettext("quiz ruling", "objection decided"),
        "upheld": pgettext("quiz ruling", "objection upheld"),
        "rejected": pgettext("quiz ruling", "objection rejected"),
    }[kind]
