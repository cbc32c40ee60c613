"""Comparative statics as theorems: the derivative of a quantity in every regime and family, and its proved sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from games import GameError
from games.numbers import Expression, Number, simplest, text

from ..maps.region_signs import Ground
from ..results import Family, FamilyStatic, RegimeMap, RegimeStatic, Sign, Statics
from .jumps import jumps
from .quantities import Ends, Quantity, Unresolved, as_expression, ends, quantity, where_it_binds


def comparative_statics(found: RegimeMap, of: str, by: str) -> Statics:
    """Differentiate a quantity by a parameter in every regime and family of a map, and prove the sign.

    Parameters
    ----------
    found : RegimeMap
        The map.
    of : str
        An outcome, a measure, a player (its payoff) or a mixing probability, as `quantity` reads it.
    by : str
        One of the map's parameters.
    """
    if by not in found.over:
        known = ", ".join(found.over) or "none"
        raise GameError(f"{by!r} is not among the map's parameters ({known}); map over it to differentiate by it.")
    asked = quantity(found.game, of)
    regimes = []
    for regime in found.regimes:
        ground = Ground.of(found, regime)
        families = tuple(row for name in regime.families for row in _family(found.family(name), asked, by, ground))
        regimes.append(RegimeStatic(regime.name, regime.conditions, families, common(row.sign for row in families)))
    return Statics(
        game=found.game.name,
        title=found.game.title,
        concept=found.solved.concept,
        parameters=found.game.parameters,
        of=asked.name,
        kind=asked.kind,
        by=by,
        found=found.found,
        regimes=tuple(regimes),
        jumps=tuple(jumps(found, asked, by)),
    )


def common(signs: Iterable[str]) -> str:
    """The sign that all have; mixed when they differ, undecided when they might not."""
    seen = set(signs)
    if len(seen) == 1:
        return seen.pop()
    return "mixed" if "mixed" in seen or len(seen - {"undecided"}) > 1 else "undecided"


def _family(family: Family, asked: Quantity, by: str, ground: Ground) -> Iterator[FamilyStatic]:
    number = asked.of(family)
    try:
        found = ends(number, family, ground)
    except Unresolved as why:
        shown = number if isinstance(number, Expression) else None
        yield FamilyStatic(family.name, "", (), shown, None, "undecided", f"The family leaves the quantity open; {why}.")
        return
    if not found.ranges:
        yield _static(family, "", (), found.lowest[0], by, ground, "")
        return
    yield from _ends(family, found, by, ground)


def _ends(family: Family, found: Ends, by: str, ground: Ground) -> Iterator[FamilyStatic]:
    """One row for each end of a range, and for each closed form that is the end somewhere."""
    for end, candidates in (("lowest", found.lowest), ("highest", found.highest)):
        for k, candidate in enumerate(candidates):
            binds = where_it_binds(candidates, k, end == "lowest")
            part = ground.within(binds, f"{ground.name} where it is the {end}") if binds else ground
            if part is not None:
                said = f"The family leaves a range open; this is its {end} value. "
                yield _static(family, end, tuple(c.text for c in binds), candidate, by, part, said)


def _static(family: Family, end: str, where: tuple[str, ...], value: Number, by: str, ground: Ground, before: str) -> FamilyStatic:
    slope = simplest(as_expression(value).derivative(by))
    sign = ground.sign(slope)
    proof = before + _proof(value, slope, by, sign)
    return FamilyStatic(family.name, end, where, value, slope, sign.sign, proof, sign.evidence)


def _proof(value: Number, slope: Number, by: str, sign: Sign) -> str:
    if not isinstance(value, Expression) or by not in value.free:
        return f"{text(value)} does not depend on {by}."
    if not isinstance(slope, Expression) or not slope.free:
        return f"The derivative is the constant {text(slope)}."
    return f"{sign.proof[:1].upper()}{sign.proof[1:]}."
