"""The board: everything the public sees of a running round, built from the public standings."""

from blueprints.contests.queries.board.build import board_round, board_since, board_view, position
from blueprints.contests.queries.board.views import BoardView, Row

__all__ = ["BoardView", "Row", "board_round", "board_since", "board_view", "position"]
