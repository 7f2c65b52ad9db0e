"""Live rooms of the contests feature: each module declares its own kind when imported."""
