"""Questions as SMT-LIB 2 text: polynomials in the reader's own words, self-contained and exact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from textwrap import wrap

from games import GameError
from games.numbers import Expression, Number, Root, read, terms_of, used_names

from ..algebra.ring import Polynomial

OPPOSITE = {">": "<=", ">=": "<", "=": "!=", "!=": "="}
TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
RESERVED = frozenset(
    (
        *("BINARY", "DECIMAL", "HEXADECIMAL", "NUMERAL", "STRING", "_", "!", "as", "exists", "forall", "let", "match", "par", "assert"),
        *("check-sat", "exit", "true", "false", "not", "and", "or", "xor", "distinct", "ite", "Real", "Int", "Bool", "div", "mod", "abs"),
        *("to_real", "to_int", "is_int", "sin", "cos", "tan", "exp", "sqrt", "real.pi", "root-obj"),
    )
)
SIMPLE = re.compile(r"[A-Za-z~@$%^&*_+=<>.?/-][A-Za-z0-9~!@$%^&*_+=<>.?/-]*")


@dataclass(frozen=True)
class Formula:
    """A formula of real arithmetic.

    Parameters
    ----------
    text : str
        In SMT-LIB 2.
    names : frozenset of str
        The symbols that it uses, as they are written.
    linear : bool
        Whether no symbols are multiplied.
    plain : bool
        Whether it is a single comparison other than "not equal": a conjunction of such is convex.
    note : str
        What a reader should know, in one line.
    """

    text: str
    names: frozenset[str]
    linear: bool
    plain: bool
    note: str = ""

    def noted(self, note: str) -> Formula:
        """The same with a note."""
        return Formula(self.text, self.names, self.linear, self.plain, note)


def quoted(name: str) -> str:
    """Write a symbol, between bars where SMT-LIB asks for them; a word that has a meaning there becomes another one.

    Examples
    --------
    >>> print(quoted("mu_long"), quoted("Pr(wait) by B at long/inform"), quoted("exists"))
    mu_long |Pr(wait) by B at long/inform| |the exists|
    """
    if name in RESERVED:
        return f"|the {name}|"
    if SIMPLE.fullmatch(name) and name[0] not in "@.":
        return name
    return "|" + re.sub(r"[|\\]|[^ -~]", lambda c: "/" if c[0].isascii() else f"u{ord(c[0]):x}", name) + "|"


class Language:
    """Writes polynomials with symbols of its own.

    Parameters
    ----------
    labels : dict from str to str
        What to call a variable; others keep their names.
    """

    def __init__(self, labels: Mapping[str, str] | None = None) -> None:
        self.labels = dict(labels or {})

    def calling(self, labels: Mapping[str, str]) -> Language:
        """The same with further names."""
        return Language({**self.labels, **labels})

    def name(self, variable: str) -> str:
        """What a variable is called, quoted where needed."""
        return quoted(self.labels.get(variable, variable))

    def sides(self, p: Polynomial) -> tuple[str, str]:
        """Write a polynomial as two sums, the second of which is taken from the first; its coefficients made whole by a positive factor."""
        names = p.context().names()
        terms = terms_of(p)
        scale = lcm(1, *(int(c.q) for _, c in terms))
        sums: tuple[list[str], list[str]] = ([], [])
        for powers, c in terms:
            number = int(c.p) * (scale // int(c.q))
            factors = [self.name(name) for name, power in zip(names, powers, strict=True) for _ in range(power)]
            if abs(number) != 1 or not factors:
                factors = [str(abs(number)), *factors]
            sums[number < 0].append(factors[0] if len(factors) == 1 else f"(* {' '.join(factors)})")
        left, right = ("0" if not x else x[0] if len(x) == 1 else f"(+ {' '.join(x)})" for x in sums)
        return left, right

    def comparison(self, p: Polynomial, relation: str, note: str = "") -> Formula:
        """Write ``p relation 0``, with what is subtracted on the other side."""
        names = frozenset(map(self.name, used_names(p)))
        left, right = self.sides(p)
        if left == "0" and relation not in ("=", "!="):
            left, right, relation = right, left, TURNED[relation]
        formula = f"(not (= {left} {right}))" if relation == "!=" else f"({relation} {left} {right})"
        return Formula(formula, names, p.total_degree() <= 1, relation != "!=", note)

    def opposite(self, p: Polynomial, relation: str) -> Formula:
        """Write that ``p relation 0`` fails."""
        return self.comparison(p, OPPOSITE[relation])

    def value(self, variable: str, number: Number) -> list[Formula]:
        """Say that a variable has the value of an expression; each root in it is a symbol of its own, said to be that root."""
        expression = number if isinstance(number, Expression) else Expression.constant(number)
        top, bottom = Expression(expression.numerator), Expression(expression.denominator)
        inner = self.calling({root.name: root.text() for root in expression.roots})
        equation = inner.comparison((bottom * Expression.symbol(variable) - top).numerator, "=")
        return [*(formula for root in expression.roots for formula in self.root(root)), equation]

    def root(self, root: Root) -> list[Formula]:
        """Say which number a root is."""
        if root.number is not None:
            raise GameError(f"A closed form is {root.text()}, a root by its number, which these files cannot say; fix a parameter.")
        language, x = self.calling({"x": root.text()}), Expression.symbol("x")
        of = read(root.of)
        if root.low is None or root.high is None:
            square = x * x * Expression(of.denominator) - Expression(of.numerator)
            return [language.comparison(x.numerator, ">="), language.comparison(square.numerator, "=")]
        ends = [language.comparison((x - root.low).numerator, ">="), language.comparison((root.high - x).numerator, ">=")]
        return [*ends, language.comparison(of.numerator, "=")]


def one_of(formulas: Sequence[Formula], note: str = "") -> Formula:
    """At least one of some formulas."""
    if len(formulas) == 1:
        return formulas[0].noted(note) if note else formulas[0]
    return _joined("or", "false", formulas, note)


def all_of(formulas: Sequence[Formula], note: str = "") -> Formula:
    """All of some formulas."""
    if len(formulas) == 1:
        return formulas[0].noted(note) if note else formulas[0]
    return _joined("and", "true", formulas, note)


def none_of(formula: Formula, note: str = "") -> Formula:
    """That a formula fails."""
    return Formula(f"(not {formula.text})", formula.names, formula.linear, False, note)


def _joined(word: str, empty: str, formulas: Sequence[Formula], note: str) -> Formula:
    names = frozenset[str]().union(*(p.names for p in formulas))
    text = f"({word} {' '.join(p.text for p in formulas)})" if formulas else empty
    return Formula(text, names, all(p.linear for p in formulas), False, note)


def logic(assertions: Iterable[Formula]) -> str:
    """The fragment that a question is in."""
    return "QF_LRA" if all(a.linear for a in assertions) else "QF_NRA"


def script(title: str, says: str, expected: str, assertions: Sequence[Formula]) -> str:
    """Write a question as a file."""
    names = sorted(frozenset[str]().union(*(a.names for a in assertions)))
    lines = [f"; {line}" for line in (title, *wrap(_plain(says), 110), f"expected: {expected}")]
    lines += ["(set-info :smt-lib-version 2.6)", f"(set-logic {logic(assertions)})", f"(set-info :status {expected})"]
    lines += [f"(declare-const {name} Real)" for name in names]
    before = ""
    for a in assertions:
        if a.note and a.note != before:
            lines.append(f"; {_plain(a.note)}")
        before = a.note
        lines.append(f"(assert {a.text})")
    return "\n".join([*lines, "(check-sat)", "(exit)", ""])


def _plain(sentence: str) -> str:
    return " ".join(sentence.split())
