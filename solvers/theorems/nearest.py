"""How far from a point the verdict on a claim changes: along lines exactly, and over all directions with a proof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from games import GameError
from games.numbers import Expression, InOrder, Number, between, less, read, sign_of, simplest, text
from games.parameter import Condition

from ..results.holdings import Alone, Nearest
from .matching import as_conditions
from .prior_cells import roots_along
from .quantities import as_expression
from .verdict_cells import EVERY, NONE, SOME, VerdictCells
from .where_true import cases_where, domain_of

OUTSIDE, ON_A_WALL = "outside the domain", "on a wall"
NORMS = ("max", "euclidean")
MOST_CORNERS = 5  # parameters up to which all corners of a cube are tried
HALVINGS = 24  # of an enclosure that is not exact
PATIENCE = 300_000  # for one question, in the oracle's units: about a third of a second
TURNS = 8  # times a nearer point is followed before the enclosure is halved

PointOf = Mapping[str, Fraction]
Direction = Mapping[str, Fraction]


@dataclass(frozen=True)
class Change:
    """The first change along a line: after how many steps, to what, and what changes sign there."""

    steps: Number
    verdict: str
    crossing: str


def along(cells: VerdictCells, start: PointOf, direction: Direction, verdict: str) -> Change | None:
    """Follow a line from a point until the verdict changes or the domain ends; None when neither happens."""
    step = "step"
    while step in start:
        step += "_"
    moved = {name: x + direction.get(name, Fraction(0)) * Expression.symbol(step) for name, x in start.items()}
    roots: dict[str, tuple[Number, str]] = {}
    for called, expression in cells.surfaces:
        value = as_expression(simplest(expression.at(moved)))
        for p in (value.numerator, value.denominator):
            for root in roots_along(p, step) if p.total_degree() > 0 else ():
                if sign_of(as_expression(root)) >= 0:
                    roots.setdefault(text(root), (root, called))
    ordered = sorted(roots.values(), key=lambda entry: InOrder(entry[0]))
    ends = [(Fraction(0), ""), *ordered]
    for k, (here, called) in enumerate(ends):
        beyond = ends[k + 1][0] if k + 1 < len(ends) else 2 * here + 2
        if not less(here, beyond):
            continue
        middle = between(here, beyond)
        point = {name: x + direction.get(name, Fraction(0)) * middle for name, x in start.items()}
        if not cells.regime_map.game.domain.surrounds(point):
            return Change(here, OUTSIDE, called)
        found = cells.at(point)
        if found is not None and found != verdict:
            return Change(here, found, called)
    return None


def alone(cells: VerdictCells, start: PointOf, verdict: str) -> Iterator[Alone]:
    """For each parameter, how far it may move alone."""
    for name, x in start.items():
        sides = [along(cells, start, {name: Fraction(s)}, verdict) for s in (-1, 1)]
        values = [
            None if c is None else simplest(as_expression(x) + s * as_expression(c.steps)) for c, s in zip(sides, (-1, 1), strict=True)
        ]
        below, above = ((verdict, "") if c is None else (c.verdict, c.crossing) for c in sides)
        yield Alone(name, values[0], *below, values[1], *above)


def nearest(cells: VerdictCells, start: PointOf, verdict: str, norm: str) -> Nearest | None:
    """Find the distance to where the verdict changes, proved from below; None when it does not change, or nothing was decided."""
    best: Nearest | None = None
    for direction in _directions(cells, start, norm):
        best = _nearer(best, _reached(cells, start, direction, verdict, norm))
    ball = _Ball(cells, start, verdict, norm)
    if best is None:
        far = ball.point(None)
        if far is None:
            return None
        best = _towards(cells, start, far, verdict, norm)
    low = Fraction(0)
    for turn in range(TURNS + HALVINGS):
        size = _size(best.high, norm)
        exact = not isinstance(size, Expression)
        below = Fraction(float(size) * (1 - 2e-9)).limit_denominator(10**12) if isinstance(size, Expression) else Fraction(size)
        goal = below if turn < TURNS else (low + below) / 2
        found = ball.point(goal)
        if found is None:
            if not ball.decided:
                return _between(best, low, norm)
            low = goal
            if turn < TURNS:
                return _between(best, best.high if exact else low, norm, squared=not exact)
        else:
            best = _nearer(best, _towards(cells, start, found, verdict, norm)) or best
    return _between(best, low, norm)


def _between(best: Nearest, low: Number, norm: str, *, squared: bool = True) -> Nearest:
    distance = _root(low) if squared and norm == "euclidean" else low
    return Nearest(best.norm, distance, best.high, best.at, best.crossing, best.verdict)


def _size(distance: Number, norm: str) -> Number:
    """The distance, or its square, which is rational more often."""
    return distance if norm == "max" else simplest(as_expression(distance) * as_expression(distance))


def _root(square: Number) -> Number:
    return simplest(read(f"sqrt({text(square)})")) if sign_of(as_expression(square)) else Fraction(0)


def _nearer(one: Nearest | None, other: Nearest | None) -> Nearest | None:
    if one is None or other is None:
        return one or other
    return other if less(other.high, one.high) else one


def _reached(cells: VerdictCells, start: PointOf, direction: Direction, verdict: str, norm: str) -> Nearest | None:
    """The distance along a direction, when the verdict changes there before the domain ends."""
    change = along(cells, start, direction, verdict)
    if change is None or change.verdict == OUTSIDE:
        return None
    steps = as_expression(change.steps)
    longest = max(abs(d) for d in direction.values())
    unit = as_expression(longest) if norm == "max" else as_expression(_root(sum((d * d for d in direction.values()), Fraction(0))))
    at = {name: simplest(as_expression(x) + steps * direction.get(name, Fraction(0))) for name, x in start.items()}
    distance = simplest(steps * unit)
    return Nearest(norm, distance, distance, at, change.crossing, change.verdict)


def _towards(cells: VerdictCells, start: PointOf, point: PointOf, verdict: str, norm: str) -> Nearest:
    """The first change on the way to a point at which the verdict is another; the point itself when the way leaves the domain."""
    direction = {name: point[name] - x for name, x in start.items()}
    rounded = {name: d.limit_denominator(10**6) for name, d in direction.items()}
    found = _reached(cells, start, rounded, verdict, norm) if any(rounded.values()) else None
    if found is not None:
        return found
    size = max(abs(d) for d in direction.values()) if norm == "max" else _root(sum((d * d for d in direction.values()), Fraction(0)))
    return Nearest(norm, size, size, dict(point), "", cells.at(point) or verdict)


def _directions(cells: VerdictCells, start: PointOf, norm: str) -> Iterator[Direction]:
    """Directions in which the nearest change often lies."""
    names = list(start)
    for name in names:
        yield {name: Fraction(1)}
        yield {name: Fraction(-1)}
    gradients = []
    for _, expression in cells.surfaces:
        slopes = {n: simplest(as_expression(expression.derivative(n)).at(start)) for n in expression.free}
        rational = {n: Fraction(s) for n, s in slopes.items() if not isinstance(s, Expression) and s}
        if rational:
            gradients.append(rational)
    if norm == "euclidean":
        for slope in gradients:
            for s in (1, -1):
                yield {n: s * x for n, x in slope.items()}
        return
    if len(names) <= MOST_CORNERS:
        corners = [dict(zip(names, map(Fraction, signs), strict=True)) for signs in product((1, -1), repeat=len(names))]
    else:
        corners = [{n: Fraction(s if x > 0 else -s) for n, x in slope.items()} for slope in gradients for s in (1, -1)]
    yield from corners


class _Ball:
    """Points nearer than some size at which the verdict is another."""

    def __init__(self, cells: VerdictCells, start: PointOf, verdict: str, norm: str) -> None:
        where = [(cell.regime, cell.differing(verdict)) for cell in cells.cells]
        self.start, self.norm = start, norm
        self.region = domain_of(cells.regime_map)
        self.known = all(cases is not None for _, cases in where)
        cases = cases_where(cells.regime_map, where, self.region)
        self.cases = [case for case in cases if all(relation != "=" for _, relation in case)]  # the others are on surfaces only
        self.decided = self.known

    def point(self, size: Fraction | None) -> dict[str, Fraction] | None:
        """Such a point; None when there is none, or it was not decided (then `decided` is false)."""
        self.decided = self.known
        for case in self.cases:
            conditions = [Condition(c.expression, True, c.text) for comparison in case for c in as_conditions(comparison)]
            bearing = self._bearing({name for c in conditions for name in c.expression.free})
            conditions += self._near(size, bearing)
            try:
                with self.region.oracle().hurried(PATIENCE):
                    empty = self.region.empty(conditions)
                    found = None if empty else self.region.point(conditions)
            except GameError:  # conditions with roots
                empty, found = None, None
            if found is not None:
                return {name: found[name] if name in bearing else x for name, x in self.start.items()}
            self.decided &= empty is True
        return None

    def _bearing(self, names: set[str]) -> set[str]:
        """Names that bear on some names by what is assumed of them together."""
        while True:
            more = [set(c.expression.free) for c in self.region.domain.conditions if set(c.expression.free) & names]
            wider = names.union(*more)
            if wider == names:
                return names
            names = wider

    def _near(self, size: Fraction | None, bearing: set[str]) -> list[Condition]:
        """That a point is nearer than a size; what does not bear on the case need not move."""
        if size is None:
            return []
        gaps = {name: Expression.symbol(name) - self.start[name] for name in sorted(bearing)}
        if self.norm == "max":
            inside = [side for gap in gaps.values() for side in (size - gap, size + gap)]
        else:
            inside = [size - sum((gap * gap for gap in gaps.values()), Expression.constant(0))]
        return [Condition(as_expression(e), True, f"{as_expression(e).text()} > 0") for e in inside]


def verdict_here(cells: VerdictCells, start: PointOf) -> str:
    """The verdict at a point; on a wall where something changes, or where it is not decided, in those words."""
    return cells.at(start) or ON_A_WALL


DECIDED = (EVERY, SOME, NONE)
