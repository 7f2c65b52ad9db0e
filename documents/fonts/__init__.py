"""
The typefaces that documents are set in, by the role they play on a Chinese document.

CSS names: ``Guildhall Song`` (宋, Noto Serif CJK SC), ``Guildhall Kai`` (楷, LXGW WenKai) and
``Guildhall Hei`` (黑, Noto Sans CJK SC), each 400 and 700. ``Guildhall FangSong`` (仿宋) and
``Guildhall BiaoSong`` (标宋) are whatever font was uploaded for that role, else Song 400 and
Song 700. No other font is ever used.
"""

from documents.fonts.coverage import FontFacts, look_at, missing
from documents.fonts.sources import FAMILIES, ROLES, FontUnavailable

__all__ = ["FAMILIES", "ROLES", "FontFacts", "FontUnavailable", "look_at", "missing"]
