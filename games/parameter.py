"""Named parameters of a game, and what is assumed of all of them together."""

from __future__ import annotations

import ast
import math
import random
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property

from flint import fmpq_mpoly

from .errors import GameError
from .numbers import Expression, Number, names_in, read, rough, scaled_terms, text

Point = dict[str, Fraction]

RELATIONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
GRID = 9973  # a prime, so that sampled points seldom lie on a wall
MOST_WALKS = 4  # through one domain are kept
LARGE = 1e100  # numbers beyond this stay where they are when points are drawn


@dataclass(frozen=True)
class Parameter:
    """A number of the story that may stay symbolic.

    Parameters
    ----------
    default : number
        Exact, also as text (``"1/3"``); a float is read as the decimal that it prints as, and refused when that is rounded.
    domain : str or sequence of str
        Chains of comparisons between rational expressions in any of the game's parameters, as ``"-a < w_s < 0"``.
    means : str
        The meaning, in words.
    symbol : str
        How to write it in LaTeX, as ``r"\bar w"``; after its name when empty.
    """

    default: object = None
    domain: str | Sequence[str] = ()
    means: str = ""
    symbol: str = ""

    def __post_init__(self) -> None:
        """Refuse a parameter that makes no sense, where it is written."""
        if self.default is None:
            raise GameError("A parameter needs a default, an exact number, as Parameter(Fraction(1, 2), domain='0 < p < 1').")
        chains = (self.domain,) if isinstance(self.domain, str) or not isinstance(self.domain, Sequence) else self.domain
        if not all(isinstance(chain, str) for chain in chains):
            two = len(chains) == 2 and all(isinstance(end, int | float | Fraction) for end in chains)
            ends = list(map(str, chains)) if two else ["0", "1"]
            raise GameError(
                f"The domain {self.domain!r} is not a text; write comparisons with <, <=, > or >= that name the parameter, as "
                f"'{ends[0]} < p < {ends[1]}'."
            )
        for field_name, value in (("means", self.means), ("symbol", self.symbol)):
            if not isinstance(value, str):
                raise GameError(f"{field_name} = {value!r} of a parameter is not a text.")

    @property
    def chains(self) -> tuple[str, ...]:
        """The chains of comparisons, one text each."""
        return (self.domain,) if isinstance(self.domain, str) else tuple(self.domain)


@dataclass(frozen=True)
class Condition:
    """A polynomial or rational expression that is positive, or not negative.

    Parameters
    ----------
    expression : Expression
        What is compared with zero.
    strict : bool
        Whether zero is excluded.
    text : str
        The condition as a reader would write it.
    """

    expression: Expression
    strict: bool
    text: str

    def holds(self, point: Mapping[str, Number]) -> bool:
        """Whether the condition holds at an exact point."""
        try:
            value = self.expression.at(point)
        except ZeroDivisionError:
            return False
        if isinstance(value, Expression) and value.free:
            raise GameError(f"{self.text} cannot be judged: {', '.join(value.free)} has no value.")
        return value > 0 or (value == 0 and not self.strict)

    @cached_property
    def quick(self) -> Callable[[Mapping[str, float]], float]:
        """The expression in floating point."""
        return quickly(self.expression)

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}


