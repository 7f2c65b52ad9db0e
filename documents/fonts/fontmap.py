"""WeasyPrint's font configuration over our own faces, with a batch's uploaded ones."""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from documents.fonts.faces import Face


def font_configuration(uploads: Sequence[Face]) -> FontConfiguration:
    """One for a batch, with the static faces of its uploaded fonts."""
    configuration = FontConfiguration()
    for face in uploads:
        fontconfig.FcConfigAppFontAddFile(configuration._config, str(face.path).encode())
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", configuration.font_map))
    return configuration
