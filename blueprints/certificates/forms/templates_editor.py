"""The template editor's form: sources, fields, page. It gives back a version's content."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FloatField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from blueprints.certificates.forms.templates_fields import FieldRow, FieldRows
from blueprints.certificates.forms.templates_scaling import scaled
from blueprints.certificates.queries.templates.sheets import size_choices, size_of
from blueprints.certificates.queries.templates.words import KINDS
from blueprints.certificates.services.templates import NOTE_LENGTH, TITLE_LENGTH
from documents.gallery.package import LARGEST_SOURCE, SHEET_MM
from web.choices import choices

_ = lazy_gettext

_OUTSIDE = _("Give a number from %(min)s to %(max)s.")
_COUNT = [Optional(), NumberRange(1, 20, message=_OUTSIDE)]
_WHOLE_SHEET = NumberRange(*SHEET_MM, message=_OUTSIDE)


class SourceField(TextAreaField):
    """Text with plain line ends; browsers send CRLF, and versions should not differ by that."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").replace("\r\n", "\n").replace("\r", "\n")


def _not_too_long(form: FlaskForm, source: SourceField) -> None:
    if len(source.data.encode()) > LARGEST_SOURCE:
        raise ValidationError(_("The text is too long; 200 kilobytes is the most."))


def _source(label: Any) -> SourceField:
    return SourceField(label, [_not_too_long])


class EditorForm(FlaskForm):
    """Everything of a version but its pictures; `number` is the version it was begun from."""

    number = HiddenField()
    title_zh = StringField(_("Title in Chinese"), [Length(max=TITLE_LENGTH)])
    title_en = StringField(_("Title in English"), [Length(max=TITLE_LENGTH)])
    kind = SelectField(_("Kind"), choices=choices(KINDS.items()))
    note = StringField(_("What was changed"), [Length(max=NOTE_LENGTH)])
    body = _source(_("Body text"))
    under = _source(_("Under layer"))
    over = _source(_("Over layer"))
    css = _source(_("Style"))
    preset = SelectField(_("Usual sizes"), validate_choice=False)
    width_mm = FloatField(_("Width (mm)"), [InputRequired(), _WHOLE_SHEET])
    height_mm = FloatField(_("Height (mm)"), [InputRequired(), _WHOLE_SHEET])
    scale = BooleanField(
        _("Scale the design with the sheet"),
        description=_("For templates that measure in rem, as all ready-made ones do."),
    )
    bleed_mm = FloatField(_("Bleed (mm)"), [InputRequired(), NumberRange(0, 10, message=_OUTSIDE)])
    crop_marks = BooleanField(_("Crop marks"), description=_("They need a bleed of 3 mm."))
    imposed = BooleanField(
        _("Several on one sheet of paper"), description=_("In print batches only.")
    )
    columns = IntegerField(
        _("Columns on the paper"), [Optional(), NumberRange(1, 20, message=_OUTSIDE)]
    )
    rows = IntegerField(_("Rows on the paper"), _COUNT)
    gap_mm = FloatField(_("Gap (mm)"), [Optional(), NumberRange(0, 50, message=_OUTSIDE)])
    paper_width_mm = FloatField(_("Paper width (mm)"), [Optional(), _WHOLE_SHEET])
    paper_height_mm = FloatField(_("Paper height (mm)"), [Optional(), _WHOLE_SHEET])
    assets = MultipleFileField(_("Add pictures (SVG, PNG or JPEG)"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        keep = ("", lazy_gettext("As the numbers say"))
        self.preset.choices = choices([keep, *size_choices()])
        self.field_rows = FieldRows.sent() if self.is_submitted() else FieldRows()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Also the rows of fields, and whether several sheets fit on their paper."""
        self._take_preset()
        sound = super().validate(extra_validators)
        sound = self.field_rows.validate() and sound
        return sound and self._paper_is_large_enough()

    def validate_title_zh(self, title: StringField) -> None:
        """One of the two titles is enough."""
        if not (title.data or "").strip() and not (self.title_en.data or "").strip():
            raise ValidationError(_("Give the template a title."))

    def validate_crop_marks(self, marks: BooleanField) -> None:
        """Marks stand outside the trimmed sheet, where the bleed is."""
        if marks.data and (self.bleed_mm.data or 0) < 3:
            raise ValidationError(_("Crop marks need a bleed of at least 3 mm."))

    @property
    def faulty_rows(self) -> list[FieldRow]:
        """The declared fields with something wrong."""
        return [row for row in self.field_rows.rows if row.error]

    def content(self, base: Mapping[str, Any]) -> dict[str, Any]:
        """The content of a version, on top of what the editor doesn't show of `base`."""
        sides = ("width_mm", "height_mm", "bleed_mm")
        sheet = {name: _plain(getattr(self, name).data) for name in sides}
        sheet["crop_marks"] = bool(self.crop_marks.data)
        css = self.css.data
        return {
            **base,
            "title_zh": (self.title_zh.data or "").strip(),
            "title_en": (self.title_en.data or "").strip(),
            "kind": self.kind.data,
            "body": self.body.data,
            "under": self.under.data,
            "over": self.over.data,
            "css": scaled(css, base["sheet"], sheet) if self.scale.data else css,
            "sheet": sheet,
            "fields": self.field_rows.content(),
            "imposition": self._imposition(base),
        }

    def _take_preset(self) -> None:
        size = size_of(self.preset.data or "")
        if size is not None:
            self.width_mm.data, self.height_mm.data = map(float, size)
            self.width_mm.raw_data, self.height_mm.raw_data = ([str(side)] for side in size)

    def _imposition(self, base: Mapping[str, Any]) -> dict[str, Any] | None:
        if not self.imposed.data:
            return None
        width, height = self._paper()
        before = (base["imposition"] or {}).get("paper") or {"bleed_mm": 0, "crop_marks": False}
        return {
            "columns": self.columns.data or 1,
            "rows": self.rows.data or 1,
            "gap_mm": _plain(self.gap_mm.data or 0),
            "paper": {**before, "width_mm": _plain(width), "height_mm": _plain(height)},
        }

    def _paper(self) -> tuple[float, float]:
        return self.paper_width_mm.data or 210, self.paper_height_mm.data or 297

    def _paper_is_large_enough(self) -> bool:
        if not self.imposed.data:
            return True
        across, down = self.columns.data or 1, self.rows.data or 1
        gap, (width, height) = self.gap_mm.data or 0, self._paper()
        needed_width = across * (self.width_mm.data or 0) + (across - 1) * gap
        needed_height = down * (self.height_mm.data or 0) + (down - 1) * gap
        if needed_width <= width and needed_height <= height:
            return True
        words = _("So many sheets need %(width)g × %(height)g mm; the paper is smaller.")
        self.columns.errors = [str(words) % {"width": needed_width, "height": needed_height}]
        return False


def _plain(length: float) -> float:
    """297 for 297.0, as packages have it: saving what wasn't changed makes no difference."""
    return int(length) if length == int(length) else length


def editor_values(content: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What the form shows of a version."""
    imposition = content["imposition"] or {}
    paper = imposition.get("paper") or {"width_mm": 210, "height_mm": 297}
    plain = ("title_zh", "title_en", "kind", "body", "under", "over", "css")
    return {
        **{name: content[name] for name in plain},
        **content["sheet"],
        "number": str(number),
        "imposed": bool(imposition),
        **{name: imposition.get(name) for name in ("columns", "rows", "gap_mm")},
        "paper_width_mm": paper["width_mm"],
        "paper_height_mm": paper["height_mm"],
    }
