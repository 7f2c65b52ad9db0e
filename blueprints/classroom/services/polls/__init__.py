"""Polls: set up beforehand or live, opened and closed by staff, voted in by everybody once."""
