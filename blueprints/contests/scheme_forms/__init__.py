"""The form of the scheme editor: from fields to a scheme document and back. No database.

The whole scheme stands in the form, so that no half-written scheme has to be kept anywhere.
Fields are named `items-0-title`, `parts-2-method`; what the form can't show is carried as JSON.
"""

from blueprints.contests.scheme_forms.acting import act
from blueprints.contests.scheme_forms.reading import read_form
from blueprints.contests.scheme_forms.showing import EditorView, editor_view, with_names

__all__ = ["EditorView", "act", "editor_view", "read_form", "with_names"]
