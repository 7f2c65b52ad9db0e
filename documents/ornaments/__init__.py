"""Ornaments as geometry: bands, rosettes, frets, clouds and wheat drawn by formula, in mm.

Everything returns SVG text. A pattern is drawn once and repeated by `<use>`: the same numbers
again and again are what compression makes small in the PDF.
"""
