"""The kinds of organisation, in the order a form lists them (large to small)."""

from flask_babel import LazyString, lazy_gettext

KINDS: dict[str, LazyString] = {
    "federation": lazy_gettext("Federation of trade unions"),
    "district_federation": lazy_gettext("District or county federation"),
    "street_union": lazy_gettext("Street or town federation"),
    "industry_union": lazy_gettext("Industry union"),
    "industry_chain_union": lazy_gettext("Industry-chain union"),
    "industrial_park_union": lazy_gettext("Industrial-park union"),
    "enterprise_union": lazy_gettext("Enterprise union"),
    "grassroots_union": lazy_gettext("Grass-roots union"),
    "public_institution": lazy_gettext("Union of a public body or institution"),
    "association": lazy_gettext("Association or other body"),
}
