"""The contest file: one JSON document that holds a whole contest, marks and rules included."""
