"""The parts of a marking scheme: each reads items and earlier parts of a score sheet."""
