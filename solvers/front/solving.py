"""Solving a game: its equilibria at a point, and its families of equilibria in parameters that stay open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from games import Game

from ..concept import concept_named, meant
from ..concept.methods import check_provable, chosen
from ..requests import (
    check_defined,
    check_game,
    check_limits,
    check_partial,
    check_refinable,
    check_timed,
    opened_game,
    positive,
    supports_given,
    tied_game,
    told_beside,
)
from ..results import Families, Solutions

if TYPE_CHECKING:
    from concurrent.futures import Executor


def solve(
    game: Game,
    concept: str | None = None,
    *,
    refine: str | None = None,
    method: str | None = None,
    prove: bool = False,
    given: Mapping[str, Mapping[str, Any]] | None = None,
    seconds: float | None = None,
    **at: object,
) -> Solutions:
    """Find every equilibrium at one parameter point.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    concept : {"sequential", "pbe", "pbe-ft", "subgame", "nash", "perfect", "quasi-perfect", "normal-form-perfect", "proper",
              "quantal"}, optional
        ``sequential`` when None, and ``pbe-ft`` in a game with types from a continuum, for which the others are not computed.
        ``pbe`` is weak perfect Bayesian: whole continuation strategies are tested, beliefs are free off the path.
        ``pbe-ft`` is perfect Bayesian after Fudenberg and Tirole (1991), for games in periods with observed actions and
        independent types: beliefs about each player's type are held in common, follow Bayes' rule from period to period
        wherever they can, and change by nobody else's action.
        ``nash`` and ``subgame`` test whole strategies before play, and before each subgame; continua are closed
        convex sets, whose free symbols range over what is stated.
        ``perfect`` and ``quasi-perfect`` keep the sequential equilibria that stand when everybody may slip, with and without later slips
        of one's own; ``normal-form-perfect`` and ``proper`` the Nash equilibria of two players that stand when plans are mistaken, at
        all or the more rarely the costlier. Devices and mediators are found by `correlated`, commitments by `commit`.
        ``quantal`` are logit quantal response equilibria at a ``precision``, which is given like a parameter; see `quantal_response`.
    refine : {"intuitive", "d1", "d2", "nwbr", "divinity", "undefeated"}, optional
        Keep the equilibria whose outcome survives a refinement of signalling games; see Notes.
    method : str, optional
        A name from `table`; the method for the concept when None.
    prove : bool
        Whether a second formulation (circuits) is also asked for an equilibrium that was missed; for small games.
    given : dict, optional
        Which actions are used at some information sets: ``{player: {information set: actions}}``, or with a probability for each action,
        as in a profile, of which only those that are not zero count. What is used elsewhere is searched; ``found`` is then "some".
    seconds : float, optional
        Come back after about this time, with ``found`` "some" where it was not enough, and ``left`` saying what was not done. Without it
        no clock is looked at.
    **at : numbers
        Values of parameters, and what the concept asks for beside them.

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

    Where something in a game is alike (messages that cost nothing, players or types with the same payoffs), equilibria that differ by
    labels only are found once. The result holds all of them; its `classes` say which belong together, and its views tell one of each.

    Games of more than a hundred information sets in which chance draws one of two types for one player and all moves are seen go
    to the method ``continuations``: what follows a public history is solved once, as a function of the belief, for all histories that are
    alike.  Its `solutions` are one of each class of equilibria, each written out and verified when it is looked at, and its
    `continuations` describe the classes; where even these are too many, those of reputation are found, and ``found`` is "some".

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
    check_game(game, continua=True)
    concept = meant(concept, game)
    chosen_method = chosen(concept, method)
    record = concept_named(concept)
    check_refinable(game, refine, concept)
    told, at = told_beside(game, record, at)
    if prove:
        check_provable(concept)
    game, at = tied_game(game, at, continua=True)
    point = game.point(**at)
    numeric = game.fix(point)
    values = numeric.fixed
    check_defined(record, numeric)
    asked: dict[str, Any] = dict(told)
    if seconds is not None:
        check_timed(record)
        asked["seconds"] = positive("seconds", seconds)
    if given is not None:
        check_partial(concept, refine)
        asked["given"] = supports_given(numeric, given)
    if refine is None:
        solutions: Solutions = record.solve(record, numeric, values, None if method is None else chosen_method.name, **asked)
    else:
        from ..closed_forms import solved_point, usable
        from ..refinements import refined_point

        solutions = refined_point(solved_point(numeric, concept, values, alike=usable(numeric, record), whole=True, **asked), refine)
    if record.missed is None or not prove or solutions.continuations:  # classes are not bases
        return solutions
    covered = [base for solution in (*solutions, *solutions.removed) for base in solution.bases]
    return replace(solutions, proved=solutions.found == "all" and record.missed(numeric, covered) == "none")


def families(
    game: Game,
    over: Sequence[str] | str | None = None,
    concept: str | None = None,
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
    concept : {"sequential", "pbe", "pbe-ft", "subgame", "nash"}, optional
        The equilibrium concept; as for `solve` when None.
    refine : str, optional
        As for `solve`: families that survive somewhere, cut down to where they do; the others are in ``removed``. A family of a
        wall only is kept, its verdict undecided.
    knife_edges : bool
        Whether families that live on walls only are wanted too.
    executor : concurrent.futures.Executor, optional
        Where the tasks of the search run, as a pool of processes or a cluster's; here when None.
    seconds : float, optional
        Come back after about this time, with ``found`` "some" where it was not enough: three quarters of it are for the search, the
        rest for closed forms, walls and the check. Without it no clock is looked at.
    gigabytes : float, optional
        Stop it likewise, with a warning, when it has taken so much memory in one process; half of what the machine has left when None,
        shared between its cores by an executor's processes. Only where the system tells what a process holds: Linux and macOS.
    progress : callable
        Wraps the iterable of the search's tasks, as ``tqdm.auto.tqdm`` does.
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
    check_game(game, continua=True)
    concept = meant(concept, game)
    chosen(concept, symbolic=True)
    check_refinable(game, refine, concept)
    check_limits(seconds, gigabytes)
    names, _, open_game = opened_game(game, over, at, continua=True)
    check_defined(concept_named(concept), open_game)
    if open_game.types:
        from ..types import parametric_families as families_by_type

        return families_by_type(open_game, concept, names, knife_edges=knife_edges, seconds=seconds, progress=progress).families
    from ..closed_forms import parametric_families, usable

    solved = parametric_families(
        open_game,
        concept,
        names,
        knife_edges=knife_edges,
        seconds=seconds,
        gigabytes=gigabytes,
        executor=executor,
        progress=progress,
        alike=usable(open_game, concept_named(concept)),
        whole=refine is not None,
    )
    if refine is None:
        return solved.families
    from ..refinements import refined_families

    return refined_families(solved, refine).families
