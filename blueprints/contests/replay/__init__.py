"""Playing a contest file through the real HTTP endpoints, as desk and judges would."""

from blueprints.contests.replay.player import Pace, Player
from blueprints.contests.replay.script import Script, script_of
from blueprints.contests.replay.stage import prepare

__all__ = ["Pace", "Player", "Script", "prepare", "script_of"]
