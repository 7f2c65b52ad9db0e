"""Read models of certificates; they only read, and give frozen dataclasses."""
