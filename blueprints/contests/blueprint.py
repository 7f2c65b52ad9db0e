"""The blueprint that every route module of the contests feature registers on."""

from flask import Blueprint

bp = Blueprint("contests", __name__)
