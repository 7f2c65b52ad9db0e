"""A Fontconfig set-up that knows our faces and nothing else, whatever the machine has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from documents.fonts.faces import Face
from documents.fonts.sources import FALLBACKS, HEI, ROLES, SONG

GENERIC = {"serif": SONG, "sans-serif": HEI, "monospace": HEI, "cursive": "Guildhall Kai"}


def write_configuration(folder: Path, faces: Sequence[Face]) -> Path:
    """Write ``fonts.conf`` for these faces and return its path (for FONTCONFIG_FILE)."""
    target = folder / "fonts.conf"
    text = configuration(folder, faces)
    if not target.exists() or target.read_text("utf-8") != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return target


def configuration(folder: Path, faces: Sequence[Face]) -> str:
    """The globs let in exactly the given files, so that old faces in the folder don't count."""
    accepted = "".join(f"<glob>{escape(str(face.path))}</glob>" for face in faces)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(faces[0].path.parent))}</dir>"
        f"<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir>"
        f"<selectfont><rejectfont><glob>*</glob></rejectfont>"
        f"<acceptfont>{accepted}</acceptfont></selectfont>"
        f"{_generic()}{_fallbacks()}</fontconfig>"
    )


def _generic() -> str:
    return "".join(_assign(name, FALLBACKS[family]) for name, family in GENERIC.items())


def _fallbacks() -> str:
    rules = "".join(_assign(family, others) for family, others in FALLBACKS.items())
    return rules + (
        "<match><edit name='family' mode='append_last' binding='strong'>"
        f"{_strings(FALLBACKS[SONG])}</edit></match>"
    )


def _assign(name: str, families: Sequence[str], weight: str = "") -> str:
    """Wherever ``name`` is asked for, these families in this order, at this weight if given."""
    edit = f"<edit name='weight' mode='assign'><const>{weight}</const></edit>" if weight else ""
    return (
        f"<match><test name='family'><string>{name}</string></test>"
        "<edit name='family' mode='assign' binding='strong'>"
        f"{_strings(families)}</edit>{edit}</match>"
    )


def _strings(families: Sequence[str]) -> str:
    return "".join(f"<string>{escape(family)}</string>" for family in families)


def role_rules(filled: Mapping[str, str]) -> str:
    """
    The roles that uploads fill (role → the upload's own family), and for the others the
    family that stands in for them.
    """
    rules = ""
    for role, (family, weight) in ROLES.items():
        if role in filled:
            rules += _assign(role, (filled[role], *FALLBACKS[family]))
        else:
            rules += _assign(role, FALLBACKS[family], "bold" if weight > 500 else "regular")
    return f'<?xml version="1.0"?><fontconfig>{rules}</fontconfig>'
