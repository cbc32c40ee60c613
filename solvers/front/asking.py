"""Questions to a map: how its regimes compare, how a quantity moves with a parameter, whether a proposition is true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from games import Game

from ..requests import check_map
from ..results import ClaimVerdict, RegimeMap, Statics
from ..results.holdings import Robustness
from .mapping import regimes as regime_map


def compare(
    game: Game | RegimeMap,
    regimes: Mapping[str, RegimeMap] | RegimeMap | None = None,
    measure: str | None = None,
    *,
    at: Mapping[str, object] | Sequence[Mapping[str, object]] | None = None,
    whole: bool = False,
) -> Any:
    """Compare how outcomes, measures and payoffs move between regimes.

    Parameters
    ----------
    game : Game or RegimeMap
        A game (its default map is made), or a map.
    regimes : RegimeMap, or dict from str to RegimeMap, optional
        One map, or the maps of several structures or settings of a game, by name.
    measure : str, optional
        Only this outcome, measure or payoff.
    at : dict or sequence of dict, optional
        Points at which all maps are compared, parameters that are left out at their defaults; without it each regime is taken at its own
        sample, so that maps differ by their samples too.
    whole : bool
        Whether to look for ranges over whole regimes too: each quantity's least and greatest value over all points of the regime, and
        all equilibria there; None where it has no bounds, or none were found.

    Returns
    -------
    DataFrame
        A row per setting, regime and quantity: kind, name, lowest and highest value over coexisting equilibria at the point.

    Raises
    ------
    GameError
        For a point outside the domain, on a wall, or where there are other equilibria than beside it.
    """
    from ..maps.comparison import comparison

    if isinstance(regimes, RegimeMap):
        maps: Mapping[str, RegimeMap] = {"": regimes}
    elif regimes is not None:
        maps = regimes
    elif isinstance(game, RegimeMap):
        maps = {"": game}
    else:
        maps = {"": regime_map(game)}
    return comparison(maps, measure, [at] if isinstance(at, Mapping) else at, whole=whole)


def statics(map: RegimeMap, of: str, by: str) -> Statics:
    """Prove how an outcome, measure, payoff or mixing probability moves with a parameter, in every regime.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    of : str
        An outcome, a measure or a player (its payoff); or a mixing probability, as ``"US strike at pass"``: player,
        action and information set, the set left out where there is only one such.
    by : str
        One of the map's parameters.

    Returns
    -------
    Statics
        For every regime and family the derivative as a closed form, its sign all over the regime, and how that is
        known; then the sign of the jump of its range between every two neighbouring regimes, all along their wall.

    Raises
    ------
    GameError
        When `of` or `by` is none of these.

    Notes
    -----
    A sign is a theorem: it follows from what is assumed of the parameters and from the signs of terms, or z3 has shown
    that no point of the regime contradicts it.  A sign that changes comes with two points; what is neither proved nor
    refuted is called undecided.  Where a family leaves something open, the ends of the quantity's range are
    differentiated.

    Examples
    --------
    >>> import games, solvers
    >>> moves = statics(solvers.regimes(games.load("crisis_signalling"), ("q", "a")), "fight", "a")
    >>> [(str(row.derivative), row.sign) for row in moves.regimes[0].families][-1]
    ('-1/(3*(1 + a)**2)', '-')
    """
    from ..theorems.derivatives import comparative_statics

    check_map(map, "statics")
    return comparative_statics(map, of, by)


def claim(map: RegimeMap, conditions: Iterable[str], profile: Any = None, outcomes: Mapping[str, Any] | None = None) -> ClaimVerdict:
    """Judge a paper's proposition: is it true wherever its conditions hold?

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    conditions : iterable of str
        What the proposition supposes: comparisons in the parameters, as ``"q*(1 + a) < 1"``; none for the whole domain.
    profile : Profile or dict, optional
        What it says of play: ``{player: {information set: {action: number}}}`` with numbers or closed forms as text; what
        is left out is not claimed.
    outcomes : dict, optional
        What it says of outcomes, measures, payoffs or mixing probabilities (named as for `statics`): a number, a closed
        form as text, or a bound such as ``"<= 1/3"``.

    Returns
    -------
    ClaimVerdict
        ``holds`` is "in every equilibrium", "in some equilibrium", "no" or "undecided"; ``where`` says exactly where it is
        true; a counterexample shows where it fails.

    Raises
    ------
    GameError
        When the claim cannot be read, or its conditions leave no room.

    Notes
    -----
    Decided by proof in every regime that the conditions meet.  On walls inside the region, at ends of the
    domain that belong to it, and on surfaces that are no walls (where ``(p - 1)**2`` is zero) other equilibria may live: there
    the game is solved exactly at a point of every piece, which can refute the claim but proves it at that point only;
    where walls meet nothing is looked at.

    Examples
    --------
    >>> import games, solvers
    >>> verdict = claim(solvers.regimes(games.load("beer_quiche")), ["p < 1/2"], outcomes={"Sender": "1 + p"})
    >>> verdict.holds, verdict.where
    ('in every equilibrium', ('p < 1/2',))
    """
    from ..theorems.propositions import judged

    check_map(map, "claim")
    return judged(map, conditions, profile, outcomes)


def robustness(
    map: RegimeMap,
    what: str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]] | None = None,
    *,
    at: Mapping[str, Any] | None = None,
    prior: Mapping[str, Any] | None = None,
    norm: str = "max",
    points: int = 1 << 14,
    seed: int = 0,
) -> Robustness:
    """Say how robust a claim is: where it holds, and how far from a point that changes.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    what : str, dict, or list of them, optional
        What is claimed of outcomes, measures, payoffs or mixing probabilities: ``"fight > 0"``, ``"flow <= 1/3"``, or several
        at once as ``{"fight": "<= 1/9", "US": "> 0"}``.  An outcome alone means that it may come about.  When None: of every
        outcome, that it may come about.
    at : dict, optional
        The point from which distances are measured; parameters that are left out are at their defaults.
    prior : dict, optional
        Over the map's parameters, as for `RegimeMap.volume`.
    norm : {"max", "euclidean"}
        How distances are measured: by the largest change of any parameter, or by the root of the sum of squares.
    points, seed : int
        For shares of the prior that cannot be reckoned exactly.

    Returns
    -------
    Robustness
        For each claim the exact conditions under which it holds in every, in some, in no equilibrium; the verdict at the
        point; for each parameter alone the first values at which it changes, exactly; the distance over all parameters,
        exact or enclosed; and the share of the prior by verdict.

    Raises
    ------
    GameError
        For a claim that cannot be read, a point outside the domain, a prior that leaves a parameter out, an unknown norm.

    Notes
    -----
    That nothing changes nearer than the distance is proved: no point of the domain that is nearer has another verdict, off
    the walls, where other equilibria may live.  Distances are in the units of the parameters.

    Examples
    --------
    >>> import games, solvers
    >>> found = robustness(solvers.regimes(games.load("beer_quiche")), "Sender > 1.2", at={"p": "3/4"})
    >>> found.claims[0].every, found.claims[0].here, found.claims[0].nearest.high
    (('p > 1/5',), 'in every', Fraction(11, 20))
    """
    from ..theorems.robust import robustness_of

    check_map(map, "robustness")
    return robustness_of(map, what, at, prior, norm=norm, points=points, seed=seed)
