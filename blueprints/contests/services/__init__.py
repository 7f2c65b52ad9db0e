"""Verbs of the contests feature: the only place that writes contest data."""
