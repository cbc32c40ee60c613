"""The crisis of Lewis and Schultz (2003) by name: what it is, its equilibria at a point, and its walls along a parameter."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from games import GameError
from games.numbers import Expression, Number, exact, flint_number, read, simplest, text

from . import floats, uniform
from .listed import ShockEquilibria, ShockEquilibrium, ShockWall, ShockWalls

OUTCOMES = ("status quo", "concession", "back down", "fight")
COMMON = ("V_A", "S_A", "V_B", "C_B")
PARAMETERS = {
    "normal": (*COMMON, "W_A", "a", "W_B"),
    "uniform": (*COMMON, "w_A0", "w_A1", "a0", "a1", "w_B0", "w_B1"),
}
NEEDS = {
    "normal": (("S_A", "V_A"),),
    "uniform": (("S_A", "V_A"), ("C_B", "V_B"), ("w_A0", "w_A1"), ("a0", "a1"), ("w_B0", "w_B1")),
}
MEANS = {
    "V_A": "what a concession is worth to A",
    "S_A": "what the status quo is worth to A",
    "V_B": "what it is worth to B that A backs down",
    "C_B": "what conceding is worth to B",
    "W_A": "the mean of what war is worth to A",
    "a": "the mean of what backing down is worth to A",
    "W_B": "the mean of what war is worth to B",
}


@dataclass(frozen=True)
class OutcomeShocks:
    """A crisis with shocks to outcomes that are known from the start (Lewis and Schultz 2003).

    Parameters
    ----------
    law : {"normal", "uniform"}
        The law of the shocks to A's war, A's backing down and B's war; the normal ones have variance one.

    Notes
    -----
    A challenges or not; B concedes or resists; A fights or backs down. A knows its own payoffs from war and from backing down, B its
    own from war.

    Payoffs to A: ``S_A`` at the status quo, ``V_A`` from a concession, ``a`` plus a shock from backing down, ``W_A`` plus a shock from
    war. To B: ``C_B`` from conceding, ``V_B`` when A backs down, ``W_B`` plus a shock from war.

    References
    ----------
    Lewis, J. B. and Schultz, K. A. (2003). Revealing preferences: empirical estimation of a crisis bargaining game with
    incomplete information. *Political Analysis* 11(4), 345-367.
    """

    law: str = "normal"
    players: tuple[str, ...] = field(default=("A", "B"), init=False)
    outcomes: tuple[str, ...] = field(default=OUTCOMES, init=False)

    def __post_init__(self) -> None:
        if self.law not in PARAMETERS:
            raise GameError(f"The shocks of this crisis are normal or uniform; found law={self.law!r}.")

    @property
    def name(self) -> str:
        """What it is called."""
        return f"lewis_schultz({self.law!r})"

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its parameters; none has a default, since which are normalised is for the user to say."""
        return PARAMETERS[self.law]

    def point(self, **at: object) -> dict[str, Fraction]:
        """Read a full point.

        Raises
        ------
        GameError
            For an unknown or missing parameter, what is no number, or a point at which the crisis is none.
        """
        values = self._read(at, None)
        point = {name: Fraction(x) for name, x in values.items() if not isinstance(x, Expression)}
        for low, high in NEEDS[self.law]:
            if not point[low] < point[high]:
                raise GameError(
                    f"{low} = {text(point[low])}, {high} = {text(point[high])} violates {low} < {high}, which the crisis assumes."
                )
        return point

    def _read(self, at: Mapping[str, object], symbol: str | None) -> dict[str, Number]:
        unknown = [name for name in at if name not in self.parameters]
        if unknown:
            raise GameError(f"{self.name} has no parameter {unknown[0]!r}; it has {', '.join(self.parameters)}.")
        missing = [name for name in self.parameters if name not in at]
        if missing:
            raise GameError(
                f"Give {', '.join(missing)}: only differences between payoffs matter, and which are normalised is yours to say, as S_A=0."
            )
        return {name: self._number(name, at[name], symbol) for name in self.parameters}

    def _number(self, name: str, value: object, symbol: str | None) -> Number:
        try:
            if isinstance(value, str):
                number = simplest(read(value))
            else:
                found = value if isinstance(value, Expression) else exact(value)
                number = simplest(found) if isinstance(found, Expression) else Fraction(int(found.p), int(found.q))
        except TypeError:
            number = Expression.symbol("?")
        if isinstance(number, Expression) and number.free != (() if symbol is None else (symbol,)):
            raise GameError(f"{name} = {value!r} is no number{'' if symbol is None else f', nor one that moves with {symbol}'}.")
        return number

    def equilibria(self, **at: object) -> ShockEquilibria:
        """Give all equilibria at a point, each certified.

        Parameters
        ----------
        **at : numbers
            Every parameter.

        Examples
        --------
        >>> found = lewis_schultz().equilibria(V_A=1, S_A=0, V_B=1, C_B=0, W_A="-1.9", a="-1.2", W_B="-2.9")
        >>> found.found, [round(one.resist, 9) for one in found]
        ('all', [0.251104616, 0.594722829, 0.81332172])
        """
        point = self.point(**at)
        if self.law == "uniform":
            places = uniform.places(point)
            return ShockEquilibria(self, point, 0, len(uniform.pieces(point)), tuple(self._uniform(point, place) for place in places))
        from .normal import brackets, narrowed

        crisis = self._balls(point)
        found, undecided, looked = brackets(crisis)
        narrow = [(bracket, narrowed(crisis, bracket)) for bracket in found]
        listed = tuple(
            ShockEquilibrium(float(p), max(float(p.rad()), 2.0**-53), "inside", bracket.rising, self.outcome_chances(point, float(p)))
            for bracket, p in narrow
        )
        return ShockEquilibria(self, point, undecided, looked, listed)

    def count(self, **at: object) -> int | None:
        """Count the equilibria at a point with proof; None where that is not decided. Quicker than listing them."""
        point = self.point(**at)
        if self.law == "uniform":
            return len(uniform.places(point))
        from .normal import brackets

        found, undecided, _ = brackets(self._balls(point))
        return None if undecided else len(found)

    def _balls(self, point: Mapping[str, Fraction]) -> Any:
        from flint import arb

        from games.numbers.isolating import precision

        from .normal import BITS, NormalCrisis

        with precision(BITS):
            return NormalCrisis({name: arb(flint_number(x)) for name, x in point.items()})

    def _uniform(self, point: Mapping[str, Fraction], place: uniform.Place) -> ShockEquilibrium:
        p = float(place.resist)
        inside = place.kind == "inside"
        stable = None
        if inside:
            steps = [floats.excess(np.array([p + e]), _array(point), "uniform")[0] for e in (-1e-7, 1e-7)]
            stable = bool(steps[1] > steps[0])
        return ShockEquilibrium(place.resist, 0.0, place.kind, stable, self.outcome_chances(point, p))

    def outcome_chances(self, point: Mapping[str, Fraction], p: float) -> dict[str, float]:
        """Give the chance of each outcome when B resists with chance p and A replies best."""
        chances = floats.outcome_chances(np.array([max(p, 1e-300)]), _array(point), self.law)[0]
        return dict(zip(OUTCOMES, map(float, chances), strict=True))

    def walls(self, symbol: str, low: object, high: object, **at: object) -> ShockWalls:
        """Give the walls along a symbol: folds, and under uniform laws also where equilibria begin or change their form.

        Parameters
        ----------
        symbol : str
            What moves; parameters may be given as expressions in it, as ``W_B="-2.9 + x/10"``. A parameter that bears this name and
            is not given moves itself.
        low, high : numbers
            Its range.
        **at : numbers or expressions
            Every parameter.

        Returns
        -------
        ShockWalls
            Exact under uniform laws; certified in balls under normal ones, where all are found when W_B alone moves, for
            equilibria between 1e-9 and 1 - 1e-9.
        """
        given = {**({symbol: symbol} if symbol in self.parameters and symbol not in at else {}), **at}
        values = self._read(given, symbol)
        start, end = (self._number(symbol, x, None) for x in (low, high))
        if isinstance(start, Expression) or isinstance(end, Expression) or not start < end:
            raise GameError(f"The range of {symbol} from {low} to {high} is empty.")
        start, end = Fraction(start), Fraction(end)
        for edge in (start, end):
            self.point(**{name: simplest(x.at({symbol: edge})) if isinstance(x, Expression) else x for name, x in values.items()})
        if self.law == "uniform":
            found, between = uniform.walls(symbol, start, end, values)
            walls = tuple(ShockWall(wall.at, 0.0, wall.meaning, None) for wall in found)
            return ShockWalls(symbol, start, end, walls, tuple(len(places) for _, places in between), "all")
        return self._folds(symbol, start, end, values)

    def _folds(self, symbol: str, start: Fraction, end: Fraction, values: Mapping[str, Number]) -> ShockWalls:
        from . import folds

        moving = [name for name, x in values.items() if isinstance(x, Expression)]
        index = values["W_B"]
        straight = isinstance(index, Expression) and index.denominator.is_constant() and index.numerator.total_degree() == 1
        if moving == ["W_B"] and straight:
            listed, undecided = folds.scanned(values, symbol)
            listed = [fold for fold in listed if float(start) < float(fold.at) < float(end)]
        else:
            listed, undecided = folds.shown(values, symbol, float(start), float(end)), 1
        ends = [float(start), *(float(fold.at) for fold in listed), float(end)]
        counts = []
        for one, other in itertools.pairwise(ends):
            middle = Fraction((one + other) / 2)
            point = {name: simplest(x.at({symbol: middle})) if isinstance(x, Expression) else x for name, x in values.items()}
            counted = self.count(**point)
            undecided += counted is None
            counts.append(-1 if counted is None else counted)
        walls = tuple(
            ShockWall(float(f.at), max(float(f.at.rad()), 2.0**-53), "two equilibria meet, a fold", float(f.resist)) for f in listed
        )
        return ShockWalls(symbol, start, end, walls, tuple(counts), "some" if undecided else "all")

    def __repr__(self) -> str:
        return f"<{self.name}: the crisis of Lewis and Schultz (2003); parameters {', '.join(self.parameters)}>"


def _array(point: Mapping[str, Fraction]) -> dict[str, floats.Floats]:
    return {name: np.array([float(x)]) for name, x in point.items()}


def lewis_schultz(law: str = "normal") -> OutcomeShocks:
    """Give the crisis of Lewis and Schultz (2003), whose shocks to outcomes are known from the start.

    Parameters
    ----------
    law : {"normal", "uniform"}
        The law of the shocks.

    Returns
    -------
    OutcomeShocks
        Its methods give all equilibria at a point and the walls along a parameter; `fit` fits it to data, and `simulate` draws
        plays of it.
    """
    return OutcomeShocks(law)
