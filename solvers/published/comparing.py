"""Whether two answers are the same: exactly, as sets, and as regions of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from games import GameError
from games.numbers import Expression, read

from . import printed
from .answers import Answer, Interval, Near, OpenRegion, Region, Surface, Table
from .regions import equal_regions


def same(ours: Answer, published: Answer) -> bool:
    """Say whether an answer of ours is the published one.

    Parameters
    ----------
    ours, published : answer
        See `solvers.published.answers`.

    Returns
    -------
    bool
        Numbers and closed forms must be equal, not close, unless the published one is a `Near`; tables and sets must hold
        the same members; regions must be equal within the domain, which is proved.

    Examples
    --------
    >>> same(read("1 - q"), "(1 - q**2)/(1 + q)"), same(Interval(0, read("1/2"), True, False), "[0, 1/2]")
    (True, False)
    """
    match ours, published:
        case _, Near():
            return _is_near(ours, published)
        case Table(), Table():
            return _same_rows(ours, published)
        case Region() | OpenRegion(), str():
            return _same_region(ours, published)
        case Interval(), str():
            return ours == printed.interval(published)
        case Surface(), str():
            return _same_surface(ours.polynomial, published)
        case Mapping(), Mapping():
            return ours.keys() == published.keys() and all(same(ours[key], published[key]) for key in ours)
        case (set() | frozenset(), set() | frozenset()):
            return _same_members(list(ours), list(published))
        case (tuple() | list(), tuple() | list()):
            return len(ours) == len(published) and all(map(same, ours, published))
    if isinstance(ours, bool) or isinstance(published, bool):
        return ours is published
    return _same_value(ours, published)


def _is_near(ours: Answer, published: Near) -> bool:
    try:
        return abs(float(ours) - published.value) <= published.tolerance
    except (TypeError, ValueError):
        return False


def _same_rows(ours: Table, published: Table) -> bool:
    if set(ours.columns) != set(published.columns):
        return False
    if published.complete:
        return _same_members(ours.rows, published.rows)
    return all(any(same(a, b) for a in ours.rows) for b in published.rows)


def _same_members(ours: Iterable[Answer], published: Iterable[Answer]) -> bool:
    """Whether every member of one side is a member of the other."""
    ours, published = list(ours), list(published)
    return all(any(same(a, b) for b in published) for a in ours) and all(any(same(a, b) for a in ours) for b in published)


def _same_value(ours: Answer, published: Answer) -> bool:
    """Whether two numbers, closed forms or labels are the same."""
    if isinstance(ours, str) and isinstance(published, str) and ours == published:
        return True
    a, b = _expression(ours), _expression(published)
    return a is not None and b is not None and bool(a == b)


def _expression(answer: Answer) -> Expression | None:
    """An answer as an exact expression; None where it is a label."""
    if isinstance(answer, str):
        try:
            return read(answer)
        except GameError:
            return None
    try:
        return answer if isinstance(answer, Expression) else Expression.constant(answer)
    except TypeError:
        return None


@lru_cache(maxsize=4096)
def _same_region(ours: Region | OpenRegion, published: str) -> bool:
    """Whether a region is the published one; kept by object, since every row is compared with many, and expressions are slow to hash."""
    return equal_regions(ours.cases, printed.region(published), ours.domain)


def _same_surface(ours: Expression, published: str) -> bool:
    """Whether two polynomials are zero at the same places, taken with the same factors: they differ by a number."""
    (equation,) = printed.comparisons(published)
    difference = equation.difference
    numerator = Expression(difference.numerator, None, difference.roots)
    return equation.relation == "=" and bool(numerator) and (ours / numerator).is_constant
