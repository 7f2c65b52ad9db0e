"""Routes of the campaigns feature: each module registers its own on `bp` when imported."""
