"""Whether a move makes matters worse than another, in every, in some or in no equilibrium: `makes_worse`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from games.numbers import Expression, Number, simplest

from ..maps.region_signs import ParameterRegion
from ..requests import check_map
from ..results import Family, RegimeMap, Tabular
from ..results.quantities import Quantity
from .expecting import Expected, Moves, brought_about, forced, strategies_of

if TYPE_CHECKING:
    import pandas

EVERY, SOME, NO, UNDECIDED = "in every equilibrium", "in some equilibrium", "in no equilibrium", "undecided"


@dataclass(frozen=True)
class Effect:
    """What a move does to a measure against another move, in one equilibrium throughout a regime.

    Parameters
    ----------
    family : str
        The equilibrium that the others play.
    difference : number
        The measure with the move less that without.
    sign, proof : str
        All over the regime, and how it is known.
    """

    family: str
    difference: Number
    sign: str
    proof: str


@dataclass(frozen=True)
class Worse:
    """Whether a move makes matters worse in a regime.

    Parameters
    ----------
    regime : str
        Its name.
    conditions : tuple of str
        Where it lies.
    sample : dict from str to Fraction
        A point inside.
    effects : tuple of Effect
        One for each equilibrium.
    verdict : str
        In every, in some, in no equilibrium, or undecided.
    """

    regime: str
    conditions: tuple[str, ...]
    sample: Mapping[str, Fraction]
    effects: tuple[Effect, ...]
    verdict: str


@dataclass(frozen=True)
class Worsening(Tabular):
    """Where a move makes matters worse than another.

    Parameters
    ----------
    player, move, instead, measure : str
        The question.
    regimes : tuple of Worse
        The answer, regime by regime.
    """

    player: str
    move: str
    instead: str
    measure: str
    regimes: tuple[Worse, ...]

    def where(self, verdict: str) -> list[tuple[str, ...]]:
        """The conditions of the regimes with a verdict."""
        return [regime.conditions for regime in self.regimes if regime.verdict == verdict]

    def frame(self) -> pandas.DataFrame:
        """Give a table, a row for each regime and equilibrium."""
        import pandas

        rows = [(r.regime, " and ".join(r.conditions), e.family, e.difference, e.sign, r.verdict) for r in self.regimes for e in r.effects]
        return pandas.DataFrame(rows, columns=["regime", "where", "equilibrium", "difference", "sign", "worse"])

    def __repr__(self) -> str:
        return f"<{self.move} of {self.player} in place of {self.instead}, on {self.measure}: {len(self.regimes)} regimes>"


def makes_worse(map: RegimeMap, player: str, move: str, instead: str, measure: str, *, more_is_worse: bool = True) -> Worsening:
    """Ask where a move makes a measure worse than another move would, the others playing their equilibrium.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    player, move, instead : str
        Whose move, which, and with which it is compared; each is made wherever it can be.
    measure : str
        A measure of the game, an outcome (its probability) or a player (its payoff).
    more_is_worse : bool
        Whether a higher value is the worse one.

    Returns
    -------
    Worsening
        For every regime and every equilibrium the difference as a closed form, with its sign proved all over the regime.

    Examples
    --------
    >>> import games, solvers
    >>> found = makes_worse(solvers.regimes(games.load("campaign"), "m_sov"), "US", "strike", "press", "violence")
    >>> {regime.verdict for regime in found.regimes}
    {'in every equilibrium'}
    """
    check_map(map, "makes_worse")
    game = map.game
    what = brought_about(game, measure)
    out = []
    for regime in map.regimes:
        region = ParameterRegion.of(map, regime)
        effects = tuple(_effect(map, map.family(name), player, (move, instead), what, region) for name in regime.families)
        signs = [effect.sign for effect in effects]
        bad = "+" if more_is_worse else "-"
        verdict = EVERY if set(signs) == {bad} else SOME if bad in signs or "mixed" in signs else UNDECIDED if "undecided" in signs else NO
        out.append(Worse(regime.name, regime.conditions, regime.sample, effects, verdict))
    return Worsening(player, move, instead, measure, tuple(out))


def _effect(map: RegimeMap, family: Family, player: str, moves: tuple[str, str], what: Quantity, region: ParameterRegion) -> Effect:
    values = []
    for move in moves:
        wanted: Moves = {player: move}
        values.append(Expected(map.game, forced(map.game, strategies_of(map.game, family), wanted)).of(what))
    difference = simplest(values[0] - values[1])
    open_symbols = isinstance(difference, Expression) and not set(difference.free) <= set(region.domain.names)
    sign = (region.with_symbols_of(family) if open_symbols else region).sign(difference)
    return Effect(family.name, difference, sign.sign, sign.proof)
