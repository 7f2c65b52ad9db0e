"""The blueprint on which the views of this folder hang."""

from flask import Blueprint

blueprint = Blueprint("people", __name__, url_prefix="/people")
