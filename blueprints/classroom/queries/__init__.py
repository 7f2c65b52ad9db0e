"""Read models of the classroom: frozen dataclasses, nothing is written."""
