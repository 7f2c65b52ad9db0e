"""The blueprint on which the views of this folder hang."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
