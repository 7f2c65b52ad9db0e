"""Read models of the contests feature."""
