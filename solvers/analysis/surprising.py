"""Walls near the defaults across which much changes: `surprises`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from games.numbers import Number, simplest

from ..maps.comparison import outcome_spans
from ..requests import check_map
from ..results import Regime, RegimeMap, Tabular, Wall

if TYPE_CHECKING:
    import pandas

CLOSE = 10**12  # walls that are no fractions are approached to within one part in so many


@dataclass(frozen=True)
class Surprise:
    """A wall, met when one parameter leaves its default and the others stay.

    Parameters
    ----------
    parameter : str
        Which parameter moves.
    wall : str
        Where, as a threshold.
    distance : float
        From the default, relative to it where it is not zero.
    jump : float
        The probability of outcomes that moves: half the sum over outcomes of how far the ends of their ranges jump, the farther end.
    outcomes : dict from str to ((number, number), (number, number))
        The ranges that jump, on the side of the default and beyond.
    ends, begins : tuple of str
        Families that exist on the side of the default only, and beyond only.
    """

    parameter: str
    wall: str
    distance: float
    jump: float
    outcomes: Mapping[str, tuple[tuple[Number, Number], tuple[Number, Number]]]
    ends: tuple[str, ...]
    begins: tuple[str, ...]

    @property
    def surprise(self) -> float:
        """The jump for each unit of distance: a great change behind a small one."""
        return self.jump / self.distance if self.distance else float("inf")


@dataclass(frozen=True)
class Surprises(Tabular):
    """Walls around the defaults, the most surprising ones first.

    Parameters
    ----------
    game : str
        Of which game.
    found : tuple of Surprise
        Walls at which outcomes jump, by jump against distance.
    """

    game: str
    found: tuple[Surprise, ...]

    def frame(self) -> pandas.DataFrame:
        """Give a table, a row a wall."""
        import pandas

        rows = [(s.parameter, s.wall, s.distance, s.jump, s.surprise, ", ".join(s.outcomes)) for s in self.found]
        return pandas.DataFrame(rows, columns=["parameter", "wall", "distance", "jump", "surprise", "outcomes"])

    def __repr__(self) -> str:
        return f"<Surprises in {self.game}: {', '.join(s.wall for s in self.found[:3]) or 'none'}>"


def surprises(map: RegimeMap, parameters: Sequence[str] | None = None) -> Surprises:
    """Rank the walls around the defaults by how much jumps there against how near they are.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    parameters : sequence of str, optional
        Those that move, one at a time; all of the map's when None.

    Returns
    -------
    Surprises
        Every wall on these lines through the defaults at which outcome probabilities jump; where they only bend there is no surprise.

    Notes
    -----
    Each line is mapped anew, so that its walls are exact. The size of payoffs plays no part, since their units differ.

    Examples
    --------
    >>> import games, solvers
    >>> surprises(solvers.regimes(games.load("coercive_diplomacy"), ("d", "pi_us")), ["d"]).found[0].wall
    'd = 5/7'
    """
    check_map(map, "surprises")
    found = [s for name in parameters or map.over for s in _along(map, name)]
    return Surprises(map.game.name, tuple(sorted(found, key=lambda s: (-s.surprise, s.wall))))


def _along(map: RegimeMap, name: str) -> Iterator[Surprise]:
    """The walls on the line on which one parameter moves."""
    line = map.section(name)
    default = map.game.defaults[name]
    ordered = sorted(line.regimes, key=lambda regime: regime.sample[name])
    for low, high in pairwise(ordered):
        crossed = [wall for wall, a, b in zip(line.walls, low.signs, high.signs, strict=True) if a != b]
        for wall in crossed[:1]:
            yield from _jump(line, name, wall, low, high, default)


def _jump(line: RegimeMap, name: str, wall: Wall, low: Regime, high: Regime, default: Fraction) -> Iterator[Surprise]:
    value = _value(wall, name, low, high)
    here, beyond = (low, high) if default < value else (high, low)
    sides = [outcome_spans(line.game, [line.family(f) for f in regime.families], {name: value}) for regime in (here, beyond)]
    none = (Fraction(0), Fraction(0))
    ranges = {
        label: tuple((span.lowest, span.highest) if (span := side.get(label)) else none for side in sides)
        for label in dict.fromkeys((*sides[0], *sides[1]))
    }
    moved = {k: (a, b) for k, (a, b) in ranges.items() if max(abs(float(a[0]) - float(b[0])), abs(float(a[1]) - float(b[1]))) > 1e-9}
    if moved:
        jump = sum(max(abs(float(a[0]) - float(b[0])), abs(float(a[1]) - float(b[1]))) for a, b in moved.values()) / 2
        distance = abs(float(value - default)) / (abs(float(default)) or 1.0)
        ends = tuple(f for f in here.families if f not in beyond.families)
        begins = tuple(f for f in beyond.families if f not in here.families)
        yield Surprise(name, wall.threshold.text(), distance, jump, moved, ends, begins)


def _value(wall: Wall, name: str, low: Regime, high: Regime) -> Fraction:
    """The parameter's value at a wall between two regimes: exact where it is a fraction, else very near."""
    left, right = low.sample[name], high.sample[name]
    value = wall.threshold.right
    if isinstance(value, Fraction) and left < value < right and wall.polynomial.at({name: value}) == 0:
        return value
    sign = float(simplest(wall.polynomial.at({name: left}))) > 0
    while (right - left) * CLOSE > 1:
        middle = (left + right) / 2
        at = simplest(wall.polynomial.at({name: middle}))
        if at == 0:
            return middle
        left, right = (middle, right) if (float(at) > 0) == sign else (left, middle)
    return ((left + right) / 2).limit_denominator(CLOSE)
