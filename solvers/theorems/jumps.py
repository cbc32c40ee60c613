"""What a quantity does at a wall: how the range over coexisting equilibria jumps, proved all along the wall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games import GameError
from games.numbers import Expression, Number, simplest, text
from games.parameter import Condition

from ..maps.region_signs import ParameterRegion, sides
from ..results import Family, Jump, Regime, RegimeMap, Sign, Wall
from ..results.quantities import Quantity
from .quantities import Ends, Unresolved, as_expression, ends
from .wall_crossing import neighbours, on_wall


def jumps(regime_map: RegimeMap, quantity: Quantity, by: str) -> Iterator[Jump]:
    """Give the jump of a quantity's range between every two neighbouring regimes.

    The step goes the way in which the parameter rises, where the wall depends on it in one way.
    """
    regions = {regime.name: ParameterRegion.of(regime_map, regime) for regime in regime_map.regimes}
    for k, wall in enumerate(regime_map.walls):
        slope = wall.polynomial.derivative(by)
        for below, above in neighbours(regime_map, k):
            point = on_wall(regime_map, k, below, above)
            if point is None and apart(regime_map, k, below):
                continue
            turn = regions[below.name].sign(slope).sign if point is not None and slope else "0"
            before, after = (above, below) if turn == "-" else (below, above)
            face = None if point is None else face_between(regime_map, k, below, point)
            yield _jump(regime_map, wall, before, after, quantity, face, point, turn in ("+", "-"))


def apart(regime_map: RegimeMap, k: int, below: Regime) -> bool:
    """Whether a regime and its neighbour across a wall are proved not to touch: no point of the wall lies between them."""
    wall = regime_map.walls[k].polynomial
    equation = [Condition(wall, False, ""), Condition(-wall, False, "")]
    domain = ParameterRegion(regime_map.game.domain.also((), below.sample), "the domain")
    return domain.empty([*sides(regime_map, below, but=k), *equation]) is True


@dataclass(frozen=True)
class Face:
    """The part of a wall between two regimes: one parameter is given by the others.

    Parameters
    ----------
    region : ParameterRegion
        In the other parameters.
    name : str
        The parameter that is given.
    value : Expression
        By what.
    point : dict from str to Fraction
        A point on it.
    """

    region: ParameterRegion
    name: str
    value: Number
    point: dict[str, Fraction]

    def put(self, number: Number) -> Number:
        """A closed form on the wall."""
        return simplest(number.at({self.name: self.value})) if isinstance(number, Expression) else number

    def value_of(self, expression: Expression) -> Expression:
        """An expression on the wall."""
        return as_expression(self.put(expression))

    def whole(self, point: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """A point of the wall, from its other coordinates."""
        value = simplest(self.value.at(point)) if isinstance(self.value, Expression) else self.value
        return {name: as_expression(value).fraction() if name == self.name else point[name] for name in self.point}


def face_between(regime_map: RegimeMap, k: int, below: Regime, point: dict[str, Fraction]) -> Face | None:
    """The wall solved for a parameter in which it is linear, its slope not zero in the regime; None when there is none."""
    wall = regime_map.walls[k].polynomial
    conditions = sides(regime_map, below, but=k)
    inside = regime_map.game.domain.also(conditions, point)
    region = ParameterRegion(inside, "the wall")
    for name in wall.free:
        slope = wall.derivative(name)
        if name in slope.free or region.sign(slope).sign not in ("+", "-"):
            continue
        zero = -as_expression(wall.at({name: 0})) / slope
        try:
            domain = inside.fixing({name: simplest(zero)})
        except ZeroDivisionError:
            continue
        wall_region = ParameterRegion(domain, f"the wall {name} = {zero.text()}")
        if domain.surrounds({n: v for n, v in point.items() if n != name}):
            return Face(wall_region, name, simplest(zero), point)
    return None


def _jump(
    regime_map: RegimeMap,
    wall: Wall,
    before: Regime,
    after: Regime,
    quantity: Quantity,
    face: Face | None,
    point: dict[str, Fraction] | None,
    rising: bool,
) -> Jump:
    """The jump of both ends of the range from one regime to the next, and from family to family."""
    name = wall.threshold.text()
    if face is None:
        why = "no rational point of the wall between the two was found" if point is None else "the wall is linear in no parameter"
        unknown = Sign("undecided", why)
        return Jump(name, before.name, after.name, rising, "undecided", unknown, unknown, point)
    spans = [_spans([regime_map.family(n) for n in regime.families], quantity, face) for regime in (before, after)]
    lowest, highest = (_step(spans[0], spans[1], side, face) for side in (-1, 1))
    return Jump(
        name,
        before.name,
        after.name,
        rising,
        together(lowest.sign, highest.sign),
        lowest,
        highest,
        point,
        tuple(_changes(regime_map, before, after, quantity, face)),
    )


def together(lowest: str, highest: str) -> str:
    """The sign of a range's move, from those of its ends."""
    signs = {lowest, highest}
    if "undecided" in signs:
        return "mixed" if "mixed" in signs else "undecided"
    moving = signs - {"0"}
    return "0" if not moving else moving.pop() if len(moving) == 1 else "mixed"


