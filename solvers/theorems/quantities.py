"""The ends of the range of a quantity in a family, over what the family leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.numbers import Expression, Number, simplest
from games.parameter import Condition

from ..maps.region_signs import ParameterRegion
from ..results import Family


class Unresolved(Exception):
    """The ends of a range have no closed form here; the message says why."""


@dataclass(frozen=True)
class Ends:
    """A quantity's range in a family: between the largest of some numbers and the smallest of others.

    Parameters
    ----------
    lowest, highest : tuple of number
        In the parameters alone.
    ranges : bool
        Whether it is a range at all; otherwise both hold the one closed form.
    """

    lowest: tuple[Number, ...]
    highest: tuple[Number, ...]
    ranges: bool


def ends(number: Number, family: Family, region: ParameterRegion) -> Ends:
    """Find the ends of what a quantity may be in a family, all over a region.

    An open symbol is taken to its bounds where the quantity is proved to move one way with it, one symbol after the
    other, those first whose bounds refer to the others.

    Raises
    ------
    Unresolved
        When it is not proved to move one way, or its range is not given by bounds.
    """
    value = simplest(number)
    symbols = [name for name in value.free if name in family.free] if isinstance(value, Expression) else []
    if not symbols:
        return Ends((value,), (value,), False)
    if len(family.conditions) > 1:
        raise Unresolved(f"the range of {' and '.join(symbols)} depends on which of several conditions holds")
    missing = [name for name in symbols if name not in family.ends]
    if missing:
        raise Unresolved(f"the range of {missing[0]} is given by comparisons, not by bounds")
    extended = region.with_symbols_of(family)
    low, high = _outermost(value, family, extended, -1), _outermost(value, family, extended, 1)
    return Ends(low, high, True)


def _outermost(value: Number, family: Family, region: ParameterRegion, side: int) -> tuple[Number, ...]:
    """The numbers whose largest (side -1) or smallest (side 1) is the end of a range."""
    symbol = next((name for name in family.ends if isinstance(value, Expression) and name in value.free), None)
    if symbol is None or not isinstance(value, Expression):
        return (value,)
    moves = region.sign(value.derivative(symbol)).sign
    if moves not in ("+", "-"):
        raise Unresolved(f"it is not proved to move one way with {symbol}, which is left open")
    lower, upper = family.ends[symbol]
    below = (side < 0) == (moves == "+")
    bounds = _binding(lower, region, 1) if below else _binding(upper, region, -1)
    values = [simplest(value.at({symbol: bound})) for bound in bounds]
    if len(values) > 1 and any(isinstance(x, Expression) and any(name in family.free for name in x.free) for x in values):
        raise Unresolved(f"{symbol} has several bounds that refer to other open symbols")
    return tuple(end for x in values for end in _outermost(x, family, region, side))


def _binding(bounds: Sequence[Number], region: ParameterRegion, side: int) -> list[Number]:
    """The bounds of one side that are not proved to be implied by another."""
    binding = list(dict.fromkeys(bounds))
    for bound in list(binding):
        others = [other for other in binding if other is not bound]
        if any(region.sign((as_expression(other) - bound) * side).sign in ("+", "0") for other in others):
            binding.remove(bound)
    return binding


def where_it_binds(candidates: Sequence[Number], k: int, largest: bool) -> list[Condition]:
    """Where one of several numbers is the largest, or the smallest."""
    out = []
    for j, other in enumerate(candidates):
        if j != k:
            gap = (as_expression(candidates[k]) - other) * (1 if largest else -1)
            out.append(Condition(gap, True, f"{gap.text()} > 0"))
    return out


def as_expression(number: Number) -> Expression:
    """A number as an expression."""
    return number if isinstance(number, Expression) else Expression.constant(number)
