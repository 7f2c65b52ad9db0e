"""The rules of a quiz, pure: no database, no clock, no request."""
