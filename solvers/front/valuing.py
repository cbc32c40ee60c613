"""What mediation and commitment are worth as functions of parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from games import Game, GameError

from ..concept import correlation_named
from ..requests import check_game, opened_at, opened_game, range_of
from ..results.value_traces import ClosedValue, ValueTrace

Best = str | Mapping[str, object] | None


def trace_value(
    game: Game,
    parameter: str,
    low: object,
    high: object,
    *,
    concept: str | None = None,
    best: Best = None,
    leader: str | None = None,
    **at: object,
) -> ValueTrace:
    """Follow what the best device, or the best commitment, is worth along one parameter.

    Parameters
    ----------
    game : Game
        Other open parameters are put at their defaults.
    parameter : str
        The parameter that moves.
    low, high : number
        Its range.
    concept, best : str
        As for `correlated`: the best device of a concept; or
    leader : str
        as for `commit`: the best commitment of a player to strategies.
    **at : numbers
        Values of the other parameters.

    Returns
    -------
    ValueTrace
        Closed forms on intervals between walls, each proved by the multipliers of its basis, and the exact values at walls.

    Raises
    ------
    GameError
        For unknown names, and payoffs or chances that are no quotients of polynomials in the parameter.

    Notes
    -----
    At a point behind each wall the program is solved exactly; its basis is then solved for all values of the parameter, and stays optimal
    between the nearest roots of the conditions on it.

    Examples
    --------
    >>> import games
    >>> found = trace_value(games.load("biased_advice"), "b", "1/10", 2, concept="communication", best="Receiver")
    >>> [(str(piece.low), str(piece.high), str(piece.value)) for piece in found.pieces]
    [('1/10', '1/2', '0'), ('1/2', '3/4', '(2*b - 1)/(3 - 8*b)'), ('3/4', '2', '-1/4')]
    """
    _, _, opened = opened_game(game, [parameter], at)
    start, end = range_of(parameter, low, high)
    if not start < end:
        raise GameError(f"The range of {parameter} from {start} to {end} is empty.")
    if not (opened.domain.contains({parameter: start}) and opened.domain.contains({parameter: end})):
        raise GameError(f"{parameter} from {start} to {end} leaves the domain of {game.name}: {', '.join(opened.domain.texts)}.")
    if _leads(game, concept, leader):
        from ..commitment.values import commitment_trace

        return commitment_trace(opened, game.players.index(str(leader)), start, end)
    from ..correlation.values import device_trace

    return device_trace(opened, correlation_named(concept or "efce"), best, start, end)


def closed_value(
    game: Game,
    over: Sequence[str] | str | None = None,
    *,
    concept: str | None = None,
    best: Best = None,
    leader: str | None = None,
    **at: object,
) -> ClosedValue:
    """Give what the best device, or the best commitment, is worth around a point, in closed form in several parameters.

    Parameters
    ----------
    game : Game
        The game.
    over : sequence of str, "all" or None
        The parameters that stay open; the game's headline ones when None.
    concept, best, leader : str
        As for `trace_value`.
    **at : numbers
        The point: values of open and other parameters, defaults otherwise.

    Returns
    -------
    ClosedValue
        The closed form, and the conditions under which the basis behind it stays optimal.

    Examples
    --------
    >>> import games
    >>> str(closed_value(games.load("inspection_leadership"), "all", leader="Inspector").value)
    '-c*g/(f + g)'
    """
    check_game(game)
    names = game.headline or game.parameters if over is None else game.parameters if over == "all" else over
    opened, point = opened_at(game, names, at)
    if _leads(game, concept, leader):
        from ..commitment.values import commitment_value

        return commitment_value(opened, game.players.index(str(leader)), point)
    from ..correlation.values import device_value

    return device_value(opened, correlation_named(concept or "efce"), best, point)


def _leads(game: Game, concept: str | None, leader: str | None) -> bool:
    """Whether a leader is asked about, not a device."""
    if leader is None:
        return False
    if concept is not None:
        raise GameError("Give a concept of correlated play, or a leader who commits itself, not both.")
    if leader not in game.players:
        raise GameError(f"{game.name} has no player {leader!r} who could lead; its players are {', '.join(game.players)}.")
    return True
