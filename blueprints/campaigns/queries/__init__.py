"""Read models of the campaigns feature."""
