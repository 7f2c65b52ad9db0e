"""The blueprint that every route module of the certificates feature registers on."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)
