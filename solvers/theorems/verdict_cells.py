"""Cells of parameter space in which a claim holds in every, in some or in no equilibrium: a map's regimes, each parted further."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from games import GameError
from games.numbers import Expression, sign_of

from ..maps.region_signs import ParameterRegion
from ..results import Regime, RegimeMap
from .matching import Alternatives, Comparison, Statement, alternatives, alternatives_every, conjoined, negations, status, true_at, true_of

EVERY, SOME, NONE, PART, UNDECIDED = "in every", "in some", "in none", "in part", "undecided"


@dataclass(frozen=True)
class VerdictCell:
    """What is known of a claim in one regime.

    Parameters
    ----------
    regime : Regime
        Which.
    region : ParameterRegion
        The same, for proofs.
    some, every : alternatives
        Where in it the claim holds in at least one, and in every equilibrium.
    """

    regime: Regime
    region: ParameterRegion
    some: Alternatives
    every: Alternatives

    @classmethod
    def of(cls, regime_map: RegimeMap, regime: Regime, statements: Sequence[Statement]) -> VerdictCell:
        """Judge a claim in a regime."""
        region = ParameterRegion.of(regime_map, regime)
        families = [regime_map.family(name) for name in regime.families]
        some = [status(alternatives(family, statements, region), region)[1] for family in families]
        every = [status(alternatives_every(family, statements, region), region)[1] for family in families]
        held: Alternatives
        if ((),) in some:
            held = ((),)
        else:
            held = None if None in some else tuple(case for cases in some if cases for case in cases)
        return cls(regime, region, held, status(conjoined(every), region)[1] if families else ())

    @cached_property
    def whole(self) -> str:
        """The verdict all over the regime."""
        if self.every == ((),):
            return EVERY
        if self.some == ():
            return NONE
        if self.every == () and self.some == ((),):
            return SOME
        return UNDECIDED if self.every is None or self.some is None else PART

    def at(self, point: Mapping[str, Fraction]) -> str:
        """The verdict at a point of the regime."""
        return _verdict(true_at(self.every, point), true_at(self.some, point))

    def by(self, sign: Callable[[Expression], int]) -> str:
        """The verdict where expressions have given signs."""

        def true(cases: Alternatives) -> bool | None:
            if cases is None:
                return None
            return any(all(true_of(sign(e), relation) for e, relation in conjunction) for conjunction in cases)

        return _verdict(true(self.every), true(self.some))

    def none(self) -> Alternatives:
        """Where in it the claim holds in no equilibrium."""
        return negated(self.some)

    def differing(self, verdict: str) -> Alternatives:
        """Where in it the verdict is another."""
        if verdict == EVERY:
            return negated(self.every)
        if verdict == NONE:
            return self.some
        none = self.none()
        return None if self.every is None or none is None else (*self.every, *none)

    def comparisons(self) -> Iterator[Comparison]:
        """The comparisons that part it."""
        for cases in (self.some, self.every):
            for conjunction in cases or ():
                yield from conjunction


def _verdict(every: bool | None, some: bool | None) -> str:
    if every:
        return EVERY
    if some is False:
        return NONE
    return SOME if every is False and some else UNDECIDED


def negated(cases: Alternatives) -> Alternatives:
    """Where none of several conjunctions holds."""
    if cases is None:
        return None
    return conjoined([[((n.expression, ">" if n.strict else ">="),) for c in case for n in negations(c)] for case in cases])


@dataclass(frozen=True)
class VerdictCells:
    """The cells of a whole map.

    Parameters
    ----------
    regime_map : RegimeMap
        The map.
    cells : tuple of VerdictCell
        One for each regime.
    """

    regime_map: RegimeMap
    cells: tuple[VerdictCell, ...]

    def at(self, point: Mapping[str, Fraction]) -> str | None:
        """The verdict at a point of the domain; None on a wall where something changes."""
        signs = self.regime_map.signs(point)
        touching = [c for c in self.cells if all(s in (0, t) for s, t in zip(signs, c.regime.signs, strict=True))]
        if len({cell.regime.families for cell in touching}) != 1:
            return None
        return touching[0].at(point)

    @cached_property
    def surfaces(self) -> list[tuple[str, Expression]]:
        """What may change a verdict, or end the domain, where it changes sign, with what to call it.

        Raises
        ------
        GameError
            When closed forms with roots part a regime.
        """
        out = {wall.threshold.text(): wall.polynomial for wall in self.regime_map.walls}
        for cell in self.cells:
            for expression, _ in cell.comparisons():
                if expression.roots:
                    raise GameError(f"The claim depends on the sign of {expression.text()}, whose roots are not followed.")
                out.setdefault(f"{expression.text()} = 0", expression)
        for condition in self.regime_map.game.domain.conditions:
            out.setdefault(condition.text, condition.expression)
        return list(out.items())

    def contingent(self) -> dict[str, Expression]:
        """The expressions whose signs part regimes, by their text."""
        return {e.text(): e for cell in self.cells for e, _ in cell.comparisons() if not e.roots}

    def conditional(self, which: str) -> list[tuple[Regime, Alternatives]]:
        """For each regime where in it the claim holds in every, in some or in no equilibrium."""
        return [(c.regime, {EVERY: c.every, SOME: c.some}[which] if which != NONE else c.none()) for c in self.cells]


def signed(values: Mapping[str, int]) -> Callable[[Expression], int]:
    """Look the sign of an expression up by its text."""

    def sign(expression: Expression) -> int:
        return values[expression.text()] if expression.free else sign_of(expression)

    return sign
