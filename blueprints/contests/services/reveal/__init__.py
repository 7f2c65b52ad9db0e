"""Reveal ceremonies: begin, step forth and back, end; photographs and lines of entrants."""

from blueprints.contests.services.reveal.ceremony import RevealOptions, begin, end, move
from blueprints.contests.services.reveal.portraits import set_portrait

__all__ = ["RevealOptions", "begin", "end", "move", "set_portrait"]
