"""Blind coding that one person can't undo alone (抽签加密、解密): envelopes, two hands."""

from blueprints.contests.services.codes.decoding import confirm_decoding, withdraw_hands
from blueprints.contests.services.codes.drawing import (
    draw_sealed,
    require_nothing_to_remember,
    require_sealed,
)

__all__ = [
    "confirm_decoding",
    "draw_sealed",
    "require_nothing_to_remember",
    "require_sealed",
    "withdraw_hands",
]
