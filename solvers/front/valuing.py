"""What mediation and commitment are worth as functions of parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from games import Game, GameError

from ..concept import correlation_named
from ..requests import check_game, opened_at, opened_game, range_of
from ..results.value_maps import ValueMap
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
    if _leads(game, concept, best, leader):
        from ..commitment.values import commitment_trace

        return commitment_trace(opened, game.players.index(str(leader)), start, end)
    from ..correlation.values import device_trace

    return device_trace(opened, correlation_named(concept or "efce"), best, start, end)


def map_value(
    game: Game,
    over: Sequence[str] | str | None = None,
    ranges: Mapping[str, tuple[object, object]] | None = None,
    *,
    concept: str | None = None,
    best: Best = None,
    leader: str | None = None,
    size: int = 60,
    **at: object,
) -> ValueMap:
    """Map what the best device, or the best commitment, is worth over two parameters.

    Parameters
    ----------
    game : Game
        Other open parameters are put at their defaults.
    over : pair of str
        The two parameters; the first two headline ones when None.
    ranges : dict from str to (low, high)
        The rectangle; from half the default to one and a half times it where a parameter is not named.
    concept, best, leader : str
        As for `trace_value`.
    size : int
        Points of the grid on which cells are looked for, in either direction.
    **at : numbers
        Values of the other parameters.

    Returns
    -------
    ValueMap
        Closed forms, each proved where its conditions hold; ``at`` gives the exact value at any point, on walls too.

    Raises
    ------
    GameError
        For unknown names, other than two parameters, or a rectangle that leaves the domain.

    Examples
    --------
    >>> import games
    >>> ranges = {"a": (1, 3), "q": ("1/10", "3/10")}
    >>> found = map_value(games.load("crisis_signalling"), ("q", "a"), ranges, concept="communication", best="fight", size=4, w_w=-9)
    >>> [str(region.value) for region in found.regions], str(found.at(q="1/5", a=2))
    (['1/(3*(1 + a))', 'q/3'], '1/9')
    """
    names, _, opened = opened_game(game, over if over is not None else game.headline[:2], at)
    if len(names) != 2:
        raise GameError(f"A map of values has two parameters; found {', '.join(names) or 'none'}.")
    given = {name: range_of(name, *ends) for name, ends in (ranges or {}).items()}
    unknown = [name for name in given if name not in names]
    if unknown:
        raise GameError(f"A range is given for {unknown[0]}, which is not mapped; {' and '.join(names)} are.")
    box = {name: given.get(name) or _around(opened.defaults[name]) for name in names}
    for x in box[names[0]]:
        for y in box[names[1]]:
            if not opened.domain.contains({names[0]: x, names[1]: y}):
                domain = ", ".join(opened.domain.texts)
                raise GameError(
                    f"The corner {names[0]} = {x}, {names[1]} = {y} lies outside the domain of {game.name}: {domain}; give ranges."
                )
    from ..correlation.value_maps import mapped_value

    if _leads(game, concept, best, leader):
        from ..commitment.values import commitment_programs

        programs, what = commitment_programs(opened, game.players.index(str(leader)))
        return mapped_value(opened, programs, what, box, size)
    from ..correlation.values import open_device_program

    record = correlation_named(concept or "efce")
    program, words = open_device_program(opened, record, best)
    return mapped_value(opened, [(program, None)], f"{record.name}, best for {words}", box, size)


def _around(default: Fraction) -> tuple[Fraction, Fraction]:
    half = abs(default) / 2 or Fraction(1, 2)
    return default - half, default + half


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
    if _leads(game, concept, best, leader):
        from ..commitment.values import commitment_value

        return commitment_value(opened, game.players.index(str(leader)), point)
    from ..correlation.values import device_value

    return device_value(opened, correlation_named(concept or "efce"), best, point)


def _leads(game: Game, concept: str | None, best: Best, leader: str | None) -> bool:
    """Whether a leader is asked about, not a device."""
    if leader is None:
        return False
    if concept is not None:
        raise GameError("Give a concept of correlated play, or a leader who commits itself, not both.")
    if best is not None:
        raise GameError(f"A leader commits itself to what is best for itself; leave best={best!r} out, or the leader.")
    if leader not in game.players:
        raise GameError(f"{game.name} has no player {leader!r} who could lead; its players are {', '.join(game.players)}.")
    return True
