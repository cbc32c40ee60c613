"""What mediation and commitment could reach beside equilibrium play, regime by regime: the prices of going without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Expression, Number

from ..concept import concept_named
from ..front import commit, correlated, solve
from ..requests import check_map
from ..results import RegimeMap
from ..results.quantities import Quantity, quantity_named

if TYPE_CHECKING:
    import pandas

MEDIATED = ("efce", "communication")
COLUMNS = ["regime", "play", "lowest", "highest", "why not"]


def prices(regime_map: RegimeMap, quantity: str, *, beside: str = "nash", leaders: Sequence[str] | None = None) -> pandas.DataFrame:
    """Set what equilibria bring beside what a mediator could bring about and what a leader's commitment would, by regime.

    Parameters
    ----------
    regime_map : RegimeMap
        From `solvers.regimes`; every regime is taken at its sample.
    quantity : str
        An outcome (its probability), a measure, or a player (its payoff).
    beside : str
        A concept of equilibrium that is set beside the map's own.
    leaders : sequence of str, optional
        Who might commit itself; every player when None.

    Returns
    -------
    DataFrame
        A row for each regime and way of playing: the lowest and the highest value of the quantity, exact, or why there is none.
        The ways: the equilibria of the map's concept, and of the one beside it; devices that draw plans (``efce``) and mediators who
        hear reports (``communication``), at their best in either direction; and each leader's best commitment.

    Raises
    ------
    GameError
        For an unknown quantity or leader.

    Notes
    -----
    The price of anarchy is the gap between the worst equilibrium and the best a mediator could do, the price of mediation's
    absence that between the best equilibrium and the same, in the direction that one cares for: both are read off the rows.
    A leader commits itself for its own payoff, not for the quantity, so that its row has one value.
    """
    import pandas as pd

    check_map(regime_map, "prices")
    game = regime_map.game
    one = quantity_named(game, quantity)
    concept_named(beside)
    if one.entry is not None:
        raise GameError(f"{quantity!r} is a mixing probability, at which no mediator can aim; name an outcome, a measure or a player.")
    unknown = [name for name in leaders or () if name not in game.players]
    if unknown:
        raise GameError(f"{game.name} has no player {unknown[0]!r} who could lead; its players are {', '.join(game.players)}.")
    rows = [
        (regime.name, *row)
        for regime in regime_map.regimes
        for row in _rows(regime_map, game.fix(regime.sample), one, beside, leaders or game.players, regime.sample)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _rows(
    regime_map: RegimeMap, numeric: Game, one: Quantity, beside: str, leaders: Sequence[str], sample: Mapping[str, Fraction]
) -> Iterator[tuple[str, Number | None, Number | None, str]]:
    concept = regime_map.solved.concept
    yield _asked(concept, lambda: _span([_of(x, one) for x in regime_map.at(**sample)]))
    if beside != concept:
        yield _asked(beside, lambda: _span([_of(x, one) for x in solve(numeric, beside)]))
    for device in MEDIATED:
        yield _asked(device, lambda device=device: _reached(numeric, device, one.name))
    for leader in leaders:
        yield _asked(f"{leader} commits itself", lambda leader=leader: _span([_of(commit(numeric, leader), one)]))


def _asked(play: str, answer: Any) -> tuple[str, Number | None, Number | None, str]:
    try:
        low, high = answer()
    except GameError as error:  # not defined for the game, or too large: then it says so
        return play, None, None, str(error)
    return play, low, high, ""


def _reached(numeric: Game, device: str, name: str) -> tuple[Number, Number]:
    high, low = correlated(numeric, device, {name: 1}).value, correlated(numeric, device, {name: -1}).value
    return -low, high


def _of(found: Any, one: Quantity) -> Number:
    table: Mapping[str, Number] = getattr(found, f"{one.kind}s")
    return table[one.name]


def _span(values: Sequence[Number]) -> tuple[Number, Number]:
    known = [x for x in values if not (isinstance(x, Expression) and x.free)]
    if len(known) < len(values):
        raise GameError("Some equilibria leave it open: it varies within a continuum.")
    if not known:
        raise GameError("No equilibrium was found.")
    return min(known, key=float), max(known, key=float)
