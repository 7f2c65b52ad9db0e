"""Routes of the classroom feature: each module registers its own on `bp` when imported."""
