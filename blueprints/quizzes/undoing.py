"""Which decision of a quiz an undo takes back: told by the desk, done by the service."""

from collections.abc import Collection

from blueprints.quizzes.models import Ruling, RulingKind

UNDOABLE = (
    RulingKind.RIGHT,
    RulingKind.WRONG,
    RulingKind.FOUL,
    RulingKind.PASS,
    RulingKind.OVERRIDE,
    RulingKind.WAIVED,
    RulingKind.THROWN_OUT,
    RulingKind.RESTORED,
)


def newest_standing(rulings: Collection[Ruling], *kinds: RulingKind) -> Ruling | None:
    """The last decision of these kinds that was not taken back."""
    undone = {one.undoes for one in rulings if one.kind == RulingKind.UNDO}
    left = [one for one in rulings if one.kind in kinds and one.seq not in undone]
    return left[-1] if left else None


def taken_with(rulings: Collection[Ruling], row: Ruling) -> list[Ruling]:
    """What is taken back with it: all that the same request decided, itself the first."""
    batch = row.data.get("batch")
    if not batch:
        return [row]
    undone = {one.undoes for one in rulings if one.kind == RulingKind.UNDO}
    left = [one for one in rulings if one.data.get("batch") == batch and one.seq not in undone]
    return [row, *(one for one in left if one is not row)]
