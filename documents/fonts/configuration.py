"""A Fontconfig set-up that knows our faces and nothing else, whatever the machine has."""

from __future__ import annotations

from collections.abc import Sequence
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
    """No folder but the faces' own counts, whatever fonts the machine has."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{escape(str(faces[0].path.parent))}</dir>"
        f"<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir>"
        f"{_generic()}{_roles()}{_fallbacks()}</fontconfig>"
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


def _roles() -> str:
    """Roles without an upload; a batch with one names the upload's own family instead."""
    return "".join(
        _assign(role, FALLBACKS[family], "bold" if weight >= 600 else "regular")
        for role, (family, weight) in ROLES.items()
    )
