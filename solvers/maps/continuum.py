"""What a continuum of equilibria leaves open at a point, and the lowest and highest values of a quantity over it.

What is left open is a set of probabilities, given by comparisons.  Where these are affine,
and the quantity is affine, or a quotient of such forms, in every group of symbols that they
couple, the extremes lie at corners.  Where some comparisons are not affine, a corner of the others
still counts when it is proved to be a limit of points inside; otherwise the symbols are
eliminated.  The ends are those of the closure: a supremum that is not attained is given
as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from flint import fmpq

from games import GameError
from games.numbers import Expression, InOrder, Number, fraction, sign_of, simplest

from ..results import Family, Solution
from .limits import Comparison, Terms, affine, against_zero, at, cleared, is_limit, points_inside, symbols_of, terms_at
from .polytope import Corner, Row, corners
from .values_taken import none_beyond, values_taken

MOST_CORNERS = 20_000  # combinations of corners that are looked through, at most
CORNERS_TRIED = 64  # so many corners are tried as limits of points inside


@dataclass(frozen=True)
class Span:
    """The closed range of a quantity in a family, at a point.

    Parameters
    ----------
    lowest, highest : number
        Its ends.
    exact : bool
        Whether they are; otherwise the true range lies between them.
    """

    lowest: Number
    highest: Number
    exact: bool = True


class Continuum:
    """What a family leaves open at a point, or what a solution there does.

    Parameters
    ----------
    family : Family or Solution
        Whose limits are meant.
    point : dict from str to number
        A value of every parameter; none for a solution.
    """

    def __init__(self, family: Family | Solution, point: Mapping[str, Any]) -> None:
        self.family, self.point, self.names = family, point, tuple(family.free)
        self._coupled: dict[tuple[int, frozenset[str]], CoupledLimits | None] = {}

    def span(self, number: Number) -> Span | None:
        """Find the lowest and highest values of a quantity, a closed form in the parameters and the open symbols.

        Returns
        -------
        Span or None
            Over all that the family leaves open, exact unless it says otherwise; None when no bound is known.

        Notes
        -----
        Where neither corners nor elimination decide, the range is that over the affine limits alone, which holds the true one inside.
        """
        if not isinstance(number, Expression) or not any(name in self.names for name in number.free):
            try:
                value = simplest(number.at(self.point)) if isinstance(number, Expression) else number
            except GameError:  # on a wall where the root that it speaks of ends
                return None
            return Span(value, value)
        try:
            quotient = terms_at(number, self.point, self.names)
            spans = [span for k in range(len(self._limits)) for span in self._spans(k, quotient)]
        except GameError:
            return None
        if not spans:
            return None
        low, high = min((s.lowest for s in spans), key=InOrder), max((s.highest for s in spans), key=InOrder)
        return Span(low, high, all(s.exact for s in spans))

    @cached_property
    def _limits(self) -> list[list[Comparison]]:
        """What holds of the open symbols: one of these conjunctions."""
        out = []
        for conjunction in self._conjunctions():
            comparisons: list[Comparison] = []
            for expression, relation in conjunction:
                top = self._cleared(expression)
                if any(map(any, top)):
                    comparisons.append((top, relation))
                else:
                    sign = sign_of(_number(sum(top.values(), fmpq(0))))
                    if sign < 0 or (sign and relation == "="):
                        break
            else:
                out.append(comparisons)
        return out

    def _cleared(self, expression: Expression) -> Terms:
        """What has the sign of a limit; denominators in those of a family are positive."""
        if isinstance(self.family, Family):
            return terms_at(expression, self.point, self.names)[0]
        return cleared(expression, self.point, self.names)

    def _conjunctions(self) -> Iterable[Iterable[tuple[Expression, str]]]:
        """The same as expressions, as they are listed."""
        if isinstance(self.family, Family):
            return self.family.limits or (tuple(self._by_ends(self.family)),)
        always = [against_zero(relation) for fact in self.family.ranges for relation in fact.relations]
        either = next((fact.either for fact in self.family.ranges if fact.either), ((),))
        return [[*always, *map(against_zero, some)] for some in either]

    def _by_ends(self, family: Family) -> Iterator[tuple[Expression, str]]:
        """The limits of a family that gives bounds alone; a symbol without any is a probability."""
        for name in self.names:
            lower, upper = family.ends.get(name, ((Fraction(0),), (Fraction(1),)))
            yield from ((Expression.symbol(name) - low, ">=") for low in lower)
            yield from ((high - Expression.symbol(name), ">=") for high in upper)

    def _spans(self, k: int, quotient: tuple[Terms, Terms]) -> Iterator[Span]:
        """The range over one conjunction; nothing when nothing satisfies it."""
        occurring = frozenset(name for terms in quotient for name in symbols_of(terms, self.names))
        if not occurring:
            value = _number(_over(quotient, {}, self.names))
            yield Span(value, value)
            return
        if (k, occurring) not in self._coupled:
            self._coupled[k, occurring] = CoupledLimits.of(self._limits[k], occurring, self.names)
        coupled = self._coupled[k, occurring]
        if coupled is not None:
            yield from coupled.spans(quotient)


@dataclass(frozen=True, eq=False)
class CoupledLimits:
    """The limits that bear on some open symbols, and the corners of the affine ones.

    Parameters
    ----------
    names : tuple of str
        All open symbols, in the order of the terms' powers.
    symbols : list of str
        Those that are meant.
    limits, nonlinear : list of comparisons
        All that bear on them, and those among them that are not affine.
    corner_groups : list of list of dict
        The corners of each group of symbols that the affine limits couple.
    """

    names: tuple[str, ...]
    symbols: list[str]
    limits: list[Comparison]
    nonlinear: list[Comparison]
    corner_groups: list[list[Corner]]

    @classmethod
    def of(cls, limits: Sequence[Comparison], occurring: frozenset[str], names: tuple[str, ...]) -> CoupledLimits | None:
        """Collect what bears on some symbols, directly or through others; None when nothing satisfies it."""
        reached, rest, bearing = set(occurring), list(limits), []
        while coupled := [limit for limit in rest if reached.intersection(symbols_of(limit[0], names))]:
            bearing += coupled
            rest = [limit for limit in rest if not any(limit is other for other in coupled)]
            reached.update(name for terms, _ in coupled for name in symbols_of(terms, names))
        symbols = [name for name in names if name in reached]
        rows, nonlinear = _rows(bearing, symbols, names)
        corner_groups = [corners(*group) for group in _groups(rows, symbols)]
        return cls(names, symbols, bearing, nonlinear, corner_groups) if all(corner_groups) else None

    @cached_property
    def inside(self) -> list[dict[str, fmpq]]:
        """Points at which all limits hold strictly."""
        return points_inside(self.limits, self.names, self.corner_groups)

    def spans(self, quotient: tuple[Terms, Terms]) -> Iterator[Span]:
        """The range of a quotient; nothing when nothing satisfies the limits."""
        at_corners = self._at_corners(quotient)
        if at_corners is not None:
            ends = [self._end(quotient, at_corners, side) for side in (-1, 1)] if self.nonlinear else [at_corners[0][0], at_corners[-1][0]]
            if all(end is not None for end in ends):
                yield Span(_number(ends[0]), _number(ends[1]))
                return
        interval = values_taken(quotient, self.limits, self.symbols, self.names)
        if interval is not None:
            if interval:
                yield Span(*interval)
        elif at_corners is not None:
            yield Span(_number(at_corners[0][0]), _number(at_corners[-1][0]), False)
        else:
            raise GameError("No bound is known.")

    def _at_corners(self, quotient: tuple[Terms, Terms]) -> list[tuple[Any, Corner]] | None:
        """A quotient at all corners, the lowest first; None when its extremes may lie elsewhere."""
        if prod(map(len, self.corner_groups)) > MOST_CORNERS or not all(
            self._is_affine(quotient, group[0]) for group in self.corner_groups
        ):
            return None
        values, signs = [], set()
        for choice in product(*self.corner_groups):
            corner = {name: x for vertex in choice for name, x in vertex.items()}
            signs.add(sign_of(at(quotient[1], corner, self.names)))
            if 0 in signs or len(signs) > 1:
                return None
            values.append((_over(quotient, corner, self.names), corner))
        return sorted(values, key=lambda pair: InOrder(_number(pair[0])))

    def _is_affine(self, quotient: tuple[Terms, Terms], group: Mapping[str, Any]) -> bool:
        """Whether numerator and denominator are affine in a group of symbols together."""
        which = [k for k, name in enumerate(self.names) if name in group]
        return all(sum(powers[k] for k in which) <= 1 for terms in quotient for powers in terms)

    def _end(self, quotient: tuple[Terms, Terms], at_corners: Sequence[tuple[Any, Corner]], side: int) -> Any | None:
        """The lowest (side -1) or highest value: at the outmost corner that is a limit of points inside, if none lies beyond it."""
        outward = at_corners if side < 0 else at_corners[::-1]
        for value, corner in outward[:CORNERS_TRIED]:
            if any(is_limit(corner, point, self.limits, self.names) for point in self.inside):
                proved = value == outward[0][0] or none_beyond(quotient, self.limits, self.symbols, self.names, value, side)
                return value if proved else None
        return None


def _number(number: Any) -> Number:
    """An exact number as others know it."""
    return simplest(number) if isinstance(number, Expression) else fraction(number)


def _over(quotient: tuple[Terms, Terms], corner: Corner, names: Sequence[str]) -> Any:
    return at(quotient[0], corner, names) / at(quotient[1], corner, names)


def _rows(limits: Sequence[Comparison], symbols: Sequence[str], names: Sequence[str]) -> tuple[list[Row], list[Comparison]]:
    """The affine limits, with those of a probability; and the others."""
    one, zero = fmpq(1), fmpq(0)
    rows: list[Row] = [row for name in symbols for row in (({name: one}, zero), ({name: -one}, one))]
    nonlinear = []
    for terms, relation in limits:
        form = affine(terms, names)
        if form is None:
            nonlinear.append((terms, relation))
        elif relation != "!=":  # single values are left out: the closure has them
            rows.append(form)
            if relation == "=":
                rows.append(({name: -c for name, c in form[0].items()}, -form[1]))
    return rows, nonlinear


def _groups(rows: Sequence[Row], symbols: Sequence[str]) -> list[tuple[list[Row], list[str]]]:
    """The symbols in groups that no row couples, each with its rows."""
    groups = [{name} for name in symbols]
    for slopes, _ in rows:
        touched = [group for group in groups if group.intersection(slopes)]
        if len(touched) > 1:
            groups = [group for group in groups if group not in touched] + [{name for group in touched for name in group}]
    return [([row for row in rows if group.intersection(row[0])], [n for n in symbols if n in group]) for group in groups]
