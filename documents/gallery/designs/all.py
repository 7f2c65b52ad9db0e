"""Finds the drawing of each package: `honor-landscape-red` is drawn by `honor_landscape_red`."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

HERE = Path(__file__).parent
GALLERY = HERE.parent

REFS = tuple(
    module.name.replace("_", "-")
    for module in iter_modules([str(HERE)])
    if (GALLERY / module.name.replace("_", "-") / "template.json").is_file()
)


def drawings(ref: str) -> dict[str, str]:
    """The SVG files of a package by name."""
    module = import_module(f"documents.gallery.designs.{ref.replace('-', '_')}")
    return dict(module.drawings())


def draw(ref: str) -> list[Path]:
    """Writes the files; gives their paths."""
    folder = GALLERY / ref / "assets"
    folder.mkdir(exist_ok=True)
    files = []
    for name, text in drawings(ref).items():
        (folder / name).write_text(text, encoding="utf-8")
        files.append(folder / name)
    return files
