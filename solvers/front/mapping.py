"""Mapping where each family of equilibria exists, and what the search for a map will take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import Game

from ..concept import concept_named, meant
from ..concept.methods import check_mapped, check_probed, check_provable, chosen
from ..requests import check_defined, check_game, check_limits, check_refinable, opened_game, whole
from ..results import RegimeMap
from .solving import solve

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..closed_forms.estimates import Estimate


def regimes(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str | None = None,
    *,
    refine: str | None = None,
    knife_edges: bool = False,
    seconds: float | None = None,
    gigabytes: float | None = None,
    check: int = 2,
    prove: bool = False,
    executor: Executor | None = None,
    progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    **at: object,
) -> RegimeMap:
    """Map the regions of parameter space where each family of equilibria exists.

    Parameters
    ----------
    game, over, concept, knife_edges, seconds, gigabytes
        As for `families`.
    refine : str, optional
        As for `families`: what it decides by becomes walls.
    check : int
        How many points of each regime the independent method solves again.
    prove : bool
        Whether a second formulation (circuits) is also asked, at each regime's sample, for an equilibrium that was missed.
    executor : concurrent.futures.Executor, optional
        As for `families`.
    progress : callable
        Wraps the iterable of the search's tasks, and then that of those points, as ``tqdm.auto.tqdm`` does.
    **at : numbers
        Values of the parameters that are not in `over`.

    Returns
    -------
    RegimeMap
        Walls, regimes, families, and what the check found.

    Examples
    --------
    >>> import games
    >>> [wall.threshold.text() for wall in regimes(games.load("beer_quiche")).walls]
    ['p = 1/2']
    """
    check_game(game, continua=True)
    concept = meant(concept, game)
    check_mapped(concept)
    chosen(concept, symbolic=True)
    check_refinable(game, refine, concept)
    check_limits(seconds, gigabytes)
    check = whole("check", check, least=0)
    if prove:
        check_provable(concept)
    names, at_rest, open_game = opened_game(game, over, at, continua=True)
    check_defined(concept_named(concept), open_game)
    if open_game.types:
        from ..maps.by_type import type_map

        return type_map(open_game, concept, names, at_rest, knife_edges=knife_edges, seconds=seconds, points=check, progress=progress)
    from ..maps import regime_map

    mapped = regime_map(
        open_game,
        concept,
        names,
        at_rest,
        refine=refine,
        knife_edges=knife_edges,
        seconds=seconds,
        gigabytes=gigabytes,
        points=check,
        executor=executor,
        progress=progress,
    )
    if not prove:
        return mapped
    proved = mapped.found == "all" and all(_proved(open_game, concept, r.sample) for r in mapped.regimes)
    return replace(mapped, solved=replace(mapped.solved, proved=proved))


def _proved(game: Game, concept: str, sample: Mapping[str, Fraction]) -> bool:
    at: dict[str, Any] = dict(sample)
    return solve(game, concept, prove=True, **at).proved


def estimate(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str | None = None,
    *,
    knife_edges: bool = False,
    seconds: float = 2.0,
    seed: int = 0,
    enough: float = 0.0,
    **at: object,
) -> Estimate:
    """Estimate what the search behind `families` and `regimes` will take, without running it.

    Parameters
    ----------
    game, over, concept, knife_edges, **at
        As for `families`; not for ``nash`` and ``subgame``.
    seconds : float
        How long to probe; a probe that lasts much longer is broken off, and the estimate then says "at least".
    seed : int
        Of the random choices; how many are made depends on the machine's speed.
    enough : float
        Probe no longer when the search is likely to take less than so many seconds.

    Returns
    -------
    Estimate
        Profiles of action supports, how many the cuts leave, bases, seconds and their spread; in words by ``str``.

    Raises
    ------
    GameError
        As for `families`, and for a concept whose search cannot be probed.

    Notes
    -----
    Profiles and bases are estimated without bias: a random descent through the tree of the search counts what it meets as often as
    one over the chance to come there. Few descents may miss a large part all the same. Seconds are those measured on the way, on
    one core; they are a little too many, as a search learns from its beginning. What comes after the search (closed forms, walls,
    the check by the independent method) is not in them.

    References
    ----------
    Knuth, D. E. (1975). Estimating the efficiency of backtrack programs. *Mathematics of Computation* 29, 121-136.

    Examples
    --------
    >>> import games
    >>> found = estimate(games.load("crisis_signalling"), "all")
    >>> found.supports, 10 < found.profiles < 40
    (729, True)
    """
    check_game(game, continua=True)
    concept = meant(concept, game)
    check_game(game)
    chosen(concept, symbolic=True)
    check_probed(concept)
    check_limits(seconds, seed=seed)
    _, _, open_game = opened_game(game, over, at)
    from ..closed_forms.estimates import probed

    check_defined(concept_named(concept), open_game)
    return probed(open_game, concept, knife_edges=knife_edges, seconds=seconds, seed=seed, enough=enough)
