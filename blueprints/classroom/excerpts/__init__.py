"""Texts and EPUBs into pages: plain values in, plain values out; no database, no request."""
