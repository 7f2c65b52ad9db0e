"""What templates may say: every list is of what is allowed, whatever else comes is refused."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILTERS = words(
    "abs capitalize count d default dictsort e escape first float forceescape int items join last "
    "length list lower max min reject replace reverse round select sort string striptags sum title "
    "trim truncate unique upper wordcount"
)
TESTS = words(
    "boolean defined divisibleby eq equalto even false ge greaterthan gt in integer iterable le "
    "lessthan lower lt mapping ne none number odd sameas sequence string true undefined upper "
    "== != < <= > >="
)
TEXT_METHODS = words("endswith lower lstrip rstrip split startswith strip title upper")
DICT_METHODS = words("get items keys values")
LOOP = words("cycle depth depth0 first index index0 last length revindex revindex0")

HTML_ELEMENTS = words(
    "a abbr article aside b blockquote br caption cite code col colgroup dd del div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins li main mark nav ol p q rp "
    "rt ruby s section small span strong sub sup table tbody td tfoot th thead time tr u ul wbr"
)
SVG_ELEMENTS = words(
    "svg g path rect circle ellipse line polyline polygon text tspan textPath defs linearGradient "
    "radialGradient stop clipPath mask pattern symbol use title desc"
)
AT_RULES = words(
    "page media supports layer counter-style footnote top-left-corner top-left top-center "
    "top-right top-right-corner bottom-left-corner bottom-left bottom-center bottom-right "
    "bottom-right-corner left-top left-middle left-bottom right-top right-middle right-bottom"
)
