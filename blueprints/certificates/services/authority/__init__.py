"""The parts of one subject."""
