"""One exact equilibrium near a learned one, and a path of them along a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games import Game

from ..concept import DEFAULT, concept_named
from ..requests import check_game, check_lifted, check_limits, check_traced, opened_at, opened_game, range_of, whole
from ..results import Lift, Trace


def lift(
    game: Game,
    profile: Any = None,
    over: Sequence[str] | str | None = None,
    concept: str = "sequential",
    *,
    seconds: float | None = None,
    seed: int | None = None,
    **at: object,
) -> Lift:
    """Find an exact equilibrium near a learned profile, with its closed form and the region around it where it holds.

    Parameters
    ----------
    game : Game
        Of any number of players, also one too large to find all its equilibria.
    profile : result or dict, optional
        Where to begin: what `approximate` gives, or ``{player: {information set: {action: number}}}``; learned when None.
    over : sequence of str, optional
        At most three parameters in which closed forms and the region are wanted; none when None.
    concept : {"sequential", "nash"}
        What the equilibrium is to be.
    seconds : float, optional
        How long to try. When None the work is counted, so that the answer does not depend on the machine.
    seed : int, optional
        Of learning: other seeds may find other equilibria.
    **at : numbers
        Values of the parameters, also of those in `over`; defaults otherwise.

    Returns
    -------
    Lift
        One equilibrium. It says nothing of others.

    Raises
    ------
    GameError
        When none is found, naming what the nearest one fails at; for a profile far from equilibrium, more than three parameters, or
        payoffs and probabilities that are no polynomials in them.

    Notes
    -----
    Learned is by regrets, every action having a least probability; where no support near that is an equilibrium, by following logit
    replies from there as they sharpen, which settle off the path of play as well.
    Only the support is taken from what was learned: which actions are played, and which trembles are of a size of their own.
    The indifferences of the support are solved exactly, and every inequality is decided exactly. Beliefs are limits of Bayes'
    beliefs under trembles that are part of the answer, so that a sequential equilibrium proves itself consistent.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. *Econometrica* 50, 863-894.

    Turocy, T. L. (2010). Computing sequential equilibria using agent quantal response equilibria. *Economic Theory* 42, 255-269.

    Examples
    --------
    >>> import games
    >>> found = lift(games.load("crisis_signalling"), over="a")
    >>> found.certificate.equilibrium, found.along("a")[0]
    (True, Fraction(1, 4))
    """
    from ..lifting.points import lift_at

    check_game(game)
    check_limits(seconds, seed=seed)
    check_lifted(concept)
    open_game, start = opened_at(game, over, at)
    return lift_at(open_game, start, profile, concept, seconds=seconds, seed=seed)


def trace(
    game: Game,
    parameter: str,
    low: object,
    high: object,
    *,
    concept: str | None = None,
    starts: int = 1,
    seconds: float | None = None,
    seed: int | None = None,
    **at: object,
) -> Trace:
    """Follow exact equilibria along one parameter, over the walls where one ends and the next begins.

    Parameters
    ----------
    game : Game
        Symbolic in the parameter.
    parameter : str
        The parameter that moves.
    low, high : numbers
        The range, both ends included.
    concept : {"sequential", "nash"}, optional
        The equilibrium concept. When None it is ``nash`` for two players whose payoffs add up to the same at every ending, and
        ``sequential`` for other games.
    starts : int
        From how many points to start, but for zero-sum games: the parameter's default, then the middle of the widest gap.
    seconds : float, optional
        Come back after about this time; what was not reached is a gap. When None the work at each wall is counted.
    seed : int, optional
        Of learning, but for zero-sum games.
    **at : numbers
        Values of the other parameters, which are at their defaults otherwise.

    Returns
    -------
    Trace
        Pieces with closed forms and exact ends, the walls between them with who starts or stops playing what, and gaps.
        ``value`` merges pieces with the same payoffs.

    Raises
    ------
    GameError
        For an unknown parameter, a range outside the domain, payoffs or probabilities that are no polynomials in the parameter,
        or when nothing is found to start from.

    Notes
    -----
    In a zero-sum game an optimal basis of the linear program of the sequence form is solved for all values of the parameter, and
    proved optimal on a closed interval with exact ends.  So the value is that of every equilibrium, on the whole range without
    gaps; plans are one optimal pair among perhaps many, and their pieces end where that pair does.

    In other games a lifted equilibrium (`lift`) is followed: behind the wall where it ends its support is mended, or learned anew,
    and a piece is taken when its interval touches the wall. A trace is one path, or several; other equilibria may exist
    beside it, and where no touching piece is found the path ends and a gap begins.

    References
    ----------
    Gass, S. and Saaty, T. (1955). The computational algorithm for the parametric objective function.
    *Naval Research Logistics Quarterly* 2, 39-45.

    Examples
    --------
    >>> import games
    >>> found = trace(games.load("kuhn", stakes="open"), "bet", "1/10", 6)
    >>> [str(wall.at) for wall in found.walls], str(found.value[1].values["Alice"])
    (['1', '2'], 'bet*(bet - 2)/(6*(2 + bet))')
    """
    from ..lifting.tracing import general_trace, is_zero_sum, zero_sum_trace

    (name,), _, open_game = opened_game(game, [parameter], at)
    start, end = range_of(name, low, high)
    check_traced(concept)
    check_limits(seconds, seed=seed)
    if (concept is None or concept_named(concept).programs) and is_zero_sum(open_game, name):
        return zero_sum_trace(open_game, name, start, end, seconds)
    asked = concept or DEFAULT
    return general_trace(open_game, name, start, end, asked, starts=whole("starts", starts), seconds=seconds, seed=seed)
