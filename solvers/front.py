"""The front door: `solve`, `families`, `regimes`, `compare`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from fractions import Fraction
from typing import Any

from games import Game, GameError

from .methods import chosen
from .solution import Families, RegimeMap, Solutions


def solve(
    game: Game, concept: str = "sequential", *, refine: str | None = None, method: str | None = None, prove: bool = False, **at: object
) -> Solutions:
    """Find every equilibrium at one parameter point.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    concept : {"sequential", "pbe", "subgame", "nash"}
        ``pbe`` is weak perfect Bayesian: whole continuation strategies are tested, beliefs are free off the path.
        ``nash`` and ``subgame`` test whole strategies before play, and before each subgame; continua are closed
        convex sets, whose free symbols range over what is stated.
    refine : None
        No refinement is offered; anything else is refused.
    method : str, optional
        A name from `table`; the method for the concept when None.
    prove : bool
        Whether a second formulation (circuits) is also asked for an equilibrium that was missed; for small games.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Solutions
        Each with a certificate by the verifier; ``found`` says whether the search was exhaustive.

    Raises
    ------
    GameError
        For an unknown parameter or concept, or a point outside the domain.

    Notes
    -----
    Bases (action supports with belief supports) are searched exhaustively, each cut being a proof; consistency is
    the label form of Kreps and Wilson's, as repaired by Streufert.  Exact throughout.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. *Econometrica* 50, 863-894.
    Streufert, P. A. (2012). Additive plausibility characterizes the supports of consistent assessments.

    Examples
    --------
    >>> import games
    >>> [s.name for s in solve(games.load("selten_horse"))][0]
    '1 A; 2 a; off the path 3 R at start'
    """
    how = chosen(concept, method)
    _unrefined(refine)
    point = game.point(**at)
    numeric = game.fix(point)
    values = {**game.fixed, **point}
    from .exact import point_solutions

    _positive_chances(numeric)
    if concept in ("nash", "subgame"):
        from .nash import find

        if prove:
            _provable(concept)
        return find(numeric, concept, values, None if method is None else how.name, point_solutions)
    found = point_solutions(numeric, concept, values)
    if not prove:
        return found
    from .verifier import Base, uncovered

    _provable(concept)
    covered = [Base(*base) for solution in found for base in solution.bases]
    return replace(found, proved=found.found == "all" and uncovered(numeric, covered) == "none")


def families(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str = "sequential",
    *,
    knife_edges: bool = False,
    executor: Executor | None = None,
    seconds: float | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> Families:
    """Find every parametric family of equilibria.

    Parameters
    ----------
    game : Game
        Symbolic in the parameters of interest.
    over : sequence of str, "all" or None
        The parameters that stay symbolic; the game's headline ones when None. The others are put at their defaults.
    concept : {"sequential", "pbe", "subgame", "nash"}
        The equilibrium concept.
    knife_edges : bool
        Whether families that live on walls only are wanted too.
    executor : concurrent.futures.Executor, optional
        Where the shares of the search run, as a pool of processes or a cluster's; here when None.
    seconds : float, optional
        Stop the search after this time, with ``found`` "some".
    progress : callable
        Wraps the iterable of the search's shares, as ``tqdm.auto.tqdm`` does.
    **at : numbers
        Values of the parameters that are not in `over`.

    Returns
    -------
    Families
        Supports, closed forms, belief ranges and conditions. When the time is over, or upon an interrupt from the keyboard, those that
        were found, with ``found`` "some" and ``left`` saying what was not searched.

    Examples
    --------
    >>> import games
    >>> dict(families(games.load("beer_quiche"), knife_edges=True).bases)
    {'generic': 7, 'knife_edge': 6}
    """
    chosen(concept, symbolic=True)
    names, _, open_game = _opened(game, over, at)
    from .exact import parametric_families

    _positive_chances(open_game)
    return parametric_families(
        open_game, concept, names, knife_edges=knife_edges, seconds=seconds, executor=executor, progress=progress
    ).families


def regimes(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str = "sequential",
    *,
    refine: str | None = None,
    knife_edges: bool = False,
    seconds: float | None = None,
    check: int = 2,
    prove: bool = False,
    executor: Executor | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> RegimeMap:
    """Map the regions of parameter space where each family of equilibria exists.

    Parameters
    ----------
    game, over, concept, knife_edges, seconds
        As for `families`.
    refine : None
        No refinement is offered; anything else is refused.
    check : int
        How many points of each regime the independent method solves again.
    prove : bool
        Whether a second formulation (circuits) is also asked, at each regime's sample, for an equilibrium that was missed.
    executor : concurrent.futures.Executor, optional
        As for `families`.
    progress : callable
        Wraps the iterable of the search's shares, and then that of those points, as ``tqdm.auto.tqdm`` does.
    **at : numbers
        Values of the parameters that are not in `over`.

    Returns
    -------
    RegimeMap
        Walls, regimes, families, and what the check found.

    Examples
    --------
    >>> import games
    >>> [wall.meaning.split(":")[0] for wall in regimes(games.load("beer_quiche")).walls]
    ['p = 1/2']
    """
    chosen(concept, symbolic=True)
    if concept in ("nash", "subgame"):
        raise GameError(
            f"Maps are made of equilibria that an independent enumeration can check, sequential or pbe; for {concept} take families, or "
            "solve at points."
        )
    _unrefined(refine)
    names, at_rest, open_game = _opened(game, over, at)
    from .maps import regime_map

    _positive_chances(open_game)
    found = regime_map(
        open_game, concept, names, at_rest, knife_edges=knife_edges, seconds=seconds, points=check, executor=executor, progress=progress
    )
    if not prove:
        return found
    _provable(concept)
    proved = found.found == "all" and all(_proved(open_game, concept, r.sample) for r in found.regimes)
    return replace(found, solved=replace(found.solved, proved=proved))


def compare(game: Game | RegimeMap, regimes: Mapping[str, RegimeMap] | RegimeMap | None = None, measure: str | None = None) -> Any:
    """Compare how outcomes, measures and payoffs move between regimes.

    Parameters
    ----------
    game : Game or RegimeMap
        A game (its default map is made), or a map.
    regimes : RegimeMap, or dict from str to RegimeMap, optional
        One map, or the maps of several structures or settings of a game, by name.
    measure : str, optional
        Only this outcome, measure or payoff.

    Returns
    -------
    DataFrame
        A row per setting, regime and quantity: kind, name, lowest and highest value over coexisting equilibria at the regime's sample.
    """
    from .maps.comparison import comparison

    if isinstance(regimes, RegimeMap):
        maps: Mapping[str, RegimeMap] = {"": regimes}
    elif regimes is not None:
        maps = regimes
    elif isinstance(game, RegimeMap):
        maps = {"": game}
    else:
        maps = {"": globals()["regimes"](game)}
    return comparison(maps, measure)


# ------------------------------------------------------------------ what is asked


def _proved(game: Game, concept: str, sample: Mapping[str, Fraction]) -> bool:
    at: dict[str, Any] = dict(sample)
    return solve(game, concept, prove=True, **at).proved


def _provable(concept: str) -> None:
    if concept != "sequential":
        raise GameError(f"The second formulation is one of sequential equilibrium, not of {concept}; leave prove out.")


def _unrefined(refine: str | None) -> None:
    if refine is not None:
        raise GameError(f"The refinement {refine!r} is not offered; leave it out.")


def _opened(game: Game, over: Sequence[str] | str | None, at: Mapping[str, object]) -> tuple[list[str], dict[str, Fraction], Game]:
    """The map's parameters, the values of the others, and the game with those put in."""
    if over is None:
        names = [n for n in (game.headline or game.parameters) if n not in at]
    elif over == "all" or list(over) == ["all"]:
        names = [n for n in (*game.headline, *(p for p in game.parameters if p not in game.headline)) if n not in at]
    else:
        names = [n.strip() for n in over.split(",")] if isinstance(over, str) else list(over)
    for name in names:
        if name not in game.parameters:
            known = ", ".join(game.parameters) or "none"
            raise GameError(f"{game.name} has no open parameter {name!r} to map over; it has {known}.")
        if name in at:
            raise GameError(f"{name} is to be mapped over and has been given a value; choose one.")
    if len(set(names)) != len(names):
        raise GameError(f"A parameter is named twice in {', '.join(names)}.")
    point = game.point(**at)
    rest = {n: v for n, v in point.items() if n not in names}
    opened = game.fix(rest)
    start = {n: point[n] for n in names}
    opened.domain.check(start)
    return names, {**game.fixed, **rest}, opened


def _positive_chances(game: Game) -> None:
    """Refuse a game in which a chance is not proved positive on the whole domain (consistency is not defined there)."""
    from .exact.chances import unproved

    found = unproved(game)
    if found is not None:
        move, label, chance = found
        raise GameError(
            f"The chance {chance} of {label!r} at {move!r} may be zero or less within the domain; every chance must be positive. "
            "Narrow the domain of its parameters, or remove the branch."
        )
