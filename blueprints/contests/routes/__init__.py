"""Routes of the contests feature: each module registers its own on `bp` when imported."""