# ------------------------------------------------------------------ one end


def _spans(families: Sequence[Family], quantity: Quantity, face: Face) -> list[Ends] | str:
    """The ends of the quantity in every family on the wall; why not, where there is no closed form."""
    out = []
    for family in families:
        try:
            bounds = {x: (tuple(map(face.put, low)), tuple(map(face.put, high))) for x, (low, high) in family.ends.items()}
            out.append(ends(face.put(quantity.of(family)), replace(family, ends=bounds), face.region))
        except Unresolved as why:
            return f"{family.name} leaves the quantity open; {why}"
        except (ZeroDivisionError, GameError):
            return f"the closed form of {family.name} ends at the wall"
    return out


def _step(before: list[Ends] | str, after: list[Ends] | str, side: int, face: Face) -> Sign:
    """How one end of the range over families jumps."""
    for spans in (before, after):
        if isinstance(spans, str):
            return Sign("undecided", spans)
    try:
        start, end = (_extreme(spans, side, face) for spans in (before, after) if not isinstance(spans, str))
    except GameError as why:  # a root by its number, which may end at the wall
        return Sign("undecided", str(why))
    change = as_expression(end[0]) - start[0]
    if start[1] and end[1]:
        sign = face.region.sign(change)
        move = f"from {text(start[0])} to {text(end[0])}"
        return Sign(sign.sign, f"{move}; {sign.proof}", sign.evidence)
    jump = simplest(change.at(face.point))
    return Sign("undecided", f"which family gives this end is not proved; at the point given it jumps by {text(jump)}")


def _extreme(spans: Sequence[Ends], side: int, face: Face) -> tuple[Number, bool]:
    """The lowest (side -1) or highest value over families on the wall, and whether that it is so is proved all along it."""
    at = {n: v for n, v in face.point.items() if n != face.name}

    def value_at_point(number: Number) -> float:
        return float(number.at(at) if isinstance(number, Expression) else number)

    def within(one: Number, two: Number) -> bool:
        """Whether the first is proved not to lie farther out than the second."""
        return face.region.sign((as_expression(two) - one) * side).sign in ("+", "0")

    options = [span.lowest if side < 0 else span.highest for span in spans]
    binding = [(max if side < 0 else min)(option, key=value_at_point) for option in options]
    value = (min if side < 0 else max)(binding, key=value_at_point)
    attained = binding.index(value)
    proved = all(within(value, other) for other in options[attained] if other is not value)
    return value, proved and all(k == attained or any(within(other, value) for other in option) for k, option in enumerate(options))


def _changes(regime_map: RegimeMap, before: Regime, after: Regime, quantity: Quantity, face: Face) -> Iterator[tuple[str, str, Sign]]:
    """The jumps from each family that ends to each that begins, where neither leaves the quantity open."""
    for ending in (name for name in before.families if name not in after.families):
        for beginning in (name for name in after.families if name not in before.families):
            spans = _spans([regime_map.family(ending), regime_map.family(beginning)], quantity, face)
            if not isinstance(spans, str) and not any(span.ranges for span in spans):
                change = as_expression(spans[1].lowest[0]) - spans[0].lowest[0]
                sign = face.region.sign(change)
                move = f"from {text(spans[0].lowest[0])} to {text(spans[1].lowest[0])}"
                yield ending, beginning, Sign(sign.sign, f"{move}; {sign.proof}", sign.evidence)
