"""Marking schemes: rules as data. Items are entered, parts are worked out from them."""
