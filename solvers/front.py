"""The front door: `solve`, `families`, `regimes`, `estimate`, `compare`, `statics`, `claim`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from games import Game

from .concept import concept_named, refinement_named
from .concept.methods import check_mapped, check_probed, check_provable, chosen
from .requests import check_refinable, opened_game, tied_game
from .results import ClaimVerdict, Difference, Families, RegimeMap, Shares, Solutions, Statics
from .results.questions import answers

if TYPE_CHECKING:
    from .closed_forms.estimates import Estimate


def solve(
    game: Game, concept: str = "sequential", *, refine: str | None = None, method: str | None = None, prove: bool = False, **at: object
) -> Solutions:
    """Find every equilibrium at one parameter point.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    concept : {"sequential", "pbe", "pbe-ft", "subgame", "nash"}
        ``pbe`` is weak perfect Bayesian: whole continuation strategies are tested, beliefs are free off the path.
        ``pbe-ft`` is perfect Bayesian after Fudenberg and Tirole (1991), for games in periods with observed actions and
        independent types: beliefs about each player's type are held in common, follow Bayes' rule from period to period
        wherever they can, and change by nobody else's action.
        ``nash`` and ``subgame`` test whole strategies before play, and before each subgame; continua are closed
        convex sets, whose free symbols range over what is stated.
    refine : {"intuitive", "d1", "d2", "nwbr", "divinity", "undefeated"}, optional
        Keep the equilibria whose outcome survives a refinement of signalling games; see Notes.
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
        For an unknown parameter or concept, a point outside the domain, or a refinement that is not defined for the game.

    Notes
    -----
    Bases (action supports with belief supports) are searched exhaustively, each cut being a proof; consistency is
    the label form of Kreps and Wilson's, as repaired by Streufert.  Exact throughout.

    Games of more than a hundred information sets in which chance draws one of two types for one player and all moves are seen go
    to the method ``continuations``: what follows a public history is solved once, as a function of the belief, for all histories that are
    alike.  Its `solutions` are one of each class of equilibria, and its `continuations` describe the classes; where even these are too
    many, those are found that are told by reputation, and ``found`` is "some".

    A refinement looks at each message that no type sends. ``gain`` is what a type wins by it beyond its equilibrium payoff,
    and replies are mixed best replies to some belief.

    ``intuitive``
        Rule out the types that no reply can make gain; the outcome fails if another type gains by every reply to beliefs in
        those that are left (Cho and Kreps).
    ``d1``
        Rule out a type if one other gains by every reply at which it gains or is indifferent.
    ``d2``
        The same, but by each such reply some other gains.
    ``nwbr``
        The same, for the replies at which it is indifferent: never a weak best response.
        Under these three the outcome fails if no belief in the types that are left has a best reply by which nobody gains.
    ``divinity``
        Banks and Sobel's, with the game's prior and iterated; not *universal* divinity, which asks the same for every prior.
        Beliefs are mixtures of priors cut down to those who would send the message for some reply.
    ``undefeated``
        No other sequential equilibrium in which the message is sent, by types of whom none is worse off there and one is
        better off, makes the beliefs false (Mailath, Okuno-Fujiwara and Postlewaite).

    The verdict is on the outcome: equilibria that differ only after unsent messages share it. They are defined for one
    sender with private types and one reply to each message, between which a chance signal of known odds may stand, and
    after which play may go on if it is the same whatever the beliefs; other games are refused.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. *Econometrica* 50, 863-894.
    Streufert, P. A. (2012). Additive plausibility characterizes the supports of consistent assessments.
    Fudenberg, D. and Tirole, J. (1991). Perfect Bayesian equilibrium and sequential equilibrium. *JET* 53, 236-260.
    Cho, I.-K. and Kreps, D. M. (1987). Signaling games and stable equilibria. *QJE* 102, 179-221.
    Banks, J. S. and Sobel, J. (1987). Equilibrium selection in signaling games. *Econometrica* 55, 647-661.
    Kohlberg, E. and Mertens, J.-F. (1986). On the strategic stability of equilibria. *Econometrica* 54, 1003-1037.
    Mailath, G. J., Okuno-Fujiwara, M. and Postlewaite, A. (1993). Belief-based refinements in signalling games. *JET* 60, 241-276.

    Examples
    --------
    >>> import games
    >>> [s.name for s in solve(games.load("selten_horse"))][0]
    '1 A; 2 a; off the path 3 R at start'
    >>> solve(games.load("beer_quiche"), refine="d1").removed[0].verdict.deleted
    (('weak', 'beer'),)
    """
    how = chosen(concept, method)
    asked = concept_named(concept)
    check_refinable(game, refine, concept)
    if prove:
        check_provable(concept)
    game, at = tied_game(game, at)
    point = game.point(**at)
    numeric = game.fix(point)
    values = numeric.fixed
    asked.check_needs(numeric)
    if refine is None:
        found: Solutions = asked.solve(asked, numeric, values, None if method is None else how.name)
    else:
        from .closed_forms import solved_point
        from .refinements import refined_point

        found = refined_point(solved_point(numeric, concept, values), refine)
    if asked.missed is None or not prove or found.continuations:  # classes are not bases
        return found
    covered = [base for solution in (*found, *found.removed) for base in solution.bases]
    return replace(found, proved=found.found == "all" and asked.missed(numeric, covered) == "none")


def families(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str = "sequential",
    *,
    refine: str | None = None,
    knife_edges: bool = False,
    executor: Executor | None = None,
    seconds: float | None = None,
    gigabytes: float | None = None,
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
    concept : {"sequential", "pbe", "pbe-ft", "subgame", "nash"}
        The equilibrium concept.
    refine : str, optional
        As for `solve`: families that survive somewhere, cut down to where they do; the others are in ``removed``. A family of a
        wall only is kept, its verdict undecided.
    knife_edges : bool
        Whether families that live on walls only are wanted too.
    executor : concurrent.futures.Executor, optional
        Where the shares of the search run, as a pool of processes or a cluster's; here when None.
    seconds : float, optional
        Come back after about this time, with ``found`` "some" where it was not enough: three quarters of it are for the search, the
        rest for closed forms, walls and the check. Without it no clock is looked at.
    gigabytes : float, optional
        Stop it likewise, with a warning, when it has taken so much memory in one process; half of what the machine has left when None,
        shared between its cores by an executor's processes. Only where the system tells what a process holds: Linux and macOS.
    progress : callable
        Wraps the iterable of the search's shares, as ``tqdm.auto.tqdm`` does.
    **at : numbers
        Values of the parameters that are not in `over`.

    Returns
    -------
    Families
        Supports, closed forms, belief ranges and conditions. When the time is over, or upon an interrupt from the keyboard, those that
        were found, with ``found`` "some" and ``left`` saying what was not searched or not written out.

    Examples
    --------
    >>> import games
    >>> dict(families(games.load("beer_quiche"), knife_edges=True).bases)
    {'generic': 7, 'knife_edge': 6}
    """
    chosen(concept, symbolic=True)
    check_refinable(game, refine, concept)
    names, _, open_game = opened_game(game, over, at)
    from .closed_forms import parametric_families

    concept_named(concept).check_needs(open_game)
    found = parametric_families(
        open_game, concept, names, knife_edges=knife_edges, seconds=seconds, gigabytes=gigabytes, executor=executor, progress=progress
    )
    if refine is None:
        return found.families
    from .refinements import refined_families

    return refined_families(found, refine).families


