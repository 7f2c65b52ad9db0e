"""Routes of the certificates feature: each module registers its own on `bp` when imported."""
