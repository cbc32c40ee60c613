"""Games whose equilibria are known in closed form: finite ones, and those with uniform types. No equation is left to be solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from games import Game, GameError
from games.numbers import Expression, Number

from ..arrays import on_arrays
from ..front import families
from ..results import Families, Family
from .modelling import Found, Values
from .observing import Floats

STEP = 1e-6


def closed_model(game: Game, concept: str | None, opened: Sequence[str], held: Mapping[str, object]) -> ClosedModel:
    """Find all families of a game in the parameters that are linked, with the others held."""
    unknown = [name for name in held if name not in game.parameters]
    if unknown:
        raise GameError(f"{game.name} has no parameter {unknown[0]!r} to hold; it has {', '.join(game.parameters)}.")
    missing = [name for name in game.parameters if name not in opened and name not in held]
    if missing or not opened:
        return ClosedModel(game, None, ())  # the links say what is missing
    numbers: Any = dict(held)
    kept = game.with_(**numbers) if numbers else game
    found = families(kept, list(opened), concept)
    if not len(found):
        raise GameError(
            f"{game.name} has no family of {found.concept} equilibria that exists on a set with interior; nothing can be fitted."
        )
    return ClosedModel(game, found, tuple(opened))


class ClosedModel:
    """A game with its families of equilibria.

    Parameters
    ----------
    game : Game
        The game as it was given.
    found : Families or None
        Its families.
    opened : tuple of str
        The parameters in which they are given.
    """

    unique = False
    ranked: tuple[str, ...] = ()

    def __init__(self, game: Game, found: Families | None, opened: tuple[str, ...]) -> None:
        self.game, self.opened = game, opened
        self.complete = found is not None and found.found == "all"
        self.families: tuple[Family, ...] = tuple(f for f in found or () if f.generic)
        self.name, self.parameters, self.outcomes = game.name, game.parameters, game.outcome_names
        self.fingerprint = f"{game.fingerprint} {found.concept if found is not None else ''} {', '.join(opened)}"

    def span(self, parameter: str) -> tuple[float, float]:
        """Around the default, inside the domain where that is known."""
        from .response_model import span_of

        return span_of(self.game, parameter)

    def room(self, values: Values) -> dict[str, Floats]:
        """How far each condition of the domain is from failing."""
        shape = np.shape(next(iter(values.values())))
        return {c.text: on_arrays(c.expression, values, shape) for c in self.game.domain.conditions}

    def inside(self, values: Values) -> Floats:
        """Which points lie in the domain."""
        inside = np.ones(np.shape(next(iter(values.values()))), bool)
        for room in self.room(values).values():
            inside &= room > 0
        return inside.astype(np.float64)

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """The families that exist at each point."""
        exist = np.stack([self._exists(family, values) for family in self.families], 1)
        point, kind = np.nonzero(exist)
        return Found(point.astype(np.int64), np.zeros((len(point), 0)), kind.astype(np.int64))

    def _exists(self, family: Family, values: Values) -> Any:
        n = len(next(iter(values.values())))
        out = np.zeros(n, bool)
        for case in family.cases:
            holds = np.ones(n, bool)
            for relation in case:
                with np.errstate(invalid="ignore"):
                    left = on_arrays(relation.left, values, (n,)) - on_arrays(relation.right, values, (n,))
                    holds &= left > 0 if relation.relation in (">", ">=") else left < 0
            out |= holds
        return out

    def chances(self, found: Found, values: Values) -> Floats:
        """The chances of outcomes, by closed forms; what is left open is taken in the middle of its range."""
        out = np.zeros((len(found.point), len(self.outcomes)))
        for k, family in enumerate(self.families):
            mine = found.kind == k
            if mine.any():
                point = {name: array[mine] for name, array in values.items()}
                shape = (int(mine.sum()),)
                point |= _middles(family, point, shape)
                for o, name in enumerate(self.outcomes):
                    out[mine, o] = on_arrays(family.outcomes[name], point, shape)
        return np.clip(np.nan_to_num(out), 0.0, 1.0)

    def residual(self, found: Found, values: Values) -> Floats:
        """Nothing is left to be solved."""
        return np.zeros((len(found.point), 0))

    def ranking(self, name: str, found: Found, values: Values) -> Floats:
        """Equilibria are ranked by the chances of outcomes only."""
        raise GameError(f"{self.name} ranks equilibria by outcomes; {name!r} is none.")

    @property
    def notes(self) -> tuple[str, ...]:
        """What is left open, and whether families may be missing."""
        left_open = [
            f.name
            for f in self.families
            if any(isinstance(x, Expression) and any(symbol in f.free for symbol in x.free) for x in f.outcomes.values())
        ]
        out = (
            [f"In the equilibria {'; '.join(left_open)} chances of outcomes are left open; the middle of their range is taken."]
            if left_open
            else []
        )
        return (*out, *(() if self.complete else ("Not every family of equilibria was found; the likelihood is over those that were.",)))

    def certified(self, values: Mapping[str, float]) -> int | None:
        """Count the families that exist at a point, exactly, when all families were found."""
        if not self.complete:
            return None
        point = {name: Fraction(float(values[name])) for name in self.opened}
        return sum(bool(family.exists(point)) for family in self.families)

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """To first order, how far the nearest condition of a family is from changing, along the linked parameters together."""
        n = len(next(iter(values.values())))
        out = np.full(n, np.inf)
        for family in self.families:
            for case in family.cases:
                signed = [self._distance(relation.left, relation.right, relation.relation, values, linked, n) for relation in case]
                if signed:
                    table = np.stack(signed)
                    holds = (table > 0).all(0)
                    out = np.fmin(out, np.where(holds, table.min(0), np.where(table > 0, 0, -table).max(0)))
        return "the linked parameters together", out

    @staticmethod
    def _distance(left: Number, right: Number, relation: str, values: Values, linked: tuple[str, ...], n: int) -> Floats:
        def gap(point: Values) -> Floats:
            difference = on_arrays(left, point, (n,)) - on_arrays(right, point, (n,))
            return difference if relation in (">", ">=") else -difference

        with np.errstate(all="ignore"):
            base, squared = gap(values), np.zeros(n)
            for name in linked:
                step = STEP * np.maximum(1.0, np.abs(values[name]))
                squared += ((gap({**values, name: values[name] + step}) - base) / step) ** 2
            return np.nan_to_num(base / np.sqrt(squared), nan=-np.inf, posinf=np.inf, neginf=-np.inf)


def _middles(family: Family, point: Values, shape: tuple[int, ...]) -> dict[str, Floats]:
    """The middle of the range of each symbol that a family leaves open."""
    out: dict[str, Floats] = {}
    for symbol in family.free:
        lower, upper = family.ends.get(symbol, ((Fraction(0),), (Fraction(1),)))
        known = {**point, **out}
        ends = []
        for bounds, widest in ((lower, np.fmax), (upper, np.fmin)):
            end = np.full(shape, np.nan)
            for bound in bounds:
                if not isinstance(bound, Expression) or all(name in known for name in bound.free):
                    end = widest(end, on_arrays(bound, known, shape))
            ends.append(end)
        out[symbol] = np.nan_to_num((ends[0] + ends[1]) / 2, nan=0.5)
    return out
