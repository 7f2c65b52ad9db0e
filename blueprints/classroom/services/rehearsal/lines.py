"""What synthetic viewers say: visibly made up, in the language that is in force."""

from flask_babel import gettext as _


def message(lot: int) -> str:
    """Something for the chat."""
    return _practice(_pick(lot, _messages()))


def question(lot: int) -> str:
    """Something to ask."""
    return _practice(_pick(lot, _questions()))


def word(lot: int) -> str:
    """One word for a cloud of words."""
    words = [_("reading"), _("craft"), _("patience"), _("growth"), _("joy"), _("beginning")]
    return _pick(lot, words)


def _practice(text: str) -> str:
    return _("Practice: %(text)s", text=text)


def _messages() -> list[str]:
    return [
        _("Good evening, everybody!"),
        _("The sound is clear."),
        _("This passage is beautifully written."),
        _("Could the page be shown once more, please?"),
        _("I read this book as a child."),
        _("Writing that down."),
        _("Our team reads together, too."),
        _("Where can this book be borrowed?"),
        _("What a good way of putting it."),
        _("Greetings from the night shift."),
        _("Reading makes one calm."),
        _("Thank you, well explained!"),
    ]


def _questions() -> list[str]:
    return [
        _("How does one find time to read beside work?"),
        _("Which book should a beginner start with?"),
        _("How do you take notes?"),
        _("Is it better to read on paper or on a screen?"),
        _("How can a team begin to read together?"),
    ]


def _pick(lot: int, texts: list[str]) -> str:
    return texts[lot % len(texts)]