def conditions(chain: str, names: Iterable[str] | None = None, example: str = "p") -> list[Condition]:
    """Read a chain of comparisons, as ``"0 < beta < alpha"``.

    Parameters
    ----------
    chain : str
        The text.
    names : iterable of str, optional
        The names that may occur; any when None.
    example : str
        The name that an error shows a chain of.

    Raises
    ------
    GameError
        When the text is no chain of ``<``, ``<=``, ``>``, ``>=``, or names something unknown.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SyntaxWarning)  # as of "1and": what Python doubts is no condition
            tree = ast.parse(chain.strip(), mode="eval").body
    except (SyntaxError, SyntaxWarning, ValueError, RecursionError, MemoryError):
        tree = None
    if not isinstance(tree, ast.Compare) or any(type(op) not in RELATIONS for op in tree.ops):
        raise GameError(f"{chain!r} is not a condition; write comparisons with <, <=, > or >=, as '0 < {example} < 1'.")
    sides = [ast.get_source_segment(chain.strip(), side) or "" for side in (tree.left, *tree.comparators)]
    expressions = [(side, read(side, names)) for side in sides]
    read_conditions = []
    for (a, left), op, (b, right) in zip(expressions, tree.ops, expressions[1:], strict=False):
        relation = RELATIONS[type(op)]
        difference = right - left if relation[0] == "<" else left - right
        read_conditions.append(Condition(difference, relation in "<>", f"{a} {relation} {b}"))
    return read_conditions


@dataclass(frozen=True)
class Domain:
    """The set of parameter values that a game is about: polynomial inequalities with an interior point.

    Parameters
    ----------
    names : tuple of str
        The parameters.
    conditions : tuple of Condition
        What is assumed of them together.
    start : dict from str to Fraction
        A point inside (the defaults).
    means : dict from str to str
        What the parameters mean, in words.
    symbols : dict from str to str
        How to write parameters in LaTeX, where they say so.
    """

    names: tuple[str, ...]
    conditions: tuple[Condition, ...]
    start: Point
    means: Mapping[str, str] = field(default_factory=dict)
    symbols: Mapping[str, str] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @property
    def texts(self) -> list[str]:
        """The conditions as a reader would write them."""
        return [condition.text for condition in self.conditions]

    def contains(self, point: Mapping[str, Number]) -> bool:
        """Whether an exact point satisfies every condition."""
        return all(condition.holds(point) for condition in self.conditions)

    def check(self, point: Mapping[str, Number]) -> None:
        """Refuse a point outside the domain, naming the condition that fails."""
        for condition in self.conditions:
            if not condition.holds(point):
                involved = ", ".join(f"{name} = {text(point[name])}" for name in condition.expression.free)
                raise GameError(f"{involved or 'The parameters'} violates {condition.text}, which the game assumes.")

    def keeping(self, names: Sequence[str]) -> Domain:
        """Give the part of this domain that speaks of some parameters only."""
        kept = tuple(c for c in self.conditions if set(c.expression.free) <= set(names))
        return Domain(tuple(names), kept, {name: self.start[name] for name in names}, self.means, self.symbols)

    def fixing(self, values: Mapping[str, Number]) -> Domain:
        """Put values (or expressions in the others) in for some parameters; what then speaks of no parameter is dropped."""
        names = tuple(name for name in self.names if name not in values)
        kept = []
        for condition in self.conditions:
            inside = condition.expression.at(values)
            if isinstance(inside, Expression):
                touched = any(name in values for name in condition.expression.free)
                relation = ">" if condition.strict else ">="
                kept.append(Condition(inside, condition.strict, f"{inside.text()} {relation} 0" if touched else condition.text))
        return Domain(names, tuple(kept), {name: self.start[name] for name in names}, self.means, self.symbols)

    def also(self, more: Iterable[Condition], start: Mapping[str, Fraction]) -> Domain:
        """Add conditions; the start must satisfy them."""
        return Domain(self.names, (*self.conditions, *more), dict(start), self.means, self.symbols)

    @cached_property
    def inside(self) -> Point:
        """A point that satisfies every condition strictly.

        Raises
        ------
        GameError
            When none is found near the start: the domain has no interior.
        """
        rng, point, shortfall = random.Random(0), dict(self.start), self._shortfall(self.start)
        for _ in range(4000):
            if self.surrounds(point):
                return point
            candidate = self._moved(point, rng)
            new_shortfall = self._shortfall(candidate)
            if new_shortfall <= shortfall:
                point, shortfall = candidate, new_shortfall
        raise GameError(f"The domain {', '.join(self.texts)} has no interior near the defaults; use strict inequalities that leave room.")

    def points(self, count: int, *, seed: int = 0, thin: int = 12) -> list[Point]:
        """Draw rational points of the interior by a random walk that starts inside.

        Parameters
        ----------
        count : int
            How many points; the first is `inside` itself.
        seed : int
            Same seed, same points.
        thin : int
            Steps of the walk between two points.
        """
        if not self.names:
            return [self.inside] * min(count, 1)
        walk = self._walk(seed, (count - 1) * thin)
        return [dict(walk[k * thin]) for k in range(count)]

    def _walk(self, seed: int, steps: int) -> list[Point]:
        """The points of at least so many steps of a walk; whoever asks again goes on from where it is."""
        if seed not in self._walks:
            for other in list(self._walks)[: len(self._walks) + 1 - MOST_WALKS]:
                del self._walks[other]
            self._walks[seed] = random.Random(seed), [self.inside]
        rng, points = self._walks[seed]
        floats = _floats(points[-1])
        while len(points) <= steps:
            point = points[-1]
            moved = self._moved(point, rng)
            changed = {name: value for name, value in moved.items() if value is not point[name]}
            there = floats | _floats(changed)  # the other conditions hold as they did
            if all(_clearly(condition, quick, moved, there) for condition, quick, names in self._quick if not names.isdisjoint(changed)):
                points.append(moved)
                floats = there
            else:
                points.append(point)
        return points

    @cached_property
    def _walks(self) -> dict[int, tuple[random.Random, list[Point]]]:
        """The walks that were begun, by their seeds."""
        return {}

    def surrounds(self, point: Mapping[str, Fraction]) -> bool:
        """Whether a point satisfies every condition strictly."""
        values = _floats(point)
        return all(_clearly(condition, quick, point, values) for condition, quick, _ in self._quick)

    def _shortfall(self, point: Mapping[str, Fraction]) -> float:
        """By how much all conditions together fall short of holding strictly."""
        values = _floats(point)
        return sum(max(0.0, 1e-6 - quick(values)) for _, quick, _ in self._quick)

    def _moved(self, point: Point, rng: random.Random) -> Point:
        moved = dict(point)
        if not point:
            return moved
        for name in rng.sample(self.names, rng.randint(1, min(2, len(self.names)))):
            value = point[name]
            scale = math.exp(rng.gauss(-1.5, 1.5))
            size = rough(abs(value.numerator), value.denominator)
            if size > LARGE:  # a walk in floating point does not reach so far
                continue
            shift = rng.gauss(0, 1) * scale * (size + 0.05) if rng.random() < 0.7 else rng.uniform(-1, 1) * scale
            denominator = GRID if size + abs(shift) > 1e-2 else GRID * 1000
            moved[name] = Fraction(round((value.numerator / value.denominator + shift) * denominator), denominator)
        return moved

    @cached_property
    def _quick(self) -> list[tuple[Condition, Callable[[Mapping[str, float]], float], frozenset[str]]]:
        return [(condition, condition.quick, frozenset(condition.expression.free)) for condition in self.conditions]


def _floats(point: Mapping[str, Fraction]) -> dict[str, float]:
    return {name: rough(value.numerator, value.denominator) for name, value in point.items()}


def _clearly(
    condition: Condition, quick: Callable[[Mapping[str, float]], float], point: Mapping[str, Fraction], values: Mapping[str, float]
) -> bool:
    """Whether a condition holds strictly at a point, whose numbers are given in floating point too."""
    value = quick(values)
    return value > 1e-9 or not (value < -1e-9 or condition.expression.at(point) <= 0)


def quickly(expression: Expression) -> Callable[[Mapping[str, float]], float]:
    """Give a function that evaluates an expression in floating point, for sampling and drawing only; a pole gives minus infinity.

    What is too large for floating point gives no number.
    """
    names = names_in(expression.numerator.context())

    def terms(p: fmpq_mpoly) -> list[tuple[float, list[tuple[str, int]]]]:
        return [(c, [(names[n], k) for n, k in powers]) for c, powers in scaled_terms(p)]

    top, bottom = terms(expression.numerator), terms(expression.denominator)

    def total(listed: list[tuple[float, list[tuple[str, int]]]], values: Mapping[str, float]) -> float:
        value = 0.0
        for c, powers in listed:
            for name, k in powers:
                c *= values[name] if k == 1 else values[name] ** k
            value += c
        return value

    def quick(values: Mapping[str, float]) -> float:
        try:
            below = total(bottom, values)
            return total(top, values) / below if below else -math.inf
        except OverflowError:
            return math.nan

    return (lambda values: total(top, values)) if bottom == [(1.0, [])] and all(k == 1 for _, powers in top for _, k in powers) else quick
