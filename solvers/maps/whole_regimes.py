"""The range of a quantity over a whole regime: over its points and over what an equilibrium leaves open there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from games import GameError
from games.numbers import Expression, InOrder, Number

from ..results import Family, Regime, RegimeMap
from .limits import Comparison, Terms, symbols_of, terms_at
from .values_taken import values_taken

Interval = tuple[Number, Number]


def range_over(regime_map: RegimeMap, regime: Regime, family: Family, number: Number) -> Interval | None:
    """Find the least closed interval that holds all values of a closed form in a regime.

    Parameters
    ----------
    regime_map, regime : RegimeMap, Regime
        Where: the domain, and the regime's side of every wall.
    family : Family
        Whose closed form it is; what it leaves open runs over its range.
    number : number
        The closed form.

    Returns
    -------
    (number, number) or None
        Its ends; None where it has none, or where eliminating the parameters does not go through.
    """
    if not isinstance(number, Expression) or not number.names:
        return number, number
    names = (*regime_map.over, *family.free)
    try:
        quotient = terms_at(number, {}, names)
        here = [_compared(c.expression, ">" if c.strict else ">=", names) for c in regime_map.game.domain.conditions]
        walls = zip(regime_map.walls, regime.signs, strict=True)
        here += [_compared(wall.polynomial * sign, ">", names) for wall, sign in walls]
        open_ = [[_compared(e, relation, names) for e, relation in case] for case in family.limits or ((),)]
    except GameError:  # a root that speaks of parameters
        return None
    intervals: list[Interval] = []
    for case in open_:
        symbols, limits = _connected(quotient, [*here, *case], names)
        values = values_taken(quotient, limits, symbols, names, free=regime_map.over)
        if values is None:
            return None
        if values:
            intervals.append(values)
    if not intervals:
        return None
    return min((low for low, _ in intervals), key=InOrder), max((high for _, high in intervals), key=InOrder)


def hull_over(ranges: Iterable[Interval | None]) -> Interval | None:
    """The least interval that holds several; None when one of them is not known."""
    some = list(ranges)
    known = [one for one in some if one is not None]
    if len(known) < len(some) or not known:
        return None
    return min((low for low, _ in known), key=InOrder), max((high for _, high in known), key=InOrder)


def _compared(expression: Expression, relation: str, names: Sequence[str]) -> Comparison:
    """A comparison with zero without a denominator: the quotient is multiplied by its square."""
    top, bottom = terms_at(expression, {}, names)
    return (top if relation in ("=", "!=") else _product(top, bottom)), relation


def _product(one: Terms, two: Terms) -> Terms:
    out: Terms = {}
    for a, x in one.items():
        for b, y in two.items():
            powers = tuple(i + j for i, j in zip(a, b, strict=True))
            out[powers] = out.get(powers, 0) + x * y
    return {powers: c for powers, c in out.items() if c != 0}


def _connected(quotient: tuple[Terms, Terms], limits: Sequence[Comparison], names: Sequence[str]) -> tuple[list[str], list[Comparison]]:
    """The symbols that bear on a quotient, and the comparisons in them; others hold somewhere, whatever these are."""
    reached = {name for terms in quotient for name in symbols_of(terms, names)}
    chosen: list[Comparison] = []
    waiting = [limit for limit in limits if symbols_of(limit[0], names)]
    while touching := [limit for limit in waiting if reached.intersection(symbols_of(limit[0], names))]:
        chosen += touching
        waiting = [limit for limit in waiting if not any(limit is one for one in touching)]
        reached |= {name for terms, _ in touching for name in symbols_of(terms, names)}
    return [name for name in names if name in reached], chosen
