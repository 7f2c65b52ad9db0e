"""WeasyPrint's font configuration over our own faces, with a batch's uploaded ones."""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from documents.fonts.configuration import role_rules
from documents.fonts.faces import Face
from documents.model import FontFile


def font_configuration(fonts: Sequence[FontFile], uploads: Sequence[Face]) -> FontConfiguration:
    """One for a batch: ``fonts`` as they were uploaded, ``uploads`` their static faces."""
    configuration = FontConfiguration()
    filled = {font.family: face.family for font, face in zip(fonts, uploads, strict=True)}
    rules = role_rules(filled).encode()
    fontconfig.FcConfigParseAndLoadFromMemory(configuration._config, rules, True)
    for face in uploads:
        fontconfig.FcConfigAppFontAddFile(configuration._config, str(face.path).encode())
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", configuration.font_map))
    return configuration
