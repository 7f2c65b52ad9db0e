"""What is wrong with a question, in words to act on."""

from flask_babel import gettext as _

from blueprints.quizzes.rules.questions import Fault


def words(fault: Fault) -> str:
    """The fault as it is shown at its field or cell."""
    own = {
        ("text", "missing"): _("The question is missing."),
        ("kind", "unknown"): _("Not a kind of question that we know."),
        ("level", "unknown"): _("Not a level that we know."),
        ("difficulty", "unknown"): _("The difficulty is 1, 2 or 3."),
        ("options", "too_few"): _("A choice needs at least two options."),
        ("options", "gap"): _("An option between two others is empty."),
        ("options", "twice"): _("Two options are the same."),
        ("answer", "missing"): _("The answer is missing."),
        ("answer", "unknown"): _("The answer names an option that there is not."),
        ("answer", "only_one"): _("A multiple choice has at least two right options."),
        ("answer", "several"): _("Only one option may be right here."),
        ("practice", "sealed"): _(
            "It is drawn for a contest and sealed until it is asked; it can't be practised yet."
        ),
        ("media", "unknown"): _("This bank has no such picture or recording."),
        ("ref", "twice"): _("This number is in a row above already."),
        ("text", "twice"): _("The same question is in a row above already."),
        ("answer", "unreadable"): _("The answer can't be read. See the example in the template."),
    }
    general = {
        "too_long": _("Longer than %(n)d characters.", n=fault.most),
        "too_many": _("There are too many of them."),
    }
    return own.get((fault.field, fault.code)) or general[fault.code]
