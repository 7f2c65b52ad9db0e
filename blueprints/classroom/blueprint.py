"""The blueprint that every route module of the classroom feature registers on."""

from flask import Blueprint

bp = Blueprint("classroom", __name__)
