"""Demonstration data: visibly synthetic people and units, a contest judged and one to judge."""
