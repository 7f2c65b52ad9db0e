"""Live rooms of the classroom: each module declares its own when imported."""
