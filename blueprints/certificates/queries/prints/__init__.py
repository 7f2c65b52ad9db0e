"""What is printed of a contest's round, in words: values for the sheets in templates/documents."""

from blueprints.certificates.queries.prints.paper import Print
from blueprints.certificates.queries.prints.passes import pass_print
from blueprints.certificates.queries.prints.programme import programme_print
from blueprints.certificates.queries.prints.result import ResultOptions, result_print
from blueprints.certificates.queries.prints.scores import ScoreOptions, label_of, score_print
from blueprints.certificates.queries.prints.signs import SignOptions, sign_print

__all__ = [
    "Print", "ResultOptions", "ScoreOptions", "SignOptions", "label_of", "pass_print",
    "programme_print",
    "result_print", "score_print", "sign_print",
]  # fmt: skip