def regimes(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str = "sequential",
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
    >>> [wall.threshold.text() for wall in regimes(games.load("beer_quiche")).walls]
    ['p = 1/2']
    """
    chosen(concept, symbolic=True)
    check_mapped(concept)
    check_refinable(game, refine, concept)
    if prove:
        check_provable(concept)
    names, at_rest, open_game = opened_game(game, over, at)
    from .maps import regime_map

    concept_named(concept).check_needs(open_game)
    found = regime_map(
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
        return found
    proved = found.found == "all" and all(_proved(open_game, concept, r.sample) for r in found.regimes)
    return replace(found, solved=replace(found.solved, proved=proved))


def estimate(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str = "sequential",
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
    chosen(concept, symbolic=True)
    check_probed(concept)
    _, _, open_game = opened_game(game, over, at)
    from .closed_forms.estimates import probed

    concept_named(concept).check_needs(open_game)
    return probed(open_game, concept, knife_edges=knife_edges, seconds=seconds, seed=seed, enough=enough)


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
    >>> import games
    >>> found = statics(regimes(games.load("crisis_signalling"), ("q", "a")), "fight", "a")
    >>> [(str(row.derivative), row.sign) for row in found.regimes[0].families][-1]
    ('-1/(3*(1 + a)**2)', '-')
    """
    from .theorems.derivatives import comparative_statics

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
    Decided by proof in every regime that the conditions meet.  On walls inside the region other equilibria may live: there
    the game is solved exactly at a point of every piece, which can refute the claim but proves it at that point only;
    where walls meet nothing is looked at.

    Examples
    --------
    >>> import games
    >>> found = claim(regimes(games.load("beer_quiche")), ["p < 1/2"], outcomes={"Sender": "1 + p"})
    >>> found.holds, found.where
    ('in every equilibrium', ('p < 1/2',))
    """
    from .theorems.propositions import judged

    return judged(map, conditions, profile, outcomes)


def _proved(game: Game, concept: str, sample: Mapping[str, Fraction]) -> bool:
    at: dict[str, Any] = dict(sample)
    return solve(game, concept, prove=True, **at).proved


# ---------------------------------------------------------------- what results pass on


@answers("equilibria at a point of a map")
def _at_point(found: RegimeMap, **values: Any) -> Solutions:
    return solve(found.game, found.solved.concept, refine=found.solved.refine, **values)


@answers("the map of a slice")
def _section(found: RegimeMap, names: Sequence[str]) -> RegimeMap:
    return regimes(found.game, names, found.solved.concept, refine=found.solved.refine, check=0)


@answers("whether a profile is among equilibria")
def _among(found: Solutions, profile: Any) -> bool:
    from .verifier import outcome_stands, verify

    if not verify(found.game, profile, concept_named(found.concept).check or found.concept).equilibrium:
        return False
    if found.refine is None:
        return True
    rivals = [one.sampled() for one in (*found, *found.removed)] if refinement_named(found.refine).rivals else []
    return outcome_stands(found.game, profile, found.refine, rivals)


@answers("shares of a prior")
def _shares(found: RegimeMap, prior: Mapping[str, Any], *, points: int, seed: int) -> Shares:
    from .theorems.prior_shares import prior_shares

    return prior_shares(found, prior, points=points, seed=seed)


@answers("what a change of the model changed")
def _difference(before: RegimeMap, after: RegimeMap) -> Difference:
    from .theorems.model_changes import difference

    return difference(before, after)


@answers("decisions of a map as files")
def _decisions(found: RegimeMap, folder: str | Path) -> list[Path]:
    from .certificates.decisions import write_decisions

    return write_decisions(found, folder)
