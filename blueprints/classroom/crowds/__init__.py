"""The synthetic viewers of a rehearsal: what they do, and the job that has them do it."""

from blueprints.classroom.crowds.player import Player, Stopped
from blueprints.classroom.crowds.script import LIVELINESS, Deed, Script

__all__ = ["LIVELINESS", "Deed", "Player", "Script", "Stopped"]
