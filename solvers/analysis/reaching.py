"""What mediation and commitment could reach beside equilibrium play, regime by regime: the prices of going without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from games import Game, GameError
from games.numbers import Number

from ..concept import concept_named
from ..front import commit, correlated, solve
from ..maps.comparison import hull, span_of
from ..maps.continuum import Continuum, Span
from ..requests import check_map
from ..results import Regime, RegimeMap
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
        for row in _rows(regime_map, regime, game.fix(regime.sample), one, beside, leaders or game.players)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _rows(
    regime_map: RegimeMap, regime: Regime, numeric: Game, one: Quantity, beside: str, leaders: Sequence[str]
) -> Iterator[tuple[str, Number | None, Number | None, str]]:
    concept = regime_map.solved.concept
    yield _asked(concept, lambda: _ends(reached_in(regime_map, regime, one)))
    if beside != concept:
        yield _asked(beside, lambda: _ends(reached_by(numeric, [Continuum(x, {}) for x in solve(numeric, beside)], one)))
    for device in MEDIATED:
        yield _asked(device, lambda device=device: _reached(numeric, device, one.name))
    for leader in leaders:
        yield _asked(f"{leader} commits itself", lambda leader=leader: (_of(commit(numeric, leader), one),) * 2)


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


def reached_in(regime_map: RegimeMap, regime: Regime, one: Quantity) -> Span:
    """The range of a quantity over all equilibria at a regime's sample, what continua leave open included."""
    families = [regime_map.family(name) for name in regime.families]
    return reached_by(regime_map.game, [Continuum(family, regime.sample) for family in families], one)


def reached_by(game: Game, continua: Sequence[Continuum], one: Quantity) -> Span:
    """The range of a quantity over some equilibria, what continua leave open included."""
    if not continua:
        raise GameError("No equilibrium was found.")
    return hull([span_of(game, one.kind, one.name, continuum) for continuum in continua])


def _ends(span: Span) -> tuple[Number, Number]:
    if not span.exact:
        raise GameError("Some equilibria leave it open: how far it goes within a continuum was not found.")
    return span.lowest, span.highest
