"""Playing a contest file through the real HTTP endpoints, as desk and judges would."""

from blueprints.contests.replay.player import Pace, Player
from blueprints.contests.replay.script import Script, script_of
from blueprints.contests.replay.stage import close_doors, every_round, open_doors, prepare

__all__ = [
    "Pace",
    "Player",
    "Script",
    "close_doors",
    "every_round",
    "open_doors",
    "prepare",
    "script_of",
]
