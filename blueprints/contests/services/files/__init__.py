"""Contest files: bringing one in."""

from blueprints.contests.services.files.importing import ImportOptions, import_contest

__all__ = ["ImportOptions", "import_contest"]
