"""Comparative statics as theorems: the derivative of a quantity in every regime and family, and its proved sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from games import GameError
from games.numbers import Expression, Number, simplest, text

from ..maps.region_signs import ParameterRegion
from ..results import Family, FamilyStatic, RegimeMap, RegimeStatic, Sign, Statics
from ..results.quantities import Quantity, quantity_named
from .jumps import jumps
from .quantities import Ends, Unresolved, as_expression, ends, where_it_binds


def comparative_statics(regime_map: RegimeMap, of: str, by: str) -> Statics:
    """Differentiate a quantity by a parameter in every regime and family of a map, and prove the sign.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    of : str
        An outcome, a measure, a player (its payoff) or a mixing probability, as `quantity` reads it.
    by : str
        One of the map's parameters.
    """
    if by not in regime_map.over:
        names = ", ".join(regime_map.over) or "none"
        raise GameError(f"{by!r} is not among the map's parameters ({names}); map over it to differentiate by it.")
    quantity = quantity_named(regime_map.game, of)
    regimes = []
    for regime in regime_map.regimes:
        region = ParameterRegion.of(regime_map, regime)
        families = tuple(row for name in regime.families for row in _family(regime_map.family(name), quantity, by, region))
        regimes.append(RegimeStatic(regime.name, regime.conditions, families, common(row.sign for row in families)))
    return Statics(
        game=regime_map.game.name,
        title=regime_map.game.title,
        concept=regime_map.solved.concept,
        parameters=regime_map.game.parameters,
        of=quantity.name,
        kind=quantity.kind,
        by=by,
        found=regime_map.found,
        regimes=tuple(regimes),
        jumps=tuple(jumps(regime_map, quantity, by)),
    )


def common(signs: Iterable[str]) -> str:
    """The sign that all have; mixed when they differ, undecided when they might not."""
    distinct = set(signs)
    if len(distinct) == 1:
        return distinct.pop()
    return "mixed" if "mixed" in distinct or len(distinct - {"undecided"}) > 1 else "undecided"


def _family(family: Family, quantity: Quantity, by: str, region: ParameterRegion) -> Iterator[FamilyStatic]:
    number = quantity.of(family)
    try:
        extremes = ends(number, family, region)
    except Unresolved as why:
        shown = number if isinstance(number, Expression) else None
        yield FamilyStatic(family.name, "", (), shown, None, "undecided", f"The family leaves the quantity open; {why}.")
        return
    if not extremes.ranges:
        yield _static(family, "", (), extremes.lowest[0], by, region, "")
        return
    yield from _ends(family, extremes, by, region)


def _ends(family: Family, extremes: Ends, by: str, region: ParameterRegion) -> Iterator[FamilyStatic]:
    """One row for each end of a range, and for each closed form that is the end somewhere."""
    for end, candidates in (("lowest", extremes.lowest), ("highest", extremes.highest)):
        for k, candidate in enumerate(candidates):
            binds = where_it_binds(candidates, k, end == "lowest")
            subregion = region.within(binds, f"{region.name} where it is the {end}") if binds else region
            if subregion is not None:
                preface = f"The family leaves a range open; this is its {end} value. "
                yield _static(family, end, tuple(c.text for c in binds), candidate, by, subregion, preface)


def _static(
    family: Family, end: str, where: tuple[str, ...], value: Number, by: str, region: ParameterRegion, preface: str
) -> FamilyStatic:
    slope = simplest(as_expression(value).derivative(by))
    sign = region.sign(slope)
    proof = preface + _proof(value, slope, by, sign)
    return FamilyStatic(family.name, end, where, value, slope, sign.sign, proof, sign.evidence)


def _proof(value: Number, slope: Number, by: str, sign: Sign) -> str:
    if not isinstance(value, Expression) or by not in value.free:
        return f"{text(value)} does not depend on {by}."
    if not isinstance(slope, Expression) or not slope.free:
        return f"The derivative is the constant {text(slope)}."
    return f"{sign.proof[:1].upper()}{sign.proof[1:]}."
