"""The mistakes a person can correct, in words that can be translated.

Everything else that goes wrong in ``scoring`` is a bug and is not caught here.
A sentence is kept as an English ``str.format`` template with its parameters, so that
the web layer can look the template up in a catalogue and fill it in afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


def N_(template: str) -> str:  # noqa: N802 - the usual name of this marker
    """Mark a template for the translators; returns it unchanged."""
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: an English template and what fills it."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.params)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a document, and where: ``rounds[0].marks[3].value``."""

    path: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        return Message(self.template, self.params)

    def __str__(self) -> str:
        reason = self.template.format(**self.params)
        return f"{self.path}: {reason}" if self.path else reason


class ScoringInputError(ValueError):
    """Somebody can put this right. ``faults`` lists everything that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ContestFileError(ScoringInputError):
    """A contest file that cannot be used."""


class SchemeError(ScoringInputError):
    """A marking scheme that cannot be used."""


class MarkError(ValueError):
    """A mark that cannot be accepted; ``template`` and ``params`` say why."""

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params = params
        super().__init__(template.format(**params))

    @property
    def message(self) -> Message:
        return Message(self.template, self.params)
