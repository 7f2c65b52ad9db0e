"""Verbs of the classroom; the only place that writes."""
