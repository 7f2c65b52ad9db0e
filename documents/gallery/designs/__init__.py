"""How the packages' ornaments are drawn: one module a package, `drawings()` gives its files.

`python -m documents.gallery.designs` writes them anew into the packages' assets.
"""
