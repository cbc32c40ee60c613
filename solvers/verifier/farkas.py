"""Farkas certificates: multipliers that turn a system of linear comparisons into ``0 > 0``.

The systems are read from SMT-LIB 2 text by this file's own reader, and the multipliers are
checked in fractions: a valid certificate proves, without any solver, that no point
satisfies the system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games import GameError

TOKEN = re.compile(r'\s+|;[^\n]*|(\(|\)|\|[^|]*\||"(?:[^"]|"")*"|[^\s()|;"]+)')
TURNED = {"<": ">", "<=": ">="}


@dataclass(frozen=True)
class Comparison:
    """A linear comparison: ``sum of weights times symbols + constant, relation, 0``.

    Parameters
    ----------
    weights : dict from str to Fraction
        By symbol.
    constant : Fraction
        What is added.
    relation : {">", ">=", "="}
        How it compares with zero.
    """

    weights: dict[str, Fraction]
    constant: Fraction
    relation: str


def comparisons(source: str) -> list[Comparison]:
    """Read the assertions of a script, each of which must be one linear comparison.

    Raises
    ------
    GameError
        When the text is no script, or an assertion is not a linear comparison.
    """
    return [_comparison(command[1]) for command in commands(source) if command[:1] == ["assert"]]


def commands(source: str) -> list[Any]:
    """Read a script as nested lists of words."""
    stack: list[list[Any]] = [[]]
    for word in _words(source):
        if word == "(":
            stack.append([])
        elif word == ")":
            if len(stack) == 1:
                raise GameError("A bracket is closed that was never opened.")
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(word)
    if len(stack) > 1:
        raise GameError("A bracket is never closed.")
    return stack[0]


def _words(source: str) -> Iterator[str]:
    at = 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match is None:
            raise GameError(f"{source[at : at + 20]!r} cannot be read.")
        at = match.end()
        if match[1] is not None:
            yield match[1]


def _comparison(assertion: Any) -> Comparison:
    if not isinstance(assertion, list) or len(assertion) != 3 or assertion[0] not in (">", ">=", "<", "<=", "="):
        raise GameError(f"{_short(assertion)} is not a linear comparison.")
    (left, a), (right, b) = _sum(assertion[1]), _sum(assertion[2])
    sign = -1 if assertion[0] in TURNED else 1
    names = {*left, *right}
    weights = {name: sign * (left.get(name, Fraction(0)) - right.get(name, Fraction(0))) for name in names}
    relation = str(assertion[0])
    return Comparison({n: w for n, w in weights.items() if w}, sign * (a - b), TURNED.get(relation, relation))


def _sum(expression: Any) -> tuple[dict[str, Fraction], Fraction]:
    """A linear term as weights and a constant."""
    if isinstance(expression, str):
        return ({}, Fraction(expression)) if re.fullmatch(r"\d+(\.\d+)?", expression) else ({expression: Fraction(1)}, Fraction(0))
    word, *rest = expression
    terms = [_sum(term) for term in rest]
    if word == "+":
        return _added(terms)
    if word == "-":
        negative = [({n: -w for n, w in weights.items()}, -c) for weights, c in terms]
        return negative[0] if len(terms) == 1 else _added([terms[0], *negative[1:]])
    if word == "*":
        numbers = [c for weights, c in terms if not weights]
        others = [term for term in terms if term[0]]
        scale = Fraction(1)
        for c in numbers:
            scale *= c
        if len(others) <= 1:
            weights, c = others[0] if others else ({}, Fraction(1))
            return {n: w * scale for n, w in weights.items()}, c * scale
    if word == "/" and len(terms) == 2 and not terms[1][0] and terms[1][1]:
        return {n: w / terms[1][1] for n, w in terms[0][0].items()}, terms[0][1] / terms[1][1]
    raise GameError(f"{_short(expression)} is not linear.")


def _added(terms: Sequence[tuple[dict[str, Fraction], Fraction]]) -> tuple[dict[str, Fraction], Fraction]:
    total: dict[str, Fraction] = {}
    for weights, _ in terms:
        for name, w in weights.items():
            total[name] = total.get(name, Fraction(0)) + w
    return total, sum((c for _, c in terms), Fraction(0))


def _short(expression: Any) -> str:
    words = str(expression)
    return words if len(words) <= 60 else words[:57] + "..."


def refutes(multipliers: Sequence[Fraction], system: Sequence[Comparison]) -> bool:
    """Whether multipliers prove that no point satisfies a system.

    Parameters
    ----------
    multipliers : sequence of Fraction
        One for each comparison; those of inequalities must not be negative.
    system : sequence of Comparison
        The comparisons.

    Notes
    -----
    Farkas' lemma in the form of Motzkin: the weighted sum of the left sides must be a constant that is negative, or zero
    with a positive multiplier on a strict comparison; but every point of the system would make it at least zero, or
    more than zero.

    Examples
    --------
    >>> refutes([Fraction(1), Fraction(1)], comparisons("(assert (> x 1)) (assert (<= x 1))"))
    True
    >>> refutes([Fraction(1), Fraction(1)], comparisons("(assert (>= x 1)) (assert (<= x 1))"))
    False
    """
    if len(multipliers) != len(system):
        return False
    if any(m < 0 for m, c in zip(multipliers, system, strict=True) if c.relation != "="):
        return False
    total: dict[str, Fraction] = {}
    constant, strict = Fraction(0), False
    for m, c in zip(multipliers, system, strict=True):
        for name, w in c.weights.items():
            total[name] = total.get(name, Fraction(0)) + m * w
        constant += m * c.constant
        strict |= m > 0 and c.relation == ">"
    return not any(total.values()) and (constant < 0 or (constant == 0 and strict))
