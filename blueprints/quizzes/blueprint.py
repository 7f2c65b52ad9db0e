"""The blueprint of the quizzes feature."""

from flask import Blueprint

bp = Blueprint("quizzes", __name__)
