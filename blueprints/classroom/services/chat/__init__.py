"""The chat: what may be said, by whom, how often, and what staff do about it."""
