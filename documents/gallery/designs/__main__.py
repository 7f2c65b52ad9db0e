"""Writes the ornaments of all packages, or of those named, into their assets."""

import sys

from documents.gallery.designs.all import REFS, draw


def main(refs: list[str]) -> None:
    for ref in refs or REFS:
        for file in draw(ref):
            sys.stdout.write(f"{file.name} {file.stat().st_size}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
