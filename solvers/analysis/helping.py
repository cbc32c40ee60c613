"""Where a mediator would help, where a doctrine, and where nothing: by regime, player by player."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Number, sign_of

from ..algebra.budget import whole_answers
from ..concept import CORRELATIONS, concept_named
from ..front import commit, correlated, solve
from ..maps.continuum import Continuum, Span
from ..results import Regime, RegimeMap
from ..results.quantities import Quantity
from .reaching import reached_by, reached_in

if TYPE_CHECKING:
    import pandas

HEARS = next(record.name for record in CORRELATIONS.values() if record.hears)
COLUMNS = ["game", "regime", "player", "alone", "threats", "mediator", "doctrine", "helps", "why not"]
NOTHING, OPEN = "nothing", "?"


def remedies(*maps: RegimeMap, beside: str = "nash") -> pandas.DataFrame:
    """Say regime by regime whom a mediator would help, whom a doctrine of its own, and whom neither.

    Parameters
    ----------
    *maps : RegimeMap
        From `solvers.regimes`, of one game or of several; every regime is taken at its sample.
    beside : str
        The concept whose threats need not be credible.

    Returns
    -------
    DataFrame
        A row for each map, regime and player, all numbers exact. ``alone``: the most that the player gets in an equilibrium of the map's
        concept. ``threats``: the most in a Nash equilibrium, whose threats need not be credible. ``mediator``: the most that it gets
        through a mediator who hears reports, and whom nobody gains by deceiving or disobeying. ``doctrine``: what its own best
        commitment to a strategy, announced before play, is worth to it. ``helps``: whether a mediator gives it more than threats do, and
        a doctrine more than it gets alone; ``nothing``, or ``?`` where that is open. ``why not``: why a number is missing.

    Raises
    ------
    GameError
        When no map is given.

    Notes
    -----
    Of a mediator's advice it is not asked either that it be credible once somebody has disobeyed. So whatever a Nash equilibrium
    brings, a mediator can; that much is due to threats, and no merit of the mediator.

    What helps one may cost another: `prices` sets any quantity beside the same ways of playing, and `correlated` finds the mediator
    who is best for all together. With several followers a doctrine is answered by an equilibrium of theirs in pure plans.

    Examples
    --------
    >>> import games, solvers
    >>> found = remedies(solvers.regimes(games.load("inspection_leadership"), check=0))
    >>> found[["player", "helps"]].drop_duplicates().values.tolist()
    [['Inspector', 'doctrine'], ['Inspectee', 'doctrine']]
    """
    import pandas as pd

    concept_named(beside)
    if not maps:
        raise GameError("No map is given; make one with regimes, as remedies(regimes(game)).")
    rows = [(found.game.name, regime.name, *row) for found in maps for regime in found.regimes for row in _rows(found, regime, beside)]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _rows(found: RegimeMap, regime: Regime, beside: str) -> Iterator[tuple[Any, ...]]:
    numeric = found.game.fix(regime.sample)
    widest = cache(lambda: _widest(numeric, beside))
    for player in found.game.players:
        reasons: list[str] = []
        alone = _known(partial(_alone, found, regime, player), reasons)
        mediator = _known(partial(_mediated, numeric, player), reasons)
        doctrine = _known(partial(_committed, numeric, player), reasons)
        threats = alone  # between what it gets alone and through a mediator
        if alone is None or mediator is None or _more(mediator, alone):
            threats = _known(partial(_threatened, numeric, widest, player), reasons)
        compared = {"mediator": (mediator, threats), "doctrine": (doctrine, alone)}
        helping = [name for name, (value, before) in compared.items() if value is not None and before is not None and _more(value, before)]
        open_ = any(x is None for pair in compared.values() for x in pair)
        helps = ", ".join(helping) or (OPEN if open_ else NOTHING)
        yield player, alone, threats, mediator, doctrine, helps, " ".join(dict.fromkeys(reasons))


def _alone(found: RegimeMap, regime: Regime, player: str) -> Number:
    return _most(reached_in(found, regime, Quantity("payoff", player)), player)


def _threatened(numeric: Game, widest: Callable[[], list[Continuum]], player: str) -> Number:
    return _most(reached_by(numeric, widest(), Quantity("payoff", player)), player)


def _mediated(numeric: Game, player: str) -> Number:
    return correlated(numeric, HEARS, player).value


def _committed(numeric: Game, player: str) -> Number:
    return commit(numeric, player).value


def _widest(numeric: Game, beside: str) -> list[Continuum]:
    with whole_answers():
        solutions = solve(numeric, beside)
    if solutions.found != "all":
        raise GameError(f"Not all {concept_named(beside).plural} were found.")
    return [Continuum(one, {}) for one in solutions]


def _more(one: Number, other: Number) -> bool:
    return sign_of(one - other) > 0


def _known(ask: Callable[[], Number], reasons: list[str]) -> Number | None:
    try:
        return ask()
    except GameError as error:  # not defined for the game, or too large: then it says so
        reasons.append(str(error))
        return None


def _most(span: Span, player: str) -> Number:
    if not span.exact:
        raise GameError(f"Some equilibria leave the payoff of {player} open: how far it goes within a continuum was not found.")
    return span.highest
