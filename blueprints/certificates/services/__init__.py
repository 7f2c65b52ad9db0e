"""Verbs of certificates: the only place of the feature that writes."""
