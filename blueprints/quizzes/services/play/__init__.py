"""Playing a quiz: what the desk does, from the first segment to the last ruling.

`turns` moves the show, `rulings` decides, `points` enters what was decided into the ledger.
"""
