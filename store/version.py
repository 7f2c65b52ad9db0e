"""The version of this code, as in pyproject.toml and the change log."""

VERSION = "0.1.0"
