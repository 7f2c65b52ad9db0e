"""
Jinja for templates of other people's making: plain values in, one bounded string out.

Allowed are expressions, ``if``, ``for``, ``set`` and ``filter``/``with`` blocks, the filters and
tests listed here, a few methods of texts and mappings. Macros, imports, includes and blocks
are refused, so is whatever could reach an attribute of anything that isn't plain.
"""

from __future__ import annotations

import contextlib
import re
import signal
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, nodes, pass_eval_context
from jinja2.exceptions import FilterArgumentError, SecurityError
from jinja2.filters import do_join, do_replace, do_round
from jinja2.nodes import EvalContext
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents import filters
from documents.allowed import DICT_METHODS, FILTERS, LOOP, TESTS, TEXT_METHODS
from documents.errors import Refused
from documents.qr import qr_url

MOST_SOURCE = 200 * 1024
MOST_OUTPUT = 2 * 1024 * 1024
MOST_RANGE = 1000
MOST_TEXT = 1024 * 1024
MOST_BITS = 256
MOST_DIGITS = 20
SECONDS = 3.0

REFUSED = (
    nodes.Macro, nodes.CallBlock, nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends,
    nodes.Block, nodes.Pow, nodes.ScopedEvalContextModifier, nodes.EvalContextModifier,
)  # fmt: skip


MISTAKES = (TypeError, ValueError, LookupError, ArithmeticError, FilterArgumentError)


class Environment(ImmutableSandboxedEnvironment):
    """Knows values and nothing behind them."""

    intercepted_binops = frozenset(["*", "%"])

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, loader=None, cache_size=0)
        self.filters = {name: self.filters[name] for name in FILTERS if name in self.filters}
        self.filters |= {
            "chinese_date": filters.chinese_date,
            "chinese_month": filters.chinese_month,
            "arabic_date": filters.arabic_date,
            "english_date": filters.english_date,
            "em": filters.em,
            "join": bounded_join,
            "replace": bounded_replace,
            "round": bounded_round,
        }
        self.tests = {name: self.tests[name] for name in TESTS if name in self.tests}
        self.globals = {"range": bounded_range, "qr": qr_url}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str):
            return attr in TEXT_METHODS
        if isinstance(obj, dict):
            return attr in DICT_METHODS
        return isinstance(obj, LoopContext) and attr in LOOP

    def is_safe_callable(self, obj: Any) -> bool:
        return True  # whatever can be reached at all is on one of the lists above

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            raise Refused("refused", "%")
        if operator == "*":
            _check_product(left, right)
        return super().call_binop(context, operator, left, right)


def _check_product(left: Any, right: Any) -> None:
    for many, times in ((left, right), (right, left)):
        if isinstance(many, (str, list)) and isinstance(times, int):
            _check_size(len(many) * times, MOST_TEXT)
    if isinstance(left, int) and isinstance(right, int):
        _check_size(left.bit_length() + right.bit_length(), MOST_BITS)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise Refused("too_large", "*")


def bounded_range(*numbers: int) -> range:
    found = range(*numbers)
    if len(found) > MOST_RANGE:
        raise Refused("too_large", "range")
    return found


@pass_eval_context
def bounded_join(context: EvalContext, value: Iterable[Any], between: str = "") -> str:
    """Jinja's ``join`` for plain values, after a look at how long the result would be."""
    parts = [str(part) for part in value]
    _check_size(sum(map(len, parts)) + len(parts) * len(between), MOST_TEXT)
    joined: str = do_join(context, parts, between)
    return joined


@pass_eval_context
def bounded_replace(context: EvalContext, text: str, old: str, new: str) -> str:
    """Jinja's ``replace``, after a look at how long the result would be."""
    _check_size(len(text) + (len(text) + 1) * len(new), MOST_TEXT)
    return do_replace(context, text, old, new)


def bounded_round(value: float, precision: int = 0, method: Any = "common") -> float:
    """Jinja's ``round`` raises 10 to the precision: a number that may never be finished."""
    if abs(precision) > MOST_DIGITS:
        raise Refused("too_large", "round")
    return do_round(value, precision, method)


class Source:
    """One Jinja source, checked and compiled; raises Refused: syntax, refused, too_large."""

    def __init__(self, environment: Environment, text: str, name: str) -> None:
        self.name = name
        if len(text.encode("utf-8", "replace")) > MOST_SOURCE:
            raise Refused("too_large", name)
        try:
            tree = environment.parse(text, name, name)
            _check(tree)
            code = environment.compile(tree, name, name)
        except TemplateSyntaxError as problem:
            raise Refused("syntax", problem.message or "", problem.lineno) from problem
        except RecursionError as problem:
            raise Refused("too_large", "depth") from problem
        names = dict(environment.globals)
        self._template = environment.template_class.from_code(environment, code, names)

    def expand(self, values: Mapping[str, Any]) -> str:
        """The HTML for these values; raises Refused: undefined, refused, too_long, too_large."""
        parts: list[str] = []
        size = 0
        try:
            with within(SECONDS):
                for part in self._template.generate(dict(values)):
                    size += len(part)
                    if size > MOST_OUTPUT:
                        raise Refused("too_large", self.name)
                    parts.append(part)
        except UndefinedError as problem:
            raise Refused("undefined", _name(problem), _line(problem, self.name)) from problem
        except SecurityError as problem:
            raise Refused("refused", str(problem), _line(problem, self.name)) from problem
        except MISTAKES as problem:
            raise Refused("broken", str(problem)[:200], _line(problem, self.name)) from problem
        return "".join(parts)


def _check(tree: nodes.Template) -> None:
    for name in tree.find_all(nodes.Name):
        if name.name == "self":
            raise Refused("refused", "self", name.lineno)
    for node in tree.find_all(REFUSED):
        raise Refused("refused", type(node).__name__.lower(), node.lineno)


def _name(problem: UndefinedError) -> str:
    """'reason' is undefined → reason; 'dict object' has no attribute 'x' → x."""
    names = re.findall(r"'([^']*)'", problem.message or "")
    return names[-1] if names else ""


def _line(problem: BaseException, name: str) -> int:
    line, trace = 0, problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class _TooLong(BaseException):
    pass


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """End the block after so much CPU time; only in a process's main thread."""

    def late(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    except _TooLong:
        raise Refused("too_long", "template") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
