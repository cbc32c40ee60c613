"""What a listed family, or a listed solution, says at a point, read as it stands: which assessments it holds."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq

from games import GameError
from games.numbers import Expression, Number, flint_number, fraction, sign_of, simplest

from ..algebra.nlsat import smt_sum
from ..results import Assessment, Family, Profile, Solution, Strategies
from .limits import Comparison, Terms, affine, against_zero, at, cleared, symbols_of, terms_at

Place = tuple[int, str, str]
"""0 for play or 1 for beliefs, then player and information set."""

Equation = tuple[Terms, list[str], Terms]
"""A quotient's numerator less its value times its denominator, which must be zero; its symbols; the denominator, which must not be zero."""

Edge = tuple[fmpq, bool]
"""An end of an interval, and whether it is in."""

Box = dict[str, tuple[Edge, Edge]]
"""The interval of each symbol."""

SHUT = {">": False, ">=": True, "=": True}  # whether the end of what a comparison allows is in
UNITS_A_QUESTION = 2_000_000  # of z3's own count of its work, about a million a second
SIMPLE_VALUES = ("(/ 1 2)", "(/ 1 3)", "(/ 3 4)", "(/ 1 5)", "(/ 6 7)")
SMALL, LARGE = "(/ 1 1000)", "(/ 999 1000)"
POSITIONS = (fmpq(1, 1000), fmpq(999, 1000), fmpq(1, 3), fmpq(6, 7))  # in an interval whose ends are both out
HOLDS = {">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}


class Listed:
    """The assessments that a family or a solution lists at a point.

    Parameters
    ----------
    listing : Family or Solution
        As it is shown: closed forms, the symbols that are free, and what holds of them.
    point : dict from str to number
        A value of every parameter; none for a solution.
    """

    def __init__(self, listing: Family | Solution, point: Mapping[str, Any]) -> None:
        self.listing, self.point, self.names = listing, point, tuple(listing.free)

    @cached_property
    def _limits(self) -> list[list[Comparison]]:
        """What holds of the symbols: the comparisons of one of these conjunctions."""
        limits: Sequence[Sequence[tuple[Expression, str]]] = getattr(self.listing, "limits", ())
        if not limits:
            always = [against_zero(relation) for fact in self.listing.ranges for relation in fact.relations]
            either = next((fact.either for fact in self.listing.ranges if fact.either), ((),))
            limits = [[*always, *map(against_zero, some)] for some in either]
        return [[(cleared(expression, self.point, self.names), relation) for expression, relation in conjunction] for conjunction in limits]

    # ---------------------------------------------------------------- whether an assessment is among them

    @cached_property
    def _rows(self) -> list[tuple[Place, dict[str, Number], list[tuple[str, Terms, Terms]]]]:
        """What stands at each set, with its place: the probabilities that are numbers, and those that are quotients in the symbols."""
        rows: list[tuple[Place, dict[str, Number], list[tuple[str, Terms, Terms]]]] = []
        for kind, table in enumerate((self.listing.profile.strategies, self.listing.assessment.beliefs or {})):
            for player, sets in table.items():
                for label, row in sets.items():
                    plain: dict[str, Number] = {
                        name: probability for name, probability in row.items() if not isinstance(probability, Expression)
                    }
                    forms = [
                        (name, *terms_at(probability, self.point, self.names))
                        for name, probability in row.items()
                        if isinstance(probability, Expression)
                    ]
                    rows.append(((kind, player, label), plain, forms))
        return rows

    @cached_property
    def _places(self) -> list[Place]:
        """The sets, as the rows stand."""
        return [place for place, _, _ in self._rows]

    @cached_property
    def _known_rows(self) -> list[dict[int, tuple[Mapping[str, Number], Sequence[Equation] | None]]]:
        """For each place: rows of assessments that were compared, by number, with what makes the row that of an assessment."""
        return [{} for _ in self._rows]

    def holds(self, assessment: Assessment) -> bool | None:
        """Whether an assessment is among them; None when the symbols' values that it would take were not found."""
        tables = (assessment.profile.strategies, assessment.beliefs)
        try:
            places = self._places
        except GameError:  # where the root that it speaks of ends
            return False
        equations: list[Equation] = []
        for k, (kind, player, label) in enumerate(places):
            table = tables[kind]
            row = None if table is None or player not in table else table[player].get(label)
            if row is None:
                continue
            known = self._known_rows[k].get(id(row))
            if known is None:  # holding a row keeps its number from going to another; assessments that share it share the answer
                known = self._known_rows[k][id(row)] = row, self._equations(k, row)
            of_row = known[1]
            if of_row is None:
                return False
            if of_row:
                equations += of_row
        if any(terms and not symbols for terms, symbols, _ in equations):
            return False
        values = self._values([(terms, symbols) for terms, symbols, _ in equations])
        if not isinstance(values, dict):
            return values
        for terms, _, bottom in equations:
            if sign_of(at(terms, values, self.names)) or not sign_of(at(bottom, values, self.names)):
                return False
        return self.allows(values)

    def _equations(self, k: int, row: Mapping[str, Number]) -> Sequence[Equation] | None:
        """What makes a set's row that of an assessment; None where it never is."""
        _, plain, forms = self._rows[k]
        if any(name in row and row[name] != probability for name, probability in plain.items()):
            return None
        differences = [(_less(top, bottom, row[name]), bottom) for name, top, bottom in forms if name in row]
        return [(terms, symbols_of(terms, self.names), bottom) for terms, bottom in differences]

    def allows(self, values: Mapping[str, Any]) -> bool:
        """Whether values of the symbols satisfy what is said of them."""
        return not self.names or any(
            all(sign_of(at(terms, values, self.names)) in HOLDS[relation] for terms, relation in limits) for limits in self._limits
        )

    def _values(self, equations: Sequence[tuple[Terms, list[str]]]) -> dict[str, Any] | bool | None:
        """The values of the symbols by equations that are solved one after the other; False when they contradict each other."""
        values: dict[str, Any] = {}
        remaining = list(equations)
        while len(values) < len(self.names):
            remaining = [(e, symbols) for e, symbols in remaining if symbols]
            linear = ((e, symbols[0]) for e, symbols in remaining if len(symbols) == 1 and all(sum(powers) <= 1 for powers in e))
            solvable, name = next(linear, ({}, ""))
            if not name:
                return self._jointly_solved([e for e, _ in remaining], values)
            slope = sum(c for powers, c in solvable.items() if any(powers))
            values[name] = -solvable.get((0,) * len(self.names), fmpq(0)) / slope
            remaining = [self._without(e, symbols, {name: values[name]}) for e, symbols in remaining]
        return values

    def _without(self, terms: Terms, symbols: list[str], values: Mapping[str, Any]) -> tuple[Terms, list[str]]:
        """An equation once some symbols have values, with those that are left in it."""
        if values.keys().isdisjoint(symbols):
            return terms, symbols
        substituted = self._substituted(terms, values)
        return substituted, symbols_of(substituted, self.names)

    def _substituted(self, terms: Terms, values: Mapping[str, Any]) -> Terms:
        out: Terms = {}
        known = [(k, values[name]) for k, name in enumerate(self.names) if name in values]
        for powers, c in terms.items():
            exponents = list(powers)
            for k, value in known:
                while exponents[k]:
                    c, exponents[k] = c * value, exponents[k] - 1
            left = tuple(exponents)
            out[left] = out[left] + c if left in out else c
        return {powers: c for powers, c in out.items() if sign_of(c)}

    def _jointly_solved(self, equations: Sequence[Terms], values: dict[str, Any]) -> dict[str, Any] | bool | None:
        """Values that satisfy equations in several symbols, from z3: equations that are linear have at most one solution that matters."""
        solved = {**values}
        conjunctions = [
            [*((e, "=") for e in equations), *((self._substituted(t, values), r) for t, r in limits)] for limits in self._limits
        ]
        decided = True
        for conjunction in conjunctions:
            names = [name for name in self.names if name not in values]
            answer = _Question(conjunction, names, self.names).some([])
            if answer is None:
                decided = False
            elif answer:
                return solved | answer
        return False if decided else None

    # ---------------------------------------------------------------- some of them

    def members(self, count: int, seed: int = 0) -> Iterator[Assessment]:
        """Some of them: one inside, and others at the ends."""
        if not self.names:
            yield self.assessment({})
            return
        rng = random.Random(seed)
        conjunctions = [(limits, _box(limits, self.names)) for limits in self._limits]
        for number in range(count):
            limits, box = conjunctions[number % len(conjunctions)]
            values = self._some_of(limits, number, rng) if box is None else _inside_or_at_ends(box, number, rng)
            if values:
                try:
                    yield self.assessment(values)
                except ZeroDivisionError:
                    continue

    def _some_of(self, limits: Sequence[Comparison], number: int, rng: random.Random) -> dict[str, Any] | None:
        """Values that satisfy comparisons, from z3: any at first, then such that bounds are reached."""
        demands = [(terms, "=") for terms, relation in limits if relation == ">="] if number else []
        rng.shuffle(demands)
        return _Question(limits, self.names, self.names).some(demands, rng, small=bool(number))

    def empty(self) -> bool | None:
        """Whether no values of the symbols satisfy what is said of them; None when that is not decided."""
        if not self.names:
            return False
        answers = [_Question(limits, self.names, self.names).possible() for limits in self._limits]
        return False if any(answers) else None if None in answers else True

    def assessment(self, values: Mapping[str, Any]) -> Assessment:
        """The assessment at some values of the symbols."""
        all_values = {**self.point, **{name: fraction(x) for name, x in values.items()}}

        def substituted(table: Strategies) -> Strategies:
            return {
                player: {s: {a: _at(x, all_values) for a, x in row.items()} for s, row in sets.items()} for player, sets in table.items()
            }

        beliefs = self.listing.assessment.beliefs
        return Assessment(Profile(substituted(self.listing.profile.strategies)), None if beliefs is None else substituted(beliefs))


class _Question:
    """Comparisons as z3 is asked them."""

    def __init__(self, limits: Sequence[Comparison], unknowns: Sequence[str], names: Sequence[str]) -> None:
        import z3

        self.z3 = z3
        self.rational = not any(isinstance(c, Expression) for terms, _ in limits for c in terms.values())
        self.variables = {name: f"v{k}" for k, name in enumerate(names) if name in unknowns}
        self.solver = z3.Tactic("qfnra-nlsat").solver()
        self.solver.set("rlimit", UNITS_A_QUESTION)
        self.solver.from_string("".join(f"(declare-const {variable} Real)" for variable in self.variables.values()))
        if self.rational:
            self.add(*(_formula(terms, relation) for terms, relation in limits))

    def add(self, *formulas: str) -> None:
        """Demand what is written in SMT-LIB 2, which z3 reads much sooner than its formulas are made one by one in Python."""
        self.solver.from_string("".join(f"(assert {formula})" for formula in formulas))

    def possible(self) -> bool | None:
        """Whether they hold together somewhere."""
        answer = self.solver.check() if self.rational else self.z3.unknown
        return None if answer == self.z3.unknown else bool(answer == self.z3.sat)

    def some(self, demands: Sequence[Comparison], rng: random.Random | None = None, small: bool = False) -> dict[str, Any] | None:
        """Rational values, with as many demands as go together; empty when the comparisons contradict, None when none are found."""
        z3, solver = self.z3, self.solver
        possible = self.possible()
        if not possible:
            return {} if possible is False else None
        tried = [_formula(*one) for one in demands]
        if rng is not None:
            every = [*self.variables.values()]
            tight = [f"(< {x} {SMALL})" for x in every] + [f"(> {x} {LARGE})" for x in every] if small else []
            rng.shuffle(tight)
            tried += [*tight[: len(tight) // 2], *(f"(= {x} {rng.choice(SIMPLE_VALUES)})" for x in rng.sample(every, len(every)))]
        model = solver.model()
        for demand in tried:
            solver.push()
            self.add(demand)
            if solver.check() == z3.sat:
                model = solver.model()
            else:
                solver.pop()
        values = {name: model.eval(z3.Real(x), model_completion=True) for name, x in self.variables.items()}
        if not all(z3.is_rational_value(x) for x in values.values()):
            return None
        return {name: fmpq(x.numerator_as_long(), x.denominator_as_long()) for name, x in values.items()}


def _formula(terms: Terms, relation: str) -> str:
    """One comparison in SMT-LIB 2."""
    text = smt_sum(terms.items())
    return f"(not (= {text} 0))" if relation == "!=" else f"({relation} {text} 0)"


def _box(limits: Sequence[Comparison], names: Sequence[str]) -> Box | None:
    """The interval of each symbol where every comparison bounds one symbol alone, by a number; None where this is not so."""
    bounds: dict[str, tuple[list[Edge], list[Edge]]] = {name: ([], []) for name in names}
    for terms, relation in limits:
        row = affine({powers: c for powers, c in terms.items() if c}, names)
        if row is None or len(row[0]) != 1 or relation not in SHUT or any(isinstance(c, Expression) for c in terms.values()):
            return None
        ((name, slope),) = row[0].items()
        edge = -row[1] / slope, SHUT[relation]
        for side, bounding in enumerate((slope > 0 or relation == "=", slope < 0 or relation == "=")):
            if bounding:
                bounds[name][side].append(edge)
    if not all(lower and upper for lower, upper in bounds.values()):
        return None
    return {name: (max(lower, key=_above), min(upper, key=_below)) for name, (lower, upper) in bounds.items()}


def _above(edge: Edge) -> tuple[fmpq, bool]:
    return edge[0], not edge[1]  # the open one is the narrower


def _below(edge: Edge) -> tuple[fmpq, bool]:
    return edge


def _inside_or_at_ends(box: Box, number: int, rng: random.Random) -> dict[str, fmpq]:
    """The middle of every interval at first, then ends; points near them, or others, where they are out; empty where one is empty."""
    values = {}
    for name, ((low, low_in), (high, high_in)) in box.items():
        if low > high or (low == high and not (low_in and high_in)):
            return {}
        ends = [end for end, is_in in ((low, low_in), (high, high_in)) if is_in]
        inside = low + (high - low) * (rng.choice(POSITIONS) if number else fmpq(1, 2))
        values[name] = rng.choice(ends) if ends and number else inside
    return values


def _at(number: Number, values: Mapping[str, Any]) -> Number:
    return simplest(number.at(values)) if isinstance(number, Expression) else number


def _exact(value: Number) -> Any:
    """A number as polynomials hold it."""
    return value if isinstance(value, Expression) else flint_number(Fraction(value))


def _less(top: Terms, bottom: Terms, value: Number) -> Terms:
    """``top - value * bottom``."""
    number = _exact(value)
    out = dict(top)
    for powers, c in bottom.items():
        out[powers] = out.get(powers, fmpq(0)) - c * number
    return {powers: c for powers, c in out.items() if sign_of(c)}
