"""What changes when a wall is crossed: families that come and go, and what they bring, at a point of the wall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.numbers import Expression, Number, text
from games.parameter import Condition, quickly

from ..maps.comparison import KINDS, hull, quantities, span_of
from ..maps.continuum import Continuum
from ..maps.continuum import Span as Ranged
from ..results import Name, Regime, RegimeMap, Wall
from .quantities import as_expression

if TYPE_CHECKING:
    import pandas

Span = tuple[Number, Number]
FIRST = 6  # points of a regime that are moved onto a wall first: mostly one of them will do
NEAR = 1e-9  # a wall's polynomial within this of zero is evaluated exactly


@dataclass(frozen=True)
class Crossing:
    """A step from one regime to its neighbour across one wall.

    Parameters
    ----------
    wall : Wall
        The wall.
    below, above : Regime
        The regimes on its negative and its positive side.
    at : dict from str to Fraction
        A rational point on the wall between them.
    lost, gained : tuple of Name
        The families that exist only below, and only above; `ends` and `begins` are their names as texts.
    changes : dict from (kind, quantity) to (range below, range above)
        The outcomes, measures and payoffs whose range over coexisting equilibria jumps there.
    """

    wall: Wall
    below: Regime
    above: Regime
    at: Mapping[str, Fraction]
    lost: tuple[Name, ...]
    gained: tuple[Name, ...]
    changes: Mapping[tuple[str, str], tuple[Span, Span]]

    @property
    def ends(self) -> tuple[str, ...]:
        """The families that exist only below."""
        return tuple(called.text() for called in self.lost)

    @property
    def begins(self) -> tuple[str, ...]:
        """The families that exist only above."""
        return tuple(called.text() for called in self.gained)

    def sentence(self) -> str:
        """Say it in a sentence."""
        where = self.wall.threshold.text()
        lost, gained = (list(dict.fromkeys(called.of_path.text() for called in names)) for names in (self.lost, self.gained))
        ends, begins = [n for n in lost if n not in gained], [n for n in gained if n not in lost]
        changed_off_path = [n for n in lost if n in gained]
        if ends and begins:
            what = [f"{_named(ends)} {_verb('give', ends)} way to {_named(begins)}"]
        else:
            what = [f"{_named(ends)} {_verb('end', ends)}"] if ends else [f"{_named(begins)} {_verb('begin', begins)}"] if begins else []
        what += [f"{_named(changed_off_path)} {_verb('change', changed_off_path)} off the path only"] if changed_off_path else []
        jumps = [f"{'payoff of ' if kind == 'payoff' else ''}{name} {_moved(*spans)}" for (kind, name), spans in self.changes.items()]
        moves = "; ".join(jumps) or "no outcome, measure or payoff jumps"
        coordinates = ", ".join(f"{name} = {text(value)}" for name, value in self.at.items())
        return f"Crossing {where} from {self.below.name} to {self.above.name}, {'; '.join(what)}; at {coordinates}: {moves}."


def _named(names: Sequence[str]) -> str:
    return " and ".join(f"'{name}'" for name in names)


def _verb(word: str, subjects: Sequence[str]) -> str:
    return word if len(subjects) > 1 else f"{word}s"


def _moved(before: Span, after: Span) -> str:
    def span(ends: Span) -> str:
        return text(ends[0]) if ends[0] == ends[1] else f"{text(ends[0])} to {text(ends[1])}"

    if before[0] == before[1] and after[0] == after[1]:
        change = as_expression(after[0]) - before[0]
        return f"{'+' if float(change) > 0 else ''}{text(change)} (from {text(before[0])} to {text(after[0])})"
    return f"{span(before)} before and {span(after)} after"


def crossings(regime_map: RegimeMap) -> list[Crossing]:
    """Give a crossing for every pair of neighbouring regimes between which a rational point of their wall is found."""
    out = []
    for k, wall in enumerate(regime_map.walls):
        for below, above in neighbours(regime_map, k):
            point = on_wall(regime_map, k, below, above)
            if point is None:
                continue
            lost = tuple(regime_map.family(name).called for name in below.families if name not in above.families)
            gained = tuple(regime_map.family(name).called for name in above.families if name not in below.families)
            if lost or gained:
                out.append(Crossing(wall, below, above, point, lost, gained, dict(_changes(regime_map, below, above, point))))
    return out


def crossing_frame(regime_map: RegimeMap) -> pandas.DataFrame:
    """Give the crossings as a long table: a row for each quantity that jumps."""
    import pandas

    rows: list[dict[str, Any]] = []
    for c in crossings(regime_map):
        for (kind, name), (before, after) in c.changes.items():
            rows.append(
                {
                    "wall": c.wall.threshold.text(),
                    "from": c.below.name,
                    "to": c.above.name,
                    "kind": kind,
                    "quantity": name,
                    "lowest_before": before[0],
                    "highest_before": before[1],
                    "lowest_after": after[0],
                    "highest_after": after[1],
                    "at": ", ".join(f"{n} = {text(v)}" for n, v in c.at.items()),
                }
            )
    columns = ["wall", "from", "to", "kind", "quantity", "lowest_before", "highest_before", "lowest_after", "highest_after", "at"]
    return pandas.DataFrame(rows, columns=columns)


def neighbours(regime_map: RegimeMap, k: int) -> Iterator[tuple[Regime, Regime]]:
    """Pairs of regimes that differ in the sign of one wall only, the one on its negative side first."""
    by_signs = {regime.signs: regime for regime in regime_map.regimes}
    for signs, regime in by_signs.items():
        if signs[k] < 0:
            neighbour = by_signs.get(tuple(1 if i == k else s for i, s in enumerate(signs)))
            if neighbour is not None:
                yield regime, neighbour


def on_wall(regime_map: RegimeMap, k: int, below: Regime, above: Regime, tries: int = 60) -> dict[str, Fraction] | None:
    """A rational point on a wall, between two regimes that differ only in its sign; None when none is found.

    Points of either regime are moved onto the wall along a parameter in which it is linear.
    """
    wall = regime_map.walls[k].polynomial
    evaluators = [(quickly(w.polynomial), s) for i, (w, s) in enumerate(zip(regime_map.walls, below.signs, strict=True)) if i != k]
    for regime, count in ((below, FIRST), (above, FIRST), (below, tries), (above, tries)):  # mostly the first few will do
        conditions = [Condition(w.polynomial * s, True, "") for w, s in zip(regime_map.walls, regime.signs, strict=True)]
        for point in regime_map.game.domain.also(conditions, regime.sample).points(count, seed=k, thin=4):
            for name in wall.free:
                for candidate in onto(wall, name, point):
                    floats = {n: float(v) for n, v in candidate.items()}
                    if any(value(floats) * s < -NEAR for value, s in evaluators):  # clearly beyond another wall
                        continue
                    signs = regime_map.signs(candidate)
                    between = signs[k] == 0 and all(s == below.signs[i] for i, s in enumerate(signs) if i != k)
                    if between and regime_map.game.domain.surrounds(candidate):
                        return candidate
    return None


def onto(wall: Expression, name: str, point: Mapping[str, Fraction]) -> Iterator[dict[str, Fraction]]:
    """Points of a wall near a point, reached along one parameter; those with round coordinates first."""
    others = {n: v for n, v in point.items() if n != name}
    for denominator in (10, 100, None):
        rounded = others if denominator is None else {n: v.limit_denominator(denominator) for n, v in others.items()}
        root = _root(wall.at(rounded), name)
        if root is not None:
            yield {n: root if n == name else rounded[n] for n in point}


def _root(line: Number, name: str) -> Fraction | None:
    """The zero of an expression in one symbol, when it is linear in it."""
    if not isinstance(line, Expression):
        return None
    zero, one, two = (Fraction(str(line.at({name: value}))) for value in (0, 1, 2))
    slope = one - zero
    return -zero / slope if slope and two - one == slope else None


def _changes(
    regime_map: RegimeMap, below: Regime, above: Regime, point: Mapping[str, Fraction]
) -> Iterator[tuple[tuple[str, str], tuple[Span, Span]]]:
    sides: list[dict[tuple[str, str], list[Ranged]]] = []
    for regime in (below, above):
        spans: dict[tuple[str, str], list[Ranged]] = {}
        for opened in (Continuum(regime_map.family(name), point) for name in regime.families):
            for kind in KINDS:
                for quantity in quantities(opened.family, kind):
                    spans.setdefault((kind, quantity), []).append(span_of(regime_map.game, kind, quantity, opened))
        sides.append(spans)
    for key in (key for key in sides[0] if key in sides[1]):
        before, after = (hull(side[key]) for side in sides)
        if before.exact and after.exact and before != after:
            yield key, ((before.lowest, before.highest), (after.lowest, after.highest))
